"""Merge the changes of a fix in the canonical text into the file, and keep every other byte.

This is a three-way merge, as in `diff3`, of the file, the canonical text of its spec (called a
print here), and the print of the fixed spec. A print has the same words in the same order as its
file, whatever the layout of the file, so it is known which lines of the file correspond to a line
of the print, and which character of the file corresponds to one of its letters.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from .lines import BYTE_ORDER_MARK, common, origins, split
from .stretches import letters_of, stretches


class Original:
    """A file and its print, side by side."""

    def __init__(self, text: str, base: Sequence[str]) -> None:
        """Align the lines of a print, `base`, with the lines of the file that it was made from."""
        self._mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        self._lines, self._ends = split(text.removeprefix(self._mark))
        self._end = self._ends[0] or "\n"
        self._base = base
        self._stretches = stretches(self._lines, base)
        self._number = [
            number
            for number, stretch in enumerate(self._stretches)
            for _ in range(stretch.first, stretch.last)
        ]
        #: Cached because each change of a line asks for it, and the requests for a line are
        #: consecutive.
        self._letters = lru_cache(maxsize=1)(_letters)

    def merged(self, theirs: Sequence[str]) -> str:
        """Return the file with the differences between another print, `theirs`, and its own.

        In a changed line, only the changed words are replaced, as far as they can be determined.
        """
        sources, partners, before, after = origins(self._base, theirs)
        head, tail = self._whole_ones(before, len(self._base) - after)
        at, start = self._end_of(head)
        said = list(self._of_file(0, start))
        kept = head - 1
        rest, rest_of_file = self._end_of(tail)
        while at < len(theirs) - len(self._base) + rest:
            number = self._whole(sources, at)
            if number is None:
                said.append(self._changed(partners[at], theirs[at]))
                kept = self._number[partners[at]] if partners[at] >= 0 else -1
                at += 1
                continue
            stretch = self._stretches[number]
            stop = at + stretch.last - stretch.first
            if stretch.start < stretch.stop:
                said += self._of_file(stretch.start, stretch.stop)
            elif stop < len(theirs):
                beside = partners[stop] == stretch.last and kept == number - 1
                said += () if beside else ((line, "") for line in theirs[at:stop])
            at, kept = stop, number
        said += self._of_file(rest_of_file, len(self._lines))
        return self._mark + self._text(said)

    def _whole_ones(self, before: int, after: int) -> tuple[int, int]:
        """Return the number of stretches before one line of the print, and before another.

        The stretches at both ends have lines in the file.
        """
        numbers = [*self._number, len(self._stretches)]
        head, tail = numbers[before], numbers[after]
        while head and not self._is_said(head - 1):
            head -= 1
        if tail < len(self._stretches) and self._stretches[tail].first < after:
            tail += 1
        while tail < len(self._stretches) and not self._is_said(tail):
            tail += 1
        return head, tail

    def _is_said(self, number: int) -> bool:
        """Return whether the file has lines of its own for this stretch."""
        stretch = self._stretches[number]
        return stretch.start < stretch.stop

    def _end_of(self, number: int) -> tuple[int, int]:
        """Return how many lines of the print and of the file the first stretches take up."""
        if not number:
            return 0, 0
        _, stop, _, last = self._stretches[number - 1]
        return last, stop

    def _whole(self, sources: Sequence[int], at: int) -> int | None:
        """Return the stretch that is unchanged in another print from line `at` on, or None."""
        if sources[at] < 0:
            return None
        number = self._number[sources[at]]
        _, _, first, last = self._stretches[number]
        size = last - first
        return number if list(sources[at : at + size]) == list(range(first, last)) else None

    def _of_file(self, start: int, stop: int) -> Iterable[tuple[str, str]]:
        return zip(self._lines[start:stop], self._ends[start:stop], strict=True)

    def _changed(self, partner: int, line: str) -> tuple[str, str]:
        """Return a line and its ending that replace the line `partner` of the print; -1 is none.

        If the letters of the file's own line cannot be matched, the whole line is replaced.
        """
        if partner >= 0:
            start, stop, first, last = self._stretches[self._number[partner]]
            if stop - start == last - first == 1:
                ours, base = self._lines[start], self._base[partner]
                letters = None if ours == base else self._letters(ours, base)
                spliced = _spliced(ours, base, line, letters) if letters else line
                return spliced, self._ends[start]
        return line, ""

    def _text(self, said: Sequence[tuple[str, str]]) -> str:
        """Join lines and their endings, but not the last ending; an empty one is that of line 1."""
        last = said[-1][0] if said else ""
        return "".join(line + (end or self._end) for line, end in said[:-1]) + last


class _Letters(NamedTuple):
    """The offsets of a line's letters in the print, and of their starts and ends in the file.

    Starts and ends are mapped from offsets in the print to offsets in the file.
    """

    places: list[int]
    starts: dict[int, int]
    ends: dict[int, int]


def _letters(ours: str, base: str) -> _Letters | None:
    """Match the letters of a line of the file to those of the line `base`; None if they differ."""
    places, letters = letters_of(ours), letters_of(base)
    if len(places) != len(letters):
        return None
    starts = dict(zip(letters, places, strict=True))
    return _Letters(letters, starts, {letter + 1: place + 1 for letter, place in starts.items()})


def _spliced(ours: str, base: str, theirs: str, letters: _Letters) -> str:
    """Change the file's line that corresponds to the line `base` of its print to say `theirs`.

    Only what differs is replaced, including adjacent layout characters up to the next letter. If a
    line differs only in its indentation, it belongs to a new marker and takes the new indentation;
    the indentation in the file is irrelevant then.
    """
    places, starts, ends = letters
    if places and len(base) != len(theirs) and base.lstrip(" ") == theirs.lstrip(" "):
        first = places[0]
        return theirs[: len(theirs) - len(base) + first] + ours[starts[first] :]
    start = common(base, theirs)
    stop = len(base) - min(common(base[::-1], theirs[::-1]), min(len(base), len(theirs)) - start)
    if start == stop:
        left = right = ends.get(start, starts.get(start))
    else:
        left = starts.get(start, ends.get(start))
        right = ends.get(stop, starts.get(stop))
    if left is None:
        before = bisect_left(places, start)
        start = places[before - 1] if before else 0
        left = starts.get(start, 0)
    if right is None:
        after = bisect_left(places, stop)
        stop = places[after] + 1 if after < len(places) else len(base)
        right = ends.get(stop, len(ours))
    return ours[:left] + theirs[start : len(theirs) - len(base) + stop] + ours[right:]
