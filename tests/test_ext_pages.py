"""A spec's page: how it is recognised, how its header and items are shown, and what is kept out."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from docutils import nodes

from sphinxcontrib_spec import reader, writer
from sphinxcontrib_spec.ext import domain
from sphinxcontrib_spec.ext.environment import page_file
from sphinxcontrib_spec.ext.markdown.html import is_harmless

INDEX = "Home\n====\n\n.. toctree::\n   :glob:\n\n   *\n"
FAILURES = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"


def built(project, name, text, builder="html", **options):
    project.write({"index.rst": INDEX, name: text})
    return project.build(builder, **options)


def body(project, text, name="spec-x.md"):
    return built(project, name, text).pages[name.rpartition(".")[0]]


def is_spec(build, docname):
    return domain.of(build.app.env).known.is_spec(docname)


def spec(build, docname):
    return page_file.read(domain.of(build.app.env).kept_file(docname)).spec


def fields(page):
    """The header as shown: names and values."""
    header = re.search(r'<dl class="[^"]*\bspec-header\b.*?</dl>', page, re.DOTALL)
    if header is None:
        return None
    names = re.findall(r"<dt[^>]*>(.*?)<span", header[0])
    values = re.findall(r"<dd[^>]*><p>(.*?)</p>", header[0], re.DOTALL)
    return dict(zip(names, values, strict=True))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("plan.rst", "Spec: Plan\n==========\n", True),
        ("plan.rst", "spec: plan\n==========\n", True),
        ("plan.rst", "Plan of a Spec: no\n==================\n", False),
        ("plan.rst", ":spec: false\n\nSpec: Plan\n==========\n", False),
        ("plan.rst", "Spec: Plan\n==========\n\n:Status: Draft\n:spec: false\n", False),
        ("spec-plan.md", "# Plan\n", True),
        ("spec-plan.md", "Nothing but text.\n", True),
        ("spec-plan.md", "", True),
        ("spec-plan.md", "---\nspec: false\n---\n# Spec: Plan\n", False),
        ("spec-plan.md", "---\nspec: 'off'  # a guide\n---\n# Spec: Plan\n", False),
        ("plan.rst", ":spec: off\n\nSpec: Plan\n==========\n", False),
        ("plan.rst", ":spec: on\n\nPlan\n====\n", True),
        ("archive/spec-plan.md", "# Spec: Plan\n", False),
    ],
)
def test_title_or_file_name_make_a_spec(project, name, text, expected):
    build = built(project, name, text, "dummy", spec_exclude=["archive"])
    assert is_spec(build, name.rpartition(".")[0]) is expected


FORMS = {
    "bold": "**Status:** Draft\n**Date:** 2026-05-01\n**Author:** `M.` *Ilić*\n",
    "bold, with hard breaks": "**Status:** Draft\\\n**Date:** 2026-05-01  \n**Author:** `M.` *Ilić*\n",
    "bold, colons outside": "**Status**: Draft | **Date**: 2026-05-01\n**Author**: `M.` *Ilić*\n",
    "bold, in paragraphs": "**Status:** Draft\n\n**Date:** 2026-05-01\n\n**Author:** `M.` *Ilić*\n",
    "plain": "Status: Draft\nDate: 2026-05-01\nAuthor: `M.` *Ilić*\n",
    "fields": ":Status: Draft\n:Date: 2026-05-01\n:Author: `M.` *Ilić*\n",
    "list": "- **Status:** Draft\n- Date: 2026-05-01\n- **Author:** `M.` *Ilić*\n",
    "table": "| Status | Date | Author |\n|---|---|---|\n| Draft | 2026-05-01 | `M.` *Ilić* |\n",
    "table of two pairs a row": "| Status | Draft | Date | 2026-05-01 |\n|---|---|---|---|\n| Author | `M.` *Ilić* | | |\n",
    "table below the names of its columns": "| Field | Value |\n|---|---|\n| Status | Draft |\n| Date | 2026-05-01 |\n| Author | `M.` *Ilić* |\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_markdown_header_is_shown_as_fields(project, form):
    page = body(project, f"# Spec: X\n\n{FORMS[form]}\nLead.\n\n## Goals\n- One\n")
    literal = '<code class="docutils literal notranslate"><span class="pre">M.</span></code>'
    assert fields(page) == {
        "Status": "Draft",
        "Date": "2026-05-01",
        "Author": f"{literal} <em>Ilić</em>",
    }
    after = page.partition("</dl>")[2]
    assert after.lstrip().startswith("<p>Lead.</p>")


def test_what_stands_above_a_header_is_shown_below_it(project):
    text = f"# Spec: X\n\nA tagline.\n\n{FORMS['bold']}\nLead.\n\n## Goals\n- One\n"
    build = built(project, "spec-x.md", text)
    page = build.pages["spec-x"]
    assert list(fields(page)) == ["Status", "Date", "Author"]
    after = page.partition("</dl>")[2]
    assert re.match(r"\s*<p>A tagline.</p>\s*<p>Lead.</p>", after)
    assert writer.write(spec(build, "spec-x")) == text


def test_front_matter_completes_the_header_that_is_shown(project):
    page = body(project, "---\nstatus: Draft\n---\n# Spec: X\n\n**Author:** Ida\n\n## Goals\n")
    assert fields(page) == {"Status": "Draft", "Author": "Ida"}


@pytest.mark.parametrize(
    "header",
    [
        "- Author: Ren&eacute;, Ltd.;\n- Team: A&amp;B\n- Status: Draft\n- Share: srv\\docs\\\n",
        "**Author:** Ren&eacute;, Ltd.;\\\n**Team:** A&amp;B | **Status:** Draft\n**Share:** srv\\docs\\\n",
    ],
)
def test_what_ends_a_value_of_a_header_is_shown(project, header):
    page = body(project, f"# Spec: X\n\n{header}\n## Goals\n- One\n")
    assert fields(page) == {
        "Author": "René, Ltd.;",
        "Team": "A&amp;B",
        "Status": "Draft",
        "Share": "srv\\docs\\",
    }


def test_front_matter_is_shown_as_a_header(project):
    page = body(
        project,
        "---\nstatus: Draft\nauthor: M. <b>Ilić</b>\ntags: [a]\n---\n# Spec: X\n\n## Goals\n",
    )
    assert fields(page) == {"Status": "Draft", "Author": "M. Ilić"}
    page = body(
        project, "---\nstatus: Draft # 1\nauthor:\n- Ida\n- 'Bo'\n---\n# Spec: X\n\n## Goals\n"
    )
    assert fields(page) == {"Status": "Draft", "Author": "Ida, Bo"}


def test_a_header_of_fields_keeps_what_docutils_takes_for_lists(project):
    text = "Spec: X\n=======\n\n:Status: Draft\n:Author: R. Moreau\n:Reviewers: - A\n   - B\n:orphan:\n"
    build = built(project, "x.rst", text)
    assert fields(build.pages["x"]) == {
        "Status": "Draft",
        "Author": "R. Moreau",
        "Reviewers": "- A - B",
    }
    lines = [(line.label, line.value) for line in spec(build, "x").header.lines]
    assert lines == [("Status", "Draft"), ("Author", "R. Moreau"), ("Reviewers", "- A - B")]
    assert "orphan" in build.app.env.metadata["x"]


def test_metadata_in_the_header_joins_that_above_the_title(project):
    """A comment may be above everything."""
    text = ".. licence\n\n:tocdepth: 2\n\nSpec: X\n=======\n\n:Status: Draft\n:orphan:\n"
    build = built(project, "x.rst", text)
    assert fields(build.pages["x"]) == {"Status": "Draft"}
    assert build.pages["x"].count("<dl") == 1
    assert build.app.env.metadata["x"].keys() >= {"tocdepth", "orphan"}


@pytest.mark.parametrize(
    "text",
    [
        ":Status: Draft\n:Date: 2026-05-01\n\nSpec: X\n=======\n\nLead.\n",
        "Spec: X\n=======\n\n**Status:** Draft\n**Date:** 2026-05-01\n\nLead.\n",
        "Spec: X\n=======\n\n- Status: Draft\n- Date: 2026-05-01\n\nLead.\n",
    ],
)
def test_other_headers_of_rst_are_shown_as_fields(project, text):
    build = built(project, "x.rst", text)
    assert fields(build.pages["x"]) == {"Status": "Draft", "Date": "2026-05-01"}
    assert (
        writer.write(spec(build, "x"))
        == "# Spec: X\n**Status:** Draft\n**Date:** 2026-05-01\n\nLead.\n"
    )


@pytest.mark.parametrize(
    "header", [":Status: Draft\n:Date: 2026-05-01\n", "**Status:** Draft\n**Date:** 2026-05-01\n"]
)
def test_a_header_of_rst_may_stand_below_other_blocks(project, header):
    text = f"Spec: X\n=======\n\nA tagline.\n\n   A quote.\n\n{header}\nLead.\n"
    build = built(project, "x.rst", text)
    assert fields(build.pages["x"]) == {"Status": "Draft", "Date": "2026-05-01"}
    assert writer.write(spec(build, "x")) == (
        "# Spec: X\n**Status:** Draft\n**Date:** 2026-05-01\n\nA tagline.\n\n> A quote.\n\nLead.\n"
    )


def test_a_comment_may_stand_above_the_header(project):
    build = built(project, "x.rst", "Spec: X\n=======\n\n.. mine\n\n:Status: Draft\n\nLead.\n")
    assert fields(build.pages["x"]) == {"Status": "Draft"}
    assert (
        writer.write(spec(build, "x")) == "# Spec: X\n**Status:** Draft\n\n<!-- mine -->\n\nLead.\n"
    )


def test_without_a_title_the_page_stays_as_written(project):
    build = built(project, "spec-x.md", "**Status:** Draft\n\nText.\n")
    assert "<p><strong>Status:</strong> Draft</p>" in build.pages["spec-x"]
    assert any("SPEC103" in each for each in build.warnings)


LISTS = """\
Spec: X
=======

Goals
-----

- One
- **Later:**

  - Two
  - Three

    More of three.

Non-Goals
---------

None, yet.

Failure Modes
-------------

Some words.

+---------------+----------+------------+-----+
| Risk          | Severity | Likelihood | Who |
+===============+==========+============+=====+
| A ``|`` pipe  | High     | Low        | me  |
+---------------+----------+------------+-----+
|               | - a      |            |     |
|               | - b      |            |     |
+---------------+----------+------------+-----+

====  ====
a     b
====  ====
1     2
====  ====

Open Questions
--------------

#. Who pays? — Owner: M. Ilić, Deadline: TBD
#. Why?
"""


def test_tables_and_lists_of_rst_are_items(project):
    build = built(project, "x.rst", LISTS)
    found = spec(build, "x")
    assert [goal.text for goal in found.goals] == ["One", "Two", "Three"]
    assert found.goals[2].body == "More of three."
    assert found.section("goals").blocks[0].entries[1].label == "**Later:**"
    assert [(f.failure, f.probability, f.impact) for f in found.failure_modes] == [
        ("A `|` pipe", "Low", "High"),
        ("", "", "• a<br>• b"),
    ]
    assert [list(f.about.extra) for f in found.failure_modes] == [["me"], [""]]
    assert [(q.question, q.owner) for q in found.open_questions] == [
        ("Who pays?", "M. Ilić"),
        ("Why?", ""),
    ]
    assert [block.kind for block in found.section("failure_modes").blocks] == [
        "paragraph",
        "failure-mode",
        "table",
    ]
    assert re.findall(r'id="((?:goal|failure-mode|open-question)-[^"]*)"', build.pages["x"]) == [
        "goal-one",
        "goal-two",
        "goal-three",
        "failure-mode-a-pipe",
        "failure-mode-2",
        "open-question-who-pays",
        "open-question-why",
    ]
    assert reader.read(writer.write(found)) == found


def test_equal_names_are_told_apart_in_order(project):
    page = body(
        project,
        f"# Spec: X\n\n## Goals\n- One\n- one!\n\n## Failure Modes\n{FAILURES}| One |\n| |\n| |\n",
    )
    assert re.findall(r'<(?:li|tr)[^>]* id="([^"]*)"', page) == [
        "goal-one",
        "goal-one-2",
        "failure-mode-one",
        "failure-mode-2",
        "failure-mode-3",
    ]


def test_an_anchor_belongs_to_the_item_though_a_heading_has_its_name(project):
    build = built(
        project,
        "x.rst",
        "Spec: X\n=======\n\nGoals\n-----\n\n- One\n\nGoal one\n--------\n\nText.\n",
    )
    page = build.pages["x"]
    assert page.count('id="goal-one"') == 1
    assert '<li class="spec-item spec-goal" id="goal-one">' in page
    assert re.search(r'<section id="(?!goal-one")[^"]+">\s*<h2>Goal one', page)


def test_permalinks_follow_the_settings(project):
    text = "# Spec: X\n\n## Goals\n- One\n"
    link = '<a class="headerlink" href="#goal-one" title="Link to this definition">'
    assert f"<p>One{link}" in built(project, "spec-x.md", text).pages["spec-x"]
    assert link not in built(project, "spec-x.md", text, html_permalinks=False).pages["spec-x"]
    assert "headerlink" not in built(project, "spec-x.md", text, "epub").pages["spec-x"]


def test_on_one_page_every_item_has_its_full_id(project):
    project.write(
        {
            "index.rst": INDEX,
            "spec-x.md": "# Spec: X\n\n## Goals\n- One\n",
            "spec-y.md": "# Spec: Y\n\n## Goals\n- One\n",
        }
    )
    page = project.build("singlehtml").pages["index"]
    assert page.count('<span id="x.goal-one"></span><a class="headerlink" href="#x.goal-one"') == 1
    assert page.count('<span id="y.goal-one"></span><a class="headerlink" href="#y.goal-one"') == 1


def test_tables_of_items_have_columns_of_readable_width_in_latex(project):
    text = f"# Spec: X\n\n## Failure Modes\n{FAILURES}| A | Low | High | Text |\n"
    widths = r"\X{6}{24}\X{4}{24}\X{4}{24}\X{10}{24}"
    tex = built(project, "spec-x.md", text, "latex").out
    assert widths in next(tex.glob("*.tex")).read_text("utf-8")
    lined = project.build("latex", latex_table_style=["standard"]).out
    assert f"|{widths}|".replace("}\\", "}|\\") in next(lined.glob("*.tex")).read_text("utf-8")


def test_columns_in_latex_stay_as_wide_as_their_author_says(project):
    rows = "".join(f"   * - {each}\n     - Low\n     - High\n     - Text\n" for each in "AB")
    heads = rows.partition("   * - B")[0].replace("A", "Failure").replace("Low", "Probability")
    text = (
        "Spec: X\n=======\n\nFailure Modes\n-------------\n\n.. tabularcolumns:: |l|l|l|p{4cm}|\n\n"
        f".. list-table::\n   :header-rows: 1\n\n"
        f"{heads.replace('High', 'Impact').replace('Text', 'Mitigation')}{rows}"
    )
    build = built(project, "x.rst", text, "latex")
    assert len(spec(build, "x").failure_modes) == 2
    (tex,) = build.out.glob("*.tex")
    assert "{|l|l|l|p{4cm}|}" in tex.read_text("utf-8")


def test_an_item_that_is_code_alone_has_its_permalink(project):
    page = body(project, "Spec: X\n=======\n\nGoals\n-----\n\n- ::\n\n     drain()\n", "x.rst")
    start = page.index('id="goal-1"')
    assert start < page.index('class="headerlink" href="#goal-1"') < page.index("drain")


def test_latex_and_texinfo_know_the_anchors_after_a_link_too(project):
    text = f"# Spec: X\n\n## Failure Modes\n{FAILURES}| See [it](https://example.org) | Low | Low | . |\n"
    latex = built(project, "spec-x.md", text, "latex")
    (tex,) = latex.out.glob("*.tex")
    assert r"\phantomsection\label{\detokenize{spec-x:failure-mode-see-it}}" in tex.read_text(
        "utf-8"
    )
    texinfo = project.build("texinfo")
    (texi,) = texinfo.out.glob("*.texi")
    assert "@anchor{spec-x failure-mode-see-it}" in texi.read_text("utf-8")


def test_rows_of_markdown_have_their_own_lines(project):
    text = f"# Spec: X\n\n## Failure Modes\n{FAILURES}| A | Low | Low | b |\n| C | {{doc}}`no` | Low | d |\n"
    build = built(project, "spec-x.md", text)
    assert any(
        re.match(r"spec-x\.md:7: WARNING: unknown document", each) for each in build.warnings
    )
    rows = build.app.env.get_doctree("spec-x").findall(nodes.row)
    assert [row.line for row in rows][1:] == [6, 7]


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        (
            "x.rst",
            "Spec: X\n=======\n\nGoals\n-----\n\n- As :doc:`said <index>`\n",
            "{doc}`said <index>`",
        ),
        ("spec-x.md", "# Spec: X\n\n## Goals\n- As {doc}`said <index>`\n", "{doc}`said <index>`"),
        (
            "spec-x.md",
            "# Spec: X\n\n## Goals\n- As {doc}``  said\n  <index>``\n",
            "{doc}``  said\n<index>``",
        ),
        (
            "spec-x.md",
            "# Spec: X\n\n## Goals\n~~~{spec-goal} As {doc}`index`\n~~~\n",
            "{doc}`index`",
        ),
    ],
)
def test_references_are_known_by_their_roles(project, name, text, role):
    build = built(project, name, text, "dummy")
    docname = name.rpartition(".")[0]
    xrefs = page_file.read(domain.of(build.app.env).kept_file(docname)).xrefs
    (goal,) = spec(build, docname).goals
    assert goal.text == f"As {role}"
    assert list(xrefs) == [role]
    assert (xrefs[role]["reftarget"], xrefs[role]["refdoc"]) == ("index", docname)


def test_our_comments_are_not_published(project):
    text = (
        "# Spec: X\n\n<!-- spec: ignore-file[SPEC111] why -->\n\n## Goals\n- One <!-- #uno -->\n"
        f"- Two <!-- spec: ignore[SPEC212] --> <!-- other -->\n\n## Failure Modes\n{FAILURES}"
        "| A <!-- #a1 --> | Low | High | Text <!-- spec: ignore[SPEC402] --> |\n"
    )
    page = body(project, text)
    assert re.findall("<!--.*?-->", page) == ["<!-- other -->"]
    assert "<td><p>Text</p></td>" in page
    assert 'id="goal-uno"' in page
    assert 'id="failure-mode-a1"' in page


def test_html_that_acts_is_shown_as_text(project):
    text = (
        "# Spec: X <script>alert(1)</script>\n**Author:** <img src=x onerror=alert(2)>\n\n## Goals\n"
        "- Read ~/.cache/<key>.entry <sub>2</sub> <a href='javascript:a()'>x</a> [y](javascript:b())\n\n"
        "<script>\nalert(3)\n</script>\n\n<div onclick='c()'>\n\n[z](onfocus=d)\n\n"
        f"## Failure Modes\n{FAILURES}| <iframe src=x></iframe> | Low | High | one<br>two |\n"
    )
    page = body(project, text)
    assert not re.search(r"<(?:script|img|iframe|div onclick)|<a [^>]*javascript", page)
    for shown in (
        "Spec: X &lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;img src=x onerror=alert(2)&gt;",
        "~/.cache/&lt;key&gt;.entry <sub>2</sub> ",
        "x&lt;/a&gt;",
        "&lt;script&gt;\nalert(3)\n&lt;/script&gt;",
        "&lt;iframe src=x&gt;&lt;/iframe&gt;",
        "one<br> two",
    ):
        assert shown in page


def test_links_that_run_are_shown_as_text_in_rst(project):
    build = built(project, "x.rst", "Spec: X\n=======\n\n`go <JavaScript:a()>`__ on\n")
    assert "<p>`go &lt;JavaScript:a()&gt;`__ on</p>" in build.pages["x"]
    exported = (build.out / "_specs" / "spec-x.md").read_text("utf-8")
    assert exported == "# Spec: X\n\n\\`go \\<JavaScript:a()>\\`__ on\n"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>", True),
        ("</kbd>", True),
        ("<br/>", True),
        ('<a href="https://example.org" title="on = off">', True),
        ('<img src="data:image/png;base64,AA">', True),
        ("<details>\n<summary>More</summary>\n", True),
        ("<!-- a <script> in a comment -->", True),
        ("<p>one = 1, onto = 2</p>", True),
        ("<key>", False),
        ("</key>", False),
        ("<SCRIPT>x</SCRIPT>", False),
        ("<b onclick=x>", False),
        ("<b/onclick = x>", False),
        ('<b title="a"onmouseover="b">', False),
        ('<a href=" java&#x73;cript:a()">', False),
        ('<a href="java\nscript:a()">', False),
        ('<div title="', False),
        ("<!-- open", False),
        ("<!--> <img src=x onerror=a> -->", False),
        ("<?php a() ?>", False),
        ("<style>p {}</style>", False),
        ("<svg><path d='M0'></path></svg>", True),
        ("<svg><a xlink:href='javascript:a()'></a></svg>", False),
        ("<svg><animate onbegin=a()></svg>", False),
    ],
)
def test_what_html_is_harmless(html, expected):
    assert is_harmless(html) is expected


RST = """\
Spec: Kiln
==========

Goals
-----

- Fire twice 7
- Stay below 9 kW

Failure Modes
-------------

.. failure-mode:: The fan stops
   :probability: Low
   :impact: High

   Heat is cut.
"""


def translated(project, docname, catalog):
    """The options of a build in the language of a catalogue, which is a page's from now on."""
    folder = project.src / "locales" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{docname}.mo").open("wb") as file:
        write_mo(file, catalog)
    return {"language": "de", "locale_dirs": ["locales"]}


def test_a_translated_build_has_the_same_anchors(project):
    catalog = Catalog(locale="de")
    words = {
        "Spec: Kiln": "Spec: Ofen",
        "Goals": "Ziele",
        "Fire twice 7": "Zweimal brennen",
        "Failure": "Ausfall",
        "The fan stops": "Der Lüfter steht",
        "Low": "Gering",
        "Heat is cut.": "Es wird nicht geheizt.",
    }
    for word, translation in words.items():
        catalog.add(word, translation)
    build = built(project, "kiln.rst", RST, **translated(project, "kiln", catalog))
    page = build.pages["kiln"]
    for translation in words.values():
        assert translation in page
    assert re.findall(r'<(?:li|tr)[^>]* id="([^"]*)"', page) == [
        "goal-fire-twice-7",
        "goal-stay-below-9-kw",
        "failure-mode-the-fan-stops",
    ]
    assert {re.search("SPEC[0-9]+", each)[0] for each in build.warnings} == {
        "SPEC111",
        "SPEC105",
        "SPEC107",
        "SPEC109",
    }
    found = spec(build, "kiln")
    assert writer.write(found) == (
        "# Spec: Kiln\n\n## Goals\n- Zweimal brennen <!-- #fire-twice-7 -->\n- Stay below 9 kW\n\n"
        "## Failure Modes\n| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| Der Lüfter steht <!-- #the-fan-stops --> | Low | High | Es wird nicht geheizt. |\n"
    )


QUESTIONS = """\
Spec: Kiln
==========

Open Questions
--------------

{question}
"""
ASKED = {
    "a directive": ".. open-question:: Who pays?\n   :owner: A. Smith\n   :deadline: before v1",
    "a numbered line": "1. Who pays? — Owner: A. Smith, Deadline: before v1",
    "an owner alone": "1. Who pays? — Owner: A. Smith",
}
SAID = {
    "Who pays? — Owner: A. Smith, Deadline: before v1": [
        "Wer zahlt? — Wer: A. Smith, Bis: vor v1",
        "Wer zahlt? -- Wer: A. Smith - Team 7, Bis: 10:30",
        "Wer zahlt? — Owner: A. Smith, Bis: vor v1",
    ],
    "Who pays? — Owner: A. Smith": ["Wer zahlt? — Zuständig: A. Smith"],
}


@pytest.mark.parametrize(
    ("form", "words", "translation"),
    [
        (form, words, each)
        for form in ASKED
        for words, said in SAID.items()
        for each in said
        if (form == "an owner alone") is ("Deadline" not in words)
    ],
)
def test_a_translated_question_keeps_its_owner_and_deadline(project, form, words, translation):
    text = QUESTIONS.format(question=ASKED[form])
    catalog = Catalog(locale="de")
    catalog.add(words, translation)
    codes = [re.findall("SPEC60[0-9]", "".join(built(project, "kiln.rst", text).warnings))]
    build = project.build(fresh=True, **translated(project, "kiln", catalog))
    codes.append(re.findall("SPEC60[0-9]", "".join(build.warnings)))
    assert codes[0] == codes[1]
    assert translation.partition(" -")[0] in build.pages["kiln"]
    (question,) = spec(build, "kiln").open_questions
    assert question.question == "Wer zahlt?"
    assert question.owner == "A. Smith"
    assert writer.write(spec(build, "kiln")).endswith(
        f"1. Wer zahlt?{words.removeprefix('Who pays?')} <!-- #who-pays -->\n"
    )


def test_a_translated_question_that_says_no_owner_any_more_stays_whole(project):
    catalog = Catalog(locale="de")
    catalog.add("Who pays? — Owner: A. Smith, Deadline: before v1", "Wer zahlt - und wofür?")
    text = QUESTIONS.format(question=ASKED["a directive"])
    build = built(project, "kiln.rst", text, **translated(project, "kiln", catalog))
    assert "Wer zahlt - und wofür? — Owner: A. Smith, Deadline: before v1 <!--" in writer.write(
        spec(build, "kiln")
    )


def test_a_translation_may_leave_a_typed_link_out(project):
    catalog = Catalog(locale="de")
    catalog.add(
        "All fired within 9 h (verifies [Fire twice 7](#goal-fire-twice-7))",
        "Nach 9 h gebrannt (alle)",
    )
    metric = "- All fired within 9 h (verifies [Fire twice 7](#goal-fire-twice-7))\n"
    text = f"# Spec: Kiln\n\n## Goals\n- Fire twice 7\n\n## Success Metrics\n{metric}"
    other = "Page\n====\n\n:spec:success-metric:`kiln.all-fired-within-9-h`\n"
    project.write({"page.rst": other})
    build = built(project, "spec-kiln.md", text, **translated(project, "spec-kiln", catalog))
    assert ">Nach 9 h gebrannt (alle)</span></a>" in build.pages["page"]
    assert (build.out / "_specs" / "spec-kiln.md").read_text("utf-8") == text


MYST = """\
# Spec: Kiln

## Goals
- Fire twice 7
- Stay below 9 kW

## Failure Modes
```{failure-mode} The fan stops
:probability: Low
:impact: High

Heat is cut.
```
"""
MARKDOWN = MYST.partition("```")[0] + f"{FAILURES}| The fan stops | Low | High | Heat is cut. |\n"


@pytest.mark.parametrize("surface", ["kiln.rst", "spec-kiln.md", "myst.md", "include.rst"])
def test_every_surface_is_translated(project, surface):
    """What `gettext` extracts is shown in another language, with the same anchors."""
    texts = {"kiln.rst": RST, "spec-kiln.md": MARKDOWN, "myst.md": MYST}
    page = texts.get(surface, ".. spec-include:: ../spec-kiln.md\n")
    project.write({"../spec-kiln.md": MARKDOWN, "index.rst": ":orphan:\n\nX\n=\n"})
    conf = "extensions = ['myst_parser', 'sphinxcontrib_spec']\nhtml_sidebars = {'**': []}\n"
    project.write({"conf.py": conf, surface: page})
    catalogue = project.build("gettext").out / f"{surface.rpartition('.')[0]}.pot"
    with catalogue.open("rb") as file:
        found = read_po(file)
    wanted = ("Spec: Kiln", "Goals", "Fire twice 7", "The fan stops", "Low", "Heat is cut.")
    assert set(wanted) <= {message.id for message in found}
    for message in found:
        if message.id:
            message.string = f"Zz {message.id}"
    build = project.build(fresh=True, **translated(project, catalogue.stem, found))
    page = build.pages[catalogue.stem]
    for words in wanted:
        assert f">Zz {words}<" in page, words
    assert re.findall(r'<(?:li|tr)[^>]* id="([^"]*)"', page) == [
        "goal-fire-twice-7",
        "goal-stay-below-9-kw",
        "failure-mode-the-fan-stops",
    ]


def test_a_catalogue_can_be_made_of_titles_and_cells(project):
    build = built(project, "kiln.rst", RST, "gettext")
    catalogue = (build.out / "kiln.pot").read_text("utf-8")
    for words in (
        "Spec: Kiln",
        "Fire twice 7",
        "The fan stops",
        "Mitigation",
        "Low",
        "Heat is cut.",
    ):
        assert f'msgid "{words}"' in catalogue
