"""The top level of a Markdown file, as CommonMark and GFM see it: pieces with their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin

from ..model import Block, BlockKind
from ..source import Text
from . import lines as _lines
from .lines import Line

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
_VERBATIM = frozenset(("fence", "colon_fence", "code_block", "html_block"))
_ONLY_COMMENTS = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.DOTALL)
_DIRECTIVE = re.compile(r"\{([^{}\s]+)\}\s*(.*)")


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


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """CommonMark with GFM tables and MyST's colon fences, block rules only."""
    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def pieces(text: str) -> Page:
    """Cut a file into its front matter and the blocks of its top level, in order.

    Every line that is not blank is in one of them. Spaces at a line's end are gone, but for
    hard breaks and the inside of code and HTML.
    """
    raw = _lines.split(text)
    front = _front_matter(raw)
    shown = [""] * front + raw[front:]
    tokens = _parser().parse("\n".join(shown))
    clean = _trimmed(shown, tokens)
    found: list[Piece] = []
    last = front
    for start, stop, group in _top_level(tokens):
        _add_definitions(found, clean[last:start])
        inside = _lines.trimmed(clean[start:stop])
        found.append(Piece(group, inside))
        last = start + len(inside)
    _add_definitions(found, clean[last:])
    return Page([Line(number, line) for number, line in enumerate(raw[:front], 1)], clean, found)


def _front_matter(raw: Sequence[str]) -> int:
    """How many lines of YAML front matter the file begins with, its fences included."""
    if raw and raw[0].rstrip() == "---":
        for number, line in enumerate(raw[1:], 2):
            if line.rstrip() in ("---", "..."):
                return number
    return 0


def _trimmed(raw: Sequence[str], tokens: Sequence[Token]) -> list[Line]:
    kept: set[int] = set()
    for token in tokens:
        if token.map and token.type in _VERBATIM:
            kept.update(range(*token.map))
        elif token.map and token.type == "inline":
            inner = range(token.map[0], token.map[1] - 1)
            kept.update(number for number in inner if raw[number].endswith("  "))
    return [
        Line(number + 1, line if number in kept else line.rstrip(" \t"))
        for number, line in enumerate(raw)
    ]


def _top_level(tokens: Sequence[Token]) -> list[tuple[int, int, Sequence[Token]]]:
    found: list[tuple[int, int, Sequence[Token]]] = []
    start = 0
    for index, token in enumerate(tokens):
        if token.level == 0 and token.nesting <= 0:
            opening = tokens[start]
            if opening.map:
                first, stop = opening.map
                found.append((first, stop, tokens[start : index + 1]))
            start = index + 1
    return found


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
    if kind in ("code", "quote") and piece.type != "code_block":
        lines = _lines.dedented(lines, min(3, _lines.indent(lines[0].text)))
    elif kind == "paragraph":
        lines = [*_lines.dedented(lines[:1], 3), *lines[1:]]
    text = _lines.cut(lines, path)
    if kind == "code":
        return _code(piece, text)
    if kind == "html" and _ONLY_COMMENTS.fullmatch(text):
        kind = "comment"
    if kind == "list":
        return Block(kind, text, entries=_entries(piece, path))
    return Block(kind, text)


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
