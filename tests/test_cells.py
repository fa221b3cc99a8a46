"""A directive's body in a table cell: what fits on one line, and what goes to the Appendix."""

from __future__ import annotations

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sphinxcontrib_spec.markup.cells import (
    BULLET,
    INDENT,
    LINE,
    PARAGRAPH,
    Cell,
    in_cell,
    placed,
    with_link,
)
from sphinxcontrib_spec.source import Span, Text


@given(st.lists(st.sampled_from([*"xyz-*#>|=`\\\t\f", "xy", "  ", "\n", "\n", "1. "])).map("".join))
def test_every_word_knows_where_it_stands(body):
    lines = body.split("\n")
    said, rest = placed(Text(body, Span("a.md", 7, 1)))
    assert (said, rest) == in_cell(body)
    for start in range(len(said) + 1):
        part = said.part(start)
        for at, char in enumerate(part):
            if char in "xyz":
                _, line, column = part.at(at)
                assert lines[line - 7][column - 1] == char
                assert said.at(start + at) == part.at(at)
    ranges = [(at, at + 1) for at in range(len(said))]
    assert [part.span for part in said.pieces(ranges)] == [said.at(at) for at, _ in ranges]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("One line", "One line"),
        ("Two\nlines", "Two lines"),
        ("Broken  \nhard\\\ntwice", "Broken<br>hard<br>twice"),
        ("One\n\n\nTwo", "One<br><br>Two"),
        ("Before\n\n- a\n- b\n\nAfter", "Before<br>• a<br>• b<br><br>After"),
        ("Before\n* a\n\n* b", "Before<br>• a<br>• b"),
        ("It was\n1986. Then\n1. one", "It was 1986. Then<br>1. one"),
        ("3. c\n4. d", "3. c<br>4. d"),
        ("- a\n  goes on\n\n  and on\n- b", "• a goes on<br>and on<br>• b"),
        ("- a\n  - b\n    - c\n- d", "• a<br>&emsp;• b<br>&emsp;&emsp;• c<br>• d"),
        ("- lazy\nline", "• lazy line"),
        ("-\n- b", "• <br>• b"),
        ("## Heading ##\nText", "**Heading**<br><br>Text"),
        ("Heading\n===\nText", "**Heading**<br><br>Text"),
        ("Text <!-- kept -->\n\n<!-- apart -->", "Text <!-- kept --> <!-- apart -->"),
        (
            "<!-- above\nall -->\n\n<!-- of -->\n\nit\n\nB",
            "<!-- above all --> <!-- of --> it<br><br>B",
        ),
        ("<!-- beside --> A\n\nB", "<!-- beside --> A<br><br>B"),
        ("- <!-- in -->\n- b", "• <!-- in --><br>• b"),
        ("A | b with `c | d`", "A | b with `c | d`"),
        ("An ![icon](a.png) in a line", "An ![icon](a.png) in a line"),
        ("Text\n    not code", "Text not code"),
        ("\t\n- a\n\t- b", "• a<br>&emsp;• b"),
    ],
)
def test_paragraphs_and_lists_fit(body, text):
    assert in_cell(body) == Cell(text, "")


@pytest.mark.parametrize(
    ("block"),
    [
        "```python\nx = 1\n\n\ny = 2\n```",
        "~~~~\n~~~\n~~~~",
        ":::{note}\nText\n:::",
        "```{note}\nnever closed\n\n- a",
        "    indented\n\n    code",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "![alone](a.png)",
        "> quoted\nlazily",
        "<details>\n<p>x</p>",
        "* * *",
        "[ref]: https://example.org",
    ],
)
def test_what_needs_lines_of_its_own_is_kept_apart(block):
    assert in_cell(block) == Cell("", block)
    assert in_cell(f"Before\n\n{block}") == Cell("Before", block)


def test_blocks_in_list_items_are_kept_apart_without_their_indentation():
    body = "1. one\n\n   ```\n   a\n     b\n   ```\n\n2. two\n\n| a |\n|---|\n"
    assert in_cell(body) == Cell("1. one<br>2. two", "```\na\n  b\n```\n\n| a |\n|---|")


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Text.", "The fan stops", "Text. ([see Appendix](#the-fan-stops))"),
        ("", "The `fan` stops", "[see Appendix](#the-fan-stops)"),
        ("", "2 fans stop", "[see Appendix](#appendix)"),
        ("", "Größe", "[see Appendix](#appendix)"),
        ("", "", "[see Appendix](#appendix)"),
    ],
)
def test_the_link_leads_to_the_heading_or_to_the_appendix(text, title, expected):
    assert with_link(Cell(text, "```\n```"), title) == expected


def test_without_an_overflow_there_is_no_link():
    assert with_link(Cell("Text.", ""), "Title") == "Text."


@given(st.text(st.sampled_from("ab1 \t\n-*#>|`~:.=[]!()<"), max_size=200))
def test_no_letter_is_lost_and_the_text_is_one_line(body):
    cell = in_cell(body)
    assert "\n" not in cell.text
    said = cell.text + cell.overflow
    for letter in "ab":
        assert said.replace("<br>", "").count(letter) >= body.count(letter)


@pytest.mark.parametrize(
    "body",
    [
        "- " * 50_000,
        "> " * 50_000,
        "- a\n" * 25_000,
        "```\n" * 25_001,
        "a\n" * 50_000,
        "| a\n" * 25_000,
        "\n".join(" " * (2 * depth) + "- a" for depth in range(400)),
    ],
)
def test_long_bodies_take_no_more_work_than_their_length(body):
    in_cell(body)  # fills caches
    assert calls(in_cell, body) < 40 * len(body)


LINES = st.sampled_from(
    ["Word at", "3. of May", "1. one", "- b", "  - n", "  3. x", "   more", "", "2) q", "-", "* s"]
)


def as_commonmark_says(body):
    """The paragraphs and list items of a body as lines of a cell; None if it holds a heading."""
    said, depth, sign = "", 0, ""

    def line(words):
        gap = "" if not said else LINE if depth else PARAGRAPH
        return f"{gap}{INDENT * (depth - 1)}{sign}{words}"

    for token in MarkdownIt("commonmark").parse(body):
        match token.type:
            case "heading_open" | "hr":
                return None
            case "list_item_open" | "inline":
                if token.type == "list_item_open" and sign:
                    said += line("")
                elif token.type == "inline":
                    said += line(" ".join(map(str.strip, token.content.split("\n"))))
                depth += token.nesting
                sign = "" if token.type == "inline" else f"{token.info}{token.markup} "
                sign = BULLET if sign in ("- ", "* ") else sign
            case "list_item_close":
                said += line("") if sign else ""
                depth, sign = depth - 1, ""
    return said


@given(st.lists(LINES, max_size=6).map("\n".join))
def test_lists_begin_where_commonmark_begins_them(body):
    said = as_commonmark_says(body)
    if said is not None:
        assert in_cell(body) == Cell(said.rstrip(), "")
