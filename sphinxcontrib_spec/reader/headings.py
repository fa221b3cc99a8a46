"""Recognise headings as sections of the format, even if numbered, cased or placed unusually."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .. import schema
from ..markup import inline
from ..names import NUMBER
from ..patterns import pattern

_NUMERALS = frozenset("0123456789ivxIVX")
_LOOSE = pattern(r"[\W_]+")


@lru_cache(maxsize=1024)
def folded(heading: str) -> str:
    """Normalise a heading for comparison: drop markup, number, case, spaces and punctuation."""
    plain = inline.plain(heading)
    if plain[:1] in _NUMERALS or not plain[:1].isascii():
        plain = NUMBER.sub("", plain, count=1)
    return _LOOSE.sub("", plain.replace("&", "and").casefold())


_KEYS = {folded(section.heading): section.key for section in schema.SECTION.values()}
_PARENT = {part.key: section.key for section in schema.SECTIONS for part in section.sections}


def recognised(headings: Sequence[tuple[str, int]]) -> list[str]:
    """Return the schema key of each heading, given as (text, level) in order; empty if unknown.

    A heading with a section's name is recognised at the section's own level and under its own
    parent. If a section has no such heading, the first heading with its name is used, wherever it
    is.
    """
    names = [_KEYS.get(folded(text), "") for text, _ in headings]
    found = [""] * len(headings)
    above: list[tuple[int, str]] = []
    for index, (_, level) in enumerate(headings):
        while above and above[-1][0] >= level:
            above.pop()
        key = names[index]
        parent = above[-1][1] if above else ""
        if key and schema.SECTION[key].level == level and _PARENT.get(key, parent) == parent:
            found[index] = key
        above.append((level, found[index]))
    placed = set(found)
    for index, key in enumerate(names):
        if key and key not in placed:
            found[index] = key
            placed.add(key)
    return found


def kinds(levels: Sequence[int], keys: Sequence[str]) -> list[str]:
    """Return the kind of item that belongs under each heading, empty for none.

    Headings are given as levels and schema keys, in order. A heading without a key inherits the
    kind of the heading above it.
    """
    found: list[str] = []
    above: list[tuple[int, str]] = []
    for level, key in zip(levels, keys, strict=True):
        while above and above[-1][0] >= level:
            above.pop()
        kind = schema.SECTION[key].kind if key else above[-1][1] if above else ""
        above.append((level, kind))
        found.append(kind)
    return found
