"""Defines every command of the benchmark, in the stages that interleave them."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from .contestants import CACHE, GIVEN, MDFORMAT, NEEDS, RUMDL, Contestant, Sizes, Stage
from .trees import Tree, spec_file

#: Where the programs of this environment are installed.
PROGRAMS = Path(sys.executable).parent

#: Small programs that only parse or only read.
_FLOORS = Path(__file__).with_name("floors")


def stages(sizes: Sizes, available: Collection[str]) -> list[Stage]:
    """Return all stages in order, without contestants that need what is not `available`."""
    canonical = Tree("canonical", sizes.specs)
    every = [
        _starting(has_cache=CACHE in available),
        _checking(canonical, has_cache=CACHE in available),
        _formatting(canonical),
        _directives("own", sizes.directives),
        _directives("given", sizes.given),
        _building(canonical),
        _growing(sizes),
        _many(sizes, has_cache=CACHE in available),
    ]
    can = [
        stage._replace(
            contestants=tuple(
                one for one in stage.contestants if not one.needs or one.needs in available
            )
        )
        for stage in every
        if stage.name != "given" or GIVEN in available
    ]
    return [stage for stage in can if stage.contestants]


# Programs


def _python(*words: str) -> tuple[str, ...]:
    return (sys.executable, *words)


def _program(name: str, *words: str) -> tuple[str, ...]:
    return (str(PROGRAMS / name), *words)


def _floor(name: str, path: str) -> tuple[str, ...]:
    return _python(str(_FLOORS / f"{name}.py"), path)


def _sphinx(
    conf: str, tree: Tree, out: str, *, builder: str = "html", jobs: int = 1
) -> tuple[str, ...]:
    words = f"-m sphinx -q -b {builder} -j {jobs} -c conf/{conf} {tree.folder} {out}"
    return _python(*words.split())


def _html(
    name: str, conf: str, tree: Tree, *, jobs: int = 1, needs: str = "", out: str = "out/full"
) -> Contestant:
    """Return a full HTML build."""
    return Contestant(
        name,
        _sphinx(conf, tree, out, jobs=jobs),
        tree,
        needs,
        fresh=(out,),
        makes=(f"{out}/**/spec-*[0-9]*.html", tree.size),
        weighs=f"{out}/.doctrees/environment.pickle",
    )


def _check(tree: Tree, name: str, *words: str) -> Contestant:
    """Return a check with every rule, including those that are off by default."""
    return Contestant(
        name,
        _program("sphinx-spec", "check", "--select", "SPEC", *words, tree.folder),
        tree,
        statuses=(0, 1),
        says=f"Checked {tree.size} spec",
    )


# Stages


def _without_cache(*, has_cache: bool) -> tuple[str, ...]:
    return ("--no-cache",) if has_cache else ()


def _starting(*, has_cache: bool) -> Stage:
    tree = Tree("canonical", 1)
    file, without = spec_file(tree, 1), _without_cache(has_cache=has_cache)
    check = Contestant(
        "check, one file",
        _program("sphinx-spec", "check", file),
        tree,
        statuses=(0, 1),
        says="Checked 1 spec",
    )
    return Stage(
        "start",
        (
            Contestant("import click", _python("-c", "import click")),
            Contestant("--version", _program("sphinx-spec", "--version")),
            Contestant("markdown-it, one file", _floor("parse", file), tree),
            check._replace(command=_program("sphinx-spec", "check", *without, file)),
            check._replace(name="check, one file, cached", needs=CACHE),
        ),
        share=5,
        warm=True,
    )


def _checking(tree: Tree, *, has_cache: bool) -> Stage:
    without = _without_cache(has_cache=has_cache)
    caches = ("cache", f"{tree.folder}/.sphinx-spec-cache")
    filling = _check(tree, "check, filling the cache", "--jobs", "1")
    return Stage(
        "check",
        (
            Contestant("read + regex", _floor("read", tree.folder), tree),
            Contestant("markdown-it", _floor("parse", tree.folder), tree),
            _check(tree, "check", "--jobs", "1", *without),
            _check(tree, "check, 2 jobs", "--jobs", "2", *without),
            filling._replace(needs=CACHE, fresh=caches),
            filling._replace(needs=CACHE, name="check, cached"),
            Contestant(
                "rumdl",
                _program("rumdl", "check", "--no-cache", "--no-config", tree.folder),
                tree,
                RUMDL,
                statuses=(0, 1),
                says="ssues",
            ),
        ),
        share=1.67,
        warm=True,
    )


def _formatting(tree: Tree) -> Stage:
    return Stage(
        "format",
        (
            Contestant(
                "mdformat",
                _program("mdformat", "--check", tree.folder),
                tree,
                MDFORMAT,
                statuses=(0, 1),
            ),
            Contestant(
                "format",
                _program("sphinx-spec", "format", "--check", "--jobs", "1", tree.folder),
                tree,
            ),
        ),
    )


def _directives(of: str, count: int) -> Stage:
    def tree(kind: str) -> Tree:
        return Tree(kind, count, of)

    return Stage(
        "directives" if of == "own" else of,
        (
            _html("tables, MyST", "plain-md", tree("canonical")),
            _html("directives, MyST", "specs", tree("directives-md")),
            _html("sphinx-needs, MyST", "needs-md", tree("needs-md"), needs=NEEDS),
            _html("tables, RST", "plain-rst", tree("tables-rst")),
            _html("directives, RST", "specs", tree("directives-rst")),
            _html("sphinx-needs, RST", "needs-rst", tree("needs-rst"), needs=NEEDS),
        ),
    )


def _building(tree: Tree) -> Stage:
    """Return full builds, followed by incremental builds on their output."""
    plain, ours = "out/plain", "out/specs"
    plain_again, ours_again = _sphinx("plain-md", tree, plain), _sphinx("specs", tree, ours)
    edited = spec_file(tree, (tree.size + 1) // 2)
    exported = "out/markdown"
    export = _sphinx("specs", tree, exported, builder="spec")
    return Stage(
        "build",
        (
            _html("MyST", "plain-md", tree, out=plain),
            _html("specs", "specs", tree, out=ours),
            _html("MyST, 2 jobs", "plain-md", tree, jobs=2),
            _html("specs, 2 jobs", "specs", tree, jobs=2),
            Contestant("MyST, no change", plain_again, tree),
            Contestant("specs, no change", ours_again, tree),
            Contestant(
                "-b spec",
                (*export, "-d", f"{ours}/.doctrees"),
                tree,
                fresh=(exported,),
                makes=(f"{exported}/**/spec-*[0-9]*.md", tree.size),
            ),
            Contestant("MyST, one file touched", plain_again, tree, edits=edited),
            Contestant("specs, one file touched", ours_again, tree, edits=edited),
        ),
    )


def _growing(sizes: Sizes) -> Stage:
    """Return full builds of increasing and then decreasing size.

    Those of a single spec show the startup cost. Small builds are repeated more often: noise in a
    second matters as much as in thirty seconds of a large build.
    """
    few, some, many = sizes.growth
    often = (1, few) * 3
    return Stage(
        "growth",
        tuple(
            _html(f"{name}, {count}", conf, Tree("canonical", count))
            for count in (*often, some, many, some, *reversed(often))
            for name, conf in (("MyST", "plain-md"), ("specs", "specs"))
        ),
        share=0.34,
    )


def _many(sizes: Sizes, *, has_cache: bool) -> Stage:
    """Return checks with default settings: with as many jobs as there are cores."""
    without = _without_cache(has_cache=has_cache)
    some, many = (Tree("canonical", count) for count in sizes.many)
    return Stage(
        "memory",
        (
            _check(some, "check, some", *without)._replace(adds_up=True),
            _check(many, "check, many", *without)._replace(adds_up=True),
        ),
        share=0,
    )
