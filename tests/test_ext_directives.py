"""Item directives: what they show, what they mean, and on which line they say so."""

from __future__ import annotations

import re

import pytest
from docutils import nodes

from sphinxcontrib_spec import schema, writer
from sphinxcontrib_spec.ext import domain
from sphinxcontrib_spec.ext.environment import page_file

SKELETON = "Spec: Kiln Scheduler\n====================\n\n{}\n"
FAILURES = "Failure Modes\n-------------\n\n"
DECISIONS = "Key Design Decisions\n--------------------\n\n"
GOALS = "Goals\n-----\n\n"
QUESTIONS = "Open Questions\n--------------\n\n"

RST_ITEM = """\
.. failure-mode:: The :nope:`fan` stops
   :probability: :nope:`Low`
   :impact: High

   Heat is cut :nope:`off`.
"""
MYST_ITEM = """\
~~~{failure-mode} The {nope}`fan` stops
:probability: {nope}`Low`
:impact: High

Heat is cut {nope}`off`.
~~~
"""
#: The lines of roles that nobody knows, counted from the directive's own.
OFFSETS = (0, 1, 4)


def spec(build, docname="index"):
    return page_file.read(domain.of(build.app.env).kept_file(docname)).spec


def markdown(build, docname="index"):
    return writer.write(spec(build, docname), as_markdown=True)


def rst(project, body, builder="html"):
    project.write({"index.rst": SKELETON.format(body)})
    return project.build(builder)


def said(build, *words):
    """The warnings that hold all these words; Sphinx 8 with MyST 4 spells a file `x.md.rst`."""
    warnings = [each.replace(".md.rst", ".md") for each in build.warnings]
    return [each for each in warnings if all(word in each for word in words)]


def indented(text, by):
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(True))


PLACES = {
    "rst": ({"index.rst": SKELETON.format(FAILURES + RST_ITEM)}, 7),
    "rst in a note": (
        {"index.rst": SKELETON.format(f"{FAILURES}.. note::\n\n{indented(RST_ITEM, 3)}")},
        9,
    ),
    "rst in a list": (
        {"index.rst": SKELETON.format(f"{FAILURES}- In a list:\n\n{indented(RST_ITEM, 2)}")},
        9,
    ),
    "rst included": (
        {
            "fan.txt": f"A paragraph before.\n\n{RST_ITEM}",
            "index.rst": SKELETON.format(f"{FAILURES}.. include:: fan.txt\n"),
        },
        3,
    ),
    "myst": ({"spec-kiln.md": f"# Spec: Kiln\n\n## Failure Modes\n\n{MYST_ITEM}"}, 5),
    "myst in a note": (
        {"spec-kiln.md": f"# Spec: Kiln\n\n## Failure Modes\n\n~~~~{{note}}\n{MYST_ITEM}~~~~\n"},
        6,
    ),
    "myst in a quote": (
        {
            "spec-kiln.md": "# Spec: Kiln\n\n## Failure Modes\n\n"
            + "".join(f"> {line}" for line in MYST_ITEM.splitlines(True))
        },
        5,
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("prolog", ["", ".. |a| replace:: b\n.. |c| replace:: d\n"])
def test_what_sphinx_says_of_a_directive_is_said_of_its_line(project, place, prolog):
    files, first = PLACES[place]
    home = (
        {}
        if "index.rst" in files
        else {"index.rst": "Kilns\n=====\n\n.. toctree::\n\n   spec-kiln\n"}
    )
    project.write(home | files)
    build = project.build("dummy", rst_prolog=prolog, exclude_patterns=["*.txt"])
    name = next(iter(files))
    assert [each.split(" ")[0] for each in said(build, '"nope"')] == [
        f"{name}:{first + offset}:" for offset in OFFSETS
    ]
    doctree = build.app.env.get_doctree("spec-kiln" if home else "index")
    (row,) = [row for row in doctree.findall(nodes.row) if row.line]
    assert row.line == first


def test_the_model_has_the_lines_of_rst(project):
    build = rst(
        project,
        DECISIONS + ".. spec-decision:: Fuel\n   :id: fuel\n   :options: gas, wood\n"
        "   :mitigates: Gas runs out\n\n   Wood is here.\n\n   - twice\n\n"
        "Failure Modes\n-------------\n\n.. list-table::\n   :header-rows: 1\n\n"
        "   * - Failure\n     - Probability\n     - Impact\n     - Mitigation\n"
        "   * - Gas runs out\n     - Low\n     - High\n     - Wood\n",
        "dummy",
    )
    found = spec(build)
    assert [(part.heading, part.heading.span.line) for part in found.walk()] == [
        ("Key Design Decisions", 4),
        ("Failure Modes", 16),
    ]
    (decision,) = found.design.key_design_decisions if found.design else list(found.items())[:1]
    lines = {
        "decision": decision.decision,
        "options": decision.options_considered,
        "rationale": decision.rationale,
        "id": decision.about.id,
        "link": decision.about.links[0].text,
    }
    assert {name: text.span.line for name, text in lines.items()} == {
        "decision": 7,
        "options": 9,
        "rationale": 12,
        "id": 8,
        "link": 10,
    }
    (failure,) = found.failure_modes
    assert [failure.about.span.line, failure.probability.span.line] == [26, 27]
    assert failure.about.span.column == 0


@pytest.mark.parametrize("kind", schema.KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_its_directive(project, kind):
    heading = schema.SECTION[kind.section].heading
    options = "".join(f"   :{field.options[0]}: given\n" for field in kind.fields if field.options)
    build = rst(
        project,
        f"{heading}\n{'-' * len(heading)}\n\n.. {kind.directive}:: First\n{options}   :id: one\n"
        f"   :class: wide\n\n   Body.\n\n.. {kind.directive}:: Second\n{options}",
    )
    first, second = spec(build).items()
    assert first.kind == second.kind == kind
    given = {field.key for field in kind.fields if field.options}
    assert {key for key in given if getattr(first, key) == "given"} == given
    assert getattr(first, kind.body.key) == "Body."
    assert [first.about.slug, second.about.slug] == ["one", "second"]
    tag = "tr" if kind.shape == "table" else "li"
    assert re.findall(
        rf'<{tag} class="([^"]*spec-item[^"]*)" id="([^"]*)"', build.pages["index"]
    ) == [
        (f"wide spec-item spec-{kind.name}{' row-even' * (tag == 'tr')}", f"{kind.name}-one"),
        (f"spec-item spec-{kind.name}{' row-odd' * (tag == 'tr')}", f"{kind.name}-second"),
    ]
    assert len(re.findall(r"<(?:table|ul|ol)\b", build.pages["index"])) == 1


def test_an_argument_may_go_on_in_the_next_line(project):
    build = rst(
        project, f"{GOALS}.. spec-goal:: Fire every kiln\n   twice *a* week\n   :id: twice\n"
    )
    assert [goal.text for goal in spec(build).goals] == ["Fire every kiln\ntwice *a* week"]


def test_comments_do_not_part_items_but_paragraphs_do(project):
    build = rst(
        project,
        f"{GOALS}.. spec-goal:: One\n\n.. between\n\n.. spec-goal:: Two\n\nIn between.\n\n"
        ".. spec-goal:: Three\n",
    )
    lists = re.findall(r"<ul.*?</ul>", build.pages["index"], re.DOTALL)
    assert [re.findall('id="goal-([^"]*)"', each) for each in lists] == [["one", "two"], ["three"]]


def test_an_unknown_option_is_said_and_loses_nothing(project):
    build = rst(
        project,
        f"{FAILURES}.. failure-mode:: The fan stops\n   :probabilty: Low\n   :impact: High\n",
    )
    assert said(build, "index.rst:8: WARNING: SPEC122", '"probabilty"', 'mean "probability"?')
    assert [item.impact for item in spec(build).failure_modes] == ["High"]


def test_a_link_that_another_kind_has_is_an_unknown_option(project):
    build = rst(project, f"{FAILURES}.. failure-mode:: The fan stops\n   :mitigates: x\n")
    assert said(build, "index.rst:8: WARNING: SPEC122", 'unknown option "mitigates"')
    assert [item.about.links for item in spec(build).failure_modes] == [()]
    assert "(mitigates" not in build.pages["index"]


@pytest.mark.parametrize(
    ("body", "place", "words"),
    [
        (f"{GOALS}.. spec-goal::\n\n   Only a body.\n", "index.rst:7: WARNING", "SPEC116"),
        (f"{FAILURES}.. failure-mode::\n   :impact: High\n", "index.rst:7: WARNING", "SPEC402"),
    ],
)
def test_a_missing_argument_is_said_and_the_item_stays(project, body, place, words):
    build = rst(project, body)
    assert said(build, place, words)
    assert len(list(spec(build).items())) == 1
    assert 'class="headerlink" href="#' in build.pages["index"]


def test_an_empty_body_is_an_empty_cell(project):
    build = rst(
        project,
        f"{FAILURES}.. failure-mode:: The fan stops\n   :probability: Low\n   :impact: High\n",
    )
    assert said(build, "index.rst:7: WARNING", "SPEC402", "Mitigation")
    assert build.pages["index"].count("<td>") == len(schema.KIND["failure-mode"].fields)


@pytest.mark.parametrize("builder", ["text", "man"])
def test_a_table_in_a_body_is_a_list_where_writers_know_none(project, builder):
    table = (
        "   .. list-table::\n\n      * - Fuse\n        - Relay\n      * - Wire\n        - Plug\n"
    )
    build = rst(project, f"{FAILURES}.. failure-mode:: The fan stops\n\n{table}", builder)
    (page,) = build.out.glob("index.txt" if builder == "text" else "*.1")
    words = re.findall("Fuse|Relay|Wire|Plug", page.read_text(encoding="utf-8"))
    assert words == ["Fuse", "Relay", "Wire", "Plug"]


def test_what_docutils_cannot_read_is_exported_as_it_is_written(project):
    stray = ".. failure-mode:: The fan stops\n   :id: fan\n   :id: fans\n\n   Cool down.\n"
    good = ".. failure-mode:: A coil breaks\n   :impact: High\n"
    build = rst(project, f"{FAILURES}{good}\n{stray}\nTail\n--\n\nEnd.\n")
    assert said(build, "index.rst:10: ERROR", "failure-mode")
    exported = markdown(build)
    assert f"\n```rst\n{stray}```\n" in exported
    assert exported.count("Tail") == 1  # of which docutils only says that its underline is short


def test_a_misplaced_item_is_shown_and_reported_and_not_exported(project):
    build = rst(
        project,
        f"{GOALS}.. spec-goal:: A goal\n\n.. failure-mode:: A *stray* ``one``\n   :impact: High\n\n   Why.\n\n"
        ".. note::\n\n   .. spec-goal:: A nested one\n",
    )
    assert said(build, "index.rst:9: WARNING", "SPEC121", '"failure-mode"')
    assert said(build, "index.rst:16: WARNING", "SPEC121", '"spec-goal"')
    assert len(said(build, "SPEC121")) == 2
    assert [goal.text for goal in spec(build).goals] == ["A goal"]
    block = spec(build).section("goals").blocks[1]
    assert (block.kind, block.info) == ("directive", "failure-mode")
    assert block.text == "~~~{failure-mode} A *stray* `one`\n:impact: High\n\nWhy.\n~~~"
    page = build.pages["index"]
    assert "<em>stray</em>" in page
    assert "A nested one" in page
    assert 'id="failure-mode' not in page
    assert "stray" not in markdown(build)


def test_an_item_on_an_ordinary_page_is_shown_and_reported(project):
    project.write(
        {
            "index.rst": "Kilns\n=====\n\n.. spec-goal:: A goal\n\n.. spec-goal:: Another\n   :id: x\n"
        }
    )
    build = project.build()
    assert [each.split(" ")[0] for each in said(build, "SPEC121")] == [
        "index.rst:4:",
        "index.rst:6:",
    ]
    assert "<ul" in build.pages["index"]
    assert "id=" not in build.pages["index"].split("</h1>")[1]


def test_an_included_item_is_reported_where_it_stands(project):
    project.write(
        {
            "index.rst": "Kilns\n=====\n\n.. include:: goal.txt\n",
            "goal.txt": "x\n\n.. spec-goal:: A\n",
        }
    )
    assert said(project.build("dummy"), "goal.txt:3: WARNING", "SPEC121")


def test_numbers_count_on_between_directives_and_lists_beside_them(project):
    questions = ["Who", "What", "When", "Where", "Why"]
    parts = [f"1. {each}? — Owner: A, Deadline: TBD\n" for each in questions]
    rst_item = ".. open-question:: {}?\n   :owner: A\n   :deadline: TBD\n"
    myst_item = "```{{open-question}} {}?\n:owner: A\n:deadline: TBD\n```\n"
    pages = {"index.rst": rst_item, "spec-kilns.md": myst_item}
    title = {"index.rst": "Spec: Ovens\n===========\n\n.. toctree::\n\n   spec-kilns\n\n"}
    heads = {
        "index.rst": "Open Questions\n--------------\n",
        "spec-kilns.md": "## Open Questions\n",
    }
    for page, item in pages.items():
        told = [
            item.format(each) if each in ("What", "When", "Why") else part
            for each, part in zip(questions, parts, strict=True)
        ]
        told.insert(4, "Some words.\n")
        body = "\n".join(told)
        project.write({page: f"{title.get(page, '# Spec: Kilns' + chr(10))}{heads[page]}\n{body}"})
    build = project.build()
    for page in ("index", "spec-kilns"):
        starts = re.findall(r'<ol class="arabic[^>]*?(?: start="([0-9]+)")?>', build.pages[page])
        assert starts == ["", "2", "4", ""]
        numbers = re.findall(r"(?m)^([0-9])[.] ", markdown(build, page))
        assert numbers == ["1", "2", "3", "4", "1"]


@pytest.mark.parametrize(
    ("after", "start"), [("2. What?", 2), ("#. What?", 2), ("7. What?", 7), ("a. What?", None)]
)
def test_a_list_that_counts_in_its_own_way_does_not_count_on(project, after, start):
    build = rst(project, f"{QUESTIONS}.. open-question:: Who?\n\n{after}\n")
    (shown,) = re.findall(r'<ol class="[^>]*>(?=\s*<li[^>]*><p>What)', build.pages["index"])
    assert ("start=" in shown) is (start is not None)
    assert start is None or f' start="{start}"' in shown


def test_a_cell_of_nothing_but_what_no_cell_can_hold_is_not_empty(project):
    row = ".. failure-mode:: {}\n   :probability: Low\n   :impact: High\n\n{}"
    code = "   .. code-block:: sh\n\n      cut\n\n"
    table = "".join(
        f"   {'*' if at == 0 else ' '} - {cell}\n"
        for cells in (
            ("Failure", "Probability", "Impact", "Mitigation"),
            ("It burns", "Low", "High", ".. code-block:: sh\n\n          douse\n"),
        )
        for at, cell in enumerate(cells)
    )
    build = rst(
        project,
        f"{FAILURES}{row.format('The fan stops', code)}{row.format('It rusts', '')}"
        f"Sub\n~~~\n\n.. list-table::\n   :header-rows: 1\n\n{table}",
    )
    assert len(said(build, "SPEC804")) == 2
    (empty,) = said(build, "SPEC402")
    assert '"It rusts" has no Mitigation' in empty
    text = markdown(build)
    assert "| The fan stops | Low | High | [see Appendix](#the-fan-stops) |\n" in text
    assert "| It burns | Low | High | [see Appendix](#it-burns) |\n" in text


def test_what_no_cell_can_hold_goes_to_the_appendix(project):
    build = rst(
        project,
        f"{FAILURES}.. failure-mode:: The fan stops\n   :probability: Low\n   :impact: High\n\n"
        "   First | second.\n\n   - a list\n\n     .. code-block:: python\n\n        cut()\n\n   Last.\n",
    )
    assert said(build, "SPEC804", "The fan stops")
    page = build.pages["index"]
    assert page.index("First | second") < page.index("highlight-python") < page.index("Last.")
    lines = markdown(build).splitlines()
    assert (
        "| The fan stops | Low | High | First \\| second.<br>• a list<br><br>Last. "
        "([see Appendix](#the-fan-stops)) |" in lines
    )
    at = lines.index("## Appendix")
    assert lines[at:] == ["## Appendix", "", "### The fan stops", "", "```python", "cut()", "```"]


def test_a_link_to_the_appendix_never_leads_to_another_heading_of_the_same_words(project):
    code = "   .. code-block:: sh\n\n      cut\n\n"
    titles = ("Gas runs out", "Data model", "Valve", "Fuel")
    decisions = "".join(f".. spec-decision:: {words}\n\n{code}" for words in titles)
    build = rst(
        project,
        f"Data Model\n----------\n\nRows.\n\n{DECISIONS}{decisions}"
        f"{FAILURES}.. failure-mode:: Gas runs out\n\n{code}"
        "Appendix\n--------\n\nValve\n~~~~~\n\nIts make.\n",
    )
    links = re.findall(r"\| ([^|]*) \|.*\[see Appendix\]\(#(.*)\)", markdown(build))
    assert links == [
        ("Gas runs out", "gas-runs-out"),
        ("Data model", "appendix"),
        ("Valve", "appendix"),
        ("Fuel", "fuel"),
        ("Gas runs out", "appendix"),
    ]


def test_a_body_that_is_code_alone_is_not_called_empty(project):
    build = rst(
        project,
        f"{FAILURES}.. failure-mode:: The fan stops\n   :probability: Low\n   :impact: High\n\n"
        "   .. code-block:: python\n\n      cut()\n",
    )
    assert said(build, "SPEC804", "The fan stops")
    assert not said(build, "SPEC402")
    row = "| The fan stops | Low | High | [see Appendix](#the-fan-stops) |"
    assert row in markdown(build).splitlines()


def test_typed_links_end_the_last_text(project):
    build = rst(
        project,
        f"{DECISIONS}.. spec-decision:: Fuel\n   :id: fuel\n   :mitigates: Gas runs out; nothing\n\n"
        "   Oak is dry.\n\n   Wood is here.\n\n.. spec-decision:: Gas\n   :supersedes: fuel\n\n   .. code::\n\n      x\n\n"
        f"{FAILURES}.. failure-mode:: Gas runs out\n\n"
        f"{QUESTIONS}.. open-question:: How much?\n   :owner: M. Ilić\n   :blocks: Fuel\n",
    )
    shown = re.sub(r"<a class=\"headerlink.*?</a>", "", build.pages["index"])
    shown = " ".join(re.sub(r"<(?!a |/a)[^>]*>", "", shown).split())
    failure = '<a class="reference internal" href="#failure-mode-gas-runs-out"'
    assert re.search(
        rf"Wood is here\. \(mitigates {failure}[^>]*>Gas runs out</a>, nothing\)", shown
    )
    fuel = '<a class="reference internal" href="#decision-fuel"'
    assert re.search(rf"\bx \(supersedes {fuel}[^>]*>Fuel</a>\)", shown)
    assert re.search(rf"How much\? \(blocks {fuel}[^>]*>Fuel</a>\) — Owner: M\. Ilić", shown)
    assert shown.count("— Owner: M. Ilić") == 1
    assert said(build, "index.rst:9: WARNING", "SPEC703", '"nothing"')
    first = spec(build).design
    links = [link for item in spec(build).items() for link in item.about.links]
    assert first is None
    assert [(link.verb, link.text) for link in links] == [
        ("mitigates", "Gas runs out"),
        ("mitigates", "nothing"),
        ("supersedes", "fuel"),
        ("blocks", "Fuel"),
    ]
