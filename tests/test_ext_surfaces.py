"""One spec, whatever it is written in: equal models, findings, pages and exports."""

from __future__ import annotations

import re

import pytest
import vents
from conftest import MYST_SPANS

from sphinxcontrib_spec import reader, rules
from sphinxcontrib_spec.ext import domain
from sphinxcontrib_spec.ext.environment import page_file

INDEX = "Greenhouses\n===========\n\n.. toctree::\n   :glob:\n\n   *\n"


def built(project, surface, builder="html"):
    """The spec's document, and what is built of it."""
    name, text = vents.ALL[surface]
    project.write({"index.rst": INDEX, name: text})
    build = project.build(builder)
    assert build.warnings == []
    return name.rpartition(".")[0], build


def kept_page(build, docname):
    return page_file.read(domain.of(build.app.env).kept_file(docname))


def page(project, surface):
    docname, build = built(project, surface)
    body = MYST_SPANS.sub("", build.pages[docname])
    # The canonical file holds one cell's paragraphs and list as text between line breaks.
    body = re.sub(
        r"<br>\s*<br>\s*The office only watches:<br>\s*• targets<br>\s*• alarms", "", body
    )
    blocks = r"\s*<p>The office only watches:</p>\s*<ul.*?</ul>\s*(?=</td>)"
    return re.sub(blocks, "", body, flags=re.DOTALL)


@pytest.mark.parametrize("surface", ["rst", "myst"])
def test_models_are_equal(project, surface):
    docname, build = built(project, surface, "dummy")
    spec = kept_page(build, docname).spec
    assert spec == reader.read(vents.MARKDOWN)
    assert [item.about.slug for item in spec.items()] == [
        item.about.slug for item in reader.read(vents.MARKDOWN).items()
    ]


@pytest.mark.parametrize("surface", ["rst", "myst"])
def test_findings_are_equal_but_for_places(project, surface):
    docname, build = built(project, surface, "dummy")
    found = [(each.code, each.message) for each in kept_page(build, docname).findings]
    name = vents.ALL["markdown"][0]
    canonical = rules.check(reader.read(vents.MARKDOWN, name), file_name=name)
    assert sorted(found) == sorted((each.code, each.message) for each in canonical)


@pytest.mark.parametrize("surface", ["rst", "myst"])
def test_pages_are_equal(tmp_path_factory, surface):
    from conftest import Project

    one = page(Project(tmp_path_factory.mktemp("one")), "markdown")
    other = page(Project(tmp_path_factory.mktemp("other")), surface)
    assert other == one


@pytest.mark.parametrize("surface", vents.ALL)
def test_exports_are_the_canonical_bytes(project, surface):
    _, build = built(project, surface, "spec")
    assert (build.out / "spec-vent-controller.md").read_text("utf-8") == vents.MARKDOWN


@pytest.mark.parametrize("surface", vents.ALL)
@pytest.mark.parametrize(
    "builder",
    [
        "html",
        "singlehtml",
        "latex",
        "text",
        "man",
        "texinfo",
        "epub",
        "xml",
        "pseudoxml",
        "gettext",
    ],
)
def test_every_builder_holds_the_text_of_every_item(project, surface, builder):
    name, text = vents.ALL[surface]
    project.write({"index.rst": INDEX, name: text})
    build = project.build(
        builder,
        man_pages=[("index", "vents", "Vents", "us", 1)],
        epub_copyright="us",
        version="1",
    )
    assert build.warnings == []
    texts = [
        file.read_text("utf-8", "replace")
        for file in build.out.rglob("*")
        if file.is_file() and file.suffix not in (".doctree", ".js", ".css")
    ]
    said = re.sub(r"<[^>]*>|\s+|\\sphinxhyphen{}|\\", "", "".join(texts))
    for words in (
        "Close every vent within 90 seconds",
        "the boiler has a controller of its own",
        "In each house",
        "Mast, weather service",
        "Vents close after 30",
        "torn off in the season",
        "May growers override the wind?",
        "L. Adeyemi",
    ):
        assert words.replace(" ", "") in said, words
