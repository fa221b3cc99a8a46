"""The directive `spec-findings`: a table of what was found, on any page, in every builder."""

from __future__ import annotations

import html
import re
import zipfile
from xml.etree import ElementTree

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from docutils import nodes
from parcels import spec

INDEX = "Depot\n=====\n\n.. toctree::\n   :glob:\n\n   **\n"
TEXT = spec(failure="A label & a lorry").replace("| Low |", "| low |")
BELT = "Spec: Belt\n==========\n\nGoals\n-----\n\n- Improve it\n\nNon-Goals\n---------\n\nNone\n"
QUIET = {"spec_ignore": ["SPEC1"]}


@pytest.fixture
def depot(project):
    """A project of two specs with findings, one of them in a folder, and a page with another."""
    project.write(
        {
            "index.rst": INDEX,
            "guide.rst": "Guide\n=====\n\nSee :spec:ref:`nothing`.\n",
            "spec-gate-scanner.md": TEXT,
            "sub/belt.rst": BELT,
        }
    )
    return project


def page(*options: str, caption: str = "") -> str:
    lines = (f".. spec-findings:: {caption}".rstrip(), *(f"   {each}" for each in options))
    return "Left\n====\n\n" + "\n".join(lines) + "\n"


def table(build, docname: str = "left") -> nodes.table:
    """The table on a page, as it is written."""
    doctree = build.app.env.get_doctree(docname)
    build.app.env.apply_post_transforms(doctree, docname)
    (found,) = doctree.findall(nodes.table)
    return found


def rows(build, docname: str = "left") -> list[list[str]]:
    """The texts of the table's rows, without the header."""
    return [
        [" | ".join(each.astext() for each in entry) for entry in row.findall(nodes.entry)]
        for body in table(build, docname).findall(nodes.tbody)
        for row in body
    ]


ROWS = [
    ["Belt: Improve it | sub/belt.rst:7", "SPEC212 goal-not-measurable", "warning"],
    ["Belt: Non-Goals | sub/belt.rst:9", "SPEC221 non-goals-not-list", "error"],
    ["Gate Scanner: A label & a lorry | spec-gate-scanner.md:47", "SPEC405 level-case", "warning"],
    ["Guide | guide.rst:4", "SPEC703 reference-unknown", "warning"],
]


@pytest.mark.parametrize("name", ["left.rst", "spec-left.md"])
def test_it_shows_what_was_found_by_page_and_rule(depot, name):
    markdown = "# Left\n\n```{spec-findings} What *is* left\n:severity: warning\n```\n"
    text = markdown if name.endswith(".md") else page(caption="What *is* left")
    depot.write({name: text, "conf.py": 'extensions = ["myst_parser", "sphinxcontrib_spec"]\n'})
    build = depot.build(spec_exclude=["spec-left.md"], **QUIET)
    docname = name.partition(".")[0]
    assert [row[:3] for row in rows(build, docname)] == ROWS
    assert rows(build, docname)[2][3] == '"low" is not spelt "Low" | help: write "Low"'
    made = table(build, docname)
    assert made[0].astext() == "What is left"
    assert [each.astext() for each in next(made.findall(nodes.thead)).findall(nodes.entry)] == [
        *("Place", "Rule", "Severity", "Finding")
    ]


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_its_links_lead_to_items_sections_pages_and_rules(depot, builder):
    depot.write({"left.rst": page(), "rules.rst": "Rules\n=====\n\n.. spec-rule:: SPEC2\n"})
    build = depot.build(builder, **QUIET)
    files = {
        "html": "{}.html",
        "dirhtml": "{}/index.html",
        "singlehtml": "index.html",
    }
    home = build.out / files[builder].format("left")
    shown = home.read_text("utf-8")
    shown = shown[shown.index('<table class="spec-findings') :].partition("</table>")[0]
    found = re.findall(r'<a class="reference internal" href="([^"#]*)#?([^"]*)"', shown)
    leads = {}
    for path, anchor in found:
        target = (home.parent / path).resolve() if path else home
        target = target / "index.html" if target.is_dir() else target
        assert not anchor or f'id="{anchor}"' in target.read_text("utf-8")
        leads[anchor.rpartition(".")[2]] = target.relative_to(build.out.resolve()).as_posix()
    belt, gate, rules = (
        files[builder].format(name) for name in ("sub/belt", "spec-gate-scanner", "rules")
    )
    wanted = {
        "goal-improve-it": belt,
        "non-goals": belt,
        "failure-mode-a-label-a-lorry": gate,
        "spec212": rules,
        "spec221": rules,
    }
    if builder == "singlehtml":
        # Sections of several pages may share an anchor there: it leads to their page.
        del wanted["non-goals"]
        wanted["document-sub/belt"] = "index.html"
    assert leads.items() >= wanted.items()
    assert len(found) == 6


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([":specs: belt"], ROWS[:2]),
        ([":specs: sub/*, guide.rst"], [*ROWS[:2], ROWS[3]]),
        ([":specs: gate-scanner *.rst"], [*ROWS]),
        ([":rules: SPEC2"], ROWS[:2]),
        ([":rules: level-case, SPEC7"], ROWS[2:]),
        ([":severity: error"], ROWS[1:2]),
        ([":rules: SPEC2", ":severity: error"], ROWS[1:2]),
        ([":rules: SPEC405", ":specs: belt"], []),
    ],
)
def test_it_shows_what_its_options_choose(depot, options, expected):
    depot.write({"left.rst": page(*options)})
    build = depot.build(**QUIET)
    if expected:
        assert [row[:3] for row in rows(build)] == expected
    else:
        assert '<p class="spec-findings" id="id1">No findings.</p>' in build.pages["left"]


@pytest.mark.parametrize("name", ["../specs/*.md", "../specs/spec-tram.md", "sub/", "tram"])
def test_a_spec_that_a_page_includes_is_chosen_by_its_own_file_too(depot, name):
    depot.remove("sub/belt.rst")
    depot.write({"../specs/spec-tram.md": "# Spec: Tram\n\n## Goals\n- Improve it\n"})
    depot.write({"sub/tram.rst": ".. spec-include:: ../../specs/spec-tram.md\n"})
    again = ".. spec-include:: ../specs/spec-tram.md\n   :no-index:\n"
    depot.write({"again.rst": f"Again\n=====\n\nSee :spec:ref:`nobody`.\n\n{again}"})
    depot.write({"left.rst": page(f":specs: {name}")})
    build = depot.build(**QUIET)
    assert not any("there is no spec" in each for each in build.warnings)
    place = "Tram: Improve it | ../specs/spec-tram.md:4"
    assert [row[:2] for row in rows(build)] == [[place, "SPEC212 goal-not-measurable"]]


def test_infos_are_shown_where_they_are_asked_for(depot):
    depot.write({"left.rst": page(), "all.rst": page(":severity: info", ":rules: SPEC2")})
    text = TEXT.replace("in under 10 minutes", "in under 10 minutes\n- Support further scanners")
    depot.write({"spec-gate-scanner.md": text})
    weak = "SPEC213 goal-weak"
    build = depot.build(**QUIET)
    assert weak not in [row[1] for row in rows(build)]
    assert weak in [row[1] for row in rows(build, "all")]
    assert weak in [row[1] for row in rows(depot.build(spec_show_info=True, **QUIET))]


def test_it_has_a_class_and_a_name(depot):
    depot.write(
        {
            "left.rst": page(":class: wide", ":name: what-is-left"),
            "none.rst": page(":rules: SPEC611", ":class: wide", ":name: nothing-left"),
            "guide.rst": "Guide\n=====\n\n:ref:`See <what-is-left>`, :ref:`see <nothing-left>`.\n",
        }
    )
    build = depot.build(**QUIET)
    assert '<table class="spec-findings wide docutils' in build.pages["left"]
    assert '<p class="spec-findings wide" id="nothing-left">' in build.pages["none"]
    assert 'id="what-is-left"' in build.pages["left"]
    assert 'href="left.html#what-is-left"' in build.pages["guide"]
    assert 'href="none.html#nothing-left"' in build.pages["guide"]
    latex = (depot.build("latex", **QUIET).out / "projectnamenotset.tex").read_text("utf-8")
    assert r"\label{\detokenize{left:what-is-left}}" in latex


def test_with_a_caption_it_is_numbered_and_referred_to_like_other_tables(depot):
    other = ".. table:: {}\n   :name: {}\n\n   == ==\n   a  b\n   == ==\n"
    views = page(":name: what-is-left", caption="What *is* left").partition("\n\n")[2]
    nothing = page(":name: none", ":rules: SPEC611", caption="Nothing").partition("\n\n")[2]
    plain = page(":name: plain").partition("\n\n")[2]
    tables = [other.format("A", "a"), views, plain, nothing, other.format("B", "b")]
    names = ("a", "what-is-left", "none", "b")
    said = ", ".join(f":ref:`{name}` :numref:`{name}`" for name in names)
    depot.write({"left.rst": "Left\n====\n\n" + "\n".join(tables)})
    depot.write({"guide.rst": f"Guide\n=====\n\n{said}, :ref:`it <plain>`.\n"})
    build = depot.build(numfig=True, **QUIET)
    assert [each for each in build.warnings if "[spec." not in each] == []
    words = re.sub("<[^>]*>", "", build.pages["guide"])
    assert "A Table 1, What is left Table 2, Nothing Table 3, B Table 4, it." in words
    left = re.sub("<[^>]*>", "", build.pages["left"])
    captions = ("Table 1 A", "Table 2 What is left", "Table 3 Nothing", "Table 4 B")
    assert [each for each in captions if each not in left] == []
    assert left.partition("Table 3 Nothing")[2].split()[1:3] == ["No", "findings."]


def test_a_spec_that_is_not_there_is_said_on_every_build(depot):
    depot.write({"left.rst": page(":specs: belt, gate-scaner")})
    for _ in range(2):
        (line,) = [each for each in depot.build(**QUIET).warnings if "spec-findings" in each]
        assert line == "left.rst:4: WARNING: spec-findings: no spec matches 'gate-scaner' [spec.findings]"  # fmt: skip


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (":rules: SPEC21, goal-weka", "unknown rule 'goal-weka', did you mean 'goal-weak'?"),
        (":severity: bad", '"bad" unknown; choose from "error", "warning", or "info"'),
        (":spec: belt", 'unknown option: "spec"'),
    ],
)
def test_a_wrong_option_is_an_error_in_its_place(depot, option, words):
    depot.write({"left.rst": page(option)})
    said = "\n".join(depot.build("dummy", **QUIET).warnings)
    assert words in said.partition("left.rst:4: ERROR")[2]


def test_its_own_words_can_be_translated(depot):
    catalog = Catalog(locale="fr")
    words = {"Findings": "Constats", "Rule": "Règle", "error": "erreur", "No findings.": "Rien."}
    for word, translation in words.items():
        catalog.add(word, translation)
    folder = depot.src / "locales" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "sphinx.mo").open("wb") as file:
        write_mo(file, catalog)
    depot.write({"left.rst": page(), "none.rst": page(":rules: SPEC611")})
    build = depot.build(language="fr", locale_dirs=["locales"], **QUIET)
    assert [
        word for word in ("Constats", "Règle", "erreur") if word not in build.pages["left"]
    ] == []
    assert "Rien." in build.pages["none"]


def test_a_catalogue_has_its_caption_and_nothing_that_was_found(depot):
    depot.write({"left.rst": page(caption="What is left")})
    catalogue = (depot.build("gettext", **QUIET).out / "left.pot").read_text("utf-8")
    assert re.findall('msgid "(.+)"', catalogue) == ["Left", "What is left"]


HOSTILE = (
    "<script>alert(1)</script>",
    r"\input{secret} \write18{ls} $x$",
    "@bye @include x",
    ".so secret",
    "`a` *b* {c} &amp; | x",
    "\x0c \x08 \u202e",
)

#: Where each builder's output is, and what may not stand in it.
BUILDERS = {
    "html": ("left.html", ["<script>alert", "<b"]),
    "dirhtml": ("left/index.html", ["<script>alert", "<b"]),
    "singlehtml": ("index.html", ["<script>alert"]),
    "latex": ("*.tex", [r"\input{secret}", r"\write18{", "$x$"]),
    "text": ("left.txt", []),
    "man": ("*.1", ["\n.so"]),
    "texinfo": ("*.texi", ["@bye @include"]),
    "epub": ("left.xhtml", ["<script>alert"]),
    "xml": ("left.xml", ["<script>"]),
    "pseudoxml": ("left.pseudoxml", []),
    "json": ("left.fjson", ["<script>alert"]),
}


@pytest.mark.parametrize("builder", BUILDERS)
def test_what_was_found_is_text_in_every_builder(project, builder):
    cells = "".join(f"| {text} | Maybe {text} | High | Call |\n" for text in map(cell, HOSTILE))
    text = spec().replace("| A label is torn | Low | High | The driver types the number |\n", cells)
    project.write({"index.rst": INDEX, "left.rst": page(), "spec-gate-scanner.md": text})
    build = project.build(builder)
    assert len([each for each in build.warnings if "SPEC403" in each]) == len(HOSTILE)
    glob, refused = BUILDERS[builder]
    if builder == "epub":
        with zipfile.ZipFile(next(build.out.glob("*.epub"))) as book:
            book.extractall(build.out)
    (file,) = build.out.glob(glob)
    written = file.read_text("utf-8")
    shown = written.partition("Findings")[2].partition("Problem Statement")[0]
    assert [each for each in refused if each in shown] == []
    assert not re.search("[\x08\x0c]", shown)
    if builder in ("xml", "epub"):
        ElementTree.parse(file)
    if builder in ("html", "dirhtml", "singlehtml", "xml", "epub"):
        words = re.sub(r"\W+", "", html.unescape(re.sub("<[^>]*>", "", written)))
        for each in HOSTILE[:4]:
            # The table quotes what it finds, and cuts nothing of words as short as these.
            assert re.sub(r"\W+", "", f"Maybe {each}") in words


def cell(text: str) -> str:
    """The text in a cell of Markdown."""
    return text.replace("|", "\\|")


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_shows_its_caption_though_nothing_was_found(depot, builder):
    depot.write({"left.rst": page(":rules: SPEC611", caption="Nothing at all")})
    (file,) = depot.build(builder, **QUIET).out.glob(BUILDERS[builder][0])
    # Older releases of docutils write a caption in capitals into a manual page.
    shown = re.compile(r"Nothing at all.*No findings\.", re.DOTALL | re.IGNORECASE)
    assert shown.search(file.read_text("utf-8"))


# Written when what it shows changes, and only then


def test_it_is_written_again_when_a_finding_changes_and_only_then(depot):
    depot.write({"left.rst": page(), "belt.rst": page(":specs: belt")})
    depot.build(**QUIET)
    assert not {"left", "belt"} & set(depot.build(**QUIET).written)
    # The same findings, in the same lines.
    depot.write({"spec-gate-scanner.md": TEXT.replace("since 2021", "since 2020")})
    assert not {"left", "belt"} & set(depot.build(**QUIET).written)
    depot.write({"spec-gate-scanner.md": TEXT.replace("| low |", "| Low |")})
    build = depot.build(**QUIET)
    assert "left" in build.written
    assert "belt" not in build.written
    assert [row[:3] for row in rows(build)] == [*ROWS[:2], ROWS[3]]
    # A line above moves them.
    depot.write({"sub/belt.rst": f".. note\n\n{BELT}"})
    build = depot.build(**QUIET)
    assert {"left", "belt"} <= set(build.written)
    assert rows(build, "belt")[0][0] == "Belt: Improve it | sub/belt.rst:9"


def test_it_follows_the_configuration_and_nothing_is_read(depot):
    depot.write({"left.rst": page()})
    depot.build(**QUIET)
    build = depot.build(spec_ignore=["SPEC1", "SPEC405"])
    assert "0 added, 0 changed, 0 removed" in build.status
    assert "left" in build.written
    assert [row[:3] for row in rows(build)] == [*ROWS[:2], ROWS[3]]


def test_it_follows_the_pages_that_describe_rules(depot):
    depot.write({"left.rst": page()})
    assert "#spec212" not in depot.build(**QUIET).pages["left"]
    depot.write({"rules.rst": "Rules\n=====\n\n.. spec-rule:: SPEC212\n"})
    assert 'href="rules.html#spec212"' in depot.build(**QUIET).pages["left"]
    depot.remove("rules.rst")
    assert "#spec212" not in depot.build(**QUIET).pages["left"]


def test_builders_take_turns(depot):
    depot.write({"left.rst": page()})
    depot.build(**QUIET)
    depot.write({"sub/belt.rst": BELT.replace("Improve it", "Improve that")})
    depot.build("text", **QUIET)
    assert depot.build(**QUIET).pages == depot.build(fresh=True, **QUIET).pages


def test_in_parallel_it_is_the_same(depot):
    depot.write({"left.rst": page(), "belt.rst": page(":specs: belt")})
    depot.write({f"spec-gate-{n}.md": spec(f"Gate {n}", mitigation="") for n in range(8)})
    serial = depot.build(fresh=True, **QUIET)
    parallel = depot.build(fresh=True, jobs=2, **QUIET)
    assert parallel.pages == serial.pages
    assert len(rows(serial)) == 12
