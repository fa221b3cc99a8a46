"""Convert a directive's body to the text of a table cell, and separate what does not fit.

A cell of a Markdown table is one line of inline Markdown, so paragraphs are separated by `<br><br>`
and list items by `<br>• `. Code, tables, images and whatever else needs lines of its own are
returned separately: they go to the Appendix, and the cell links to it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from itertools import accumulate
from typing import NamedTuple

from ..patterns import pattern
from ..source import Text
from . import body_lines, inline

PARAGRAPH = "<br><br>"
LINE = "<br>"
BULLET = "• "
INDENT = "&emsp;"

#: The target of a cell's link if renderers may disagree on the anchor of its heading.
APPENDIX_ANCHOR = "appendix"

#: Lists nested more deeply than this are read as text.
_DEEPEST = 20

_IMAGE = pattern(r"(?:[ \t]*!\[[^\]]*\]\([^()]*\))+[ \t]*$")
_COMMENT = pattern(r"<!--(?:(?!-->).)*+-->", re.DOTALL)
_PLAIN = pattern(r"[A-Za-z][A-Za-z0-9]*(?: [A-Za-z0-9]+)*")


class Cell(NamedTuple):
    """The text of a cell, and the Markdown blocks that it cannot hold."""

    text: str
    overflow: str


class _Piece(NamedTuple):
    """One block of a body.

    `sign` begins a list item, and `depth` counts the lists around it. A block that does not fit
    keeps its lines. Each element of `lines` is an offset in the text, the number (from 0) of the
    line whose words begin there, and these words.
    """

    text: str
    fits: bool
    depth: int
    sign: str = ""
    lines: tuple[tuple[int, int, str], ...] = ()


def in_cell(body: str) -> Cell:
    """Convert the Markdown `body` of a directive to the text of a cell and its overflow.

    Pipes are not escaped, because a cell's text holds them as they are.
    """
    return _in_cell(body)[0]


def placed(body: Text) -> tuple[Text, Text]:
    """Do the same as `in_cell`, and keep the positions of all words, if the body has them."""
    cell, words = _in_cell(body)
    if cell.text == body or not body.span.column:
        return body if cell.text == body else body.reworded(cell.text), body.reworded(cell.overflow)
    lines = body.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    found = [starts[line] + max(lines[line].rfind(said), 0) for _, line, said in words]
    pieces = body.pieces((start, start) for start in found)
    turns = [(at, piece.span) for (at, _, _), piece in zip(words, pieces, strict=True)]
    if turns and turns[0][0]:
        turns.insert(0, (0, turns[0][1]))
    return Text.joined(cell.text, turns), body.reworded(cell.overflow)


def _in_cell(body: str) -> tuple[Cell, list[tuple[int, int, str]]]:
    """Return the cell, and for each line of the body where in the cell's text its words begin."""
    text: list[str] = []
    overflow: list[str] = []
    words: list[tuple[int, int, str]] = []
    length, is_seen = 0, False
    for piece in _pieces(body.splitlines(), 0, 0):
        if not piece.fits:
            overflow.append(piece.text)
            continue
        comment = piece.text.startswith("<!--")
        apart = LINE if piece.depth else PARAGRAPH
        gap = (apart if is_seen and not comment else " ") if text else ""
        is_seen = is_seen or bool(piece.sign) or not _COMMENT.fullmatch(piece.text)
        before = f"{gap}{INDENT * (piece.depth - 1)}{piece.sign}"
        start = length + len(before)
        words += [(start + at, line, said) for at, line, said in piece.lines]
        text += before, piece.text
        length = start + len(piece.text)
    return Cell("".join(text).rstrip(), "\n\n".join(overflow)), words


def with_link(cell: Cell, title: str, taken: Container[str] = ()) -> str:
    """Return the cell's text and, if there is overflow, a link to its heading in the Appendix.

    Renderers agree only on the anchors of headings that consist of plain words, and number those
    that earlier headings have `taken`. For any other heading, the link leads to the Appendix
    itself, so that it works wherever the spec is shown.
    """
    if not cell.overflow:
        return cell.text
    words = inline.plain(title)
    own = words.lower().replace(" ", "-") if _PLAIN.fullmatch(words) else ""
    anchor = own if own and own not in taken else APPENDIX_ANCHOR
    link = f"[see Appendix](#{anchor})"
    return f"{cell.text} ({link})" if cell.text else link


def _pieces(lines: list[str], depth: int, first: int) -> Iterator[_Piece]:
    """Yield the blocks of these lines in order, including those in list items.

    `first` is the number of the first line.
    """
    at = 0
    while at < len(lines):
        words = lines[at].strip()
        if not words:
            at += 1
            continue
        opening = body_lines.opening(lines, at)
        stop = body_lines.ENDS[opening](lines, at) if opening in body_lines.ENDS else at + 1
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
            yield _Piece("\n".join(body_lines.dedented(block)).rstrip(), False, depth)


def _item(block: list[str], depth: int, number: int) -> Iterator[_Piece]:
    """Yield a list item's blocks, the first of them with the item's sign."""
    marker = body_lines.MARKER.match(block[0].strip())
    assert marker is not None  # it opened the item
    sign = BULLET if marker[1] in "-*+" else f"{marker[1]} "
    column = body_lines.content_column(block[0])
    inner = [
        block[0].lstrip()[marker.end() :],
        *(body_lines.cut(line, column) for line in block[1:]),
    ]
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
    """Join a paragraph's lines, with hard breaks as `<br>`; an underlined heading becomes bold."""
    if all(_IMAGE.match(line) for line in block):
        return _Piece("\n".join(line.strip() for line in block), False, depth)
    titled = len(block) > 1 and body_lines.UNDERLINE.match(block[-1])
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
