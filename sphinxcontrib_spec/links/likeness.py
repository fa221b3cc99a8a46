"""Finds the names most similar to a mistyped one, among any number of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

#: The number of consecutive letters that two names must share to be compared.
_LETTERS = 3

#: A sequence of letters that more names than this share does not distinguish any of them.
_MOST_SHARED = 100

#: The number of names sharing most sequences that are compared as a whole.
_LIKELY = 20


class Likeness:
    """Names, indexed by their sequences of consecutive letters.

    Comparing a mistyped name with every name would take quadratic time if all references are wrong.
    """

    def __init__(self, sought: Container[str] | None = None) -> None:
        """Create an empty index; `sought` limits the letter sequences that can be looked up."""
        self._sought = sought
        self._having: dict[str, list[str] | None] = {}

    def add(self, name: str) -> bool:
        """Add a new name; returns False if no lookup can find it.

        Of equally likely names, those that were added first are compared first.
        """
        is_likely = False
        for letters in set(pieces(name)):
            if self._sought is not None and letters not in self._sought:
                continue
            having = self._having.setdefault(letters, [])
            if having is None:
                continue
            if len(having) < _MOST_SHARED:
                having.append(name)
                is_likely = True
            else:
                self._having[letters] = None
        return is_likely

    def close(self, name: str, most: int) -> list[str]:
        """Return the names most similar to this one, best first, at most `most` of them."""
        shared: Counter[str] = Counter()
        for letters in dict.fromkeys(pieces(name)):
            shared.update(self._having.get(letters) or ())
        likely = [other for other, _ in shared.most_common(_LIKELY)]
        from difflib import get_close_matches

        return get_close_matches(name, likely, most)


def pieces(name: str) -> list[str]:
    """Return all sequences of consecutive letters; a NUL marks each end of the name."""
    framed = f"\0{name}\0"
    last = len(framed) - _LETTERS
    return [framed[at : at + _LETTERS] for at in range(last + 1)]
