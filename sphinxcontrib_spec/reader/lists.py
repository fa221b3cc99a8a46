"""Lists of items: each list item's first paragraph, the rest of it, and items under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from .. import schema
from ..items import Item
from ..model import Block, Group, List
from ..source import Span, Text
from . import records
from .lines import Line, cut, dedented, indent, trimmed

_MARKER = re.compile(r"[ \t]*(?:[-+*]|(\d{1,9})[.)])")
_BOLD = re.compile(r"\*\*[^*]+\*\*:?|__[^_]+__:?")
_UNDERLINE = re.compile(r"\n(?==+$)", re.MULTILINE)
_LISTS = ("bullet_list_open", "ordered_list_open")

#: More spaces than this after a marker begin indented code, and the content one space after it.
_MOST_SPACES = 4


def item_list(kind: str, tokens: Sequence[Token], lines: Sequence[Line], path: str) -> List:
    """A list and its items; `tokens` go from its opening to its closing one."""
    ordered = tokens[0].type == "ordered_list_open"
    entries: list[Item | Group] = []
    loose = False
    first = lines[0].number - 1
    for group in _children(tokens, tokens[0].level + 1):
        opening = group[0]
        assert opening.map  # list items always have one
        start, stop = opening.map[0] - first, min(opening.map[1] - first, len(lines))
        loose = loose or (bool(entries) and not lines[start - 1].text.strip())
        entries.append(_entry(kind, group, lines[start:stop], path))
    number = _MARKER.match(lines[0].text)
    return List(
        kind,
        ordered,
        tuple(entries),
        int(number[1]) if number and number[1] else 1,
        loose,
        Span(path, lines[0].number, lines[0].column),
    )


def is_item(kind: str, block: Block) -> bool:
    """Whether a paragraph is an item by itself: an open question may be written as prose."""
    asked = schema.KIND[kind].shape == "numbers" if kind else False
    return asked and block.kind == "paragraph" and records.asks(block.text)


def paragraph_item(kind: str, block: Block) -> List:
    """A paragraph as a list of the one item that it is."""
    span = block.text.span
    item = records.entry(kind, block.text, Text(), span, apart=False)
    return List(kind, False, (item,), loose=True, span=span, paragraphs=True)


def _children(tokens: Sequence[Token], level: int) -> list[Sequence[Token]]:
    """The children of a block: the tokens of each, from its opening to its closing one."""
    found = []
    start = 1
    for index in range(1, len(tokens) - 1):
        if tokens[index].level == level and tokens[index].nesting <= 0:
            found.append(tokens[start : index + 1])
            start = index + 1
    return found


def _entry(kind: str, tokens: Sequence[Token], lines: Sequence[Line], path: str) -> Item | Group:
    span = Span(path, lines[0].number, lines[0].column)
    content = _content(lines)
    inner = _children(tokens, tokens[0].level + 1)
    text, rest = Text(), content
    opening = inner[0][0] if inner else None
    begun = next((line.number for line in content if line.text.strip()), 0)
    if opening and opening.type == "paragraph_open" and opening.map and opening.map[0] + 1 == begun:
        stop = opening.map[1] - lines[0].number + 1
        text, rest = _on_its_lines(cut(trimmed(content[:stop]), path)), content[stop:]
        nested = inner[1:]
        if nested and nested[0][0].type in _LISTS and is_label(text) and len(nested) == 1:
            return Group(text, item_list(kind, nested[0], trimmed(rest), path))
    body = trimmed(rest)
    apart = bool(body) and body[0] is not rest[0]
    return records.entry(kind, text, cut(body, path), span, apart)


def _content(lines: Sequence[Line]) -> list[Line]:
    """The lines of a list item without its marker and indentation."""
    first = lines[0]
    marker = _MARKER.match(first.text)
    assert marker is not None  # the first line of an item has its marker
    width = indent(first.text[: marker.end()]) + len(marker[0].lstrip())
    after = first.text[marker.end() :]
    spaces = _spaces(after, width)
    gap = 1 if not after.strip() or spaces > _MOST_SPACES else spaces
    head = Line(first.number, after, first.column + marker.end())
    return [*dedented([head], gap, width), *dedented(lines[1:], width + gap)]


def _spaces(text: str, start: int) -> int:
    """The columns of white space that a text begins with, the text itself starting at a column."""
    return indent(" " * (start % 4) + text) - start % 4 if "\t" in text else indent(text)


def _on_its_lines(text: Text) -> Text:
    """The text with a line of equals signs drawn up to the one before.

    Such a line belongs to the paragraph only while it is not indented with the item, and would
    make a heading of it when it is.
    """
    return text.said(_UNDERLINE.sub(" ", text)) if _UNDERLINE.search(text) else text


def is_label(text: str) -> bool:
    """Whether a list item's first paragraph only names the items under it."""
    return text.endswith(":") or bool(_BOLD.fullmatch(text))
