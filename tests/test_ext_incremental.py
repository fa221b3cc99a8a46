"""A build after any edits leaves what a fresh build leaves, in parallel too."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from conftest import Project
from parcels import spec
from sphinx.errors import ExtensionError

from sphinxcontrib_spec.pages import write_rst
from sphinxcontrib_spec.reader import read

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   **
"""

GUIDE = """\
Guide
=====

What if :spec:failure-mode:`belt.the-belt-stops`, and why :any:`belt.decision-guard-on-duty`?
See :spec:ref:`torn labels <a-label-is-torn>` and :spec:spec:`belt`.
"""

#: What is found in all of them, hints too.
FINDINGS = """\
Findings
========

.. spec-findings::
   :severity: info
"""

BELT = """\
Spec: Belt
==========

:Status: Draft
:Date: 2026-04-21
:Author: R. Moreau

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Guard on duty
   :options: One, two
   :chosen: One
   :mitigates: gate-scanner.a-label-is-torn

   Nights are quiet, see :spec:ref:`gate-scanner.a-label-is-torn`

Failure Modes
-------------

.. failure-mode:: The belt stops
   :probability: Low
   :impact: High

   Call :spec:ref:`guard-on-duty`.
"""

GATE = spec(background="The {spec:failure-mode}`belt.the-belt-stops` is not ours.")


def left_by(project, *, fresh=False, jobs=0):
    """All that the law speaks of, after a build with either builder."""
    html = project.build(fresh=fresh, jobs=jobs)
    files = project.build("spec", fresh=fresh, jobs=jobs)
    return {
        "pages": html.pages,
        "downloads": contents(html.out / "_specs"),
        "exports": contents(files.out),
        "inventory": html.inventory,
        "findings": [line for line in html.warnings if "[spec." in line],
        "findings of the export": [line for line in files.warnings if "[spec." in line],
    }


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("spec*")}


@pytest.fixture
def depot(project):
    """A project of two specs and pages, that show things of each other, built once."""
    project.write({"index.rst": INDEX, "guide.rst": GUIDE, "findings.rst": FINDINGS})
    project.write({"belt.rst": BELT, "spec-gate-scanner.md": GATE})
    left_by(project)
    return project


def test_nothing_changed_writes_nothing(depot):
    build = depot.build()
    assert not set(build.written) & {"index", "guide", "belt", "findings", "spec-gate-scanner"}
    assert "0 added, 0 changed, 0 removed" in build.status


def test_a_new_title_is_written_where_it_is_shown(depot):
    depot.write(
        {
            "belt.rst": BELT.replace(
                ":: The belt stops", ":: The motor stops\n   :id: the-belt-stops"
            )
        }
    )
    build = depot.build()
    assert "The motor stops" in build.pages["spec-gate-scanner"]
    assert "The motor stops" in build.pages["guide"]
    assert {"belt", "guide", "spec-gate-scanner"} <= set(build.written)
    depot.write({"guide.rst": GUIDE + "\nMore.\n"})
    assert not {"belt", "spec-gate-scanner"} & set(depot.build().written)


def test_prose_changes_no_other_page(depot):
    depot.write({"belt.rst": BELT.replace("Nights are quiet", "Nights are calm")})
    assert not {"guide", "findings", "spec-gate-scanner"} & set(depot.build().written)


def test_a_typed_link_is_written_at_its_other_end_alone(depot):
    depot.write(
        {"spec-lorry.md": spec("Lorry"), "guide.rst": GUIDE.replace("torn labels", "labels")}
    )
    depot.build()
    depot.write({"belt.rst": BELT.replace(": gate-scanner.a-label", ": lorry.a-label")})
    build = depot.build()
    assert {"belt", "spec-gate-scanner", "spec-lorry"} <= set(build.written)
    assert "guide" not in build.written
    assert "mitigated by" in build.pages["spec-lorry"]
    assert "mitigated by" not in build.pages["spec-gate-scanner"]


@pytest.mark.parametrize(("builder", "links"), [("html", True), ("json", False)])
def test_a_lost_file_is_only_news_to_pages_that_link_to_it(depot, builder, links):
    """Of specs that have one title, the first has the file: the page of the second has no link."""
    depot.write({"yard.rst": "Spec: Yard\n==========\n\n:Status: Draft\n"})
    assert ("spec-download" in depot.build(builder).pages["yard"]) is links
    depot.write({"siding.rst": "Spec: Yard\n==========\n\n:Status: Draft\n"})
    build = depot.build(builder)
    assert "siding" in build.written
    assert ("yard" in build.written) is links
    assert "spec-download" not in build.pages["yard"]


def test_builders_take_turns(depot):
    """What HTML showed last is compared, not what another builder has read since."""
    depot.write({"belt.rst": BELT.replace("The belt stops", "The motor stops")})
    depot.build("text")
    assert depot.build().pages == depot.build(fresh=True).pages


def test_a_page_that_is_no_spec_any_more_is_written_for_every_builder(depot):
    depot.write({"yard.rst": "Spec: Yard\n==========\n\n:Status: Draft\n"})
    assert "spec-download" in depot.build().pages["yard"]
    options = {"spec_exclude": ["yard.rst"]}
    depot.build("text", **options)
    pages = depot.build(**options).pages
    assert "spec-download" not in pages["yard"]
    assert pages == depot.build(fresh=True, **options).pages


def test_a_build_that_failed_is_made_good(depot):
    conf = (depot.src / "conf.py").read_text(encoding="utf-8")
    failing = """
def setup(app):
    app.connect("html-page-context", fail)

def fail(app, page, *_):
    if page == "spec-gate-scanner":
        raise OSError("the disk is full")
"""
    depot.write(
        {"belt.rst": BELT.replace("The belt stops", "The motor stops"), "conf.py": conf + failing}
    )
    with pytest.raises(ExtensionError, match="the disk is full"):
        depot.build()
    depot.write({"conf.py": conf})
    assert depot.build().pages == depot.build(fresh=True).pages


EDITS = {
    "a failure mode is renamed": {
        "belt.rst": BELT.replace("The belt stops", "The motor stops"),
    },
    "a decision is gone": {"belt.rst": BELT.replace("spec-decision", "spec-goal")},
    "a spec is renamed": {
        "belt.rst": BELT.replace("Spec: Belt\n==========", "Spec: Motor\n===========")
    },
    "a spec is gone": {"belt.rst": None},
    "a file is renamed": {"belt.rst": None, "sub/motor.rst": BELT},
    "a page changes its markup": {"belt.rst": None, "spec-belt.md": spec("Belt")},
    "a name becomes ambiguous": {"spec-twin.md": spec("Twin")},
    "two specs have one slug": {"a.md": None, "spec-belt.md": spec("Belt")},
    "a page is no spec any more": {"belt.rst": BELT.replace("Spec: Belt\n====", "Belt\n====")},
    "a typed link leads elsewhere": {
        "belt.rst": BELT.replace(
            ":mitigates: gate-scanner.a-label-is-torn", ":mitigates: The belt stops"
        ),
    },
    "a typed link is gone": {
        "belt.rst": BELT.replace("   :mitigates: gate-scanner.a-label-is-torn\n", ""),
    },
    "a typed link leads nowhere": {"belt.rst": BELT.replace("gate-scanner.a-label", "a-lable")},
    "a decision is superseded": {
        "belt.rst": BELT.replace(
            ":mitigates: gate", ":supersedes: how-labels-are-read\n   :mitigates: gate"
        ),
    },
    "a decision has another title": {
        "belt.rst": BELT.replace(":: Guard on duty", ":: Guards\n   :id: guard-on-duty"),
    },
    "a reference is broken": {
        "spec-gate-scanner.md": GATE.replace("the-belt-stops", "the-belt-runs")
    },
}


def assert_same_as_fresh(project, edits):
    """An edit changes something, and leaves what a fresh build leaves; so does its undoing."""
    before = {name: (project.src / name).read_bytes() for name in names(project)}
    clean = left_by(project)
    change(project, edits)
    changed = left_by(project)
    assert changed == left_by(project, fresh=True)
    assert changed != clean
    change(project, {name: before.get(name) for name in {*before, *names(project)}})
    assert left_by(project) == clean


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_and_its_undoing_leave_what_a_fresh_build_leaves(depot, edit):
    assert_same_as_fresh(depot, EDITS[edit])


#: Files of specs that come, go, move, and become those of other specs.
FILES = {
    "a spec is renamed": {"belt.rst": BELT.replace("Spec: Belt\n", "Spec: Bolt\n")},
    "a spec is gone": {"belt.rst": None},
    "a spec is moved": {"belt.rst": None, "sub/belt.rst": BELT},
    "a spec becomes a file": {"belt.rst": None, "spec-belt.md": spec("Belt")},
    "a file is renamed": {"spec-gate-scanner.md": spec("Gate")},
    "a file is gone": {"spec-gate-scanner.md": None},
    "a file is moved": {"spec-gate-scanner.md": None, "sub/spec-gate-scanner.md": spec()},
    "a file becomes a spec": {
        "spec-gate-scanner.md": None,
        "gate.rst": BELT.replace(
            "Spec: Belt\n==========", "Spec: Gate Scanner\n=================="
        ),
    },
}


@pytest.mark.parametrize("edit", FILES)
@pytest.mark.parametrize("anchored", [False, True])
def test_links_to_files_of_specs_lead_where_those_of_a_fresh_build_do(project, edit, anchored):
    """What a file is to MyST when it reads a link may be another thing when the page is written."""
    targets = ["spec-belt.md", "spec-gate-scanner.md"]
    if anchored:
        anchors = ("failure-mode-the-belt-stops", "failure-mode-there-is-none")
        targets += [f"{target}#{anchor}" for target in targets for anchor in anchors]
    said = " ".join(f"[]({target}), [there]({target})" for target in targets)
    plain = " ".join(f"`there {number} <{each}>`_" for number, each in enumerate(targets))
    project.write(
        {
            "index.rst": INDEX,
            "spec-lorry.md": spec("Lorry", background=said),
            "guide.rst": f"Guide\n=====\n\n{plain}\n",
            "belt.rst": BELT,
            "spec-gate-scanner.md": spec(),
        }
    )
    assert_same_as_fresh(project, FILES[edit])


def test_many_edits_in_a_row_leave_what_a_fresh_build_leaves(depot):
    choice = random.Random(5)
    for _ in range(8):
        change(depot, EDITS[choice.choice(sorted(EDITS))])
        assert left_by(depot) == left_by(depot, fresh=True)


def test_catalogues_are_those_of_a_fresh_build(depot):
    """`gettext` shares no environment with other builders."""
    depot = Project(depot.root / "catalogues", depot.src)
    before = {name: (depot.src / name).read_bytes() for name in names(depot)}
    clean = catalogues(depot)
    for edit in EDITS.values():
        change(depot, edit)
        assert catalogues(depot) == catalogues(depot, fresh=True)
        change(depot, {name: before.get(name) for name in {*before, *names(depot)}})
    assert catalogues(depot) == clean


def catalogues(project, *, fresh=False):
    """What is to be translated, and the findings; Sphinx leaves those of deleted documents."""
    build = project.build("gettext", fresh=fresh, gettext_compact=False)
    found = {}
    for name in build.app.env.found_docs:
        with (build.out / f"{name}.pot").open("rb") as file:
            found[name] = [(message.id, message.locations) for message in read_po(file)]
    return found, [line for line in build.warnings if "[spec." in line]


def test_in_parallel_everything_is_the_same(project):
    project.write({"index.rst": INDEX, "guide.rst": GUIDE, "belt.rst": BELT})
    project.write({"findings.rst": FINDINGS})
    project.write(
        {
            f"spec-gate-{number}.md": spec(
                f"Gate {number}",
                mitigation="" if number % 3 == 0 else f"{{spec:ref}}`gate-{number - 1}.torn`",
            )
            for number in range(12)
        }
    )
    serial = left_by(project, fresh=True)
    parallel = left_by(project, fresh=True, jobs=2)
    assert parallel == serial
    assert len(serial["findings"]) > 12


def names(project) -> set[str]:
    return {
        str(path.relative_to(project.src))
        for path in project.src.rglob("*")
        if path.is_file() and path.name != "conf.py"
    }


def change(project, files) -> None:
    for name, text in files.items():
        if text is None:
            (project.src / name).unlink(missing_ok=True)
        else:
            project.write({name: text})


@pytest.mark.parametrize(("builder", "is_written"), [("html", True), ("text", False)])
def test_a_link_with_words_shows_a_title_where_readers_can_hover(project, builder, is_written):
    guide = "Guide\n=====\n\n`There <spec-belt.md>`_.\n"
    project.write({"index.rst": INDEX, "guide.rst": guide, "belt.rst": BELT})
    project.write({"spec-gate-scanner.md": spec()})
    before = last_written(project.build(builder))
    project.write({"belt.rst": BELT.replace("Spec: Belt", "Spec: BELT")})
    after = last_written(project.build(builder))
    assert after["belt"] != before["belt"]
    assert (after["guide"] != before["guide"]) == is_written


def last_written(build) -> dict[str, int]:
    """When each page was last written, in nanoseconds."""
    pages = (path for path in build.out.iterdir() if path.suffix in (".html", ".txt"))
    return {path.stem: path.stat().st_mtime_ns for path in pages}


@pytest.mark.parametrize("name", ["spec-gate-scanner.md", "gate.rst"])
@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_link_to_an_anchor_that_only_another_spec_has_is_kept_right(project, builder, name):
    """Its finding says that this spec has no such item, and the page leads to the other one."""
    text = spec(background="See [](#goal-bell).")
    bell = (
        "Spec: Bell\n==========\n\nGoals\n-----\n\n.. spec-goal:: Ring within 2 s\n   :id: bell\n"
    )
    project.write({"index.rst": INDEX, "bell.rst": bell})
    project.write({name: write_rst(read(text)) if name.endswith(".rst") else text})
    shown = page_of(project.build(builder), name)
    assert "Ring within 2 s" in shown
    gone, twin = bell.replace("id: bell", "id: ring"), bell.replace("Spec: Bell", "Spec: Gong")
    later = bell.replace("2 s", "3 s")
    for files in ({"bell.rst": gone}, {"bell.rst": bell}, {"gong.rst": twin}, {"gong.rst": None},
                  {"bell.rst": later}):  # fmt: skip
        change(project, files)
        before, shown = shown, page_of(project.build(builder), name)
        assert shown != before
        assert shown == page_of(project.build(builder, fresh=True), name)


def page_of(build, source: str) -> str:
    """The text of the page that is made of this source."""
    (page,) = build.out.glob(f"{source.partition('.')[0]}.[ht]*")
    return page.read_text("utf-8")
