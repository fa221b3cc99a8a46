"""The index page of all specs and their items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from sphinx.domains import Index, IndexEntry

from ..references import kind_label

if TYPE_CHECKING:
    from ..domain import SpecDomain


#: A letter and the entries below it.
Letter: TypeAlias = tuple[str, list[IndexEntry]]

#: Sphinx's numbers for an entry without subentries, one with subentries, and a subentry.
_ALONE, _ABOVE, _BELOW = 0, 1, 2


class SpecIndex(Index):
    """Specs by the first letter of their title, or `-`, each with its items and their kinds."""

    name = "index"
    # Plain strings: the JSON builder does not support lazy ones, and these are made on import.
    localname = "Specs and their items"
    shortname = "specs"

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[Letter], bool]:
        """Return the entries by letter; none if a document of the project has the page's name."""
        domain = cast("SpecDomain", self.domain)
        if f"{domain.name}-{self.name}" in domain.env.found_docs:
            return [], False
        if docnames is None and domain.build.defers_index and domain.known.specs():
            # Before it writes the page, Sphinx only asks whether there are any.
            return cast("list[Letter]", Letters(domain)), False
        return _letters(domain, docnames), False


class Letters(Sequence[Letter]):
    """The entries by letter, made when they are needed; there is at least one."""

    def __init__(self, domain: SpecDomain) -> None:
        self._domain = domain

    @cached_property
    def _made(self) -> list[Letter]:
        return _letters(self._domain, None)

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self._made)

    def __getitem__(self, at: Any) -> Any:
        return self._made[at]


def _letters(domain: SpecDomain, docnames: Iterable[str] | None) -> list[Letter]:
    """Return the specs of these documents by letter, or all of them, each with its items."""
    wanted = None if docnames is None else set(docnames)
    specs: list[tuple[str, list[IndexEntry]]] = []
    for docname, target in domain.lookup.targets():
        if wanted is not None and docname not in wanted:
            continue
        label = kind_label(target) if target.kind else ""
        title = domain.lookup.shown(target)
        entry = IndexEntry(title, _BELOW, docname, target.anchor, label, "", "")
        if target.kind:
            entries = specs[-1][1]
            entries[0] = entries[0]._replace(subtype=_ABOVE)
            entries.append(entry)
        else:
            specs.append((title, [entry._replace(subtype=_ALONE)]))
    letters: dict[str, list[IndexEntry]] = {}
    for title, entries in sorted(specs, key=lambda spec: (spec[0].casefold(), spec[0])):
        # Sphinx does not escape the letter in HTML.
        letter = title[:1].upper() if title[:1].isalnum() else "-"
        letters.setdefault(letter, []).extend(entries)
    return list(letters.items())
