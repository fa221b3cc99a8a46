"""What a build says or leaves as the last one did is what it would have worked out anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from counting_nodes import Work
from parcels import spec

from sphinxcontrib_spec.ext.environment import kept_page

INDEX = """\
Depot
=====

.. toctree::
   :glob:

   *
"""

YARD = "Yard\n====\n\nLorries wait here. See :spec:failure-mode:`a-label-is-torn`.\n"

#: One finding of its own, and a slug that another one has.
GATE = spec("Gate", background="See [the belt](spec-belt.md) and what is good about it.")
BELT = spec("Belt", background="The gate of [the depot](spec-gate.md#goals) is slow.")

CONF = """\
extensions = ["myst_parser", "sphinxcontrib_spec"]
html_theme = "alabaster"
html_sidebars = {"**": ["globaltoc.html"]}
templates_path = ["looks"]
"""


@pytest.fixture
def depot(project):
    """Specs, of which two have one slug, and a page that may mean the item of any; built once."""
    project.write({"conf.py": CONF, "index.rst": INDEX, "yard.rst": YARD})
    project.write({"spec-gate.md": GATE, "spec-belt.md": BELT, "spec-gate-2.md": GATE})
    project.build()
    project.build()  # Sphinx writes the page of the table of contents once more
    return project


def left(build) -> dict[str, object]:
    """The index page, the exports and what is told."""
    index = (build.out / "spec-index.html").read_text(encoding="utf-8")
    return {
        # Sphinx looks at a script once in a process, wherever it lies.
        "index": re.sub(r"(?<=[.]js)[?]v=\w+", "", index),
        "exports": {path.name: path.read_bytes() for path in (build.out / "_specs").iterdir()},
        "told": [line for line in build.warnings if "[spec." in line],
    }


def is_as_fresh(project, **options) -> Work:
    """The work of a build, which leaves what a fresh one leaves."""
    with Work() as work:
        build = project.build(**options)
    assert left(build) == left(project.build(fresh=True, **options))
    return work


def test_without_changes_nothing_is_looked_for(depot):
    told = left(depot.build())["told"]
    assert any("SPEC701" in line for line in told)
    assert any("SPEC704" in line for line in told)
    work = is_as_fresh(depot)
    assert work.of("rules._running:check_project", "ext.writing.index_page:_letters") == 0
    assert (
        work.of(
            "links.targets:names_of",
            "ext.incremental.page_digests:digests",
            "ext.environment.page_file:read",
        )
        == 0
    )


def test_prose_leaves_all_but_its_page_as_it_is(depot):
    depot.write({"spec-belt.md": BELT.replace("is slow", "is very slow")})
    work = is_as_fresh(depot)
    assert (
        work.of(
            "rules._running:check_project",
            "ext.writing.index_page:_letters",
            "ext.incremental.page_digests:digests",
        )
        == 0
    )
    assert work.of("ext.export.canonical_files:Export.content") == 1


def test_a_reference_that_others_may_know_is_asked_for_each_time(depot):
    depot.write({"yard.rst": YARD.replace("a-label-is-torn", "a-label-is-lost")})
    depot.build()
    with Work() as work:
        assert any("SPEC703" in line for line in depot.build().warnings)
    assert work.of("rules._running:check_project") == 1
    answers = "\n\ndef setup(app):\n    app.connect('missing-reference', lambda *all: all[-1])\n"
    depot.write({"conf.py": CONF + answers})
    assert not any("SPEC703" in line for line in depot.build().warnings)


@pytest.mark.parametrize(
    "options",
    [
        {"spec_severity": {"SPEC701": "info"}},
        {"spec_severity": {"reference-ambiguous": "error"}},
        {"spec_ignore": ["SPEC704"]},
        {"spec_select": ["SPEC7"]},
        {"spec_per_file_ignores": {"spec-gate-2.md": ["SPEC7"]}},
        {"spec_per_file_ignores": {"yard.rst": ["SPEC7"]}},
        {"spec_show_info": True},
        {"spec_levels": ["Low", "High"]},
        {"spec_exclude": ["spec-gate-2.md"]},
        {"html_title": "Of the depot"},
        {"html_theme": "basic"},
        {"html_last_updated_fmt": "%Y"},
        {"html_css_files": ["look.css"]},
        {"language": "de"},
    ],
    ids=str,
)
def test_one_option_alone_is_heeded(depot, options):
    is_as_fresh(depot, **options)
    is_as_fresh(depot)


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[tool.sphinxcontrib-spec]\nignore = ["SPEC701"]\n'},
        {"pyproject.toml": '[tool.sphinxcontrib-spec.severity]\nSPEC704 = "error"\n'},
        {"looks/layout.html": '{% extends "!layout.html" %}{% block footer %}Gate 4{% endblock %}'},
        {"yard.rst": YARD.replace("Yard\n====", "Lane\n====")},
        {"yard.rst": YARD + "\nFences\n------\n\nTwo.\n"},
        {"yard.rst": YARD.replace("a-label-is-torn", "belt.a-label-is-torn")},
        {"yard.rst": f"A line above\n{'=' * 12}\n\n{YARD}"},
        {"plan.rst": "Plan\n====\n"},
        {"spec-gate.md": GATE.replace("A label is torn", "A label is gone")},
        {"spec-gate.md": GATE.replace("# Spec: Gate", "# Spec: Lane")},
        {"spec-gate.md": GATE.replace("## Goals", "\n\n## Goals")},
        {"spec-gate.md": None},
        {"yard.rst": None},
    ],
    ids=str,
)
def test_one_file_alone_is_heeded(depot, files):
    before = {name: depot.src / name for name in files}
    texts = {name: path.read_bytes() if path.exists() else None for name, path in before.items()}
    # Sphinx 8 writes no page if a template is gone.
    changes = (files,) if "looks/layout.html" in files else (files, texts)
    for change in changes:
        for name, text in change.items():
            depot.remove(name) if text is None else depot.write({name: text})
        is_as_fresh(depot)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"pages": 1, "among": [1]}'])
@pytest.mark.parametrize("kept", ["spec-findings.json", "spec-shown-*.json", "spec-index.html"])
def test_a_file_that_is_gone_or_broken_is_made_again(depot, kept, content):
    build = depot.build()
    (file,) = [*build.app.doctreedir.glob(kept), *build.out.glob(kept)]
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    depot.write({"yard.rst": f"{YARD}\nMore.\n"})  # Sphinx 8 leaves all pages if none has changed
    is_as_fresh(depot)


def test_another_builder_in_between_changes_nothing(depot):
    for title in ("Lane", "Yard"):
        depot.write({"spec-belt.md": BELT.replace("# Spec: Belt", f"# Spec: {title}")})
        depot.build("text")
        depot.build("spec")
        is_as_fresh(depot)


def test_a_build_that_failed_in_between_changes_nothing(depot):
    failing = "\n\ndef setup(app):\n    app.connect('html-page-context', lambda *_: 1 / 0)\n"
    for title in ("Lane", "Yard"):
        depot.write({"conf.py": CONF + failing})
        depot.write({"spec-gate.md": GATE.replace("# Spec: Gate", f"# Spec: {title}")})
        with pytest.raises(Exception, match="division"):
            depot.build()
        depot.write({"conf.py": CONF})
        is_as_fresh(depot)


def test_in_parallel_it_is_the_same(depot):
    is_as_fresh(depot, jobs=2)
    depot.write({"spec-gate.md": GATE.replace("A label is torn", "A label is gone")})
    is_as_fresh(depot, jobs=2)


@pytest.mark.parametrize("options", [["-E"], ["-a"], ["-E", "-a"], ["-j", "2", "-a"]], ids=str)
def test_all_read_or_written_again_is_the_same(depot, tmp_path, options):
    """As Sphinx itself is started: one process a build."""
    out = tmp_path / "out"

    def built(*words: str) -> tuple[list[str], dict[str, bytes]]:
        command = [sys.executable, "-m", "sphinx", "-q", *words, "-b", "html", depot.src, out]
        done = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "LANG": "C"}
        )
        files = [Path(out, "spec-index.html"), *out.glob("_specs/*")]
        told = [line for line in done.stderr.splitlines() if "[spec." in line]
        return told, {path.name: path.read_bytes() for path in files}

    first = built()
    assert any("SPEC701" in line for line in first[0])
    assert built(*options) == first
    assert built() == first


#: Links that stand where they may mean something else, or are found again, too.
TRICKY = {
    "code": "Not `[the yard](../yard.md)` but [the yard](../yard.md).",
    "escaped": r"Not \[the yard](../yard.md) but [the yard](../yard.md).",
    "twice": "[the yard](../yard.md) and [the yard](../yard.md)",
    "nested": "[the yard ![of the depot](../yard.png)](../yard.md)",
    "quoted": 'Say "[the \\"yard\\"](../yard.md)" and [no page](../none.md).',
    "defined": "See [it].\n\n[it]: ../yard.md",
    "an item": "See [it](spec-belt.md#failure-mode-a-label-is-torn).",
}


@pytest.mark.parametrize("place", ["background", "goal", "metric", "failure", "header", "steps"])
def test_an_entry_with_other_links_is_that_of_a_spec_with_other_links(project, monkeypatch, place):
    project.write({"conf.py": CONF, "index.rst": INDEX.replace("*", "**"), "yard.rst": YARD})
    project.write({"specs/spec-belt.md": BELT})
    for name, text in TRICKY.items():
        plain = " ".join(text.split())
        whole = spec(f"Of {name}", background=text if place == "background" else "A gate.")
        if place == "goal":
            whole = whole.replace("## Goals\n", f"## Goals\n- Fewer than 4 lorries wait: {plain}\n")
        if place == "metric":
            whole = whole.replace(
                "## Success Metrics\n", f"## Success Metrics\n- Within 12 minutes: {plain}\n"
            )
        if place == "failure":
            whole = whole.replace("A label is torn", plain)
        if place == "header":
            whole = whole.replace("**Author:** ", f"**Author:** {plain} ")
        if place == "steps":
            whole = whole.replace("1. The camera", f"1. Open it: {plain}\n2. The camera")
        project.write({f"specs/spec-of-{name.replace(' ', '-')}.md": whole})
    options = {"html_baseurl": "https://depot.example"}
    found = contents(project.build("spec", fresh=True, **options).out)
    monkeypatch.setattr(kept_page, "_is_replaced", lambda *_: False)
    assert contents(project.build("spec", fresh=True, **options).out) == found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("spec*")}
