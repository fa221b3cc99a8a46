"""A directive's body, said in one table cell: what fits on its line, and what does not.

A cell of a Markdown table is one line of inline Markdown, so paragraphs are set apart by
`<br><br>` and list items by `<br>• `. Code, tables, images and whatever else needs
lines of its own is handed back apart: it goes to the Appendix, and the cell links to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from . import inline
from .source import Text

PARAGRAPH = "<br><br>"
LINE = "<br>"
BULLET = "• "
INDENT = "&emsp;"

#: Where the link in the cell leads when the anchor of its heading cannot be told for sure.
APPENDIX_ANCHOR = "appendix"

#: Lists nested more deeply than this are read as text.
_DEEPEST = 20

_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}|:{3,}(?=[ \t]*\{)")
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_INTERRUPTS = re.compile(r"(?:[-*+]|1[.)])[ \t]+\S")
_BREAK = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*$")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_IMAGE = re.compile(r"(?:[ \t]*!\[[^\]]*\]\([^()]*\))+[ \t]*$")
_KEPT_LINES = re.compile(
    r">|\[[^\]]+\]:|</?(?:address|article|aside|blockquote|center|details|dialog|div|dl|fieldset"
    r"|figure|footer|form|h[1-6]|header|hr|iframe|main|nav|ol|p|pre|script|section|style|summary"
    r"|table|textarea|ul)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*")


class Cell(NamedTuple):
    """What a cell says, and the Markdown blocks that it cannot hold."""

    text: str
    overflow: str


class _Piece(NamedTuple):
    """One block of a body.

    `sign` begins a list item, `depth` counts the lists around it; one that does not fit keeps
    its lines. `lines` tell where in the text the words of which line begin, counted from 0.
    """

    text: str
    fits: bool
    depth: int
    sign: str = ""
    lines: tuple[tuple[int, int, str], ...] = ()


def in_cell(body: str) -> Cell:
    """The Markdown `body` of a directive as the text of a cell, and what it cannot hold.

    Pipes stay as they are: a cell's text holds them unescaped.
    """
    return _in_cell(body)[0]


def placed(body: Text) -> tuple[Text, Text]:
    """The same, with the places of all words that the cell says, as far as the body has them."""
    cell, words = _in_cell(body)
    if cell.text == body or not body.span.column:
        return body if cell.text == body else body.said(cell.text), body.said(cell.overflow)
    lines = body.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    found = [starts[line] + max(lines[line].rfind(said), 0) for _, line, said in words]
    pieces = body.pieces((start, start) for start in found)
    turns = [(at, piece.span) for (at, _, _), piece in zip(words, pieces, strict=True)]
    if turns and turns[0][0]:
        turns.insert(0, (0, turns[0][1]))
    return Text.joined(cell.text, turns), body.said(cell.overflow)


def _in_cell(body: str) -> tuple[Cell, list[tuple[int, int, str]]]:
    """The cell, and where in its text the words of which line begin."""
    text: list[str] = []
    overflow: list[str] = []
    words: list[tuple[int, int, str]] = []
    length = 0
    for piece in _pieces(body.splitlines(), 0, 0):
        if not piece.fits:
            overflow.append(piece.text)
            continue
        comment = piece.text.startswith("<!--")
        gap = (" " if comment else LINE if piece.depth else PARAGRAPH) if text else ""
        before = f"{gap}{INDENT * (piece.depth - 1)}{piece.sign}"
        start = length + len(before)
        words += [(start + at, line, said) for at, line, said in piece.lines]
        text += before, piece.text
        length = start + len(piece.text)
    return Cell("".join(text).rstrip(), "\n\n".join(overflow)), words


def with_link(cell: Cell, title: str) -> str:
    """The cell's text and, if there is an overflow, a link to its heading in the Appendix.

    Renderers agree on the anchor of a heading of plain words. Any other heading is reached by
    way of the Appendix itself, so that the link lands wherever the spec is shown.
    """
    if not cell.overflow:
        return cell.text
    words = inline.plain(title)
    anchor = words.lower().replace(" ", "-") if _PLAIN.fullmatch(words) else APPENDIX_ANCHOR
    link = f"[see Appendix](#{anchor})"
    return f"{cell.text} ({link})" if cell.text else link


def _pieces(lines: list[str], depth: int, first: int) -> Iterator[_Piece]:
    """The blocks of these lines in order, those of list items included; the first has a number."""
    at = 0
    while at < len(lines):
        words = lines[at].strip()
        if not words:
            at += 1
            continue
        opening = _opening(lines, at)
        stop = _ENDS[opening](lines, at) if opening in _ENDS else at + 1
        block, number = lines[at:stop], first + at
        at = stop
        if opening == "item" and depth < _DEEPEST:
            yield from _item(block, depth + 1, number)
        elif opening == "heading":
            words = words.strip("#").strip()
            yield _Piece(f"**{words}**", True, depth, lines=((len("**"), number, words),))
        elif opening in ("", "item"):
            yield _paragraph(block, depth, number)
        else:
            yield _Piece("\n".join(_dedented(block)).rstrip(), False, depth)


def _item(block: list[str], depth: int, number: int) -> Iterator[_Piece]:
    """A list item's blocks, the first of them behind the item's sign."""
    marker = _MARKER.match(block[0].strip())
    assert marker is not None  # it opened the item
    sign = BULLET if marker[1] in "-*+" else f"{marker[1]} "
    column = _content_column(block[0])
    inner = [block[0].lstrip()[marker.end() :], *(_cut(line, column) for line in block[1:])]
    pieces = _pieces(inner, depth, number)
    first = next(pieces, None)
    if first and first.fits and first.depth == depth:
        yield first._replace(sign=sign)
    else:
        yield _Piece("", True, depth, sign)
        if first:
            yield first
    yield from pieces


def _paragraph(block: list[str], depth: int, number: int) -> _Piece:
    """A paragraph's lines as one, a hard break as `<br>`; under a line of `=` it is a heading."""
    if all(_IMAGE.match(line) for line in block):
        return _Piece("\n".join(line.strip() for line in block), False, depth)
    titled = len(block) > 1 and _UNDERLINE.match(block[-1])
    if titled:
        block = block[:-1]
    sign = "**" if titled else ""
    places: list[tuple[int, int, str]] = []
    said: list[str] = [sign]
    at = len(sign)
    for later, line in enumerate(block, 1 - len(block)):
        words, end = line.strip(), " "
        if not later:
            end = sign
        elif line.endswith("  "):
            end = LINE
        elif words.endswith("\\") and not words.endswith("\\\\"):
            words, end = words[:-1].rstrip(), LINE
        places.append((at, number + len(places), words))
        said += words, end
        at += len(words) + len(end)
    return _Piece("".join(said), True, depth, lines=tuple(places))


def _opening(lines: list[str], at: int) -> str:
    """What kind of block begins in this line: empty for a paragraph."""
    words = lines[at].strip()
    if _indent(lines[at]) >= 4:
        return "code"
    if _FENCE.match(words):
        return "fence"
    if _BREAK.match(words):
        return "break"
    if _MARKER.match(words):
        return "item"
    if _HEADING.match(words):
        return "heading"
    if _KEPT_LINES.match(words):
        return "lines"
    if "|" in words and at + 1 < len(lines) and _DELIMITERS.match(lines[at + 1]):
        return "lines"
    return ""


def _end_of_code(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip() or _indent(lines[at]) >= 4):
        at += 1
    return at


def _end_of_fence(lines: list[str], at: int) -> int:
    fence = _FENCE.match(lines[at].strip())
    assert fence is not None  # it opened the block
    for later in range(at + 1, len(lines)):
        words = lines[later].strip()
        if len(words) >= len(fence[0]) and set(words) == {fence[0][0]}:
            return later + 1
    return len(lines)


def _end_of_lines(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _end_of_paragraph(lines: list[str], at: int) -> int:
    for later in range(at + 1, len(lines)):
        if not lines[later].strip():
            return later
        if _UNDERLINE.match(lines[later]):
            return later + 1
        opening = _opening(lines, later)
        if opening not in ("", "code", "item") or (
            opening == "item" and _INTERRUPTS.match(lines[later].strip())
        ):
            return later
    return len(lines)


def _is_empty(line: str) -> bool:
    """Whether a list item has no text in its first line."""
    return not _MARKER.sub("", line.strip(), count=1)


def _content_column(line: str) -> int:
    """The column at which the text of the list item stands that begins in this line."""
    marker = _MARKER.match(line.strip())
    assert marker is not None  # it opened the item
    return _indent(line) + (len(marker[1]) + 1 if _is_empty(line) else len(marker[0]))


def _end_of_item(lines: list[str], at: int) -> int:
    column = _content_column(lines[at])
    # One that begins with a blank line takes no text after another, nor any that is not set in.
    after_blank = _is_empty(lines[at])
    if after_blank and at + 1 < len(lines) and not lines[at + 1].strip():
        return at + 1
    for later in range(at + 1, len(lines)):
        blank = not lines[later].strip()
        inside = blank or _indent(lines[later]) >= column
        if not inside and (after_blank or _opening(lines, later) not in ("", "code")):
            return later
        after_blank = blank
    return len(lines)


_ENDS: dict[str, Callable[[list[str], int], int]] = {
    "code": _end_of_code,
    "fence": _end_of_fence,
    "item": _end_of_item,
    "lines": _end_of_lines,
    "": _end_of_paragraph,
}


def _indent(line: str) -> int:
    """The column at which a line's text begins, a tab reaching to the next multiple of four."""
    white = line[: len(line) - len(line.lstrip())]
    return len(white.expandtabs(4))


def _cut(line: str, columns: int) -> str:
    """The line without so many columns of its indentation, or without all it has."""
    return " " * max(0, _indent(line) - columns) + line.lstrip() if line.strip() else ""


def _dedented(block: list[str]) -> list[str]:
    """The block's lines, moved left by the indentation of its first."""
    columns = _indent(block[0]) if not _indent(block[0]) >= 4 else 0
    return [_cut(line, columns) for line in block]
