"""What other specs see of each of very many specs, read again on demand."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from sphinxcontrib_spec.links import PageEntry

from ._checked_page import entry_in
from ._spool import Spool

#: The number of entries from the spool that are cached.
_MOST_KNOWN = 128


class Entries(Sequence[PageEntry]):
    """A sequence of page entries: some held in memory, then those in a spool.

    With `names`, one for each page, the entries are sorted by name.
    """

    def __init__(
        self, held: Sequence[PageEntry], spool: Spool, names: Sequence[str] | None = None
    ) -> None:
        """Initialise without reading anything."""
        self._held = held
        self._spool = spool
        self._known: dict[int, PageEntry] = {}
        self._order: Sequence[int] = range(len(held) + len(spool))
        if names is not None:
            self._order = array("L", sorted(self._order, key=names.__getitem__))

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._order)

    @overload
    def __getitem__(self, number: int) -> PageEntry: ...
    @overload
    def __getitem__(self, number: slice) -> list[PageEntry]: ...
    def __getitem__(self, number: int | slice) -> PageEntry | list[PageEntry]:
        """Return one entry, or a list of entries for a slice."""
        if isinstance(number, slice):
            return [*map(self._read, self._order[number])]
        return self._read(self._order[number])

    def __iter__(self) -> Iterator[PageEntry]:
        """Yield all entries in order."""
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
