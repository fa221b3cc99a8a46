"""Join pieces to the Markdown of a paragraph, and keep each from affecting the next.

What CommonMark reads as markup depends on the neighbouring characters, so nothing is escaped until
all pieces of a paragraph are joined.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ..patterns import pattern
from .escapes import Run, escapes, is_punctuation, is_space, may_be_punctuation
from .pieces import Piece, fence, markup

#: Separates two pieces of markup that would be read as one.
_GAP = Piece("<!-- -->", "markup")

_LINE_BREAK = pattern(r"\r\n?|\n")

#: A link whose label begins with code that would end the label of a link reference definition.
_DEFINITION = pattern(r"\[(?:[^\[\]\\]|\\.)+\]:")

#: A text of one line that can be written as it is: no character in it may be read as markup, and
#: there is no white space at its ends. It begins no block if it begins with a letter.
_PLAIN = pattern(r"(?!\s)(?:[^\\*_~`\[\]<&!{\r\n\0]|<(?= ))+(?<!\s)")


def joined(pieces: Iterable[Piece], *, lines: bool = True) -> str:
    """Return the Markdown of a paragraph or, without `lines`, of a table cell or a heading."""
    pieces = list(pieces)
    if len(pieces) == 1 and pieces[0].kind == "text":
        text = pieces[0].text
        if _PLAIN.fullmatch(text) and (not lines or text[0].isalpha()):
            return text
    clean = (_one_line(piece) for piece in pieces) if not lines else pieces
    found = _apart(list(_finished(_trimmed(_merged(clean)), lines)))
    flat = "".join(piece.text for piece in found)
    escaped: list[str] = []
    last = 0
    for at in escapes(flat, list(_runs(found)), lines=lines):
        escaped += (flat[last:at], "\\")
        last = at
    text = "".join(escaped) + flat[last:]
    return f"&#32;{text}" if lines and _DEFINITION.match(text) else text


def _one_line(piece: Piece) -> Piece:
    return piece._replace(text=_with_lines(piece.text, " "))


def _with_lines(text: str, gap: str = "\n") -> str:
    """Replace each line break, and all white space around it, with this gap."""
    first, *rest = _LINE_BREAK.split(text.replace("\0", "\ufffd"))
    if not rest:
        return first
    *inner, last = (line.lstrip(" \t") for line in rest)
    inner = [line.rstrip(" \t") for line in inner]
    return gap.join([first.rstrip(" \t"), *filter(None, inner), last])


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Merge adjacent pieces of one kind: `*a*` directly followed by `*b*` becomes `*ab*`."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if not piece.text and piece.kind != "break":
            continue
        if last and last.kind == "close" and piece.kind == "open" and last.text == piece.text:
            found.pop()
        elif last and piece.kind in ("text", "code") and last[1:] == piece[1:]:
            found[-1] = last._replace(text=last.text + piece.text)
        else:
            found.append(piece)
    return found


def _trimmed(pieces: Iterable[Piece]) -> list[Piece]:
    """Remove white space at the ends of lines, and line breaks at both ends."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "text":
            text = _with_lines(piece.text)
            if not found or found[-1].kind == "break":
                text = text.lstrip(" \t\n")
            if text:
                found.append(piece._replace(text=text))
        elif piece.kind == "break":
            _strip_end(found)
            found += [piece] if found else []
        else:
            found.append(piece)
    _strip_end(found)
    while found and found[-1].kind == "break":
        found.pop()
        _strip_end(found)
    return found


def _strip_end(found: list[Piece]) -> None:
    while found and found[-1].kind == "text":
        last = found.pop()
        if text := last.text.rstrip(" \t\n"):
            found.append(last._replace(text=text))
            return


def _finished(pieces: Sequence[Piece], lines: bool) -> Iterator[Piece]:
    """Convert code and breaks to markup, and white space that the ends would lose to entities."""
    for at, piece in enumerate(pieces):
        text = piece.text
        if piece.kind == "code":
            yield markup(_code(text))
        elif piece.kind == "break":
            yield markup("\\\n" if lines else "<br>")
        elif piece.kind != "text":
            yield piece
        else:
            start = 1 if at == 0 and _is_wide(text[0]) else 0
            ends = at == len(pieces) - 1 and len(text) > start and _is_wide(text[-1])
            stop = len(text) - 1 if ends else len(text)
            yield from _spelt(text[:start])
            if start < stop:
                yield piece._replace(text=text[start:stop])
            yield from _spelt(text[stop:])


def _is_wide(char: str) -> bool:
    """Return whether this is white space other than the space between words, such as U+00A0."""
    return char != " " and unicodedata.category(char)[0] == "Z"


def _spelt(space: str) -> Iterator[Piece]:
    """Yield each character of white space as an entity."""
    return (markup(f"&#{ord(char)};") for char in space)


def _code(content: str) -> str:
    """Return a code span; line breaks stay where no block can begin on the next line."""
    content = _with_lines(content)
    ticks = fence(content)
    content = re.sub(r"\n" if len(ticks) > 2 else r"^\n|\n(?![A-Za-z])", " ", content)
    blunt = content[0] == content[-1] == " " and content.strip(" ")
    pad = " " if blunt or content[0] == "`" or content[-1] == "`" else ""
    return f"{ticks}{pad}{content}{pad}{ticks}"


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Insert gaps between pieces that Markdown would otherwise misread."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at and _needs_gap(pieces, at):
            found.append(_GAP)
        found.append(piece)
    return found


def _needs_gap(pieces: Sequence[Piece], at: int) -> bool:
    """Return whether the piece at this index must not touch the one before it.

    Emphasis delimiters next to punctuation are not recognised if there is a letter on their other
    side. Inside other emphasis, a letter on the outside may make them end what they should begin.
    """
    last, piece = pieces[at - 1], pieces[at]
    before, after = last.text[-1], piece.text[0]
    if last.kind == "close" and piece.kind == "open":
        return True
    if piece.kind == "open" and (piece.starred or may_be_punctuation(pieces[at + 1].text[0])):
        return not (is_space(before) or is_punctuation(before))
    if last.kind == "close" and (last.starred or may_be_punctuation(pieces[at - 2].text[-1])):
        return not (is_space(after) or is_punctuation(after))
    return last.kind != "text" and piece.kind != "text" and before == after == "`"


def _runs(pieces: Iterable[Piece]) -> Iterator[Run]:
    start = 0
    for piece in pieces:
        stop = start + len(piece.text)
        if piece.kind == "text":
            yield Run(start, stop, piece.starred, piece.labelled)
        start = stop
