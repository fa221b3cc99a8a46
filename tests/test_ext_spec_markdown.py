"""`spec-markdown`: Markdown on a page of another markup, read as on a page of its own."""

from __future__ import annotations

import re

import pytest
from docutils import nodes

from sphinxcontrib_spec import reader
from sphinxcontrib_spec.ext import domain
from sphinxcontrib_spec.ext.environment import page_file
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.writer import write

TITLE = (
    "Spec: Tram Doors\n================\n\n:Status: Draft\n:Date: 2026-05-04\n:Author: L. Fuchs\n\n"
)
HEAD = "# Spec: Tram Doors\n**Status:** Draft\n**Date:** 2026-05-04\n**Author:** L. Fuchs\n\n"
ROW = "| A door stays open | Low | High | The driver sees a lamp |\n"
TABLE = f"| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n{ROW}"
FAILURES = "Failure Modes\n-------------\n\n"


def held(markdown, gap="   ", options=""):
    """The directive with this Markdown in it."""
    lines = [f"{gap}{line}" if line else "" for line in markdown.split("\n")]
    return "\n".join(
        [".. spec-markdown::", *([f"   {options}"] if options else []), "", *lines, ""]
    )


def built(project, page, builder="html", **more):
    project.write({"index.rst": page})
    return project.build(builder, **more)


def exported(project, page, **more):
    build = built(project, page, "spec", **more)
    return next(build.out.glob("spec-*.md")).read_bytes().decode()


def others(build):
    """What was said but for the findings of our rules."""
    return [each for each in build.warnings if "[spec." not in each]


def page_of(build, docname="index"):
    return page_file.read(domain.of(build.app.env).kept_file(docname))


def test_tables_and_lists_in_it_give_items(project):
    goals = "- Close within 4 s <!-- #close -->\n- Open\n\n  by hand, too"
    page = f"{TITLE}Goals\n-----\n\n{held(goals)}\n{FAILURES}{held(TABLE)}"
    build = built(project, page)
    body = build.pages["index"]
    for anchor in ("goal-close", "goal-open", "failure-mode-a-door-stays-open"):
        assert f'id="{anchor}"' in body
    spec = page_of(build).spec
    assert [(goal.text, goal.body) for goal in spec.goals] == [
        ("Close within 4 s", ""),
        ("Open", "by hand, too"),
    ]
    (failure,) = spec.failure_modes
    line = page[: page.index("| A door")].count("\n") + 1
    assert failure.mitigation.span == ("index.rst", line, 4 + ROW.index("The driver"))
    assert exported(project, page) == f"{HEAD}## Goals\n{goals}\n\n## Failure Modes\n{TABLE}"


def test_findings_have_lines_and_columns_of_their_own(project):
    page = f"{TITLE}{FAILURES}{held(TABLE.replace('Low', 'Maybe'))}"
    line = page[: page.index("| A door")].count("\n") + 1
    said = [each for each in built(project, page).warnings if "SPEC403" in each]
    assert [each.partition(" ")[0] for each in said] == [
        f"index.rst:{line}:{4 + ROW.index('Low')}:"
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "\tcode   \n\tmore",
        "    code\n\n      deeper",
        "a  \nhard\\\nbreaks",
        "```make\nall:\n\tcc  \n\n\n   x\n```",
        "- one\n\n      code in it",
        "one\u2028line, and\x85one",
        "a \x0b b \x0c c",
        "---",
        ":not: a field",
        ".. not:: a directive",
        "<!-- c -->\n\n<b>html</b>",
        "[a]: https://example.org\n[b]: <x y>",
        "> quote\n>\n> more",
    ],
)
def test_it_is_exported_as_it_is(project, markdown):
    lines = re.split("(?<=[\n\u2028\x85])", markdown)
    depth = 4 if markdown.startswith("    ") else 0
    body = "".join(f"   {line[depth:]}" if line.strip() else line for line in lines)
    option = "   :indent: 4\n" if depth else "   :indent: 0\n" if markdown[0] == "\t" else ""
    page = f"{TITLE}Appendix\n--------\n\n.. spec-markdown::\n{option}\n{body}\n"
    wanted = f"{HEAD}## Appendix\n{markdown}\n"
    assert formatted(wanted, strict=True).text == wanted
    assert exported(project, page) == wanted


def test_it_stands_wherever_a_directive_may(project):
    project.write({"part.txt": f"Between\n\n{held('a `b` **c `d`**')}"})
    page = (
        f"{TITLE}Goals\n-----\n\n.. spec-goal:: Close\n   :id: close\n\n"
        + re.sub("(?m)^(?=.)", "   ", held("more **than `it`**\n\n| a |\n|---|\n| b |"))
        + "\nAppendix\n--------\n\n.. include:: part.txt\n\n- item\n\n  "
        + held("*in* [`it`](https://example.org)").replace("\n", "\n  ")
        + "\n\n.. note::\n\n   "
        + held("two\n\nparts").replace("\n", "\n   ")
    )
    assert exported(project, page) == (
        f"{HEAD}## Goals\n- Close <!-- #close -->\n\n  more **than `it`**\n\n  | a |\n  |---|\n  | b |\n\n"
        "## Appendix\nBetween\n\na `b` **c `d`**\n\n- item\n\n  *in* [`it`](https://example.org)\n\n"
        "> **Note:**\n>\n> two\n>\n> parts\n"
    )


def test_excerpts_of_a_page_share_definitions_and_footnotes(project):
    page = (
        f"{TITLE}Appendix\n--------\n\n{held('See [the doors][doors] and a note[^1].')}\n"
        f"Plain text.\n\n{held('[doors]: https://example.org/doors')}\n{held('[^1]: Noted.')}"
    )
    build = built(project, page)
    assert others(build) == []
    body = build.pages["index"]
    assert '<a class="reference external" href="https://example.org/doors">the doors</a>' in body
    assert re.search(r'<a class="footnote-reference[^>]*>', body)
    assert "Noted." in body


def test_references_in_it_resolve_and_are_exported_as_links(project):
    project.write({"other.rst": ":orphan:\n\n.. _spot:\n\nOther\n=====\n"})
    text = "{ref}`spot`, {spec:ref}`close`, [it](#goal-close), [page](other.rst) and {doc}`other`."
    page = f"{TITLE}Goals\n-----\n\n- Close\n\nAppendix\n--------\n\n{held(text)}"
    build = built(project, page, nitpicky=True)
    assert others(build) == []
    body = build.pages["index"]
    assert body.count('href="other.html') == 3
    assert body.count('href="#goal-close"') >= 2
    assert exported(project, page, html_baseurl="https://example.org") == (
        f"{HEAD}## Goals\n- Close\n\n## Appendix\n[Other](https://example.org/other.html#spot), "
        "[Close](#goal-close), [it](#goal-close), [page](https://example.org/other.html) and "
        "[Other](https://example.org/other.html).\n"
    )


def test_links_that_lead_nowhere_stay_as_they_are(project):
    text = "[a](gone.md) [b](spec-gone.md#goal-a) ![c](gone.png)"
    page = f"{TITLE}Appendix\n--------\n\n{held(text)}\n`d <spec-gone.md#goal-a>`__\n"
    assert exported(project, page) == (f"{HEAD}## Appendix\n{text}\n\n[d](spec-gone.md#goal-a)\n")


def test_headings_in_it_are_sections_of_the_page(project):
    page = (
        f"{TITLE}Design\n------\n\n.. rubric:: Text\n\n"
        + held("##### Deep\n\ntext\n\n### Data Model\n```sql\nSELECT 1\n```\n\n### Free")
        + "\nWorkflow / Sequence\n~~~~~~~~~~~~~~~~~~~\n\n1. Close\n\n"
        + held("### **Odd `one`**\n\n## Failure Modes\n" + TABLE)
    )
    build = built(project, page, suppress_warnings=["myst.header"])
    tree = build.app.env.get_doctree("index")

    def titles(node):
        return [
            (each[0].astext(), titles(each)) for each in node if isinstance(each, nodes.section)
        ]

    free = ("Free", [])
    assert titles(tree) == [
        (
            "Spec: Tram Doors",
            [
                ("Design", [("Deep", []), ("Data Model", []), free, ("Workflow / Sequence", []), ("Odd one", [])]),
                ("Failure Modes", []),
            ],
        )
    ]  # fmt: skip
    assert 'id="failure-mode-a-door-stays-open"' in build.pages["index"]
    spec = page_of(build).spec
    assert [(section.level, section.heading, section.key) for section in spec.walk()] == [
        (2, "Design", "design"),
        (5, "Deep", ""),
        (3, "Data Model", "data_model"),
        (3, "Free", ""),
        (3, "Workflow / Sequence", "workflow_sequence"),
        (3, "**Odd `one`**", ""),
        (2, "Failure Modes", "failure_modes"),
    ]


def test_a_whole_file_in_it_is_a_spec_page(project):
    text = (
        "---\norphan: true\nauthor: L. Fuchs\n---\n\n"
        f"# Spec: [Tram `doors`](https://example.org)\n\n- **Status:** Draft\n\n## Failure Modes\n{TABLE}"
    )
    project.write({"doors.rst": held(text.rstrip("\n")), "index.rst": "Index\n=====\n"})
    build = project.build()
    assert others(build) == []
    body = build.pages["doors"]
    assert "<h1>Spec: " in body
    assert re.search(r'class="[^"]*spec-header', body)
    assert 'id="failure-mode-a-door-stays-open"' in body
    assert build.app.env.metadata["doors"]["orphan"]
    out = project.build("spec").out
    assert (out / "spec-tram-doors.md").read_text("utf-8") == formatted(text, strict=True).text


@pytest.mark.parametrize(
    "header", ["**Status:** Draft\n**Team:** `x` **y**", "- **Status:** Draft"]
)
def test_the_header_may_stand_in_it(project, header):
    page = f"Spec: Tram Doors\n================\n\n{held(header + chr(10) * 2 + 'A lead.')}\nGoals\n-----\n\n- A\n"
    text = f"# Spec: Tram Doors\n{header}\n\nA lead.\n\n## Goals\n- A\n"
    assert exported(project, page) == formatted(text, strict=True).text
    body = project.build().pages["index"]
    assert body.count("Draft") == 1
    assert body.index("Draft") < body.index("A lead.")


def test_front_matter_in_it_only_adds_to_the_header(project):
    text = "---\nstatus: Draft\nauthor: L. Fuchs\n---\n# Spec: Tram Doors\n**Status:** Accepted\n"
    page = held(f"{text}\n## Goals\n- A")
    header = "**Author:** L. Fuchs\n**Status:** Accepted\n"
    assert f"# Spec: Tram Doors\n{header}" in exported(project, page)
    body = project.build().pages["index"]
    assert "Accepted" in body
    assert "Draft" not in body


def test_metadata_makes_any_page_a_spec_or_none(project):
    project.write({"spec-a.md": "---\nspec: true\n---\n# Night\n\n## Goals\n- A\n"})
    page = f":spec: true\n\nTram Doors\n==========\n\nGoals\n-----\n\n{held('- Close')}"
    assert 'id="goal-close"' in built(project, page).pages["index"]
    page = page.replace("true", "false")
    assert 'id="goal-close"' not in built(project, page, fresh=True).pages["index"]
    assert "<li><p>Close</p>" in built(project, page, fresh=True).pages["index"]


def test_in_a_fence_it_says_the_same(project):
    text = (
        f"{HEAD}## Failure Modes\n```{{spec-markdown}}\n{TABLE}```\n\n## Appendix\n\n"
        ":::{spec-markdown}\n:indent: 4\n\ncode\n:::\n"
    )
    spec = reader.read(text, "spec-tram-doors.md")
    line = text[: text.index("| A door")].count("\n") + 1
    assert spec.failure_modes[0].failure.span == ("spec-tram-doors.md", line, 3)
    plain = f"{HEAD}## Failure Modes\n{TABLE}\n## Appendix\n    code\n"
    assert write(spec, strict=True) == plain
    assert formatted(text).refusal
    project.write(
        {
            "index.rst": "Index\n=====\n\n.. toctree::\n\n   spec-tram-doors\n",
            "spec-tram-doors.md": text,
        }
    )
    build = project.build()
    assert others(build) == []
    assert 'id="failure-mode-a-door-stays-open"' in build.pages["spec-tram-doors"]
    assert "<pre><span></span>code" in build.pages["spec-tram-doors"]
    out = project.build("spec").out
    said = (out / "spec-tram-doors.md").read_text("utf-8")
    assert formatted(said, strict=True).text == plain


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
def test_every_builder_shows_it(project, builder):
    page = f"{TITLE}{FAILURES}{held(TABLE)}\nAppendix\n--------\n\n{held('### **Odd `one`**' + chr(10) * 2 + 'Words in it.')}"
    build = built(
        project,
        page,
        builder,
        epub_copyright="us",
        version="1",
        man_pages=[("index", "d", "D", "u", 1)],
    )
    assert others(build) == []
    found = [
        path for path in build.out.rglob("*") if path.is_file() and ".doctrees" not in str(path)
    ]
    texts = [path.read_bytes().decode("utf-8", "replace") for path in found]
    assert any("The driver sees a lamp" in text for text in texts)
    assert any("Words in it." in text for text in texts)


def test_an_indentation_that_is_none_is_an_error(project):
    page = f"{TITLE}Appendix\n--------\n\n.. spec-markdown::\n   :indent: 100\n\n   - a\n"
    said, *_ = others(built(project, page))
    assert 'index.rst:11: ERROR: Error in "spec-markdown" directive' in said
    text = f"# Spec: A\n\n```{{spec-markdown}}\n:indent: {chr(57) * 9000}\n\n- a\n```\n"
    assert write(reader.read(text)) == "# Spec: A\n\n- a\n"


def test_it_is_shown_on_any_page_and_says_when_it_is_empty(project):
    page = f"Doors\n=====\n\n{held('| a | b |' + chr(10) + '|---|---|' + chr(10) + '| c | d |')}\n.. spec-markdown::\n\nEnd.\n"
    build = built(project, page)
    assert "<td><p>d</p></td>" in build.pages["index"]
    assert len(build.warnings) == 1
    assert (
        'index.rst:10: ERROR: Content block expected for the "spec-markdown" directive'
        in build.warnings[0]
    )


def test_unfinished_markdown_ends_with_its_directive(project):
    page = f"{TITLE}Appendix\n--------\n\n{held('```sh' + chr(10) + 'ls')}\nAfter.\n\n{held('<!-- open')}\nEnd.\n"
    body = built(project, page).pages["index"]
    assert "<p>After.</p>" in body
    assert "<p>End.</p>" in body


def test_pages_are_the_same_read_in_parallel(project):
    for name in "abcdefgh":
        page = TITLE.replace("Tram Doors", f"Tram Door {name}").replace("====\n", "=====\n")
        project.write({f"{name}.rst": f"{page}{FAILURES}{held(TABLE)}"})
    project.write({"index.rst": "Index\n=====\n\n.. toctree::\n   :glob:\n\n   *\n"})
    serial = project.build(fresh=True)
    parallel = project.build(fresh=True, jobs=3)
    assert parallel.pages == serial.pages
    assert parallel.warnings == serial.warnings
