"""Markdown in and out again: nothing is lost, and canonical text keeps its bytes."""

from __future__ import annotations

import itertools
from dataclasses import replace

import ferry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxcontrib_spec import formatting
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.identity import identified
from sphinxcontrib_spec.items import About, FailureMode, Goal, OpenQuestion
from sphinxcontrib_spec.model import Block, Header, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.reader import read, statements
from sphinxcontrib_spec.reader.block_tree import parser
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.writer import write

#: The same words in a canonical form that is not strict: its author's layout is kept.
AIRY = (
    ferry.TEXT.replace("Delay Notices\n", "Delay Notices\n\n", 1)
    .replace("**Status:** Draft\n", "**Status:** Draft  \n")
    .replace("## Goals\n", "---\n\n## Goals\n\n")
    .replace("report\n- Cut", "report\n\n- Cut")
    .replace("| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|",
             "| Failure | Probability | Impact | Mitigation |\n|:---|:---:|---:|---|")
    .replace("is used |\n", "is used |\n\n***\n")
    .replace("### Data Model\n\n", "### Data Model\n")
    .replace("1. Who", "3. Who")
)  # fmt: skip


def test_a_strict_spec_keeps_its_bytes() -> None:
    spec = read(ferry.TEXT)
    assert write(spec) == ferry.TEXT
    assert write(spec, strict=True) == ferry.TEXT
    assert write(spec, as_markdown=True) == ferry.TEXT


def test_a_canonical_spec_keeps_its_bytes_and_can_be_made_strict() -> None:
    spec = read(AIRY)
    assert write(spec) == AIRY
    strict = formatted(AIRY, strict=True)
    assert strict.refusal is None
    assert strict.text == ferry.TEXT.replace("1. Who", "3. Who")


def test_the_format_keeps_its_bytes(template: str, example: str) -> None:
    assert write(read(template)) == template
    assert write(read(example)) == example
    assert write(read(example), strict=True) == example


HEAD = "# Spec: T\n\n"
CHANGES = {
    "padded table": (
        "## Failure Modes\n|  Failure   | Probability|Impact |   Mitigation |\n"
        "|:--|-----:|:-:|---|\n|Flood   |Low|High|  |\n",
        "## Failure Modes\n| Failure | Probability | Impact | Mitigation |\n"
        "|:---|---:|:---:|---|\n| Flood | Low | High | |\n",
    ),
    "no outer pipes, short row": (
        "## Failure Modes\nFailure | Probability | Impact | Mitigation\n-|-|-|-\nFlood | Low\n",
        "## Failure Modes\n| Failure | Probability | Impact | Mitigation |\n"
        "|---|---|---|---|\n| Flood | Low | | |\n",
    ),
    "other bullets": ("## Goals\n* a\n\n  more\n* b\n+ c\n", "## Goals\n- a\n\n  more\n- b\n- c\n"),
    "lazy lines": ("## Goals\n-    a\nlazy\n  === \n", "## Goals\n- a\n  lazy ===\n"),
    "lazy lines that would begin a block": (
        "## Goals\n- a\n<b>c</b>\n\n  - e\n", "## Goals\n- a <b>c</b>\n\n  - e\n",
    ),
    "lazy address": ("## Goals\n- see\n<https://a.example>\n", "## Goals\n- see\n  <https://a.example>\n"),
    "one one one": (
        "## Open Questions\n1) a?\n1) b?\n1) c?\n", "## Open Questions\n1. a?\n2. b?\n3. c?\n",
    ),
    "closing signs": ("Goals\n-----\n\n\n- a\n\n\n### B ##\n", "## Goals\n\n- a\n\n### B\n"),
    "hard breaks in a heading": (
        "Why\\\n`a\\\nb`  \nand \\\\\nhow\\\n---\n", "## Why `a\\ b`   and \\\\ how\\\n",
    ),
    "signs that are text": ("## Why \\#\n\nC #\n---\n", "## Why \\#\n\n## C # ##\n"),
    "line ends": ("## Goals\r\n- a  \r\n- b\t\r", "## Goals\n- a\n- b\n"),
    "byte order mark": ("\ufeff## Goals\n- a", "## Goals\n- a\n"),
    "code keeps its spaces": (
        "## Appendix\n```text\na  \n\n\n```\n\n\nb  \nc  \n", "## Appendix\n```text\na  \n\n\n```\n\nb  \nc\n",
    ),
    "odd bodies": (
        "## Goals\n-\n  a\n- ```text\n  b\n  ```\n- # c\n-     d\n-\n",
        "## Goals\n- a\n- ```text\n  b\n  ```\n- # c\n-     d\n-\n",
    ),
    "tabs behind markers": (
        "## Goals\n-\t-\ta\n\t\tb\n- c\n\n  > -\td\n\n  ~~~\n  -\te\n  ~~~\n",
        "## Goals\n- -   a\n      b\n- c\n\n  > -\td\n\n  ~~~\n  -\te\n  ~~~\n",
    ),
    "group": (
        "## Goals\n* **Speed**\n    1. a\n    2. b\n* c\n", "## Goals\n- **Speed**\n  1. a\n  2. b\n- c\n",
    ),
    "group with air": (
        "## Goals\n* **Speed**\n\n\n    * a\n* c:\n    * d\n",
        "## Goals\n- **Speed**\n\n  - a\n- c:\n  - d\n",
    ),
    "rule behind a marker": ("## Goals\n* - - -\n* a\n", "## Goals\n-\n  - - -\n- a\n"),
    "list cut in two by an empty item": (
        "## Goals\n* a\n* \n\n\n* b\n", "## Goals\n- a\n\n-\n\n- b\n",
    ),
    "lists of two kinds beside an empty item": (
        "## Goals\n* a\n* \n\n\n- b\n", "## Goals\n- a\n-\n- b\n",
    ),
    "code after a list": (
        "## Goals\n* a\n*    b\n\n    c\n", "## Goals\n- a\n-    b\n\n    c\n",
    ),
    "code further in after a list": (
        "## Open Questions\n 1)    a\n\n      c\n", "## Open Questions\n 1.    a\n\n      c\n",
    ),
    "code as far in as no marker is": (
        "## Open Questions\n1) a\n  99999)    b\n\n          c\n",
        "## Open Questions\n   1. a\n   002.    b\n\n          c\n",
    ),
    "fence that its own code would close": (
        "## Appendix\n  ```sh\n  a  \n      ```\n  b\n  ```\nc  \n",
        "## Appendix\n  ```sh\n  a  \n      ```\n  b\n  ```\n\nc\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), CHANGES.values(), ids=CHANGES)
def test_what_formatting_changes(text: str, canonical: str) -> None:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    result = formatted(mark + HEAD + text.removeprefix(mark))
    assert result.text == HEAD + canonical, result.refusal
    assert formatted(result.text).text == result.text


MYST = """\
---
status: Draft
date: 2026-03-09
orphan: true
---

# Spec: T

## Failure Modes

```{failure-mode} Tide gauge frozen
:probability: Low
:impact: High
:id: frozen

An alarm rings.
```

:::{failure-mode} Flood | tide
:probability: High
:impact: High
Pump:

```sh
pump --all
```
:::

## Goals

```{spec-goal} # of floods is 0
```

- Another goal
"""


def test_directives_stay_directives_unless_asked() -> None:
    spec = read(MYST)
    assert write(spec) == MYST
    text = write(spec, as_markdown=True)
    assert text == (
        "---\norphan: true\n---\n\n"
        "# Spec: T\n**Status:** Draft\n**Date:** 2026-03-09\n\n"
        "## Failure Modes\n"
        "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n"
        "| Tide gauge frozen <!-- #frozen --> | Low | High | An alarm rings. |\n"
        "| Flood \\| tide | High | High | Pump: ([see Appendix](#appendix)) |\n\n"
        "## Goals\n- \\# of floods is 0\n- Another goal\n\n"
        "## Appendix\n\n### Flood | tide\n\n```sh\npump --all\n```\n"
    )
    assert write(read(text)) == text


words = st.text(st.sampled_from("abcé0 .,*_|`<>[]()#-\\:!"), max_size=24)
filled = words.map(lambda text: Text(" ".join(f"a{text}".split()).rstrip(": ")))
lines = st.just(Text()) | filled
about = st.builds(lambda name: About(id=Text(name)), st.sampled_from(["", "one", "two-3"]))


def told(item: FailureMode | Goal) -> bool:
    """Whether the item's words can be told from the comment behind them."""
    return not item.about.id or "<!--" not in str(getattr(item, item.kind.title.key))


modes = st.builds(FailureMode, filled, lines, lines, lines, about).filter(told)
goals = st.builds(Goal, filled, st.sampled_from([Text(), Text("- more\n- yet"), Text("```\ncode\n```")]),
                  st.sampled_from(["", "[ ]"]), about).filter(told)  # fmt: skip
questions = st.builds(
    lambda text, owner: OpenQuestion(
        text, Text(owner), Text("TBD" if owner else ""), Text(), "",
        Text(f" — Owner: {owner}, Deadline: TBD" if owner else ""),
    ),
    filled, st.sampled_from(["", "A. Noor"]),
)  # fmt: skip
prose = st.sampled_from(
    ["Plain words.", "Two\nlines", "```sh\nls\n```", "> quote", "- list\n- of none"]
)
LABELS = ("Failure", "Probability", "Impact", "Mitigation")
KEYS = ("failure", "probability", "impact", "mitigation")


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    def section(heading: str, key: str, *blocks: Block | Table | List) -> Section:
        return Section(Text(heading), 2, key, blocks, blank=draw(st.booleans()),
                       rule=draw(st.sampled_from(["", "---"])))  # fmt: skip

    rows = tuple(draw(st.lists(modes, max_size=4)))
    table = Table("failure-mode", tuple(map(Text, LABELS)), KEYS, rows)
    goal_list = List("goal", False, tuple(draw(st.lists(goals, min_size=1, max_size=4))),
                     loose=draw(st.booleans()))  # fmt: skip
    question_list = List(
        "open-question", True, tuple(draw(st.lists(questions, min_size=1, max_size=3)))
    )
    text = Text(draw(prose))
    kinds = {"`": "code", ">": "quote", "-": "list"}
    block = Block(kinds.get(text[0], "paragraph"), text, "sh" if text[0] == "`" else "")
    header = (
        Header((HeaderLine(Text("Status"), Text("Draft")),)) if draw(st.booleans()) else Header()
    )
    return identified(Spec(
        Text("Spec: Drawn"), header,
        (
            section("Goals", "goals", goal_list),
            section("Failure Modes", "failure_modes", table),
            section("Open Questions", "open_questions", question_list),
            section("Appendix", "appendix", block),
        ),
        blank=draw(st.booleans()),
    ))  # fmt: skip


@given(specs())
@settings(max_examples=300, deadline=None)
def test_what_is_written_is_read_again(spec: Spec) -> None:
    text = write(spec)
    assert read(text) == spec
    assert write(read(text)) == text
    assert write(read(write(spec, strict=True)), strict=True) == write(spec, strict=True)


FRAGMENTS = [
    "\n", "\n\n", "- ", "* ", "1. ", "3) ", "|", "\\|", "`", "```\n", "~~~\n", "    ", "\t", "# ",
    "## ", "### ", "---\n", "***\n", "<!-- c -->", "<!-- #id -->", "<div>\n", "> ", "[a]: b\n", "  \n",
    "\r\n", "**Status:** x\n", "===\n", "|---|---|\n", "| a | b |\n", " — Owner: X, Deadline: Y",
    "<key>", "\\", "\ufeff", "\0", "é", "- [ ] ", "**Group:**\n", "  - ", "10. ",
    "(mitigates [A](#failure-mode-a))", "## Goals\n", "## Open Questions\n", "None.\n",
    ":::{failure-mode} A\n:::\n", "```{spec-goal} G\n:id: q\n\nbody\n```\n",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A spec with lines cut out, fragments put in and lines swapped."""
    lines = draw(st.sampled_from([ferry.TEXT, AIRY, MYST])).split("\n")
    start = draw(st.integers(0, len(lines) - 1))
    lines = lines[start : start + draw(st.integers(1, len(lines)))]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        column = draw(st.integers(0, len(lines[at])))
        lines[at] = lines[at][:column] + draw(st.sampled_from(FRAGMENTS)) + lines[at][column:]
    return "\n".join(lines)


@given(mutated() | st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_formatting_any_text_loses_nothing_and_is_idempotent(text: str) -> None:
    result = formatted(text)
    again = formatted(result.text)
    if result.refusal:
        assert result.text == text
        assert result.refusal.reason
    else:
        assert again.text == result.text
        assert again.refusal is None
        assert read(result.text) == read(text)
        for char in "abcdefghijklmnopqrstuvwxyz<>[]({&%$!?,;'\"":
            assert result.text.count(char) == text.count(char)


UNTIDY = "# Spec: T\n\n## Goals\n* goal\n\n<!-- why -->\n"
BROKEN = {
    "a different spec": ["# Spec: T\n\n## Aims\n- goal\n\n<!-- why -->\n"],
    "formatting the result again": [UNTIDY.replace("*", "-"), UNTIDY.replace("*", "+")],
    "lose content": ["# Spec: T\n\n## Goals\n- goal\n"],
}


@pytest.mark.parametrize(("reason", "written"), BROKEN.items(), ids=BROKEN)
def test_a_file_that_cannot_be_proven_is_left_as_it_is(
    reason: str, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert formatted(UNTIDY).text == UNTIDY.replace("*", "-")
    texts = itertools.cycle(written)
    monkeypatch.setattr(formatting, "write", lambda _spec, **_how: next(texts))
    if reason == "lose content":
        monkeypatch.setattr(formatting, "read", lambda _text, _path: read(UNTIDY))
    result = formatted(UNTIDY)
    assert result.text == UNTIDY
    assert result.refusal
    assert reason in result.refusal.reason
    assert result.refusal.span.line > 0


def test_replacing_an_item_replaces_its_line_alone() -> None:
    spec = read(ferry.TEXT)
    section = spec.section("goals")
    assert section
    (goals,) = section.blocks
    assert isinstance(goals, List)
    entry = goals.entries[0]
    assert isinstance(entry, Goal)
    changed = replace(goals, entries=(replace(entry, text=Text("Else")), *goals.entries[1:]))
    sections = tuple(
        replace(part, blocks=(changed,)) if part is section else part for part in spec.sections
    )
    old, new = ferry.TEXT.split("\n"), write(replace(spec, sections=sections)).split("\n")
    assert [line for line, was in zip(new, old, strict=True) if line != was] == ["- Else"]


@pytest.mark.parametrize(
    "text",
    [
        "Behind it a blank\\ \nno line is broken.\n",
        "> Behind it a tab\\\t\n> no line is broken.\n",
        "## Goals\n- Behind it a blank\\ \n  no line is broken.\n",
        "[nothing]:\\ \n",
        "## Goals\n- [nothing]:\\ \n",
        "## Appendix\n- [nothing]: \\ \n",
    ],
)
def test_a_backslash_stays_what_it_is(text):
    assert formatted(text) == (text, None)
    assert read(write(read(text))) == read(text)


def test_a_hard_break_is_something_else_than_a_backslash_before_a_blank():
    words = statements("Behind it a blank\\ \nno line is broken.\n")
    assert words != statements("Behind it a blank\\\nno line is broken.\n")


def test_a_heading_is_not_drawn_up_where_a_backslash_may_break_no_line():
    text = "# Spec: T\n\n[Why](/w 'What\\\nfor')\n---\n"
    result = formatted(text)
    assert result.text == text
    assert result.refusal


@pytest.mark.parametrize(
    "text",
    [
        "## Goals\n- Cheap:\n\n  [b]: /c\n  - [Boats][b]\n",
        "## Goals\n- Cheap:\n  - [Boats][b]\n\n  [b]: /c\n- Fast\n",
    ],
)
def test_definitions_of_links_stay_beside_a_list_under_a_label(text):
    assert formatted(text) == (text, None)
    assert len(read(text).goals) == text.count("\n- ")


@pytest.mark.parametrize("text", ["  > \t0 \n", " >\ta\n > \tb \n", "> \t0 \n", "   >\t>\t0 \n"])
def test_tabs_in_an_indented_quote_keep_their_width(text):
    spec = read(text)
    assert read(write(spec)) == spec
    assert [token.type for token in parser().parse(write(spec))] == [
        token.type for token in parser().parse(text)
    ]


@pytest.mark.parametrize(
    ("words", "written"),
    {
        "a <!-- b": "a \\<!-- b",
        "a <!X b": "a <!X b",
        "a<!--b <!--c": "a\\<!--b \\<!--c",
        "a \\<!-- b": "a \\<!-- b",
        "a `<!-- b`": "a `<!-- b`",
        "a <!-- b --> c": "a <!-- b --> c",
        "a < b ! -- c": "a < b ! -- c",
    }.items(),
)
@pytest.mark.parametrize("id_", ["", "one"])
def test_an_open_comment_does_not_swallow_the_id_behind_it(words, written, id_):
    about = About(id=Text(id_))
    goal, mode = Goal(Text(words), about=about), FailureMode(Text(words), about=about)
    table = Table("failure-mode", tuple(map(Text, LABELS)), KEYS, (mode,))
    parts = ("goals", List("goal", False, (goal,))), ("failure_modes", table)
    names = {"goals": "Goals", "failure_modes": "Failure Modes"}
    sections = tuple(Section(Text(names[key]), 2, key, (block,)) for key, block in parts)
    spec = read(write(Spec(Text("Spec: T"), Header(), sections)))
    for item in (*spec.goals, *spec.failure_modes):
        assert item.about.id == id_
        assert getattr(item, item.kind.title.key) == (written if id_ else words)


@pytest.mark.parametrize("words", ["a <!-- b", "a `<!-- b", "a \\<!-- b", "a <!X b", "x <!A"])
def test_what_stands_open_before_an_id_keeps_its_bytes(words):
    text = f"# Spec: T\n\n## Goals\n- {words} <!-- #one -->\n"
    assert formatted(text) == (text, None)
    assert write(read(text)) == text
