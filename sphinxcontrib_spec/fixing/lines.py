"""Match the lines of two texts, in time linear in both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..patterns import pattern

BYTE_ORDER_MARK = "\ufeff"

_END = pattern(r"(\r\n|\n|\r)")


def split(text: str) -> tuple[list[str], list[str]]:
    """Split a file at CommonMark's line endings; return lines and endings, the last one empty."""
    pieces = _END.split(text)
    return pieces[::2], [*pieces[1::2], ""]


def common(one: str, other: str) -> int:
    """Return the length of the common prefix, by bisection because slices compare fast."""
    least = min(len(one), len(other))
    return bisect_left(range(least), True, key=lambda at: one[: at + 1] != other[: at + 1])


class Origins(NamedTuple):
    """For each line of a new text, the old line that it equals and the one that it replaces.

    -1 means none. `before` and `after` count the lines that both texts have in common at either
    end.
    """

    sources: list[int]
    partners: list[int]
    before: int
    after: int


def origins(old: Sequence[str], new: Sequence[str]) -> Origins:
    """Find out where the lines of a new text come from.

    Lines are matched by their neighbours and, if both texts contain them exactly once, by
    themselves, as in Bram Cohen's patience diff; so lines that have moved are matched, too. A new
    line replaces an old one where a run of lines was replaced by a run of the same length.
    """
    found = [-1] * len(new)
    taken = bytearray(len(old))

    def take(at: int, source: int) -> bool:
        fits = 0 <= source < len(old) and not taken[source] and old[source] == new[at]
        if fits and found[at] < 0:
            found[at] = source
            taken[source] = True
        return fits

    least = min(len(old), len(new))
    after = 0
    while after < least and take(len(new) - 1 - after, len(old) - 1 - after):
        after += 1
    before = 0
    while before < least - after and take(before, before):
        before += 1
    middle = range(before, len(new) - after)
    known = once(old[before : len(old) - after], before)
    for line, at in once(new[before : len(new) - after], before).items():
        take(at, known.get(line, -1))
    for at in middle:
        if at and found[at - 1] >= 0:
            take(at, found[at - 1] + 1)
    for at in reversed(middle):
        if at + 1 < len(new) and found[at + 1] >= 0:
            take(at, found[at + 1] - 1)
    partners = list(found)
    at = before
    while at < middle.stop:
        stop = at
        while stop < middle.stop and found[stop] < 0:
            stop += 1
        first = found[at - 1] + 1 if at else 0
        last = found[stop] if stop < len(new) else len(old)
        if stop - at == last - first and not any(taken[first:last]):
            partners[at:stop] = range(first, last)
            for shift in range(stop - at):
                take(at + shift, first + shift)
        at = stop + 1
    return Origins(found, partners, before, after)


def once(lines: Sequence[str], start: int = 0) -> dict[str, int]:
    """Return the lines that occur only once, with their numbers counted from `start`."""
    counts = Counter(lines)
    return {line: at for at, line in enumerate(lines, start) if counts[line] == 1}
