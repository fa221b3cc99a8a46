"""Regular expressions that are compiled when they are asked for the first time.

To compile those of all rooms takes longer than to check a spec, which needs less than half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

#: What those who have a pattern ask of it.
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of a regular expression; an error in it is raised where it is first used."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Whether a text may hold one of some words of ASCII, which are given in lower case.

    It is asked before a pattern that has to look for words at each character, in any case.
    """
    if not text.isascii():
        return True
    lower = text.lower()
    for word in words:  # noqa: SIM110 - a generator would take longer than the search
        if word in lower:
            return True
    return False


class _Pattern:
    """A pattern that has the methods of the compiled one from the first use on."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies, pickles and compares objects asks for these
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        self.groups = compiled.groups
        return getattr(compiled, name)
