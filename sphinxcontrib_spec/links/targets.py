"""The targets of references, and the names by which an item can be referenced."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_spec import names

from .entries import ItemEntry


class Target(NamedTuple):
    """The target of a reference: an item, or, without kind and slug, the spec itself."""

    path: str
    spec: str
    kind: str
    slug: str
    title: str

    @property
    def anchor(self) -> str:
        """The fragment on the spec's page; empty for the spec itself."""
        return names.anchor(self.kind, self.slug) if self.kind else ""

    @property
    def id(self) -> str:
        """The full id, unique among all specs."""
        return names.full_id(self.spec, self.kind, self.slug) if self.kind else self.spec


def names_of(entry: ItemEntry | Target) -> frozenset[str]:
    """Return the names by which an item can be referenced in its spec."""
    known = (names.anchor(entry.kind, entry.slug), entry.slug, _title_slug(entry))
    if isinstance(entry, ItemEntry) and entry.untranslated:
        return frozenset((*known, names.slug(entry.untranslated, names.SPEC_CHARACTERS)))
    return frozenset(known)


def _title_slug(entry: ItemEntry | Target) -> str:
    """Return the slug of an item's title, computed only if it is not obviously the item's slug."""
    if entry.title.lower().replace(" ", "-") == entry.slug:
        return entry.slug
    return names.slug(entry.title, names.SPEC_CHARACTERS)
