"""A memory-saving map from texts to numbers, which keeps only the hashes of the texts."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import cached_property


class Digests:
    """Maps texts to numbers, at 32 bytes per text, however long it is.

    Only 64-bit hashes are kept: the probability that two of a million texts share one is less than
    one in ten million. All texts must be added before the first lookup.
    """

    def __init__(self) -> None:
        """Create an empty map."""
        self._hashes = array("q")
        self._numbers = array("L")

    def add(self, text: str, number: int = 0) -> None:
        """Assign another number to a text."""
        self._hashes.append(hash(text))
        self._numbers.append(number)

    def __contains__(self, text: str) -> bool:
        """Whether a text was added."""
        return bool(self.numbers(text))

    def numbers(self, text: str) -> array[int]:
        """Return the numbers of a text, in the order in which they were added."""
        digest = hash(text)
        hashes, numbers = self._sorted
        start = end = bisect_left(hashes, digest)
        while end < len(hashes) and hashes[end] == digest:
            end += 1
        return numbers[start:end]

    @cached_property
    def _sorted(self) -> tuple[array[int], array[int]]:
        """All hashes in ascending order, and the number of each."""
        order = sorted(range(len(self._hashes)), key=self._hashes.__getitem__)
        hashes = array("q", map(self._hashes.__getitem__, order))
        return hashes, array("L", map(self._numbers.__getitem__, order))
