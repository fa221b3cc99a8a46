"""Finds every spec and item: the entries of the pages as one index, made once per build."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Answer, Index, PageEntry, Reference, Target


class Incoming(NamedTuple):
    """A typed link as seen from its other end: its verb, and the item that carries it."""

    verb: str
    docname: str
    anchor: str
    title: str


class Lookup:
    """Finds specs and items among these pages, each known by its docname."""

    def __init__(
        self,
        pages: Mapping[str, PageEntry],
        including: Mapping[str, str],
        sources: Path,
        titles: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Index the pages.

        `including` maps the documents that include files to their own files. All paths are relative
        to the folder `sources`. `titles` are the titles that pages show for their specs and items,
        by document and anchor, if they differ from the known ones.
        """
        self._including = including
        self._sources = sources.as_posix()
        #: The documents that show the spec of another document, which is the one it belongs to.
        self.doubles: dict[str, str] = {}
        known = self._one_each(pages, including)
        self.pages = dict(sorted(known, key=lambda page: page[1].path))
        self._docnames = {page.path: docname for docname, page in self.pages.items()}
        self._owners: dict[str, str] = {}
        for docname, page in self.pages.items():
            if page.spec_slug:
                self._owners.setdefault(page.spec_slug, docname)
        self._titles = titles
        self._carriers: Mapping[str, Sequence[str]] | None = None
        self._near: dict[str, Mapping[tuple[str, str], tuple[Incoming, ...]]] = {}

    @cached_property
    def index(self) -> Index:
        """All specs and their items, by every name that references may use."""
        return Index(self.pages.values())

    def let_go(self) -> None:
        """Drop the index, which is made again when it is needed."""
        self.__dict__.pop("index", None)

    def _one_each(
        self, pages: Mapping[str, PageEntry], including: Mapping[str, str]
    ) -> Iterator[tuple[str, PageEntry]]:
        """Yield the pages, with each file as the spec of one: its own document, or else the first.

        Any other page has no items, and no items that carry links.
        """
        first: dict[str, str] = {}
        for docname in sorted(pages, key=lambda name: (name in including, name)):
            page = pages[docname]
            if first.setdefault(page.path, docname) == docname:
                yield docname, page
            else:
                self.doubles[docname] = first[page.path]
                shown = tuple(each._replace(origin="") for each in page.references)
                yield docname, PageEntry(including[docname], "", "", 0, (), shown)

    def home(self, docname: str) -> str:
        """Return the slug of the spec that this document is, or nothing."""
        page = self.pages.get(docname)
        return page.spec_slug if page else ""

    def file(self, docname: str) -> str:
        """Return the file that contains the spec that this document is, or nothing."""
        page = self.pages.get(docname)
        return page.path if page and page.spec_slug else ""

    def belongs_to(self, file: str, docname: str) -> str:
        """Return the document that the content of a file belongs to, where this document shows it.

        A file that is the spec of another page belongs to that page wherever it is shown, unless it
        is included in a spec, of which it is then a part.
        """
        own, page = self._including.get(docname), self.pages.get(docname)
        if own is None or (page and page.spec_slug and page.path == own):
            return docname
        other = self._docnames.get(file, "")
        return other if self.home(other) else docname

    def docname(self, target: Target) -> str:
        """The document that a target is on."""
        return self._docnames[target.path]

    def shown(self, target: Target) -> str:
        """Return the title of a target that pages show."""
        titles = self._titles.get(self.docname(target))
        return titles.get(target.anchor, target.title) if titles else target.title

    def shown_spec(self, docname: str) -> str:
        """Return the title that pages show for the spec that a document is."""
        return self._titles.get(docname, {}).get("", self.pages[docname].title)

    def is_owner(self, docname: str) -> bool:
        """Return whether the document gives its slug's export, as the first one with that slug."""
        return self._owners.get(self.home(docname)) == docname

    def owner(self, slug: str) -> str | None:
        """Return the document that gives the export of this slug."""
        return self._owners.get(slug)

    def owners(self) -> list[str]:
        """Return the documents that are exported, one for each slug, sorted."""
        return list(self._owners.values())

    def resolve(self, reference: Reference, docname: str) -> Answer:
        """Return what a reference of a document leads to."""
        home = self.home(self.belongs_to(reference.path, docname))
        return self.index.resolve(self.localized(reference, docname), home)

    def find(self, role: str, target: str, docname: str, file: str = "") -> Answer:
        """Return what a role's target leads to from a document, or from a file that it shows."""
        return self.index.find(role, target, self.home(self.belongs_to(file, docname)))

    def document(self, path: str) -> str | None:
        """The document that shows this file, if it is a spec or refers to one."""
        return self._docnames.get(path)

    def anchored(self, docname: str, anchor: str) -> Target | None:
        """The item with this anchor on a document's page."""
        name = unquote(anchor)
        if home := self.home(docname):
            for target in self.index.named(home, name):
                if target.anchor == name and self.docname(target) == docname:
                    return target
        return None

    @cached_property
    def incoming(self) -> Mapping[tuple[str, str], tuple[Incoming, ...]]:
        """What leads to each item, by document and anchor, sorted by verb and then by position.

        Links from or to an item of the wrong kind, or from an item to itself, are left out.
        """
        return self._led_to(self.pages)

    def know_carriers(self, carriers: Mapping[str, Sequence[str]]) -> None:
        """Set which documents lead to each document, as found before among the same pages."""
        self._carriers = carriers

    def leading_to(self, docname: str, anchor: str) -> Sequence[Incoming]:
        """Return what leads to one item, as in `incoming`."""
        if self._carriers is None or "incoming" in self.__dict__:
            return self.incoming.get((docname, anchor), ())
        if docname not in self._near:
            # The carriers come from a file, which may contain anything.
            near = [name for name in self._carriers.get(docname, ()) if name in self.pages]
            self._near[docname] = self._led_to(near)
        return self._near[docname].get((docname, anchor), ())

    def _led_to(self, carriers: Iterable[str]) -> dict[tuple[str, str], tuple[Incoming, ...]]:
        """Return what the links of these documents, which are in the order of pages, lead to."""
        found: dict[tuple[str, str], dict[Incoming, None]] = {}
        for docname in carriers:
            page = self.pages[docname]
            carried = [each for each in page.references if each.origin]
            titles = {names.anchor(item.kind, item.slug): item.title for item in page.items}
            titles |= self._titles.get(docname, {})
            for reference in carried:
                target = self.index.end(self.localized(reference, docname), page.spec_slug)
                end = (self.docname(target), target.anchor) if target else None
                if end and end != (docname, reference.origin):
                    title = titles[reference.origin]
                    source = Incoming(reference.verb, docname, reference.origin, title)
                    found.setdefault(end, {})[source] = None
        return {end: tuple(sorted(sources, key=_by_verb)) for end, sources in found.items()}

    def localized(self, reference: Reference, docname: str) -> Reference:
        """Rewrite a link to a spec's file of another name as one to the file of its slug."""
        path = self._file_of(reference, docname)
        slug = self.home(self._docnames.get(path, ""))
        if not slug or posixpath.basename(path) == names.file_name(slug):
            return reference
        _file, _, anchor = reference.target.partition("#")
        return reference._replace(target=f"{names.file_name(slug)}#{anchor}")

    def file_with(self, reference: Reference, docname: str) -> str:
        """Return the document, if any is known, that shows the file which a link leads into."""
        return self._docnames.get(self._file_of(reference, docname), "")

    def _file_of(self, reference: Reference, docname: str) -> str:
        """Return the file that a link leads into, relative to the sources; nothing if none."""
        if reference.role != "link" or reference.target.startswith("#"):
            return ""
        file, _, _anchor = reference.target.partition("#")
        folder = posixpath.dirname(reference.path or self.pages[docname].path)
        path = posixpath.normpath(posixpath.join(folder, unquote(file)))
        if path.startswith("../"):  # it may lead back into the sources
            path = posixpath.relpath(posixpath.join(self._sources, path), self._sources)
        return path

    @cached_property
    def objects(self) -> Sequence[tuple[str, str, str, str, str, int]]:
        """Every spec and item that can be referred to, as Sphinx lists objects, sorted."""
        found = []
        for slug, docname in self._owners.items():
            page, titles = self.pages[docname], self._titles.get(docname, {})
            # A line of an inventory cannot be read without a display name.
            found.append((slug, self.shown_spec(docname) or slug, "spec", docname, "", 1))
            for kind, item, title, *_ in page.items:
                id_, anchor = names.full_id(slug, kind, item), names.anchor(kind, item)
                found.append((id_, titles.get(anchor, title) or id_, kind, docname, anchor, 1))
        return sorted(found)

    def targets(self) -> Iterator[tuple[str, Target]]:
        """Yield every spec and item with its document, in order."""
        for docname, page in self.pages.items():
            if slug := page.spec_slug:
                yield docname, Target(page.path, slug, "", "", page.title)
                for item in page.items:
                    yield docname, Target(page.path, slug, item.kind, item.slug, item.title)


def _by_verb(incoming: Incoming) -> int:
    return list(schema.LINK).index(incoming.verb)
