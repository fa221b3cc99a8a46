"""The canonical Markdown file of every spec, whatever the spec was written in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    """One file to write: the bytes of a spec, and the spec as data."""

    docname: str
    slug: str
    content: bytes
    data: dict[str, Any]

    @property
    def file_name(self) -> str:
        """The name of the file, made of the slug alone."""
        return names.file_name(self.slug)


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
        page = kept.read(domain.kept_file(docname))
        if page.is_plain:
            content, data = _own(page, Path(domain.env.doc2path(docname))), page.data
        else:
            spec = _resolved(page, docname, domain)
            content = writer.write(spec, as_markdown=True).encode()
            data = interchange.to_data(spec, docname=docname, levels=domain.options.levels)
        yield Export(docname, domain.lookup.home(docname), content, data)


def _own(page: Page, source: Path) -> bytes:
    return source.read_bytes() if page.exported is None else page.exported.encode()


def _resolved(page: Page, docname: str, domain: SpecDomain) -> Spec:
    """The spec with its roles and typed links as Markdown links."""
    found = targets.resolved(domain.env, docname, roles(page.spec), page.xrefs)
    lookup = domain.lookup
    home = lookup.home(docname)

    def url(link: Link) -> Link:
        if link.url:
            return link
        answer = lookup.resolve(Reference("ref", link.text, link.verb), docname)
        if len(answer.targets) != 1:
            return link
        target = answer.targets[0]
        file = "" if target.spec == home else names.file_name(target.spec)
        return replace(link, text=link.text.said(target.title), url=f"{file}#{target.anchor}")

    def linked(item: ItemType) -> ItemType:
        if not item.about.links:
            return item
        return replace(item, about=replace(item.about, links=tuple(map(url, item.about.links))))

    return identity.with_items(with_roles(page.spec, lambda role: found.get(role, role)), linked)
