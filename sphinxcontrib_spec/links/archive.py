"""Looks up items among very many pages, which are read on demand; only numbers stay in memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from .digests import Digests
from .entries import PageEntry
from .likeness import pieces
from .shelf import Known, Pool
from .targets import Target, names_of

#: The number of specs that are kept in memory.
_MOST_KNOWN = 64


class Archive:
    """All pages of a project, in the order of their paths, each read on demand.

    A reference that does not name a spec is looked up in all of them. Announce all names that will
    be looked up beforehand, with `seek` and `seek_like`: any other name is found as well, but only
    by reading all pages.
    """

    def __init__(self, pages: Sequence[PageEntry]) -> None:
        """Read all pages once."""
        self.pages = pages
        self._slugs = Digests()
        self._vague = array("L")
        for number, page in enumerate(pages):
            self._slugs.add(page.spec_slug, number)
            if any(reference.role not in ("link", "spec") for reference in page.references):
                self._vague.append(number)
        self._known: dict[str, Known] = {}
        self._sought = Digests()
        self._letters: dict[str, set[str]] = {}
        self._pools: dict[str, Pool] = {}

    def vague(self) -> Iterator[PageEntry]:
        """Yield the pages with references that need not name the spec of their target."""
        return (self.pages[number] for number in self._vague)

    def __contains__(self, slug: str) -> bool:
        """Whether there is a spec with this slug."""
        return bool(slug) and slug in self._slugs

    def slugs(self) -> list[str]:
        """Return the slugs of all specs, in the order of pages."""
        return self._slug_text.split()

    @cached_property
    def _slug_text(self) -> str:
        """The slugs, which contain no spaces, as one text: this takes a third of the memory."""
        pages = (page for number, page in enumerate(self.pages) if self._is_first(number, page))
        return " ".join(page.spec_slug for page in pages)

    def _is_first(self, number: int, page: PageEntry) -> bool:
        """Whether no earlier page has the slug of this one."""
        return bool(page.spec_slug) and self._slugs.numbers(page.spec_slug)[0] == number

    def spec(self, slug: str) -> Known:
        """Return a spec and its items; an empty one if no spec has the slug."""
        spec = self._known.pop(slug, None) or Known(slug, self._of(slug))
        self._known[slug] = spec
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return spec

    def seek(self, name: str) -> None:
        """Announce a later call of `called` with this name."""
        self._sought.add(name)

    def seek_like(self, kind: str, name: str) -> None:
        """Announce a later call of `like` with this kind and name."""
        self._letters.setdefault(kind, set()).update(pieces(name))

    def called(self, name: str) -> list[Target]:
        """Return the items of all specs that have this name, in the order of pages."""
        pages: Iterable[PageEntry] = (page for page in self.pages if page.spec_slug)
        if name in self._sought:
            pages = map(self.pages.__getitem__, self._called.numbers(name))
        return [
            Target(page.path, page.spec_slug, entry.kind, entry.slug, entry.title)
            for page in pages
            for entry in page.items
            if name in names_of(entry)
        ]

    @cached_property
    def _called(self) -> Digests:
        """For each announced name, the numbers of the pages with an item of that name."""
        found = Digests()
        for number, page in enumerate(self.pages):
            if page.spec_slug:
                for name in {name for entry in page.items for name in names_of(entry)}:
                    if name in self._sought:
                        found.add(name, number)
        return found

    def like(self, kind: str, name: str, most: int) -> list[Target]:
        """Return the items of all specs with the most similar names; of one kind, or of any."""
        letters = self._letters.setdefault(kind, set())
        if kind not in self._pools or not letters.issuperset(pieces(name)):
            letters.update(pieces(name))
            self._pools[kind] = Pool(self._items(), kind, letters)
        return self._pools[kind].like(name, most)

    def _of(self, slug: str) -> list[PageEntry]:
        found = (self.pages[number] for number in self._slugs.numbers(slug)) if slug else ()
        return [page for page in found if page.spec_slug == slug]

    def _items(self) -> Iterator[Target]:
        """Yield the items of all specs; pages that share a slug come together."""
        for number, page in enumerate(self.pages):
            if self._is_first(number, page):
                spec = Known(page.spec_slug, self._of(page.spec_slug))
                yield from (target for _, target in spec.items)
