"""The canonical Markdown file of every spec, whatever markup the spec was written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from sphinxcontrib_spec import identity, interchange, names, writer
from sphinxcontrib_spec.interchange import Listed
from sphinxcontrib_spec.items import ItemType, Link
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer, pointers, with_pointers
from sphinxcontrib_spec.rules import Lost

from ..environment import page_file
from ..environment.page_file import Page
from .destinations import Anchors, stand_ins
from .stand_ins import StandIns
from .typed_links import Ends, ends

if TYPE_CHECKING:
    from ..domain import SpecDomain
    from ..incremental.settled import DependsOn
    from ..markdown import Anchor


@dataclass(frozen=True)
class Export:
    """One file to write, whose content is only computed when it is asked for."""

    docname: str
    domain: SpecDomain
    anchors: Anchors

    @cached_property
    def page(self) -> Page:
        """What is kept of the page."""
        return page_file.read(self.domain.kept_file(self.docname))

    @property
    def file_name(self) -> str:
        """The name of the file, which only depends on the slug."""
        return names.file_name(self.domain.lookup.home(self.docname))

    @cached_property
    def spec(self) -> Spec:
        """The spec as it is exported, in which everything leads where it should."""
        return self.page.spec if self._is_kept else _resolved(self)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        if not self._is_kept:
            text = self._relinked() or self._filled() or writer.write(self.spec, as_markdown=True)
        elif self.page.exported is not None:
            text = self.page.exported
        else:
            text = self._source() or writer.write(self.spec)
        return text.encode("utf-8", "replace")  # a role of docutils can create half a character

    @property
    def listed(self) -> Listed:
        """The spec as an entry of the listing."""
        page, entry = self.domain.lookup.pages[self.docname], self.page
        if self._is_kept:
            return Listed(page, entry.entry)
        if not entry.is_replaced or self.stand_ins.words:
            levels = self.domain.options.levels
            data = interchange.to_data(self.spec, docname=self.docname, levels=levels)
            return interchange.listed(data)
        text = entry.entry
        for pointer in {each.text: each for each in entry.relative or ()}.values():
            text = text.replaced(pointer.text, self.stand_ins.changed(pointer))
        return Listed(page, text)

    @property
    def lost(self) -> list[Lost]:
        """What leads nowhere from where the file is."""
        stand_ins = self.stand_ins
        if self._is_kept or not (stand_ins.without_address or None in stand_ins.urls.values()):
            return []
        found = (stand_ins.lost(pointer) for pointer in pointers(self.page.spec))
        return [each for each in found if each]

    @property
    def is_settled(self) -> bool:
        """Whether the file is unchanged since the last build, as far as can be told cheaply."""
        return self.domain.build.settled.holds(self.docname)

    @property
    def depends_on(self) -> DependsOn:
        """What may change the file, besides what its page shows of other pages."""
        if self.is_settled:
            return self.domain.build.settled.dependencies[self.docname]
        page = self.page
        foreign = any(xref.get("refdomain") != "spec" for xref in page.xrefs.values())
        if (
            foreign
            or page.refusal
            or self.stand_ins.files
            or not self.stand_ins.are_firm
            or self.ends.depend_on_others
            or self.lost
        ):
            return "anything"
        return sorted(self.stand_ins.asked) if page.links else ""

    @cached_property
    def stand_ins(self) -> StandIns:
        """What replaces everything in the file that refers elsewhere on the page."""
        page = self.page
        roles: tuple[Pointer, ...] = ()
        if page.text:
            roles = page.text.roles
        elif not page.is_plain:
            roles = tuple(each for each in pointers(page.spec) if each.kind == "role")
        return stand_ins(self.docname, page, roles, self.domain, self.anchors)

    def _source(self) -> str:
        """Return the current source; empty if it is missing, or no text as it is being saved."""
        try:
            return self.domain.source(self.docname).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            return ""

    @cached_property
    def ends(self) -> Ends:
        """The targets of those typed links that name them, which only directives have."""
        page = self.page
        links: Iterable[Link] = ()
        if page.text:
            links = page.text.links
        elif not page.is_plain:
            links = (link for item in page.spec.items() for link in item.about.links)
        return ends(self.docname, (link for link in links if not link.url), self.domain)

    def _relinked(self) -> str | None:
        """Return the source with other URLs in its links, or None if anything else changes."""
        if self.page.relative is None or self.stand_ins.words:
            return None  # an item whose title changes there needs its id
        lines = self._source().split("\n")
        for pointer in reversed(self.page.relative):
            _path, line, column = pointer.at
            text = lines[line - 1] if line <= len(lines) else ""
            stop = column - 1 + len(pointer.text)
            if text[column - 1 : stop] != pointer.text:
                return None  # it is written differently there, or on several lines
            lines[line - 1] = f"{text[: column - 1]}{self.stand_ins.changed(pointer)}{text[stop:]}"
        return "\n".join(lines)

    def _filled(self) -> str | None:
        """Return the text from when the page was read with its holes filled, or None."""
        text = self.page.text
        return text.filled(self.stand_ins.changed, self.linked) if text else None

    def linked(self, link: Link) -> Link:
        """Return a typed link as it leads from the file; the same one if it leads nowhere."""
        if link.url:
            return replace(link, url=self.stand_ins.url(link.url, link.text.span) or link.url)
        return self.ends.of(link)

    @property
    def _is_kept(self) -> bool:
        """Whether the page is exported in the form in which it was kept."""
        page = self.page
        return page.is_plain and (page.refusal is not None or self.stand_ins.keeps_links)


def exports(domain: SpecDomain) -> Iterator[Export]:
    """Yield the export of every spec, sorted by document; the first of each slug is exported."""

    @cache
    def anchors(docname: str) -> Mapping[str, Anchor]:
        return page_file.read(domain.kept_file(docname)).anchors

    for docname in domain.lookup.owners():
        yield Export(docname, domain, anchors)


def _resolved(export: Export) -> Spec:
    """Return the spec with its roles, links and typed links as the Markdown that they become."""

    def linked(item: ItemType) -> ItemType:
        item = identity.keeping_slug(item)
        if not item.about.links:
            return item
        links = tuple(map(export.linked, item.about.links))
        return replace(item, about=replace(item.about, links=links))

    return identity.with_items(with_pointers(export.page.spec, export.stand_ins.changed), linked)
