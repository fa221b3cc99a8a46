"""Split a Markdown file into its top-level blocks, as CommonMark and GFM define them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Block, BlockKind
from ..patterns import pattern
from ..source import TAB_STOP, Text
from . import definition_lists, footnotes
from . import lines as _lines
from .block_tree import BlockNode
from .lines import Line
from .scan import scan

_KINDS: dict[str, BlockKind] = {
    "paragraph": "paragraph",
    "fence": "code",
    "colon_fence": "code",
    "code_block": "code",
    "bullet_list": "list",
    "ordered_list": "list",
    "table": "table",
    "blockquote": "quote",
    "html_block": "html",
    "hr": "break",
    "definition": "definition",
}
LISTS = ("bullet_list", "ordered_list")
FENCES = ("fence", "colon_fence")
_VERBATIM = frozenset((*FENCES, "code_block", "html_block"))
_WORDS = ("paragraph", "heading")
_ONLY_COMMENTS = pattern(r"\s*+(?:<!--(?:(?!-->).)*+-->\s*+)+", re.DOTALL)
_SIGNS = pattern(r"[ \t>]*")
_DIRECTIVE = pattern(r"\{([^{}\s]+)\}\s*(.*)")

_SPACE_OR_TAB = (" ", "\t")

#: A line indented by more spaces than this is code.
_MOST_INDENTED = 3


class Page(NamedTuple):
    """A file: the lines of its front matter, all its lines, and its top-level blocks."""

    front: Sequence[Line]
    lines: Sequence[Line]
    pieces: Sequence[Piece]


class Piece(NamedTuple):
    """A top-level block with its lines; its type is `definition` for link reference definitions."""

    seen: BlockNode
    lines: Sequence[Line]
    #: Whether it continues the definition, in MyST's sense, that precedes it.
    is_set_in: bool = False


def pieces(text: str) -> Page:
    """Split a file into its front matter and its top-level blocks, in order.

    Every line that is not blank belongs to one of them. Trailing white space is removed, except for
    hard breaks and inside code and HTML.
    """
    raw = _lines.split(text)
    front = front_matter(raw)
    above = _lines.numbered(raw[:front])
    raw[:front] = [""] * front
    clean, found = _cut_up(_lines.numbered(raw), raw)
    return Page(above, clean, found)


def cut_up(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Piece]]:
    """Return the lines without trailing white space, and the blocks that they consist of."""
    return _cut_up(lines, [line.text for line in lines])


def _cut_up(lines: Sequence[Line], texts: Sequence[str]) -> tuple[Sequence[Line], list[Piece]]:
    """Do the work of `cut_up` when the texts of the lines are already available."""
    seen = scan(texts)
    ends = [at for at, text in enumerate(texts) if text[-1:] in _SPACE_OR_TAB]
    clean = _trimmed(lines, seen, ends) if ends else lines
    offset = lines[0].number - 1 if lines else 0
    found: list[Piece] = []
    last = 0
    for block in _merged(seen, clean):
        if block.first > last:
            _add_definitions(found, clean, last, block.first)
        inside = clean[block.first : block.stop]
        if not inside[-1].text.strip(" \t"):
            inside = _lines.trimmed(inside)
        last = block.first + len(inside)
        own = block.moved(offset) if offset else block
        if found and (own.type == "code_block" or found[-1].seen.type == "definition"):
            before = found[-1]
            if note := footnotes.whole(before.seen, before.lines, own):
                own, inside = note, clean[found.pop().lines[0].number - clean[0].number : last]
        found.append(Piece(own, inside, definition_lists.go_on(found, own, inside)))
    _add_definitions(found, clean, last, len(clean))
    return clean, found


def front_matter(raw: Sequence[str]) -> int:
    """Return the number of lines of YAML front matter, fences included; 0 if there is none."""
    if raw and raw[0].rstrip(" \t") == "---":
        for number, line in enumerate(raw[1:], 2):
            if line.rstrip(" \t") in ("---", "..."):
                return number
    return 0


def _trimmed(
    lines: Sequence[Line], seen: Sequence[BlockNode], ends: Sequence[int]
) -> Sequence[Line]:
    """Remove the trailing blanks of the lines at `ends`, except where they mean something.

    In code and HTML, all blanks are kept. In prose, two blanks make a hard break; a blank after a
    backslash keeps the backslash from making a hard break or from becoming part of a link's target.
    """
    kept: set[int] = set()
    for block in (inner for outer in seen for inner in outer.walk()):
        if block.type in _VERBATIM:
            kept.update(range(block.first, block.stop))
        elif block.type in _WORDS:
            kept.update(
                at
                for at in range(block.first, block.stop)
                if (at < block.stop - 1 and lines[at].text.endswith("  "))
                or lines[at].text.rstrip(" \t").endswith("\\")
            )
    found = list(lines)
    for at in ends:
        if at not in kept:
            found[at] = lines[at]._replace(text=lines[at].text.rstrip(" \t"))
    return found


def _merged(seen: Sequence[BlockNode], lines: Sequence[Line]) -> list[BlockNode]:
    """Return the blocks, with the two parts of each list that markdown-it has split merged again.

    markdown-it splits a list after an empty item.
    """
    found: list[BlockNode] = []
    for block in seen:
        if block.type in LISTS and found and _is_rest_of_list(found[-1], block, lines):
            last = found.pop()
            found.append(last._replace(stop=block.stop, inside=(*last.inside, *block.inside)))
        else:
            found.append(block)
    return found


def _is_rest_of_list(last: BlockNode, block: BlockNode, lines: Sequence[Line]) -> bool:
    if (last.type, last.markup) != (block.type, block.markup):
        return False
    return not any(line.text for line in lines[last.stop : block.first])


def _add_definitions(found: list[Piece], lines: Sequence[Line], start: int, stop: int) -> None:
    """Add a piece for the link reference definitions between two blocks.

    markdown-it yields no tokens for definitions, so they are whatever stands between the blocks.
    """
    while start < stop and not lines[start].text:
        start += 1
    if start == stop:
        return
    if between := _lines.trimmed(lines[start:stop]):
        first = between[0].number - 1
        found.append(Piece(BlockNode("definition", first, first + len(between)), between))


def verbatim(piece: Piece, path: str) -> Block:
    """Return a piece as a block of text, kept as it was written.

    Up to three leading spaces, unless in a definition, are removed so that it can follow a list.
    """
    kind = _KINDS[piece.seen.type]
    lines = piece.lines
    if kind == "code" and piece.seen.type != "code_block":
        lines = fence_lines(piece)
    elif kind == "quote":
        lines = [_outdented(line) for line in lines]
    elif kind == "paragraph" and lines[0].text[0] in _SPACE_OR_TAB and not piece.is_set_in:
        lines = [*_lines.dedented(lines[:1], _MOST_INDENTED), *lines[1:]]
    text = _lines.cut(lines, path)
    if kind == "code":
        return _code(piece, text)
    if kind == "html" and _ONLY_COMMENTS.fullmatch(text):
        kind = "comment"
    if kind == "list":
        return Block(kind, text, entries=_entries(piece, path))
    return Block(kind, text)


def directive_name(info: str) -> str:
    """Return the name of the directive in a fence's info string; empty if there is none."""
    directive = _DIRECTIVE.fullmatch(info.strip())
    return directive[1] if directive else ""


def fence_lines(piece: Piece) -> Sequence[Line]:
    """Return the lines of a fence without its indentation.

    The lines are returned unchanged if a line of the code would close the fence once it is
    dedented.
    """
    width = _lines.indent(piece.lines[0].text)
    if not width:
        return piece.lines
    opening = piece.seen.markup
    for line in piece.lines[1:]:
        mark = line.text.strip(" \t")
        closing = mark.startswith(opening) and not mark.strip(opening[0])
        if closing and _lines.indent(line.text) > _MOST_INDENTED:
            return piece.lines
    return _lines.dedented(piece.lines, width)


def _outdented(line: Line) -> Line:
    """Return a line of a quote without indentation, unless it is a lazy continuation line.

    Tabs after its `>` signs become spaces, because their width would change.
    """
    if not line.text.lstrip(" ").startswith(">") or _lines.indent(line.text) > _MOST_INDENTED:
        return line
    signs = _SIGNS.match(line.text)
    if line.text[0] == " " and signs and "\t" in signs[0]:
        line = line._replace(text=signs[0].expandtabs(TAB_STOP) + line.text[signs.end() :])
    return _lines.moved(line, _MOST_INDENTED, _MOST_INDENTED)


def _code(piece: Piece, text: Text) -> Block:
    info = piece.seen.info.strip()
    if directive := _DIRECTIVE.fullmatch(info):
        if directive[1] in ("code-block", "code", "sourcecode", "code-cell"):
            return Block("code", text, info=directive[2].strip())
        return Block("directive", text, info=directive[1])
    if piece.seen.type == "colon_fence":
        return Block("directive", text, info=info)
    is_fenced = piece.seen.type == "fence"
    return Block("code", text, info=info.split()[0] if info else "", fenced=is_fenced)


def _entries(piece: Piece, path: str) -> tuple[Text, ...]:
    """Return the first paragraph of each item of a list, including its marker."""
    found = []
    for item in piece.seen.inside:
        start, stop = item.first - piece.seen.first, item.first - piece.seen.first + 1
        if item.inside and item.inside[0].type == "paragraph":
            stop = item.inside[0].stop - piece.seen.first
        found.append(_lines.cut(_lines.dedented(piece.lines[start:stop], 999), path))
    return tuple(found)
