"""Where references lead: an item or a spec, and what an item may be called."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_spec import names

from .entries import ItemEntry


class Target(NamedTuple):
    """Where a reference leads: an item of a spec, or, without kind and slug, the spec itself."""

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
        """Its name among all specs."""
        return names.full_id(self.spec, self.kind, self.slug) if self.kind else self.spec


def names_of(entry: ItemEntry | Target) -> frozenset[str]:
    """What an item may be called in its spec."""
    return frozenset((names.anchor(entry.kind, entry.slug), entry.slug, _title_slug(entry)))


def _title_slug(entry: ItemEntry | Target) -> str:
    """The slug of an item's title, made only if it is not plainly the slug that the item has."""
    if entry.title.lower().replace(" ", "-") == entry.slug:
        return entry.slug
    return names.slug(entry.title, names.SPEC_CHARACTERS)
