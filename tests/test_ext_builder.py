"""Every spec comes out as its canonical file, from `-b spec` and beside its HTML page."""

from __future__ import annotations

import json
import os

import jsonschema
import pytest
from parcels import spec

from sphinxcontrib_spec.ext import doctree

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   *
"""

RST = """\
Spec: Belt Guard
================

:Status: Draft
:Date: 2026-04-21
:Author: R. Moreau

Problem Statement
-----------------
The belt stops, see :spec:failure-mode:`gate-scanner.a-label-is-torn` and :doc:`/plan`.

Failure Modes
-------------

.. failure-mode:: The belt stops
   :probability: Low
   :impact: High

   Call :spec:ref:`the guard <guard-on-duty>`.

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Guard on duty
   :options: One, two
   :chosen: One
   :mitigates: The belt stops

   Nights are quiet
"""


def exported(build):
    return {path.name: path.read_bytes() for path in build.out.glob("spec-*.md")}


def test_a_canonical_file_is_exported_with_its_own_bytes(project):
    text = spec().replace("## Goals\n", "## Goals\n\n").replace("|---|", "|:---|")
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": text})
    build = project.build("spec")
    assert build.warnings == []
    assert exported(build) == {"spec-gate-scanner.md": text.encode()}


def test_another_markdown_file_is_exported_in_canonical_form(project):
    text = spec().replace("- Scan", "* Scan").replace("\n", "\r\n")
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": text})
    assert exported(project.build("spec")) == {"spec-gate-scanner.md": spec().encode()}


def test_a_file_that_cannot_be_formatted_is_copied_and_that_is_said(project, monkeypatch):
    from sphinxcontrib_spec import formatting
    from sphinxcontrib_spec.source import Span

    refusal = formatting.Refusal("it would be read as another spec", Span("", 7, 3))
    monkeypatch.setattr(formatting, "formatted", lambda text: formatting.Formatted(text, refusal))
    text = spec().replace("- Scan", "* Scan")
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": text})
    for _ in range(2):
        build = project.build("spec")
        assert exported(build) == {"spec-gate-scanner.md": text.encode()}
        assert build.warnings == [
            "spec-gate-scanner.md:7:3: WARNING: exported as it is: "
            "it would be read as another spec [spec.not-formatted]"
        ]
        assert "Findings reported: 1." in build.status


def test_roles_become_links_to_the_exports(project):
    background = (
        "{spec:failure-mode}`a-label-is-torn`, {spec:ref}`the belt <belt.the-belt-stops>`, "
        "{doc}`/plan`, {spec:ref}`nothing` and {spec:spec}`Belt`."
    )
    project.write(
        {
            "index.rst": INDEX,
            "plan.rst": "Plan of 2027\n============\n",
            "spec-gate-scanner.md": spec(background=background),
            "spec-belt.md": spec("Belt", failure="The belt stops"),
        }
    )
    build = project.build("spec")
    assert exported(build)["spec-gate-scanner.md"].decode() == spec(
        background="[A label is torn](#failure-mode-a-label-is-torn), "
        "[the belt](spec-belt.md#failure-mode-the-belt-stops), "
        "Plan of 2027, nothing and [Belt](spec-belt.md)."
    )
    build = project.build("spec", html_baseurl="https://depot.example.org/docs")
    assert (
        b" [Plan of 2027](https://depot.example.org/docs/plan.html),"
        in exported(build)["spec-gate-scanner.md"]
    )


@pytest.mark.parametrize("note", ["See:", "See there:"])
def test_roles_become_links_in_every_paragraph_of_a_footnote(project, note):
    background = f"It is old.[^1]\n\n[^1]: {note}\n\n    All of {{}}."
    page = spec(background=background.format("{spec:failure-mode}`a-label-is-torn`"))
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": page})
    build = project.build("spec")
    link = "[A label is torn](#failure-mode-a-label-is-torn)"
    assert exported(build)["spec-gate-scanner.md"].decode() == spec(
        background=background.format(link)
    )


def test_a_page_with_directives_is_exported_as_tables(project):
    project.write(
        {
            "index.rst": INDEX,
            "plan.rst": "Plan of 2027\n============\n",
            "belt.rst": RST,
            "spec-gate-scanner.md": spec(),
        }
    )
    build = project.build("spec")
    text = exported(build)["spec-belt-guard.md"].decode()
    assert "[A label is torn](spec-gate-scanner.md#failure-mode-a-label-is-torn)" in text
    assert "and Plan of 2027." in text
    assert "| The belt stops | Low | High | Call [the guard](#decision-guard-on-duty). |\n" in text
    assert (
        "| Guard on duty | One, two | One | Nights are quiet "
        "(mitigates [The belt stops](#failure-mode-the-belt-stops)) |\n"
    ) in text


def test_the_listing_is_valid_and_holds_every_item(project):
    project.write(
        {
            "index.rst": INDEX,
            "spec-gate-scanner.md": spec(mitigation="{spec:decision}`how-labels-are-read`"),
            "spec-belt.md": spec("Belt"),
        }
    )
    build = project.build("spec")
    listing = json.loads((build.out / "specs.json").read_text(encoding="utf-8"))
    schema = json.loads((build.out / "specs.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(listing, schema)
    assert [(entry["slug"], entry["docname"]) for entry in listing["specs"]] == [
        ("belt", "spec-belt"),
        ("gate-scanner", "spec-gate-scanner"),
    ]
    failure = listing["specs"][1]["failure_modes"][0]
    assert failure["id"] == "gate-scanner.failure-mode-a-label-is-torn"
    assert failure["mitigation"] == "[How labels are read](#decision-how-labels-are-read)"


def test_exports_of_specs_that_are_gone_are_removed_and_nothing_else(project):
    project.write(
        {"index.rst": INDEX, "spec-gate-scanner.md": spec(), "spec-belt.md": spec("Belt")}
    )
    build = project.build("spec")
    (build.out / "spec-by-hand.md").write_text("mine", encoding="utf-8")
    (build.out / "specs.json").write_text(
        (build.out / "specs.json")
        .read_text(encoding="utf-8")
        .replace('"slug": "gate-scanner"', '"slug": "../../src/conf"'),
        encoding="utf-8",
    )
    project.remove("spec-belt.md")
    assert set(exported(project.build("spec"))) == {"spec-gate-scanner.md", "spec-by-hand.md"}


def test_what_is_equal_is_not_written_again(project):
    project.write(
        {"index.rst": INDEX, "spec-gate-scanner.md": spec(), "spec-belt.md": spec("Belt")}
    )
    build = project.build("spec")
    before = {path: path.stat().st_mtime_ns for path in build.out.iterdir()}
    project.write({"spec-belt.md": spec("Belt", mitigation="A guard")})
    project.build("spec")
    changed = {path.name for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert changed == {"spec-belt.md", "specs.json"}


def test_the_first_of_two_specs_with_one_slug_is_exported(project):
    project.write(
        {
            "index.rst": INDEX,
            "a.rst": RST.replace("Belt Guard", "Gate scanner!"),
            "spec-gate-scanner.md": spec(),
        }
    )
    build = project.build("spec")
    assert b"The belt stops" in exported(build)["spec-gate-scanner.md"]
    said = [line for line in build.warnings if "SPEC701" in line]
    assert len(said) == 1
    assert said[0].startswith("spec-gate-scanner.md:1:3: ")
    html = project.build()
    assert "_specs/" in html.pages["a"]
    assert "_specs/" not in html.pages["spec-gate-scanner"]


def test_a_title_cannot_lead_out_of_the_folder(project):
    title = "../../etc/passwd"
    project.write({"index.rst": INDEX, "spec-x.md": spec(title)})
    build = project.build("spec")
    assert set(exported(build)) == {"spec-etc-passwd.md"}


def test_the_build_says_how_many_and_where(project):
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": spec()})
    build = project.build("spec")
    assert f"Specs exported to {build.out}: 1. Findings reported: 0." in build.status
    project.write({"spec-gate-scanner.md": spec(mitigation="")})
    assert ": 1. Findings reported: 1." in project.build("spec").status


@pytest.mark.parametrize(
    ("builder", "page", "link"),
    [
        ("html", "sub/spec-belt.html", "../_specs/spec-belt.md"),
        ("dirhtml", "sub/spec-belt/index.html", "../../_specs/spec-belt.md"),
        ("singlehtml", "index.html", "_specs/spec-belt.md"),
    ],
)
def test_html_offers_the_canonical_file(project, builder, page, link):
    text = spec("Belt", mitigation="{spec:ref}`gate-scanner.a-label-is-torn`")
    project.write(
        {
            "index.rst": INDEX.replace("*", "**"),
            "sub/spec-belt.md": text,
            "spec-gate-scanner.md": spec(),
        }
    )
    specs = exported(project.build("spec"))
    build = project.build(builder)
    assert build.warnings == []
    html = (build.out / page).read_text(encoding="utf-8")
    assert f'href="{link}" download="spec-belt.md"' in html
    folder = build.out / "_specs"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == specs
    project.remove("sub/spec-belt.md")
    project.build(builder)
    assert [path.name for path in folder.iterdir()] == ["spec-gate-scanner.md"]


@pytest.mark.parametrize("builder", ["epub", "json", "latex", "text", "man", "texinfo"])
def test_other_builders_offer_nothing(project, builder):
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": spec()})
    build = project.build(builder, version="1", copyright="Depots")
    assert build.warnings == []
    assert not (build.out / "_specs").exists()
    for path in build.out.iterdir():
        if path.suffix in (".xhtml", ".fjson", ".tex", ".txt", ".1", ".texi"):
            assert "_specs" not in path.read_text(encoding="utf-8")


def test_references_of_other_domains_are_asked_for_once_in_html(project):
    project.write(
        {"index.rst": INDEX, "spec-gate-scanner.md": spec(background="{py:func}`torn.label`")}
    )
    build = project.build(nitpicky=True)
    assert len(build.warnings) == 1
    assert "torn.label" in build.warnings[0]
    text = (build.out / "_specs" / "spec-gate-scanner.md").read_text(encoding="utf-8")
    assert text == spec(background="`torn.label()`")


def test_unknown_references_of_other_domains_are_said_in_order_and_where_they_stand(project):
    text = spec(background="{ref}`b`, then {ref}`a` and {ref}`b` again")
    text = text.replace("N. Okafor, Dead", "{ref}`guard`, Dead")
    page = (
        "Spec: Belt\n==========\n\nAsk :ref:`lead`.\n\nGoals\n-----\n\n"
        ".. spec-goal:: Stop in 1 s, see :ref:`why`\n\n   Call :func:`stop` or :ref:`lead`.\n\n"
        "Background and Context\n----------------------\n\n.. spec-include:: ../notes/belt.md\n"
    )
    project.write(
        {
            "index.rst": INDEX,
            "belt.rst": page,
            "spec-gate-scanner.md": text,
            "../notes/belt.md": "Belts stop.\n\nSay {ref}`when`.\n",
        }
    )
    lines = text.split("\n")
    background = next(at for at, line in enumerate(lines, 1) if "{ref}`b`" in line)
    question = next(at for at, line in enumerate(lines, 1) if "{ref}`guard`" in line)
    for _ in range(2):
        found = [line for line in project.build("spec", nitpicky=True).warnings if "[ref." in line]
        assert [line.replace(f"{project.root}/", "") for line in found] == [
            "notes/belt.md:3: WARNING: undefined label: 'when' [ref.ref]",
            "belt.rst:4: WARNING: undefined label: 'lead' [ref.ref]",
            "belt.rst:9: WARNING: undefined label: 'why' [ref.ref]",
            "belt.rst:11: WARNING: py:func reference target not found: stop [ref.func]",
            f"spec-gate-scanner.md:{background}: WARNING: undefined label: 'b' [ref.ref]",
            f"spec-gate-scanner.md:{background}: WARNING: undefined label: 'a' [ref.ref]",
            f"spec-gate-scanner.md:{question}: WARNING: undefined label: 'guard' [ref.ref]",
        ]


def test_pages_have_our_style_sheet(project):
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": spec()})
    build = project.build()
    page = (build.out / "spec-gate-scanner.html").read_text(encoding="utf-8")
    assert 'href="_static/sphinxcontrib-spec.css' in page
    assert (build.out / "_static" / "sphinxcontrib-spec.css").is_file()


# What happens while a build runs


SAVED = """\
from pathlib import Path


def save(app, _env):
    path = Path(app.srcdir, "spec-gate-scanner.md")
    {}


def setup(app):
    app.connect("env-updated", save)
"""


@pytest.mark.parametrize("more", ["", "See [the plan](plan.rst) and\n[it](plan.rst).\n"])
@pytest.mark.parametrize(
    ("builder", "saving"),
    [
        ("html", "path.write_text('# Spec: Buoy\\n')"),
        ("spec", "path.write_text('# Spec: Buoy\\n')"),
        ("spec", "path.write_bytes(b'\\xff')"),
        ("spec", "path.unlink()"),
    ],
)
def test_a_file_that_is_saved_while_it_is_built_is_exported_as_it_was_read(
    project, builder, more, saving
):
    text = spec().replace("## Goals", f"{more}\n## Goals")
    conf = (project.src / "conf.py").read_text("utf-8")
    files = {"index.rst": INDEX, "plan.rst": "Plan\n====\n", "spec-gate-scanner.md": text}
    project.write(files)
    clean = written(project.build(builder))
    project.write({"conf.py": conf + SAVED.format(saving)})
    assert written(project.build(builder, fresh=True)) == clean


def written(build):
    """The exports of a build, wherever they are."""
    return {path.name: path.read_text("utf-8") for path in build.out.rglob("spec-*.md")}


def test_what_is_only_for_exports_is_on_no_page_after_them(project):
    """A process that builds again, as one that serves pages does, begins with its own tags."""
    for tag in ("markdown", "spec"):
        project.write({f"{tag}.rst": f"Page\n====\n\n.. only:: {tag}\n\n   Of exports.\n"})
    project.write({"index.rst": INDEX, "spec-gate-scanner.md": spec()})
    build = project.build()
    assert not {"markdown", "spec", "builder_spec", "format_markdown"} & {*build.app.tags}
    assert {"html", "builder_html", "format_html"} <= {*build.app.tags}


def test_half_a_character_ends_no_build(project):
    page = RST.replace("Nights are quiet", "Nights are |quiet|")
    project.write({"index.rst": INDEX, "plan.rst": "Plan\n====\n"})
    project.write({"belt.rst": f"{page}\n.. |quiet| unicode:: 0xD83D\n"})
    assert "Nights are ?" in exported(project.build("spec"))["spec-belt-guard.md"].decode()


def test_a_file_on_another_drive_is_named_as_it_is(project, monkeypatch):
    """Windows says with an error that there is no relative path."""

    def of_one_drive(_path, _start):
        raise ValueError("path is on mount 'C:', start on mount 'D:'")

    project.write({"index.rst": INDEX})
    env = project.build("dummy").app.env
    monkeypatch.setattr(os.path, "relpath", of_one_drive)
    assert doctree.relative("C:/lib/json.py", env) == "C:/lib/json.py"
