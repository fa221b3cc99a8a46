"""Lists of items: each list item's first paragraph, the rest of it, and items under a label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence

from .. import ignores, schema
from ..identity import Register
from ..items import Item
from ..model import Block, Group, List
from ..patterns import pattern
from ..source import BLANKS, NOTHING, Span, Text, spanned
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

#: More spaces than this after a marker begin indented code, and the content one space after it.
_MOST_SPACES = 4


def item_list(
    kind: str, seen: BlockNode, lines: Sequence[Line], path: str, register: Register
) -> List:
    """A list and its items, as it was seen in these lines."""
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
    """Whether a paragraph is an item by itself: an open question may be written as prose.

    A footnote is none.
    """
    asked = schema.KIND[kind].shape == "numbers" if kind else False
    if not asked or block.kind != "paragraph" or footnotes.is_footnote(block.text):
        return False
    return records.asks(block.text)


def paragraph_item(kind: str, block: Block, register: Register | None = None) -> List:
    """A paragraph as a list of the one item that it is."""
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
        text, rest = _words(content[:stop], lazy, path).trimmed(), content[stop:]
    body = trimmed(rest)
    apart = bool(body) and body[0] is not rest[0]
    if len(inner) == 2 and inner[1].type in LISTS and _is_all(inner[1], body):
        begins = (body[each.first - inner[1].first].text for each in inner[1].inside)
        if is_label(kind, text, begins):
            return Group(text, item_list(kind, inner[1], body, path, register), apart)
    return records.entry(kind, text, _words(body, lazy, path), span, apart, register)


def _is_all(block: BlockNode, lines: Sequence[Line]) -> bool:
    """Whether these lines are the block's own, and no definitions of links among them."""
    before = lines[0].number - 1
    return block.first == before and block.stop >= before + len(lines)


def _content(lines: Sequence[Line], seen: BlockNode) -> tuple[list[Line], Container[int]]:
    """The lines of a list item without its marker and indentation, and which of them are lazy.

    Tabs that indent them or stand behind markers of lists in it become spaces, as they would
    have another width elsewhere, except those in the code of a fence.
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
        moved(line, width + gap, code.get(line.number, len(line.text) * 4)) for line in lines[1:]
    )
    return content, {line.number for line in lines if indent(line.text) < width + gap}


def _spaced(lines: Sequence[Line], seen: BlockNode) -> list[Line]:
    """The lines of a list item, the tabs before and behind markers of lists in it as spaces."""
    markers = Counter(block.first + 1 for block in seen.walk() if block.type == "list_item")
    return [_with_spaces(line, markers[line.number]) for line in lines]


def _with_spaces(line: Line, markers: int) -> Line:
    """A line that begins with so many markers, with spaces for the tabs up to its words."""
    stop = 0
    for _ in range(markers):
        marker = _MARKER.match(line.text, stop)
        if marker is None:  # it stands in a quote
            return line
        stop = marker.end()
    words = line.text[stop:].lstrip(" \t") if markers else line.text
    begin = line.text.removesuffix(words)
    spaced = begin.expandtabs(4)
    return Line(line.number, spaced + words, line.column + len(begin) - len(spaced))


def _code(seen: BlockNode, lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The numbers of the lines in fences, each with the column at which its code begins."""
    for block in seen.walk():
        if block.type in FENCES:
            opening = lines[block.first - seen.first].text
            column = len(opening[: opening.find(block.markup)].expandtabs(4))
            yield from ((number, column) for number in range(block.first + 2, block.stop + 1))


def _spaces(text: str, start: int) -> int:
    """The columns of white space that a text begins with, the text itself starting at a column."""
    return indent(" " * (start % 4) + text) - start % 4 if "\t" in text else indent(text)


def _words(lines: Sequence[Line], lazy: Container[int], path: str) -> Text:
    """The lines as one text, a lazy one that would begin a block drawn up to the one before.

    Such a line goes on with a paragraph only while it is not indented with the item.
    """
    drawn = [line.number in lazy and bool(_BEGINS.match(line.text)) for line in lines[1:]]
    if not any(drawn):
        return cut(lines, path)
    words: list[str] = []
    turns: list[tuple[int, Span]] = []
    size = 0
    for line, is_drawn, next_is in zip(lines, (False, *drawn), (*drawn, False), strict=True):
        sign = (" " if is_drawn else "\n") if turns else ""
        start = len(line.text) - len(line.text.lstrip(" \t")) if is_drawn else 0
        said = line.text[start:].rstrip(" \t") if next_is else line.text[start:]
        turns.append((size + len(sign), Span(path, line.number, line.column + start)))
        words += sign, said
        size += len(sign) + len(said)
    return Text.joined("".join(words), turns)


def is_label(kind: str, text: Text, entries: Iterable[str]) -> bool:
    """Whether a list item's first paragraph only names the items under it, which begin so.

    What asks is a question even in bold, and what has an owner or a deadline below it is, too.
    Our comments behind the label are no words of it.
    """
    words = ignores.unnoted(text).strip()
    if not (words.endswith(":") or _BOLD.fullmatch(words)):
        return False
    if schema.KIND[kind].shape != "numbers":
        return True
    return not (records.asks(text) or any(map(_ITS_OWN.match, entries)))
