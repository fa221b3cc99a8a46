"""Which lines of one text are those of another, in time linear in both."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..patterns import pattern

BYTE_ORDER_MARK = "\ufeff"

_END = pattern(r"(\r\n|\n|\r)")


def split(text: str) -> tuple[list[str], list[str]]:
    """The lines of a file as CommonMark ends them, and the end of each; the last one has none."""
    pieces = _END.split(text)
    return pieces[::2], [*pieces[1::2], ""]


def common(one: str, other: str) -> int:
    """How many characters two texts begin with alike, found by halves, as slices compare fast."""
    least = min(len(one), len(other))
    return bisect_left(range(least), True, key=lambda at: one[: at + 1] != other[: at + 1])


class Origins(NamedTuple):
    """For each line of a new text, the old line that it is and the one that it stands for.

    -1 is none. `before` and `after` count the lines that both texts begin and end with.
    """

    sources: list[int]
    partners: list[int]
    before: int
    after: int


def origins(old: Sequence[str], new: Sequence[str]) -> Origins:
    """Where the lines of a new text come from.

    Lines are known by what is around them and, where both texts have them only once, by
    themselves, as in Bram Cohen's patience diff; so lines that moved are known, too. A new line
    stands for an old one where as many lines were changed as there are now.
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
    """The lines that are there only once, each with its number, counted from `start`."""
    counts = Counter(lines)
    return {line: at for at, line in enumerate(lines, start) if counts[line] == 1}
