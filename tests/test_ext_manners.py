"""How an extension behaves: what it reads again, what it keeps, and that two apps never meet."""

from __future__ import annotations

import gc
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import CONF
from ferry import NAME, TEXT
from parcels import spec
from program import Folder
from sphinx.testing.util import SphinxTestApp

import sphinxcontrib_spec
from sphinxcontrib_spec import ext
from sphinxcontrib_spec.ext import garbage
from sphinxcontrib_spec.schema import LINK

INDEX = """\
Depot
=====

What if :spec:failure-mode:`belt.the-belt-stops`?

.. toctree::
   :glob:

   **
"""

BELT = """\
Spec: Belt
==========

:Status: Rolling
:Date: 2026-04-21
:Author: R. Moreau

Failure Modes
-------------

.. failure-mode:: The belt stops
   :probability: Rare
   :impact: High

   Call the guard.
"""


@pytest.fixture
def depot(project):
    """Two specs, one of them a draft, and pages that are none, built once."""
    project.write(
        {
            "index.rst": INDEX,
            "belt.rst": BELT,
            "drafts/spec-gate-scanner.md": spec(),
            "drafts/notes.rst": "Notes\n=====\n",
            "plan.rst": "Plan\n====\n",
        }
    )
    project.build()
    return project


def test_setup_says_what_sphinx_asks(depot):
    app = depot.build().app
    extension = app.extensions["sphinxcontrib_spec"]
    assert extension.version == sphinxcontrib_spec.__version__
    assert isinstance(extension.metadata["env_version"], int)
    assert extension.parallel_read_safe
    assert extension.parallel_write_safe
    assert app.is_parallel_allowed("read")
    assert app.is_parallel_allowed("write")


SPECS = {"belt", "drafts/spec-gate-scanner"}


@pytest.mark.parametrize(
    ("option", "read"),
    [
        ({"spec_levels": ["Rare", "High"]}, SPECS),
        ({"spec_statuses": ["Rolling"]}, SPECS),
        ({"spec_today": "2031-01-01"}, SPECS),
        ({"spec_exclude": ["drafts"]}, {"drafts/spec-gate-scanner"}),
        ({"spec_exclude": ["nothing"]}, set()),
        ({"spec_select": ["SPEC7"]}, set()),
        ({"spec_ignore": ["SPEC1"]}, set()),
        ({"spec_severity": {"level-unknown": "error"}}, set()),
        ({"spec_per_file_ignores": {"belt.rst": ["SPEC1"]}}, set()),
        ({"spec_show_info": True}, set()),
    ],
)
def test_an_option_has_read_again_what_hangs_on_it(depot, option, read):
    assert depot.build().read == set()
    assert depot.build(**option).read == read
    assert depot.build(**option).read == set()
    fresh = depot.build(fresh=True, **option)
    again = depot.build(**option)
    assert (again.warnings, again.pages) == (fresh.warnings, fresh.pages)
    assert depot.build().read == read


def test_pyproject_has_read_again_what_hangs_on_it(depot):
    table = "[tool.sphinxcontrib-spec]\n"
    for text, read in (
        ("", set()),
        (table + 'levels = ["Rare", "High"]\n', SPECS),
        (table + 'levels = ["Rare", "High"]\nselect = ["SPEC7"]\n', set()),
        (table + 'exclude = ["src/belt.rst"]\n', SPECS),
        (table + 'exclude = ["belt.rst"]\n', set()),
        (table + 'exclude = ["./src/drafts"]\n', SPECS),
    ):
        (depot.root / "pyproject.toml").write_text(text, encoding="utf-8")
        assert depot.build().read == read, text


EVERYTHING = {*SPECS, "index", "plan", "drafts/notes"}


@pytest.mark.parametrize(
    ("room", "name", "value"),
    [
        (ext, "__version__", "99"),
        (ext, "_SHAPE", 99),
        (ext.schema, "LINKS", ()),
    ],
)
def test_another_version_reads_everything_again(depot, monkeypatch, room, name, value):
    assert depot.build().read == set()
    with monkeypatch.context() as changed:
        changed.setattr(room, name, value)
        assert depot.build().read == EVERYTHING
        assert depot.build().read == set()
    assert depot.build().read == EVERYTHING


def test_an_environment_that_cannot_be_used_is_read_again(depot):
    depot.write({"found.rst": "Found\n=====\n\n.. spec-findings::\n"})
    build = depot.build()
    file = Path(build.app.doctreedir, "environment.pickle")
    env = pickle.loads(file.read_bytes())
    env.domaindata["spec"]["version"] = 1
    older = pickle.dumps(env)
    renamed = file.read_bytes().replace(b"\x04View", b"\x04Vine")
    assert renamed != file.read_bytes()
    for content in (older, renamed, file.read_bytes()[:200], b""):
        file.write_bytes(content)
        assert depot.build().read == {*EVERYTHING, "found"}
        assert depot.build().pages == build.pages


@pytest.mark.parametrize("broken", [None, b"", b"{}", "half"])
def test_what_is_kept_of_a_spec_is_made_again(depot, broken):
    kept = Path(depot.build().app.doctreedir, "belt.spec")
    before = kept.read_bytes()
    if broken is None:
        kept.unlink()
    else:
        kept.write_bytes(before[: len(before) // 2] if broken == "half" else broken)
    assert depot.build().read == {"belt"}
    assert kept.read_bytes() == before


def test_two_apps_in_one_process_never_meet(tmp_path):
    """Each is set up before the other is built, and built between the steps of the other."""
    conf = {
        "one": CONF + 'spec_levels = ["Rare", "High"]\nspec_ignore = ["SPEC1"]\n',
        "two": CONF + 'extensions += ["myst_parser"]\nspec_statuses = ["Rolling"]\n',
    }
    apps, alone = {}, {}
    for name, text in conf.items():
        src = tmp_path / name
        (src / "sub").mkdir(parents=True)
        (src / "conf.py").write_text(text, encoding="utf-8")
        (src / "index.rst").write_text(INDEX, encoding="utf-8")
        (src / "belt.rst").write_text(BELT.replace("belt", name), encoding="utf-8")
        (src / "sub" / "other.md").write_text("# Other\n", encoding="utf-8")
    for name in conf:
        app = SphinxTestApp("html", srcdir=tmp_path / name, builddir=tmp_path / f"{name}-alone")
        app.build()
        alone[name] = left(app)
        app.cleanup()
    for name in conf:
        apps[name] = SphinxTestApp("html", srcdir=tmp_path / name, builddir=tmp_path / f"{name}-b")
    try:
        meanwhile = apps["two"].build
        apps["one"].connect("env-updated", lambda *_: meanwhile())
        apps["one"].build()
        assert {name: left(app) for name, app in apps.items()} == alone
    finally:
        for app in apps.values():
            app.cleanup()
    assert alone["one"] != alone["two"]


def left(app) -> dict[str, object]:
    pages = Path(app.outdir).rglob("*.html")
    return {
        "pages": {path.name: path.read_bytes() for path in pages},
        "exports": [path.read_bytes() for path in Path(app.outdir, "_specs").iterdir()],
        "found": sorted(app.env.found_docs),
        # Sphinx logs what one app says wherever another one listens.
        "findings": app.env.domains["spec"].build.reported,
    }


@pytest.mark.parametrize("broken", [b"", b"[]", b"{}", b"\xff", None])
def test_what_was_told_is_found_again_if_its_file_is_broken(depot, broken):
    said = depot.build()
    file = Path(said.app.doctreedir, "spec-findings.json")
    data = json.loads(file.read_bytes())
    file.write_bytes(json.dumps(data | {"pages": []}).encode() if broken is None else broken)
    assert depot.build().warnings == said.warnings
    assert json.loads(file.read_bytes()) == data


def collecting() -> tuple[tuple[int, int, int], int, list[object]]:
    """How the collector works: its thresholds, what is put aside, and who is told.

    What Python 3.12 puts aside when it begins is not counted.
    """
    aside = gc.get_freeze_count()
    return gc.get_threshold(), aside if aside >= garbage.BY_PYTHON else 0, [*gc.callbacks]


@pytest.mark.parametrize("of_python", [0, 375])
@pytest.mark.parametrize("fails", [False, True])
def test_the_collector_is_slowed_down_within_a_build_alone(tmp_path, monkeypatch, fails, of_python):
    """It is set back by the application that slowed it down, however the build ends."""
    count = gc.get_freeze_count
    monkeypatch.setattr(gc, "get_freeze_count", lambda: count() + of_python)
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "index.rst").write_text(INDEX, encoding="utf-8")
    before = collecting()
    seen = []

    def look(*_: object) -> None:
        gc.collect()
        seen.append((gc.get_threshold(), gc.get_freeze_count() > len(gc.get_objects())))
        if fails:
            raise OSError("the disk is full")

    app = SphinxTestApp("html", srcdir=tmp_path, builddir=tmp_path / "out")
    other = SphinxTestApp("text", srcdir=tmp_path, builddir=tmp_path / "other")
    app.connect("env-updated", look)
    try:
        assert collecting() == before
        if fails:
            with pytest.raises(Exception, match="full"):
                app.build()
        else:
            app.build()
        assert seen == [((garbage.OBJECTS, *before[0][1:]), True)]
        assert collecting() == before
        other.build()
        assert collecting() == before
    finally:
        app.cleanup()
        other.cleanup()


@pytest.mark.parametrize("count", [2, 8])
def test_a_process_that_takes_over_what_others_read_collects_it_as_usual(tmp_path, count):
    """It puts aside what is there when all is read, and none of what it hands over after that.

    Those that read are slowed down as any process is that does. What is told of a few documents is
    no more than may stay.
    """
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "index.rst").write_text(INDEX, encoding="utf-8")
    for number in range(count):
        (tmp_path / f"gate-{number}.rst").write_text("Gate\n====\n", encoding="utf-8")
    before = collecting()
    log, here = tmp_path / "log", os.getpid()

    def look(event: str) -> Callable[..., None]:
        def looked(*_: object) -> None:
            who = "main" if os.getpid() == here else "another"
            puts_aside = garbage._settle in gc.callbacks
            with log.open("a", encoding="utf-8") as file:
                print(event, who, gc.get_threshold(), puts_aside, sep="; ", file=file)

        return looked

    app = SphinxTestApp("html", srcdir=tmp_path, builddir=tmp_path / "out", parallel=2)
    for event in ("source-read", "env-merge-info", "write-started"):
        app.connect(event, look(event))
    frozen: list[int] = []
    app.connect("write-started", lambda *_: frozen.append(gc.get_freeze_count()))
    try:
        app.build()
    finally:
        app.cleanup()
    usual = before[0]
    seldom, often = (garbage.OBJECTS, *usual[1:]), (garbage.OBJECTS, usual[1], 1)
    said = set(log.read_text("utf-8").splitlines())
    if count == 2:
        # Older releases of Sphinx read so few documents without another process.
        assert {state for _, _, state in (each.split("; ", 2) for each in said)} == {
            f"{seldom}; True"
        }
    else:
        assert said == {
            f"source-read; another; {seldom}; True",
            f"env-merge-info; main; {usual}; False",
            f"write-started; main; {often}; False",
        }
        assert frozen[0] > garbage.BY_PYTHON
    assert collecting() == before


def test_what_somebody_else_froze_stays_frozen(project):
    project.write({"index.rst": INDEX})
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        project.build()
        assert gc.get_freeze_count() > 0.9 * before  # what was freed is not counted
    finally:
        gc.unfreeze()


def test_an_item_takes_at_most_150_bytes_of_the_environment(project):
    """All that is kept of a spec as teams write it, a third of its items being pointed at.

    A typed link is no item and takes as much at most, with what it shows and where it leads.
    """

    def kept(count: int, links: Iterable[tuple[str, str, str]]) -> tuple[int, int]:
        """How many bytes so many specs take, and how many items they have."""
        for number in range(count):
            text = spec(
                f"Gate {number}",
                failure="A label of the depot is torn",
                mitigation="Ask {spec:ref}`a-label-of-the-depot-is-torn`",
                background="See {spec:decision}`gate-0.how-labels-of-the-lorry-are-read`.",
                decision="How labels of the lorry are read",
            )
            for end, verb, title in links:
                anchor = f"{LINK[verb].target}-{title.lower().replace(' ', '-')}"
                text = text.replace(end, f"{end} ({verb} [{title}](#{anchor}))")
            # No item is called like one of another spec: what is said twice is kept once.
            for word in ("lorry", "depot", "lorries"):
                text = re.sub(rf"\b{word}\b", f"{word}{number}", text)
            project.write({f"spec-gate-{number}.md": text})
        env = project.build("dummy", fresh=True).app.env
        whole = len(pickle.dumps(env))
        pages = env.domains["spec"].pages.values()
        titles = [item.title for page in pages for item in page.items]
        del env.domaindata["spec"]
        assert len(set(titles)) == len(titles)
        return whole - len(pickle.dumps(env)), len(titles)

    project.write({"index.rst": INDEX})
    (few, four), (many, all_of_them) = kept(4, ()), kept(24, ())
    assert all_of_them == 6 * four
    assert 50 < (many - few) / (all_of_them - four) < 150
    linked, _ = kept(24, LINKS)
    assert 50 < (linked - many) / (24 * len(LINKS)) < 150


#: What the text ends in that links, the verb, and the title of what it leads to.
LINKS = (
    ("whole pallet at once", "mitigates", "A label of the depot is torn"),
    ("gate within 12 minutes", "verifies", "Scan a lorry of 600 parcels"),
    ("depot comes first?", "blocks", "How labels of the lorry are read"),
)


def test_importing_the_command_line_loads_neither_sphinx_nor_docutils(folder: Folder) -> None:
    folder.write({NAME: TEXT})
    code = (
        "import sys, sphinxcontrib_spec.cli as cli\n"
        "light = set(sys.modules)\n"
        f"sys.argv[1:] = ['check', '{NAME}']\n"
        "try: cli.main()\n"
        "except SystemExit as done: assert done.code == 0\n"
        "heavy = {'sphinx', 'docutils', 'myst_parser', 'yaml', 'nh3'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert 'sphinxcontrib_spec.rules' in sys.modules and 'sqlite3' in sys.modules\n"
        "assert not {'sphinxcontrib_spec.rules', 'sqlite3'} & light\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder.root, env=folder.env, check=True)


@pytest.mark.parametrize("builder", ["html", "spec"])
def test_only_a_build_that_reads_a_document_loads_the_rules(depot, builder):
    code = (
        "import sys; from sphinx.cmd.build import main\n"
        f"main(['-q', '-b', {builder!r}, {str(depot.src)!r}, {str(depot.root / builder)!r}])\n"
        "print(*{'sphinxcontrib_spec.rules.goals'}.intersection(sys.modules))\n"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert (first.stdout.split(), second.stdout.split()) == (["sphinxcontrib_spec.rules.goals"], [])
