"""Pieces of a paragraph (text, code and markup), and operations on them before they are joined."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ..patterns import pattern

PieceKind = Literal["text", "code", "markup", "open", "close", "break"]


class Piece(NamedTuple):
    """One piece: plain text, the content of a code span, or finished Markdown.

    `open` and `close` are the delimiters of emphasis, `break` is a hard line break. `starred` marks
    text inside emphasis, `labelled` text inside a link's label.
    """

    text: str
    kind: PieceKind = "text"
    starred: bool = False
    labelled: bool = False


BREAK = Piece("", "break")

_DELIMITERS = ("open", "close")
_TICKS = pattern(r"`+")


def markup(text: str) -> Piece:
    """Return a piece of finished Markdown."""
    return Piece(text, "markup")


def emphasised(mark: str, pieces: Iterable[Piece]) -> list[Piece]:
    """Put the pieces in emphasis, marked with `*` or `**`.

    Emphasis inside emphasis is written with underscores, so that neither ends the other.
    """
    same = (mark, mark.replace("*", "_"))
    before, content, after = _split(
        [piece for piece in pieces if piece.kind not in _DELIMITERS or piece.text not in same]
    )
    inner = (
        piece._replace(text=piece.text.replace("*", "_")) if piece.kind in _DELIMITERS else piece
        for piece in content
    )
    starred = [piece._replace(starred=True) for piece in inner]
    marked = [Piece(mark, "open"), *starred, Piece(mark, "close")] if starred else []
    return [*before, *marked, *after]


def tagged(tag: str, pieces: Iterable[Piece], attributes: str = "") -> list[Piece]:
    """Put the pieces in an HTML element, for which Markdown has no markup of its own."""
    before, content, after = _split(list(pieces))
    element = [markup(f"<{tag}{attributes}>"), *content, markup(f"</{tag}>")] if content else []
    return [*before, *element, *after]


def linked(pieces: Iterable[Piece], url: str, sign: str = "") -> list[Piece]:
    """Make the pieces the label of a link, or of an image if `sign` is `!`."""
    inner = (piece._replace(labelled=True) for piece in pieces)
    return [markup(f"{sign}["), *inner, markup(f"]({url})")]


def fence(content: str, least: int = 1) -> str:
    """Return a fence of backticks that is longer than any run of them in the content."""
    longest = max(map(len, _TICKS.findall(content)), default=0)
    return "`" * max(least, longest + 1)


def _split(content: list[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """Split off white space before and after the pieces."""
    before: list[Piece] = []
    after: list[Piece] = []
    while content and _is_blank(content[0]):
        before.append(content.pop(0))
    while content and _is_blank(content[-1]):
        after.insert(0, content.pop())
    if content and content[0].kind == "text":
        text = content[0].text
        start = len(text) - len(text.lstrip())
        before.append(content[0]._replace(text=text[:start]))
        content[0] = content[0]._replace(text=text[start:])
    if content and content[-1].kind == "text":
        text = content[-1].text
        stop = len(text.rstrip())
        after.insert(0, content[-1]._replace(text=text[stop:]))
        content[-1] = content[-1]._replace(text=text[:stop])
    return before, content, after


def _is_blank(piece: Piece) -> bool:
    return piece.kind == "break" or (piece.kind == "text" and not piece.text.strip())
