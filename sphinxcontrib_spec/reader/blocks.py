"""The top level of a Markdown file, as CommonMark and GFM see it: pieces with their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from ..model import Block, BlockKind
from ..source import Text
from . import lines as _lines
from .lines import Line
from .scan import scan

_KINDS: dict[str, BlockKind] = {
    "paragraph_open": "paragraph",
    "fence": "code",
    "colon_fence": "code",
    "code_block": "code",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "html_block": "html",
    "hr": "break",
}
_LISTS = ("bullet_list_open", "ordered_list_open")
_VERBATIM = frozenset(("fence", "colon_fence", "code_block", "html_block"))
_ONLY_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_SIGNS = re.compile(r"[ \t>]*")
_DIRECTIVE = re.compile(r"\{([^{}\s]+)\}\s*(.*)")

#: More spaces than this before a line make it code.
_MOST_INDENTED = 3


class _Range(NamedTuple):
    first: int
    stop: int
    tokens: list[Token]


class Page(NamedTuple):
    """A file: the lines of its front matter, all lines, and the blocks of its top level."""

    front: Sequence[Line]
    lines: Sequence[Line]
    pieces: Sequence[Piece]


class Piece(NamedTuple):
    """One block of the top level: its tokens, from the opening to the closing one, and lines."""

    tokens: Sequence[Token]
    lines: Sequence[Line]

    @property
    def type(self) -> str:
        """The type of its first token; empty for link reference definitions, which have none."""
        return self.tokens[0].type if self.tokens else ""


def pieces(text: str) -> Page:
    """Cut a file into its front matter and the blocks of its top level, in order.

    Every line that is not blank is in one of them. Spaces at a line's end are gone, but for
    hard breaks and the inside of code and HTML.
    """
    lines = [Line(number, line) for number, line in enumerate(_lines.split(text), 1)]
    front = front_matter([line.text for line in lines])
    below = [*(line._replace(text="") for line in lines[:front]), *lines[front:]]
    clean, found = cut_up(below)
    return Page(lines[:front], clean, found)


def cut_up(lines: Sequence[Line]) -> tuple[list[Line], list[Piece]]:
    """Lines without the spaces at their ends, and the blocks that they are made of."""
    tokens = scan([line.text for line in lines])
    clean = _trimmed(lines, tokens)
    found: list[Piece] = []
    last = 0
    for start, stop, group in _top_level(tokens, clean):
        _add_definitions(found, clean[last:start])
        inside = _lines.trimmed(clean[start:stop])
        found.append(Piece(group, inside))
        last = start + len(inside)
    _add_definitions(found, clean[last:])
    first = lines[0].number - 1 if lines else 0
    for token in tokens:
        if token.map and first:
            token.map = [number + first for number in token.map]
    return clean, found


def front_matter(raw: Sequence[str]) -> int:
    """How many lines of YAML front matter the file begins with, its fences included."""
    if raw and raw[0].rstrip(" \t") == "---":
        for number, line in enumerate(raw[1:], 2):
            if line.rstrip(" \t") in ("---", "..."):
                return number
    return 0


def _trimmed(lines: Sequence[Line], tokens: Sequence[Token]) -> list[Line]:
    """The lines without the blanks at their ends, but for those that mean something.

    In code and HTML all do. In words two make a hard break, and one after a backslash keeps that
    from making one, or from being where a link leads to.
    """
    kept: set[int] = set()
    for token in tokens:
        if token.map and token.type in _VERBATIM:
            kept.update(range(*token.map))
        elif token.map and token.type == "inline":
            last = token.map[1] - 1
            for number in range(token.map[0], token.map[1]):
                text = lines[number].text
                if text.endswith((" ", "\t")) and (
                    (number < last and text.endswith("  ")) or text.rstrip(" \t").endswith("\\")
                ):
                    kept.add(number)
    return [
        line if number in kept else line._replace(text=line.text.rstrip(" \t"))
        for number, line in enumerate(lines)
    ]


def _top_level(tokens: Sequence[Token], lines: Sequence[Line]) -> list[_Range]:
    """The first line of each block, the line after it, and its tokens."""
    found: list[_Range] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            group = list(tokens[start : index + 1])
            start = index + 1
            if not group[0].map:
                continue
            first, stop = group[0].map
            if found and _goes_on(found[-1], group, lines):
                before = found.pop()
                before.tokens.pop()
                before.tokens.extend(group[1:])
                first, group = before.first, before.tokens
            found.append(_Range(first, stop, group))
    return found


def _goes_on(before: _Range, group: Sequence[Token], lines: Sequence[Line]) -> bool:
    """Whether a list is the rest of the one before: markdown-it cuts them after an empty item."""
    one, other = before.tokens[0], group[0]
    if one.type not in _LISTS or (one.type, one.markup) != (other.type, other.markup):
        return False
    between = lines[before.stop : other.map[0]] if other.map else ()
    return not any(line.text for line in between)


def _add_definitions(found: list[Piece], between: Sequence[Line]) -> None:
    """Link reference definitions leave no token: they are what stands between the tokens."""
    lines = _lines.trimmed(between)
    if lines:
        found.append(Piece((), lines))


def verbatim(piece: Piece, path: str) -> Block:
    """A piece as a block of text, kept as it was written.

    Up to three spaces before it are gone, so that it can stand after a list.
    """
    kind = _KINDS.get(piece.type, "definition")
    lines = piece.lines
    if kind == "code" and piece.type != "code_block":
        lines = fence_lines(piece)
    elif kind == "quote":
        lines = [_outdented(line) for line in lines]
    elif kind == "paragraph":
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
    """The name of the directive that a fence with this info string is; empty if it is none."""
    directive = _DIRECTIVE.fullmatch(info.strip())
    return directive[1] if directive else ""


def fence_lines(piece: Piece) -> Sequence[Line]:
    """The lines of a fence at the margin; as they are, if one of its code would close it there."""
    opening = piece.tokens[0].markup
    for line in piece.lines[1:]:
        mark = line.text.strip(" \t")
        closing = mark.startswith(opening) and not mark.strip(opening[0])
        if closing and _lines.indent(line.text) > _MOST_INDENTED:
            return piece.lines
    return _lines.dedented(piece.lines, _lines.indent(piece.lines[0].text))


def _outdented(line: Line) -> Line:
    """A line of a quote at the margin, if it has a sign of its own and is no lazy line.

    Tabs behind its signs become spaces, as they would have another width there.
    """
    if not line.text.lstrip(" ").startswith(">") or _lines.indent(line.text) > _MOST_INDENTED:
        return line
    signs = _SIGNS.match(line.text)
    if line.text[0] == " " and signs and "\t" in signs[0]:
        line = line._replace(text=signs[0].expandtabs(4) + line.text[signs.end() :])
    return _lines.moved(line, _MOST_INDENTED, _MOST_INDENTED)


def _code(piece: Piece, text: Text) -> Block:
    info = piece.tokens[0].info.strip()
    if directive := _DIRECTIVE.fullmatch(info):
        if directive[1] in ("code-block", "code", "sourcecode", "code-cell"):
            return Block("code", text, info=directive[2].strip())
        return Block("directive", text, info=directive[1])
    if piece.type == "colon_fence":
        return Block("directive", text, info=info)
    return Block("code", text, info=info.split()[0] if info else "", fenced=piece.type == "fence")


def _entries(piece: Piece, path: str) -> tuple[Text, ...]:
    """The first paragraph of each item of a list, with the marker before it."""
    first = piece.lines[0].number - 1
    found = []
    tokens = piece.tokens
    for index, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == 1 and token.map:
            start, stop = token.map[0], token.map[0] + 1
            after = tokens[index + 1]
            if after.type == "paragraph_open" and after.map:
                stop = after.map[1]
            lines = piece.lines[start - first : stop - first]
            found.append(_lines.cut(_lines.dedented(lines, 999), path))
    return tuple(found)
