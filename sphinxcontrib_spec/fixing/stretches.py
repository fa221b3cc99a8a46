"""Match the lines of a file to the lines of its canonical text, the print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..patterns import pattern
from .lines import once

_LAYOUT = r"\s\ufeff*+#|=:\\-"
_LETTER = pattern(f"[^{_LAYOUT}]")
_GAPS = pattern(f"[{_LAYOUT}]+")
_NUMBER = pattern(r"[ \t]*\d{1,9}[.)](?=[ \t]|$)")
_UNDERLINE = pattern(r"[ ]{0,3}(?:=+|-+)[ \t]*")


class Stretch(NamedTuple):
    """The lines of a file from `start` to `stop`, and the corresponding lines of its print."""

    start: int
    stop: int
    first: int
    last: int


def stretches(lines: Sequence[str], base: Sequence[str]) -> list[Stretch]:
    """Return the stretches of a file and its print, in order and without gaps.

    Lines without words are matched by position. One that is missing from the print belongs to the
    words after it, or to those before it if it underlines a heading.
    """
    found: list[Stretch] = []
    ours, theirs = [*map(_words, lines)], [*map(_words, base)]
    known = once(theirs)
    start = first = 0
    while True:
        stop, last = _next_words(ours, start), _next_words(theirs, first)
        for here, there in _pairs(lines, range(start, stop), base, range(first, last)):
            found.append(Stretch(start, here, first, there))
            start, first = here, there
        first = last
        if first == len(base) or stop == len(lines):
            break
        stop, last = _same_words(ours, stop, theirs, first, known)
        if base[first].startswith("#") and not lines[stop - 1].lstrip().startswith("#"):
            while stop < len(lines) and _UNDERLINE.fullmatch(lines[stop]):
                stop += 1
        found.append(Stretch(start, stop, first, last))
        start, first = stop, last
    if first < len(base):
        found.append(Stretch(start, len(lines), first, len(base)))
    elif start < len(lines):
        found[-1] = found[-1]._replace(stop=len(lines))
    return found


def _pairs(
    lines: Sequence[str], gap: range, base: Sequence[str], their_gap: range
) -> Iterator[tuple[int, int]]:
    """Yield where lines without words end together: line by line, sign by sign, or all at once."""
    if len(gap) == len(their_gap):
        yield from ((at + 1, there + 1) for at, there in zip(gap, their_gap, strict=True))
        return
    signs = [at for at in gap if lines[at].strip()]
    their_signs = [at for at in their_gap if base[at].strip()]
    last = their_gap.start
    if len(signs) == len(their_signs):
        for at, there in zip(signs, their_signs, strict=True):
            if there > last:
                yield at, there
            yield at + 1, there + 1
            last = there + 1
    if last < their_gap.stop:
        yield gap.stop, their_gap.stop


def _words(line: str) -> str:
    number = _NUMBER.match(line)
    return _GAPS.sub("", line[number.end() :] if number else line)


def _next_words(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and not lines[at]:
        at += 1
    return at


def _same_words(
    ours: Sequence[str], start: int, theirs: Sequence[str], first: int, known: Mapping[str, int]
) -> tuple[int, int]:
    """Return where lines that begin with the same words end together.

    If the words differ, for instance because a comment moves to the end of its row, that is before
    the next line of the file that the print also has; `known` holds the lines that occur in it
    once.
    """
    stop, last = start, first
    mine = other = 0
    while True:
        size = min(len(ours[stop]) - mine, len(theirs[last]) - other)
        if ours[stop][mine : mine + size] != theirs[last][other : other + size]:
            break
        mine, other = mine + size, other + size
        ended, theirs_ended = mine == len(ours[stop]), other == len(theirs[last])
        if ended and theirs_ended:
            return stop + 1, last + 1
        if ended:
            stop, mine = stop + 1, 0
        else:
            last, other = last + 1, 0
        if stop == len(ours) or last == len(theirs):
            break
    for at in range(start + 1, len(ours)):
        if ours[at] and known.get(ours[at], -1) > first:
            return at, known[ours[at]]
    return len(ours), len(theirs)


def letters_of(line: str) -> list[int]:
    """Return the offsets of the characters of a line that are not layout."""
    number = _NUMBER.match(line)
    return [match.start() for match in _LETTER.finditer(line, number.end() if number else 0)]
