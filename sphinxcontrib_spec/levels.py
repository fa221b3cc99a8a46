"""Reads level cells: the level, the remark beside it, and the form in which it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from . import schema
from .markup import inline
from .patterns import pattern

Form = Literal["exact", "case", "alias", "range", "none"]

_SIGNS = pattern(r"[^\w\x00-\x7f]+\s*")
#: The separator of a range: also a non-breaking hyphen, a true hyphen, and a minus sign.
_RANGE = pattern(r"\s*(?:[-‐‑−–—/]|\bto\b|\bor\b)\s*", re.IGNORECASE)  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Level:
    """A level that was read; `level` is empty when no level can be read (form `none`)."""

    level: str
    remark: str
    form: Form


NO_LEVEL = Level("", "", "none")


@lru_cache(maxsize=4096)
def read_level(text: str, levels: Sequence[str] = schema.LEVELS) -> Level:
    """Read a level cell; `levels` are the allowed levels from low to high.

    `High (some chains)` and `High — analysis halted` are a level with a remark, `Low–Medium` is a
    range and counts as its highest level, `Med` and `Critical` are aliases. Symbols beside the
    level, such as a coloured dot, are ignored, and so is text that is struck through.
    """
    words = inline.plain(inline.unstruck(text))
    if not words or words == schema.LEVEL_PLACEHOLDER:
        return NO_LEVEL
    signs = _SIGNS.match(words)
    first, form, rest = _first(words[signs.end() :] if signs else words, levels)
    if not first:
        return NO_LEVEL
    while gap := _RANGE.match(rest):
        second, _, after = _first(rest[gap.end() :], levels)
        if not second:
            break
        first, form, rest = max(first, second, key=levels.index), "range", after
    return Level(first, _remark(rest), form)


def _first(words: str, levels: Sequence[str]) -> tuple[str, Form, str]:
    """Return the level at the beginning of the words, its form, and the rest."""
    spelt = {level.lower(): level for level in levels}
    known = spelt | {
        alias: level for alias, level in schema.LEVEL_ALIASES.items() if level in levels
    }
    for name in sorted(known, key=len, reverse=True):
        if words[: len(name)].lower() == name and not words[len(name) : len(name) + 1].isalnum():
            written, rest = words[: len(name)], words[len(name) :]
            if name not in spelt:
                return known[name], "alias", rest
            return spelt[name], "exact" if written == spelt[name] else "case", rest
    return "", "none", ""


def _remark(rest: str) -> str:
    remark = rest.strip().lstrip("—–-:,;").strip()
    if remark.startswith("(") and remark.endswith(")") and remark.count("(") == 1:
        remark = remark[1:-1]
    return remark if any(map(str.isalnum, remark)) else ""
