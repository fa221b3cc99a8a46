"""Compute the minimal replacements that turn one text into another, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sphinxcontrib_spec.rules import Edit
from sphinxcontrib_spec.runs import longest_rise

from .lines import BYTE_ORDER_MARK, common, origins, split


def edits(old: str, new: str) -> list[Edit]:
    """Return the replacements, in order, that turn the old text into the new one.

    Lines and columns are positions in the old text, counted from 1, without its byte order mark.
    """
    old, new = old.removeprefix(BYTE_ORDER_MARK), new.removeprefix(BYTE_ORDER_MARK)
    start, stop = _changed_part(old, new)
    line = len(split(old[:start])[0])
    mine, theirs = _lines(old[start:stop]), _lines(new[start : len(new) - len(old) + stop])
    found = []
    for first, last, begin, end in _changed_lines(mine, theirs):
        if last - first == end - begin:
            pairs = list(zip(mine[first:last], theirs[begin:end], strict=True))
        else:
            pairs = [("".join(mine[first:last]), "".join(theirs[begin:end]))]
        found += [
            _edit(line + first + n, *pair) for n, pair in enumerate(pairs) if pair[0] != pair[1]
        ]
    return found


def _lines(text: str) -> list[str]:
    return [line + end for line, end in zip(*split(text), strict=True)]


def _changed_part(old: str, new: str) -> tuple[int, int]:
    """Return the offsets of the first and the last changed line in the old text, as a range."""
    start = old.rfind("\n", 0, common(old, new)) + 1
    same = min(common(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    return start, old.find("\n", len(old) - same) + 1 or len(old)


def _changed_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield changed lines: first and last in the old text, begin and end in the new one."""
    sources = origins(old, new).sources
    begin = first = 0
    for at in [*longest_rise(sources), len(new)]:
        source = sources[at] if at < len(new) else len(old)
        if (first, begin) != (source, at):
            yield first, source, begin, at
        first, begin = source + 1, at + 1


def _edit(line: int, old: str, new: str) -> Edit:
    """Return the replacement in a piece of text that begins at this line."""
    start = common(old, new)
    if old[start - 1 : start] == "\r":
        start -= 1  # CRLF is never split
    same = min(common(old[::-1], new[::-1]), len(old) - start, len(new) - start)
    if old[len(old) - same :][:1] == "\n":
        same -= 1
    stop = len(old) - same
    before, until = split(old[:start])[0], split(old[:stop])[0]
    return Edit(
        line + len(before) - 1,
        len(before[-1]) + 1,
        line + len(until) - 1,
        len(until[-1]) + 1,
        new[start : len(new) - same],
    )
