"""Names that are like a mistyped one, among any number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

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

    def __init__(self, names: Iterable[str]) -> None:
        """Begin with these names, in whose order equally likely ones are looked at."""
        self._having: defaultdict[str, list[str]] = defaultdict(list)
        for name in dict.fromkeys(names):
            for letters in set(_pieces(name)):
                self._having[letters].append(name)

    def close(self, name: str, most: int) -> list[str]:
        """The names most like this one, the best first, but no more than so many."""
        shared: Counter[str] = Counter()
        for letters in dict.fromkeys(_pieces(name)):
            having = self._having.get(letters, ())
            if len(having) <= _MOST_SHARED:
                shared.update(having)
        likely = [other for other, _ in shared.most_common(_LIKELY)]
        from difflib import get_close_matches

        return get_close_matches(name, likely, most)


def _pieces(name: str) -> list[str]:
    """Every few letters in a row; the ends of a name have a sign of their own."""
    framed = f"\0{name}\0"
    last = len(framed) - _LETTERS
    return [framed[at : at + _LETTERS] for at in range(last + 1)]
