"""Names that are like a mistyped one, among any number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

#: How many letters in a row two names must share to be compared.
_LETTERS = 3

#: Letters that more names than this share tell none of them from the others.
_MOST_SHARED = 100

#: So many of the names that share most letters are compared as a whole.
_LIKELY = 20


class Likeness:
    """Names, told by the letters in a row that they are made of.

    To compare a name with each of them would take the square of their number when all are wrong.
    """

    def __init__(self, sought: Container[str] | None = None) -> None:
        """Begin without names; `sought` are the letters that may be asked for, if not all may."""
        self._sought = sought
        self._having: dict[str, list[str] | None] = {}

    def add(self, name: str) -> bool:
        """Take a name that is not there yet, unless nothing that is asked can lead to it.

        Of equally likely ones, those that came first are looked at first.
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
        """The names most like this one, the best first, but no more than so many."""
        shared: Counter[str] = Counter()
        for letters in dict.fromkeys(pieces(name)):
            shared.update(self._having.get(letters) or ())
        likely = [other for other, _ in shared.most_common(_LIKELY)]
        from difflib import get_close_matches

        return get_close_matches(name, likely, most)


def pieces(name: str) -> list[str]:
    """Every few letters in a row; the ends of a name have a sign of their own."""
    framed = f"\0{name}\0"
    last = len(framed) - _LETTERS
    return [framed[at : at + _LETTERS] for at in range(last + 1)]
