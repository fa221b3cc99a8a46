"""Regular expressions that are compiled on first use.

Compiling the patterns of all modules takes longer than checking a spec, which needs fewer than half
of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast

#: The methods of a compiled pattern that are copied to the lazy one on first use.
_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a lazily compiled regular expression; errors in it are raised on first use."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


def may_hold(text: str, words: Iterable[str]) -> bool:
    """Whether a text may contain, in any case, one of some ASCII words, given in lower case.

    This is a cheap test before a pattern that would have to look for the words at each character.
    """
    if not text.isascii():
        return True
    lower = text.lower()
    for word in words:  # noqa: SIM110 - a generator would take longer than the search
        if word in lower:
            return True
    return False


class _Pattern:
    """A pattern that takes over the methods of the compiled one on first use."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # looked up by whatever copies, pickles or compares objects
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        self.groups = compiled.groups
        return getattr(compiled, name)
