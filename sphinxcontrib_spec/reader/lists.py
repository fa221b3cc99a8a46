"""Read lists of items: the first paragraph and the body of each, and labelled groups of items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from .. import ignores, schema
from ..identity import Register
from ..items import Item
from ..model import Block, Group, List
from ..patterns import pattern
from ..source import BLANKS, NOTHING, TAB_STOP, Span, Text, spanned
from . import footnotes, records
from .block_tree import BlockNode
from .blocks import FENCES, LISTS
from .lines import Line, cut, indent, moved, trimmed

_FLAT = pattern(r"(?:[-+*]|\d{1,9}[.)]) {1,4}(?=[^ \t])")
_MARKER = pattern(r"[ \t]*(?:[-+*]|(\d{1,9})[.)])")
_BOLD = pattern(r"\*\*[^*]+\*\*:?|__[^_]+__:?")
_ITS_OWN = pattern(r"(?:[-+*]|\d{1,9}[.)])?\W*(?:Owners?|Deadline)\s?[*_]*\s?:", re.IGNORECASE)
_BEGINS = pattern(
    r"[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|[`~:]{3}"
    r"|<(?![A-Za-z][\w.+-]+:)[A-Za-z/!?]"
    r"|=+[ \t]*$|[-*_][-*_ \t]*$|[|:][|: \t]*-[-|: \t]*$|-[-|: \t]*$"
)

#: More spaces than this after a marker begin indented code; the content then starts after one
#: space.
_MOST_SPACES = 4


def item_list(
    kind: str, seen: BlockNode, lines: Sequence[Line], path: str, register: Register
) -> List:
    """Read a list and its items from the lines of its block."""
    ordered = seen.type == "ordered_list"
    entries: list[Item | Group] = []
    loose = False
    first = seen.first
    for item in seen.inside:
        start, stop = item.first - first, min(item.stop - first, len(lines))
        loose = loose or (bool(entries) and not lines[start - 1].text.strip())
        entries.append(_entry(kind, item, lines[start:stop], path, register))
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
    """Return whether a paragraph is an item by itself: an open question may be written as prose.

    A footnote is not an item.
    """
    asked = schema.KIND[kind].shape == "numbers" if kind else False
    if not asked or block.kind != "paragraph" or footnotes.is_footnote(block.text):
        return False
    return records.asks(block.text)


def paragraph_item(kind: str, block: Block, register: Register | None = None) -> List:
    """Wrap a paragraph that is an item in a list of one item."""
    span = block.text.span
    item = records.entry(kind, block.text, NOTHING, span, False, register)
    return List(kind, False, (item,), loose=True, span=span, paragraphs=True)


def _entry(
    kind: str, seen: BlockNode, lines: Sequence[Line], path: str, register: Register
) -> Item | Group:
    number, line, column = lines[0]
    span = spanned((path, number, column))
    inner = seen.inside
    if not inner and len(lines) == 1 and _MARKER.fullmatch(line):
        return records.entry(kind, NOTHING, NOTHING, span, False, register)
    flat = _FLAT.match(line) if len(lines) == len(inner) == 1 else None
    if flat and inner[0].type == "paragraph":
        start = flat.end()
        text = Text(line[start:].rstrip(BLANKS), spanned((path, number, column + start)))
        return records.entry(kind, text, NOTHING, span, False, register)
    content, lazy = _content(lines, seen)
    text, rest = NOTHING, content
    begun = next((at for at, line in enumerate(content) if line.text.strip(" \t")), 0)
    if inner and inner[0].type == "paragraph" and inner[0].first - seen.first == begun:
        stop = inner[0].stop - seen.first
        text, rest = _text_of(content[:stop], lazy, path).trimmed(), content[stop:]
    body = trimmed(rest)
    apart = bool(body) and body[0] is not rest[0]
    if len(inner) == 2 and inner[1].type in LISTS and _is_all(inner[1], body):
        begins = (body[each.first - inner[1].first].text for each in inner[1].inside)
        if is_label(kind, text, begins):
            return Group(text, item_list(kind, inner[1], body, path, register), apart)
    return records.entry(kind, text, _text_of(body, lazy, path), span, apart, register)


def _is_all(block: BlockNode, lines: Sequence[Line]) -> bool:
    """Return whether the block covers all these lines, with no link definitions beside it."""
    before = lines[0].number - 1
    return block.first == before and block.stop >= before + len(lines)


def _content(lines: Sequence[Line], seen: BlockNode) -> tuple[list[Line], Container[int]]:
    """Return a list item's lines without marker and indentation, and the numbers of lazy lines.

    Tabs that indent the lines or follow markers of nested lists become spaces, because their width
    would change elsewhere, except for those in fenced code.
    """
    has_tabs = any("\t" in line.text for line in lines)
    if has_tabs:
        lines = _spaced(lines, seen)
    first = lines[0]
    marker = _MARKER.match(first.text)
    assert marker is not None  # the first line of an item has its marker
    width = indent(first.text[: marker.end()]) + len(marker[0].lstrip(" \t"))
    after = first.text[marker.end() :]
    spaces = _spaces(after, width)
    gap = 1 if not after.strip(" \t") or spaces > _MOST_SPACES else spaces
    content = [moved(Line(first.number, after, first.column + marker.end()), gap, spaces, width)]
    if len(lines) == 1:
        return content, ()
    code = dict(_code(seen, lines)) if has_tabs else {}
    content += (
        moved(line, width + gap, code.get(line.number, len(line.text) * TAB_STOP))
        for line in lines[1:]
    )
    return content, {line.number for line in lines if indent(line.text) < width + gap}


def _spaced(lines: Sequence[Line], seen: BlockNode) -> list[Line]:
    """Replace tabs before and after the markers of nested lists in an item's lines with spaces."""
    markers = Counter(block.first + 1 for block in seen.walk() if block.type == "list_item")
    return [_with_spaces(line, markers[line.number]) for line in lines]


def _with_spaces(line: Line, markers: int) -> Line:
    """Replace the tabs before the words of a line that begins with this number of markers."""
    stop = 0
    for _ in range(markers):
        marker = _MARKER.match(line.text, stop)
        if marker is None:  # the list is in a quote
            return line
        stop = marker.end()
    words = line.text[stop:].lstrip(" \t") if markers else line.text
    begin = line.text.removesuffix(words)
    spaced = begin.expandtabs(TAB_STOP)
    return Line(line.number, spaced + words, line.column + len(begin) - len(spaced))


def _code(seen: BlockNode, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the line numbers of fenced code, each with the column at which the code begins."""
    for block in seen.walk():
        if block.type in FENCES:
            opening = lines[block.first - seen.first].text
            column = len(opening[: opening.find(block.markup)].expandtabs(TAB_STOP))
            yield from ((number, column) for number in range(block.first + 2, block.stop + 1))


def _spaces(text: str, start: int) -> int:
    """Return the width of a text's leading white space, if the text starts at this column."""
    before = start % TAB_STOP if "\t" in text else 0
    return indent(" " * before + text) - before


def _text_of(lines: Sequence[Line], lazy: Container[int], path: str) -> Text:
    """Join the lines to one text, appending lazy lines that would begin a block to the line before.

    Such a line continues a paragraph only as long as it is not indented to the item's content.
    """
    pulled_up = [line.number in lazy and bool(_BEGINS.match(line.text)) for line in lines[1:]]
    if not any(pulled_up):
        return cut(lines, path)
    pieces: list[str] = []
    turns: list[tuple[int, Span]] = []
    size = 0
    for line, is_pulled_up, next_is in zip(
        lines, (False, *pulled_up), (*pulled_up, False), strict=True
    ):
        sign = (" " if is_pulled_up else "\n") if turns else ""
        start = len(line.text) - len(line.text.lstrip(" \t")) if is_pulled_up else 0
        piece = line.text[start:].rstrip(" \t") if next_is else line.text[start:]
        turns.append((size + len(sign), Span(path, line.number, line.column + start)))
        pieces += sign, piece
        size += len(sign) + len(piece)
    return Text.joined("".join(pieces), turns)


def is_label(kind: str, text: Text, entries: Iterable[str]) -> bool:
    """Return whether a list item's first paragraph only labels the items that are nested in it.

    `entries` are the beginnings of the nested items. A question is no label, even in bold, and
    neither is a paragraph with an owner or a deadline below it. Spec comments after the label are
    ignored.
    """
    words = ignores.unnoted(text).strip()
    if not (words.endswith(":") or _BOLD.fullmatch(words)):
        return False
    if schema.KIND[kind].shape != "numbers":
        return True
    return not (records.asks(text) or any(map(_ITS_OWN.match, entries)))
