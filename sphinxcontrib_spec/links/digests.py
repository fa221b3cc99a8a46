"""Texts without their words: whether one is among very many, and which numbers it has."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property


class Digests:
    """Texts that have numbers, at 32 bytes a text, however long it is.

    Only hashes are kept, of 64 bits: that two of a million texts share one is less likely than
    one in ten million. All are added before the first question.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._hashes = array("q")
        self._numbers = array("L")

    def add(self, text: str, number: int = 0) -> None:
        """Give a text a number, besides those that it has."""
        self._hashes.append(hash(text))
        self._numbers.append(number)

    def __contains__(self, text: str) -> bool:
        """Whether a text was added."""
        return bool(self.numbers(text))

    def numbers(self, text: str) -> array[int]:
        """The numbers of a text, in the order in which they were given."""
        digest = hash(text)
        hashes, numbers = self._sorted
        start = end = bisect_left(hashes, digest)
        while end < len(hashes) and hashes[end] == digest:
            end += 1
        return numbers[start:end]

    @cached_property
    def _sorted(self) -> tuple[array[int], array[int]]:
        """All hashes in order, and the number of each."""
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        hashes = array("q", map(self._hashes.__getitem__, order))
        return hashes, array("L", map(self._numbers.__getitem__, order))
