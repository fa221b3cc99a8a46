"""The blocks we see are those that CommonMark 0.31 and GFM see: none more, none missed.

What markdown-it sees is the measure. The examples of CommonMark come with its source
distribution, which tox fetches; those of the tricky kinds below are always there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import commonmark
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.model import AnyBlock, Group, List, Spec, Table
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write

fetched = pytest.mark.skipif(not commonmark.ARCHIVE.exists(), reason="tox fetches the examples")

KINDS = {
    "paragraph_open": "paragraph", "fence": "code", "code_block": "code", "html_block": "html",
    "bullet_list_open": "list", "ordered_list_open": "list", "table_open": "table",
    "blockquote_open": "quote", "hr": "break", "definition": "definition",
}  # fmt: skip

BlockNode = list[tuple[Any, ...]]


def expected(text: str) -> BlockNode:
    """The blocks that markdown-it sees: their kinds and lines, headings with their words."""
    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table")
    tokens = parser.parse(text)
    found: BlockNode = []
    for at, token in enumerate(tokens):
        if token.level or not token.map or token.nesting < 0:
            continue
        line = token.map[0] + 1
        if token.type == "heading_open":
            words = " ".join(tokens[at + 1].content.split())
            found.append(("heading", int(token.tag[1:]), words, line))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            found.append(("list", *item_lines(tokens[at:])))
        elif token.type == "hr":
            found.append(("break",))
        elif token.type != "definition" or not found or found[-1][0] != "definition":
            found.append((KINDS[token.type], line))
    return found


def item_lines(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1 and token.map:
            yield token.map[0] + 1
        if token.level == 0 and token.nesting < 0:
            return


def seen(spec: Spec) -> BlockNode:
    """The blocks of a spec in the same form; a header counts as what it is written as."""
    found: BlockNode = []
    found += blocks(spec.preamble)
    if spec.heading:
        found.append(("heading", 1, words(spec.heading), spec.heading.span.line))
    if spec.header.text:
        kinds = {"list": "list", "table": "table"}
        found.append((kinds.get(spec.header.form, "paragraph"), spec.header.text.span.line))
    found += blocks(spec.lead)
    for section in spec.walk():
        found += [("break",)] if section.rule else []
        found.append(("heading", section.level, words(section.heading), section.heading.span.line))
        found += blocks(section.blocks)
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def blocks(found: Iterable[AnyBlock]) -> BlockNode:
    return [one for block in found for one in of_block(block)]


def of_block(block: AnyBlock) -> Iterator[tuple[Any, ...]]:
    if isinstance(block, List) and block.paragraphs:
        yield from (("paragraph", line_of(entry)) for entry in block.entries)
    elif isinstance(block, List):
        yield "list", *(line_of(entry) for entry in block.entries)
    elif isinstance(block, Table):
        yield "table", block.span.line
    elif block.kind == "break":
        yield ("break",)
    elif block.kind == "list":
        yield "list", *(entry.span.line for entry in block.entries)
    else:
        kinds = {"comment": "html", "directive": "code"}
        yield kinds.get(block.kind, block.kind), block.text.span.line


def line_of(entry: Any) -> int:
    return entry.label.span.line if isinstance(entry, Group) else entry.about.span.line


#: Where a text may stand: alone, and under headings that take prose, lists, prose or tables.
PLACES = {
    "alone": "",
    "under a title": "# Spec: Seen\n\n",
    "among goals": "# Spec: Seen\n\n## Goals\n\n",
    "among questions": "# Spec: Seen\n\n## Open Questions\n\n",
    "among failure modes": "# Spec: Seen\n\n## Failure Modes\n\n",
}

#: What looks like one block and is another, and the kinds of blocks that it is.
TRICKY = {
    "headings in a fence": ("~~~text\n## Goals\n- a\n~~~\n", ["code"]),
    "a fence in a fence": ("````\n```\n## Goals\n```\n````\n", ["code"]),
    "backticks after backticks are no fence": ("``` a`b\n## Goals\n", ["paragraph", "heading"]),
    "a fence closed by fewer signs": ("~~~~\n~~~\n- a\n", ["code"]),
    "a fence in a quote ends with it": ("> ```\n> a\n\n## Goals\n", ["quote", "heading"]),
    "a fence in an item ends with it": ("- ```\n  a\n## Goals\n", ["list", "heading"]),
    "a list in a comment": ("<!--\n- a\n\n| b |\n|---|\n-->\n- c\n", ["html", "list"]),
    "a comment that ends on its line": ("<!-- a --> - b\n- c\n", ["html", "list"]),
    "a heading in a script": ("<script>\n\n# a\n\n</script>\n# b\n", ["html", "heading"]),
    "an element ends at a blank line": ("<section>\n# a\n\n# b\n", ["html", "heading"]),
    "an unknown element on its line": ("<seal no='4'>\n- a\n\n- b\n", ["html", "list"]),
    "an unknown element in a paragraph": ("a\n<seal>\n- b\n", ["paragraph", "list"]),
    "a declaration": ("<!SEAL\n- a>\n- b\n", ["html", "list"]),
    "an instruction": ("<?seal\n\n- a ?>\n- b\n", ["html", "list"]),
    "raw data": ("<![CDATA[\n# a\n]]>\n# b\n", ["html", "heading"]),
    "a lazy line": ("- a\nb\n", ["list"]),
    "a lazy line that looks like a list": ("   - a\n    - b\n", ["list"]),
    "a lazy underline": ("> a\n===\n", ["quote"]),
    "a break, not a lazy underline": ("> a\n---\n", ["quote", "break"]),
    "a heading ends a quote": ("> a\n# b\n", ["quote", "heading"]),
    "indented code": ("    # a\n\n    - b\n", ["code"]),
    "code by a tab": ("\t- a\n", ["code"]),
    "no code in a paragraph": ("a\n    # b\n", ["paragraph"]),
    "a definition": ("[a]: <# b>\n'# c'\n", ["definition"]),
    "a definition and a heading": ("[a]:\n/b\n# c\n", ["definition", "heading"]),
    "no definition in a paragraph": ("a\n[b]: c\n", ["paragraph"]),
    "definitions around a list": ("[a]: b\n- c\n\n[d]: e\n", ["definition", "list", "definition"]),
    "seven signs": ("####### a\n", ["paragraph"]),
    "no blank after the signs": ("#a\n\n## b\n", ["paragraph", "heading"]),
    "an escaped sign": ("\\## a\n", ["paragraph"]),
    "signs that close nothing": ("## a ##b\n", ["heading"]),
    "an underline is no break": ("a\n***\n---\nb\n---\n", ["paragraph", "break", "break", "heading"]),
    "an underline of several lines": ("a\nb\n====\n", ["heading"]),
    "an underline of code": ("    a\n---\n", ["code", "break"]),
    "a number that may interrupt": ("a\n1. b\n", ["paragraph", "list"]),
    "a number that may not": ("a\n2. b\n", ["paragraph"]),
    "an empty item may not": ("a\n*\nb\n", ["paragraph"]),
    "ten digits": ("1234567890. a\n", ["paragraph"]),
    "a list of another sign": ("- a\n+ b\n", ["list", "list"]),
    "a break between items": ("- a\n***\n- b\n", ["list", "break", "list"]),
    "a break that looks like a list": ("- - -\n* * *\n", ["break", "break"]),
    "an item that begins a line below": ("-\n  a\n", ["list"]),
    "an item that begins two lines below": ("-\n\n  a\n", ["list", "paragraph"]),
    "code after a wide item": ("-    a\n\n    b\n", ["list", "code"]),
    "a table without outer pipes": ("a | b\n--|--\nc | d\n", ["table"]),
    "a table of one column": ("| a |\n|:-:|\n", ["table"]),
    "a table after a paragraph": ("a\n| b |\n|---|\n", ["paragraph", "table"]),
    "cells that are too few for a table": ("| a | b |\n|---|\n", ["paragraph"]),
    "a heading ends a table": ("| a |\n|---|\n| b |\n# c\n", ["table", "heading"]),
    "a list ends a table": ("| a |\n|---|\n- b | c\n", ["table", "list"]),
    "a row without a pipe": ("| a |\n|---|\nb\n\nc\n", ["table", "paragraph"]),
    "a table in a fence": ("```\n| a |\n|---|\n```\n", ["code"]),
    "a table that is code": ("    | a |\n    |---|\n", ["code"]),
    "a table in a quote": ("> | a |\n> |---|\n", ["quote"]),
    "an escaped pipe in a header": ("| a \\| b |\n|---|\n", ["table"]),
    "a heading that looks like a row": ("## a | b\n--|--\n", ["table"]),
    "signs other than spaces are no indent": ("\xa0# a\n\n\u2003- b\n", ["paragraph", "paragraph"]),
}  # fmt: skip


def problems(text: str) -> list[str]:
    """How our blocks differ from markdown-it's, and what formatting would not keep."""
    found = []
    spec = read(text)
    if (ours := merged(seen(spec))) != (theirs := merged(expected(text))):
        found.append(f"{text!r}\n  reads as {ours}\n  not as   {theirs}")
    for strict in (False, True):
        result = formatted(text, strict=strict)
        if result.refusal:
            found.append(f"{text!r} is not formatted: {result.refusal}")
        elif formatted(result.text, strict=strict).text != result.text:
            found.append(f"{text!r} changes when it is formatted again")
    if read(write(spec)) != spec:
        found.append(f"{text!r} is written as another spec")
    return found


def merged(found: BlockNode) -> BlockNode:
    """Lists of one kind that follow each other are one list of items to us."""
    joined: BlockNode = []
    for one in found:
        is_list = one[0] == "list" and bool(joined) and joined[-1][0] == "list"
        joined.append((*joined.pop(), *one[1:]) if is_list else one)
    return joined


@pytest.mark.parametrize(("text", "kinds"), TRICKY.values(), ids=TRICKY)
def test_blocks_are_what_they_are_and_not_what_they_look_like(text: str, kinds: list[str]) -> None:
    assert [one[0] for one in seen(read(text))] == kinds
    for above in PLACES.values():
        assert not problems(f"{above}{text}")
        assert not problems(f"{above}{text}\n## Appendix\n\nEnd.\n")


@fetched
@pytest.mark.parametrize("above", PLACES.values(), ids=PLACES)
def test_every_example_of_commonmark(above: str) -> None:
    examples = commonmark.examples()
    assert len(examples) > 640
    assert not [found for text in examples for found in problems(above + text)]


@fetched
@pytest.mark.parametrize("above", PLACES.values(), ids=PLACES)
def test_every_table_of_gfm(above: str) -> None:
    tables = commonmark.tables()
    assert len(tables) > 40
    assert not [found for text in tables for found in problems(above + text)]
