"""Pages in memory, indexed by the slugs of their specs and the names of their items."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

from sphinxcontrib_spec.names import anchor

from .entries import ItemEntry, PageEntry
from .likeness import Likeness
from .targets import Target, names_of


class Known:
    """One spec and its items, from all pages that share its slug; indexes are built on demand."""

    def __init__(self, slug: str, pages: Sequence[PageEntry]) -> None:
        """Create a spec from its pages, in order; without pages there is no such spec."""
        self.slug = slug
        self.pages = [Target(page.path, slug, "", "", page.title) for page in pages]
        self._entries = pages
        self._pools: dict[str, Pool] = {}

    @property
    def items(self) -> Iterator[tuple[ItemEntry, Target]]:
        """All items, in order."""
        for page in self._entries:
            for entry in page.items:
                yield entry, self._target(page, entry)

    def anchored(self, fragment: str) -> list[Target]:
        """Return the items with an anchor: several only if specs share the slug."""
        known = zip(self._entries, self._by_anchor, strict=True)
        return [self._target(page, items[fragment]) for page, items in known if fragment in items]

    def named(self, name: str) -> Sequence[Target]:
        """Return the items with this slug, anchor or title (given as a slug)."""
        return self._named.get(name, ())

    def like(self, kind: str, name: str, most: int) -> list[Target]:
        """Return the items with the most similar names; of one kind, or of any."""
        if kind not in self._pools:
            self._pools[kind] = Pool((target for _, target in self.items), kind)
        return self._pools[kind].like(name, most)

    def _target(self, page: PageEntry, entry: ItemEntry) -> Target:
        return Target(page.path, self.slug, entry.kind, entry.slug, entry.title)

    @cached_property
    def _by_anchor(self) -> list[dict[str, ItemEntry]]:
        """The items of each page by their anchors."""
        return [
            {anchor(item.kind, item.slug): item for item in page.items} for page in self._entries
        ]

    @cached_property
    def _named(self) -> dict[str, tuple[Target, ...]]:
        # A list would take twice the memory of a tuple, and most names belong to one item only.
        found: dict[str, tuple[Target, ...]] = {}
        for entry, target in self.items:
            for name in names_of(entry):
                found[name] = (*found.get(name, ()), target)
        return found


class Pool:
    """Items by slug and anchor, to be searched for names similar to an unknown one."""

    def __init__(
        self, items: Iterable[Target], kind: str, sought: Container[str] | None = None
    ) -> None:
        """Add the items of a kind, or of any kind if that is empty.

        `sought` are the letter sequences of the names that will be looked up, if they are known:
        items that share none of them are not kept.
        """
        self._known: dict[str, Target] = {}
        self._likeness = Likeness(sought)
        for item in items:
            if kind in ("", item.kind):
                for name in (item.slug, item.anchor):
                    if name not in self._known and self._likeness.add(name):
                        self._known[name] = item

    def like(self, name: str, most: int) -> list[Target]:
        """Return at most `most` items with names similar to this one, best first."""
        return [self._known[each] for each in self._likeness.close(name, most)]


class Shelf:
    """All pages that are specs, in memory."""

    def __init__(self, pages: Iterable[PageEntry]) -> None:
        """Store the pages, which may come in any order."""
        self._pages: dict[str, list[PageEntry]] = {}
        for page in sorted(page for page in pages if page.spec_slug):
            self._pages.setdefault(page.spec_slug, []).append(page)
        self._known: dict[str, Known] = {}
        self._pools: dict[str, Pool] = {}

    def __contains__(self, slug: str) -> bool:
        """Whether there is a spec with this slug."""
        return slug in self._pages

    def slugs(self) -> Iterable[str]:
        """Return the slugs of all specs, in the order of pages."""
        return self._pages

    def spec(self, slug: str) -> Known:
        """Return a spec and its items; an empty one if no spec has the slug."""
        if slug not in self._known:
            self._known[slug] = Known(slug, self._pages.get(slug, ()))
        return self._known[slug]

    def called(self, name: str) -> Sequence[Target]:
        """Return the items of all specs that have this name, in the order of pages."""
        return self._anywhere.get(name, ())

    def like(self, kind: str, name: str, most: int) -> list[Target]:
        """Return the items of all specs with the most similar names; of one kind, or of any."""
        if kind not in self._pools:
            items = (target for slug in self._pages for _, target in self.spec(slug).items)
            self._pools[kind] = Pool(items, kind)
        return self._pools[kind].like(name, most)

    @cached_property
    def _anywhere(self) -> dict[str, list[Target]]:
        """The items of all specs by name; built on demand, as most references name their spec.

        They are in the order of pages, even if pages share a slug.
        """
        found: dict[str, list[Target]] = {}
        items = (each for slug in self._pages for each in self.spec(slug).items)
        for entry, target in sorted(items, key=lambda each: each[1].path):
            for name in names_of(entry):
                found.setdefault(name, []).append(target)
        return found
