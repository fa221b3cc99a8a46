"""What other specs see of each of very many, read again when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from sphinxcontrib_spec.links import PageEntry

from ._checked_page import entry_in
from ._spool import Spool

#: So many are kept as they were read.
_MOST_KNOWN = 128


class Entries(Sequence[PageEntry]):
    """The entries of pages: the first ones as they are, then those of a spool.

    They come in the order of these `names`, of which each page has one, if there are any.
    """

    def __init__(
        self, held: Sequence[PageEntry], spool: Spool, names: Sequence[str] | None = None
    ) -> None:
        """Begin without reading anything."""
        self._held = held
        self._spool = spool
        self._known: dict[int, PageEntry] = {}
        self._order: Sequence[int] = range(len(held) + len(spool))
        if names is not None:
            self._order = array("L", sorted(self._order, key=names.__getitem__))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._order)

    @overload
    def __getitem__(self, number: int) -> PageEntry: ...
    @overload
    def __getitem__(self, number: slice) -> list[PageEntry]: ...
    def __getitem__(self, number: int | slice) -> PageEntry | list[PageEntry]:
        """The entry of a number, or those of several."""
        if isinstance(number, slice):
            return [*map(self._read, self._order[number])]
        return self._read(self._order[number])

    def __iter__(self) -> Iterator[PageEntry]:
        """All, in order."""
        if isinstance(self._order, range):
            yield from self._held
            yield from (entry_in(piece.decode()) for piece in self._spool)
        else:
            yield from map(self._read, self._order)

    def _read(self, at: int) -> PageEntry:
        if at < len(self._held):
            return self._held[at]
        entry = self._known.get(at)
        if entry is None:
            entry = self._known[at] = entry_in(self._spool[at - len(self._held)].decode())
            if len(self._known) > _MOST_KNOWN:
                del self._known[next(iter(self._known))]
        return entry
