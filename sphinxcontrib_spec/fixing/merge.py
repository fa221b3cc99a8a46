"""A file with what a fix changes in its canonical print, and every other byte of it as it was.

This is a merge of three texts, as `diff3` does it: the file, the canonical print of its spec,
and the print of the fixed spec. A print says the same words in the same order as its file,
however that is laid out; so it is known which lines of the file say a line of the print, and
which character of the file a letter of it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from .lines import BYTE_ORDER_MARK, common, origins, split
from .stretches import letters_of, stretches


class Original:
    """A file and its canonical print, beside each other."""

    def __init__(self, text: str, base: Sequence[str]) -> None:
        """Lay the lines of a print, `base`, beside those of the file that it was made of."""
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
        #: Asked for each change of a line, which are asked for one after the other.
        self._letters = lru_cache(maxsize=1)(_letters)

    def merged(self, theirs: Sequence[str]) -> str:
        """The file with what another print, `theirs`, has otherwise than its own.

        Of a changed line only the changed words are new, as far as they can be told.
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
        """How many stretches end before a line of the print, and how many begin before another.

        At either end are lines of the file.
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
        """Whether the file has lines of its own for this stretch."""
        stretch = self._stretches[number]
        return stretch.start < stretch.stop

    def _end_of(self, number: int) -> tuple[int, int]:
        """The lines of the print, and of the file, that so many stretches take up."""
        if not number:
            return 0, 0
        _, stop, _, last = self._stretches[number - 1]
        return last, stop

    def _whole(self, sources: Sequence[int], at: int) -> int | None:
        """The stretch all of whose lines stand unchanged in another print from line `at` on."""
        if sources[at] < 0:
            return None
        number = self._number[sources[at]]
        _, _, first, last = self._stretches[number]
        size = last - first
        return number if list(sources[at : at + size]) == list(range(first, last)) else None

    def _of_file(self, start: int, stop: int) -> Iterable[tuple[str, str]]:
        return zip(self._lines[start:stop], self._ends[start:stop], strict=True)

    def _changed(self, partner: int, line: str) -> tuple[str, str]:
        """A line that stands for the line `partner` of the print, or for none of it.

        It is that line whole where the letters of the file's own line cannot be told.
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
        """Lines with their ends, the last one without; one that has none ends as the first does."""
        last = said[-1][0] if said else ""
        return "".join(line + (end or self._end) for line, end in said[:-1]) + last


class _Letters(NamedTuple):
    """Where the letters of a line stand in its print, and where in the file each begins and ends.

    Beginnings and ends are known by where they are in the print.
    """

    places: list[int]
    starts: dict[int, int]
    ends: dict[int, int]


def _letters(ours: str, base: str) -> _Letters | None:
    """The letters of a line of a file and of the line `base` of its print, if they are the same."""
    places, letters = letters_of(ours), letters_of(base)
    if len(places) != len(letters):
        return None
    starts = dict(zip(letters, places, strict=True))
    return _Letters(letters, starts, {letter + 1: place + 1 for letter, place in starts.items()})


def _spliced(ours: str, base: str, theirs: str, letters: _Letters) -> str:
    """The line of a file that says the line `base` of its print, changed to say `theirs`.

    Only what differs is replaced, with the signs of the layout next to it up to the next letter.
    A line that is only set in otherwise belongs to a marker that is new, and is set in for that
    one: how far the file's own line is set in means nothing to it.
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
