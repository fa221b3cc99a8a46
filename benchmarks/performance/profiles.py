"""Where the time goes: CPU profiles of a build and a check, by package, module and function.

    python -m benchmarks.performance.profiles [--specs N] [--only NAME]

runs each work under cProfile and prints its largest costs; `tox run -e profile` does. The
time of functions in C counts as their callers' own. A profiler makes small functions look dearer
than they are, and this one takes wall clock: run it where nothing else runs, and believe the
benchmark.
"""

from __future__ import annotations

import argparse
import pstats
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from . import trees
from .trees import Tree

#: For each work by name: the tree that it uses, and the arguments after `python -m`.
WORKS = {
    "html": ("canonical", "sphinx -q -b html -c conf/specs {tree} {out}"),
    "myst-alone": ("canonical", "sphinx -q -b html -c conf/plain-md {tree} {out}"),
    "directives": ("directives-rst", "sphinx -q -b html -c conf/specs {tree} {out}"),
    "check": ("canonical", "sphinxcontrib_spec check --select SPEC --jobs 1 {tree}"),
}

OURS = "sphinxcontrib_spec"

#: The number of lines in each table.
_MOST = 25


class Function(NamedTuple):
    """A function, identified by file, line and name."""

    file: str
    line: int
    name: str

    @property
    def module(self) -> str:
        """Its dotted module name from the outermost package; `stdlib` for Python's own modules."""
        parts = Path(self.file).with_suffix("").parts
        if "site-packages" in parts:
            parts = parts[parts.index("site-packages") + 1 :]
        elif OURS in parts:
            parts = parts[parts.index(OURS) :]
        else:
            return f"stdlib.{parts[-1]}"
        return ".".join(parts).removesuffix(".__init__")

    @property
    def package(self) -> str:
        """The outermost package of its module."""
        return self.module.partition(".")[0]


class Costs(NamedTuple):
    """Seconds per function: its own time including C functions below it, and cumulative time."""

    own: dict[Function, float]
    whole: dict[Function, float]

    @property
    def total(self) -> float:
        """The total time."""
        return sum(self.own.values())


def costs(file: Path) -> Costs:
    """Read the costs from a cProfile file."""
    stats: dict[Any, Any] = pstats.Stats(str(file)).stats  # type: ignore[attr-defined]
    own: defaultdict[Function, float] = defaultdict(float)
    whole: dict[Function, float] = {}
    for key, (_, _, seconds, cumulated, callers) in stats.items():
        if key[0] != "~":
            own[Function(*key)] += seconds
            whole[Function(*key)] = cumulated
            continue
        for caller, (_, _, below, _) in callers.items():
            # Time of C functions called from C is dropped; it is negligible.
            own[Function(*caller)] += below
    return Costs(dict(own), whole)


def report(found: Costs) -> Iterable[str]:
    """Yield the largest costs, as lines of text."""
    packages, rooms = defaultdict[str, float](float), defaultdict[str, float](float)
    for function, seconds in found.own.items():
        packages[function.package] += seconds
        if function.package == OURS:
            rooms[function.module] += seconds
    yield from _table("own time by package", packages, found.total)
    yield from _table(f"own time by module of {OURS}", rooms, found.total)
    yield from _table("own time by function", _named(found.own), found.total)
    below = {key: value for key, value in found.whole.items() if key.package == OURS}
    title = f"time by function of {OURS}, with all that it calls"
    yield from _table(title, _named(below), found.total)


def profile(name: str, count: int, root: Path, out: Path) -> Path:
    """Profile a work on `count` specs; returns the file with the profile."""
    kind, words = WORKS[name]
    tree = Tree(kind, count)
    trees.make(tree, root, None)
    file = out / f"{name}.prof"
    built = root / "out" / "profiled"
    shutil.rmtree(built, ignore_errors=True)
    command = words.format(tree=tree.folder, out="out/profiled").split()
    done = subprocess.run(  # noqa: S603 - our own table of commands
        [sys.executable, "-m", "cProfile", "-o", str(file), "-m", *command],
        cwd=root,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    # A check exits with 1, as some specs have findings.
    if done.returncode not in (0, 1) or not file.exists():
        raise SystemExit(f"{name}: status {done.returncode}")
    return file


def main(words: Sequence[str]) -> int:
    """Print all reports, and write each beside its profile."""
    parser = argparse.ArgumentParser(prog="tox run -e profile --", description=__doc__)
    parser.add_argument("--specs", type=int, default=200, metavar="N")
    parser.add_argument("--only", action="append", choices=list(WORKS), default=[])
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="of trees")
    parser.add_argument("--out", type=Path, default=Path("build/profiles"), help="of profiles")
    asked = parser.parse_args(words)
    root, out = asked.folder.resolve(), asked.out.resolve()
    root.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    trees.configure(root)
    for name in asked.only or WORKS:
        found = costs(profile(name, asked.specs, root, out))
        head = f"{name}: {asked.specs} specs, {found.total:.1f} s under the profiler"
        text = "\n".join([head, *report(found)])
        (out / f"{name}.txt").write_text(f"{text}\n", "utf-8")
        print(f"{text}\n", flush=True)
    print(f"Profiles and these tables: {out}")
    return 0


def _named(found: dict[Function, float]) -> dict[str, float]:
    return {f"{key.module}:{key.line} {key.name}": value for key, value in found.items()}


def _table(title: str, found: dict[str, float], total: float) -> Iterable[str]:
    yield f"\n  {title}"
    largest = sorted(found, key=lambda name: -found[name])[:_MOST]
    for name in largest:
        yield f"  {found[name]:8.3f} s {found[name] / total:6.1%}  {name}"
    if len(largest) < len(found):
        yield f"  and {len(found) - len(largest)} more"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
