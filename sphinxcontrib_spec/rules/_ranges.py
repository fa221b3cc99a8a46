"""Finds overlapping ranges of lines, efficiently for any number of ranges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class _Held(NamedTuple, Generic[Value]):
    path: str
    first: int
    last: int
    value: Value


class Ranges(Generic[Value]):
    """Ranges of lines in files, each with a value."""

    def __init__(self, ranges: Iterable[tuple[str, int, int, Value]]) -> None:
        """Store the ranges, given in any order."""
        self._held = sorted((_Held(*each) for each in ranges), key=lambda held: held[:3])
        self._starts = [(held.path, held.first) for held in self._held]
        #: For each range, the last line that it or an earlier range of the same file reaches.
        self._reached: list[int] = []
        path = None
        for held in self._held:
            before = self._reached[-1] if held.path == path else 0
            self._reached.append(max(before, held.last))
            path = held.path

    def over(self, path: str, first: int, last: int) -> Iterator[Value]:
        """Yield the values of all ranges that overlap these lines, the last ones to begin first."""
        at = bisect_right(self._starts, (path, last)) - 1
        while at >= 0 and self._held[at].path == path and self._reached[at] >= first:
            if self._held[at].last >= first:
                yield self._held[at].value
            at -= 1
