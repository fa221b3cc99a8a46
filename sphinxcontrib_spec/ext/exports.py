"""The canonical Markdown file of every spec, whatever the spec was written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_spec import formatting, identity, interchange, names, writer
from sphinxcontrib_spec.items import ItemType, Link
from sphinxcontrib_spec.links import Reference
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import roles, with_roles

from . import kept, targets
from .kept import Page, Refusal, XRefs

if TYPE_CHECKING:
    from .domain import SpecDomain


class Plain(NamedTuple):
    """What the page alone says of its export.

    A plain page is Markdown without item directives and roles; `text` is its canonical form if
    the file is not in it already, `refusal` says why it cannot be brought into it.
    """

    is_plain: bool
    text: str | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Export:
    """One file to write; what is in it is only worked out when it is asked for."""

    docname: str
    domain: SpecDomain
    page: Page

    @property
    def file_name(self) -> str:
        """The name of the file, made of the slug alone."""
        return names.file_name(self.domain.lookup.home(self.docname))

    @cached_property
    def spec(self) -> Spec:
        """The spec with its references resolved."""
        return self.page.spec if self.page.is_plain else _resolved(self)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        if not self.page.is_plain:
            return writer.write(self.spec, as_markdown=True).encode()
        if self.page.exported is None:
            return Path(self.domain.env.doc2path(self.docname)).read_bytes()
        return self.page.exported.encode()

    @property
    def data(self) -> dict[str, Any]:
        """The spec as an entry of the listing."""
        if self.page.is_plain:
            return self.page.data
        levels = self.domain.options.levels
        return interchange.to_data(self.spec, docname=self.docname, levels=levels)

    @property
    def is_settled(self) -> bool:
        """Whether the file is as the last build left it, so far as that can be told cheaply."""
        page = self.page
        foreign = any(xref.get("refdomain") != "spec" for xref in page.xrefs.values())
        return not (foreign or page.refusal) and self.docname in self.domain.settled


def plain(spec: Spec, xrefs: XRefs, source: Path) -> Plain:
    """What a page alone says of its export, found out once when it is read."""
    if spec.surface != "markdown" or xrefs or next(roles(spec), None):
        return Plain(False)
    content = source.read_bytes()
    text = content.decode("utf-8", "replace")
    if writer.write(spec) == text:
        return Plain(True)
    new, refusal = formatting.formatted(text)
    if refusal:
        return Plain(True, None, Refusal(refusal.reason, refusal.span.line, refusal.span.column))
    return Plain(True, None if new == text else new)


def exports(domain: SpecDomain) -> Iterator[Export]:
    """The export of every spec, sorted by document; the first of each slug stands for it."""
    for docname in domain.lookup.owners():
        yield Export(docname, domain, kept.read(domain.kept_file(docname)))


def _resolved(export: Export) -> Spec:
    """The spec with its roles and typed links as Markdown links."""
    page, docname, lookup = export.page, export.docname, export.domain.lookup
    found = targets.resolved(export.domain.env, docname, roles(page.spec), page.xrefs)
    home = lookup.home(docname)

    def url(link: Link) -> Link:
        if link.url:
            return link
        target = lookup.only(lookup.resolve(Reference("ref", link.text, link.verb), docname))
        if target is None:
            return link
        file = "" if target.spec == home else names.file_name(target.spec)
        return replace(link, text=link.text.said(target.title), url=f"{file}#{target.anchor}")

    def linked(item: ItemType) -> ItemType:
        if not item.about.links:
            return item
        return replace(item, about=replace(item.about, links=tuple(map(url, item.about.links))))

    return identity.with_items(with_roles(page.spec, lambda role: found.get(role, role)), linked)
