"""The entries of pages that other pages use, held in the environment as plain tuples.

A named tuple takes ten times as long to pickle, and the garbage collector inspects it again and
again, while it finds that a plain tuple of strings and numbers needs no inspection.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any

from sphinxcontrib_spec.links import ItemEntry, PageEntry, Reference


class Entries(MutableMapping[str, PageEntry]):
    """The entries of pages by document, made of plain tuples on access."""

    def __init__(self, plain: dict[str, Any]) -> None:
        """Use `plain`, which the environment holds, and which others may change."""
        self._plain = plain
        self._made: dict[str, tuple[Any, PageEntry]] = {}

    def __getitem__(self, docname: str) -> PageEntry:
        plain = self._plain[docname]
        known = self._made.get(docname)
        if known is None or known[0] is not plain:
            known = self._made[docname] = plain, _entry(*plain)
        return known[1]

    def __setitem__(self, docname: str, entry: PageEntry) -> None:
        path, slug, title, line, items, references, *rest = entry
        plain = (tuple(map(tuple, items)), tuple(map(tuple, references)), *rest)
        self._plain[docname] = (path, slug, title, line, *plain)

    def __delitem__(self, docname: str) -> None:
        del self._plain[docname]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def let_go(self) -> None:
        """Drop the entries made so far; they are made again on access."""
        self._made.clear()


def _entry(*plain: Any) -> PageEntry:
    path, slug, title, line, items, references, *rest = plain
    found = tuple(map(ItemEntry._make, items))
    pointing = tuple(map(Reference._make, references))
    return PageEntry(path, slug, title, line, found, pointing, *rest)
