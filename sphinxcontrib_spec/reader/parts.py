"""Split a page at its headings into parts, before the blocks of each part are read."""

from __future__ import annotations

from collections.abc import Sequence

from ..markup import inline
from ..patterns import pattern
from ..source import Span, Text
from .blocks import Piece
from .lines import Line, cut
from .records import peeled

#: The level of a heading by the character of its underline; for ATX headings, `#` signs are
#: counted.
_UNDERLINED = {"=": 1, "-": 2}

#: Backslashes at the end of a line, the last of which makes a hard break, as no other escapes it.
_HARD_BREAK = pattern(r"(?<!\\)(?:\\\\)*\\(?=\n)")

#: Inline constructs in which a backslash at the end of a line may not be a hard break.
_VERBATIM = ("code", "comment", "tag", "link", "image")


class Part:
    """A heading and the pieces under it, not yet read as blocks."""

    __slots__ = ("blank", "heading", "level", "line", "notes", "pieces", "rule")

    def __init__(self, heading: Text, level: int, line: int, notes: tuple[Text, ...] = ()) -> None:
        self.heading = heading
        self.level = level
        self.line = line
        self.notes = notes
        self.rule = ""
        self.blank = False
        self.pieces: list[Piece] = []

    @property
    def is_title(self) -> bool:
        """Return whether this heading, if it is the first one, is the spec's title."""
        return self.level == 1 and bool(self.heading)


def parted(found: Sequence[Piece], path: str) -> tuple[list[Piece], list[Part]]:
    """Split pieces at headings; return those above the first heading, and the parts."""
    top: list[Piece] = []
    parts: list[Part] = []
    under = top
    for piece in found:
        if piece.seen.type != "heading":
            if parts and not under:
                parts[-1].blank = piece.lines[0].number > parts[-1].line + 1
            under.append(piece)
            continue
        heading, _, notes = peeled(_heading(piece, path), named=False)
        sign, line = piece.seen.markup, piece.lines[-1].number
        part = Part(heading, _UNDERLINED.get(sign, len(sign)), line, notes)
        if _ends_in_break(under) and not (under is top and part.is_title):
            part.rule = under.pop().lines[0].text
        parts.append(part)
        under = parts[-1].pieces
    return top, parts


def _ends_in_break(pieces: Sequence[Piece]) -> bool:
    """Return whether the last piece is a thematic break and the one before it is not."""
    if not pieces or pieces[-1].seen.type != "hr":
        return False
    return len(pieces) == 1 or pieces[-2].seen.type != "hr"


def _heading(piece: Piece, path: str) -> Text:
    """Return a heading's text, without number signs or underline.

    Several lines are joined to one, in which hard breaks are impossible and therefore dropped.
    """
    first = piece.lines[0]
    if piece.seen.markup[0] == "#":
        return _signed(first, path)
    text = cut(piece.lines[:-1], path).trimmed()
    words = _without_hard_breaks(text) if "\\\n" in text else text
    return Text(" ".join(words.split("\n")), text.span)


def _without_hard_breaks(text: str) -> str:
    """Remove the backslashes of hard breaks."""
    kept, at = [], 0
    for match in _HARD_BREAK.finditer(inline.masked(text, _VERBATIM)):
        kept.append(text[at : match.end() - 1])
        at = match.end()
    return "".join(kept) + text[at:]


def _signed(line: Line, path: str) -> Text:
    """Return the text of an ATX heading, without the number signs around it."""
    text = line.text.rstrip(" \t")
    if text[-1] == "#" and (words := text.rstrip("#"))[-1:] in (" ", "\t"):
        text = words.rstrip(" \t")
    start = len(text) - len(text.lstrip(" \t").lstrip("#").lstrip(" \t"))
    return Text(text[start:], Span(path, line.number, line.column + start))
