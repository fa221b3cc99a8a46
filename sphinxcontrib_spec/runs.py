"""Finds the longest part of a sequence of numbers that is already in order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the indices of a longest increasing subsequence; numbers below 0 are left out.

    This is patience sorting (Aldous and Diaconis, 1999), in O(n log n) time.
    """
    tops: list[int] = []
    ends: list[int] = []
    before = [-1] * len(numbers)
    for index, number in enumerate(numbers):
        if number < 0:
            continue
        pile = bisect_left(tops, number)
        before[index] = ends[pile - 1] if pile else -1
        tops[pile : pile + 1] = [number]
        ends[pile : pile + 1] = [index]
    run: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = before[index]
    return run[::-1]
