"""The canonical Markdown file of every spec, whatever the spec was written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinxcontrib_spec import formatting, identity, interchange, names, rules, writer
from sphinxcontrib_spec.interchange import EntryText, Listed
from sphinxcontrib_spec.items import ItemType, Link
from sphinxcontrib_spec.links import Reference
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.notices import Ignore
from sphinxcontrib_spec.roles import Pointer, pointers, with_pointers
from sphinxcontrib_spec.rules import Lost

from . import kept
from .kept import Page, Refusal
from .leads import Anchors, Leads, is_relative, leads, relative_urls

if TYPE_CHECKING:
    from .domain import SpecDomain
    from .markdown import Anchor, Saying
    from .settled import HangsOn
    from .spots import Spot


class Plain(NamedTuple):
    """What the page alone says of its export.

    A plain page is Markdown without item directives and roles; `text` is its canonical form if
    the file is not in it already, `refusal` says why it cannot be brought into it. `relative` are
    the links in the file, if nothing but those differs in its export.
    """

    is_plain: bool
    text: str | None = None
    refusal: Refusal | None = None
    relative: tuple[Pointer, ...] | None = None


@dataclass(frozen=True)
class Export:
    """One file to write; what is in it is only worked out when it is asked for."""

    docname: str
    domain: SpecDomain
    anchors: Anchors

    @cached_property
    def page(self) -> Page:
        """What is kept of the page."""
        return kept.read(self.domain.kept_file(self.docname))

    @property
    def file_name(self) -> str:
        """The name of the file, made of the slug alone."""
        return names.file_name(self.domain.lookup.home(self.docname))

    @cached_property
    def spec(self) -> Spec:
        """The spec as it is exported, with everything in it leading where it should."""
        return self.page.spec if self._is_kept else _resolved(self)

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        if not self._is_kept:
            text = self._relinked() or writer.write(self.spec, as_markdown=True)
            return text.encode()
        if self.page.exported is None:
            return self.domain.source(self.docname).read_bytes()
        return self.page.exported.encode()

    @property
    def listed(self) -> Listed:
        """The spec as an entry of the listing."""
        page, entry = self.domain.lookup.pages[self.docname], self.page
        if self._is_kept:
            return Listed(page, entry.entry)
        if not entry.is_replaced:
            levels = self.domain.options.levels
            data = interchange.to_data(self.spec, docname=self.docname, levels=levels)
            return interchange.listed(data)
        text = entry.entry
        for pointer in {each.text: each for each in entry.relative or ()}.values():
            text = text.replaced(pointer.text, self.leads.changed(pointer))
        return Listed(page, text)

    @property
    def lost(self) -> list[Lost]:
        """What leads nowhere from where the file is."""
        leads = self.leads
        if self._is_kept or not (leads.lame or None in leads.urls.values()):
            return []
        found = (leads.lost(pointer) for pointer in pointers(self.page.spec))
        return [each for each in found if each]

    @property
    def is_settled(self) -> bool:
        """Whether the file is as the last build left it, so far as that can be told cheaply."""
        return self.domain.settled.holds(self.docname)

    @property
    def hangs_on(self) -> HangsOn:
        """What may change the file besides what its page shows of other ones."""
        if self.is_settled:
            return self.domain.settled.hang_on[self.docname]
        page = self.page
        foreign = any(xref.get("refdomain") != "spec" for xref in page.xrefs.values())
        if foreign or page.refusal or self.leads.files or not self.leads.are_firm or self.lost:
            return "anything"
        return sorted(self.leads.asked) if page.links else ""

    @cached_property
    def leads(self) -> Leads:
        """What stands in the file for all that points elsewhere on the page."""
        page = self.page
        if page.is_plain:
            roles: tuple[Pointer, ...] = ()
        else:
            roles = tuple(each for each in pointers(page.spec) if each.kind == "role")
        return leads(self.docname, page, roles, self.domain, self.anchors)

    def _relinked(self) -> str | None:
        """The file with other URLs in its links, if nothing else changes."""
        if self.page.relative is None:
            return None
        lines = self.domain.source(self.docname).read_bytes().decode().split("\n")
        for pointer in reversed(self.page.relative):
            _path, line, column = pointer.at
            text = lines[line - 1]
            stop = column - 1 + len(pointer.text)
            if text[column - 1 : stop] != pointer.text:
                return None  # it stands there in other words, or in several lines
            lines[line - 1] = f"{text[: column - 1]}{self.leads.changed(pointer)}{text[stop:]}"
        return "\n".join(lines)

    @property
    def _is_kept(self) -> bool:
        """Whether the page is exported as it was kept."""
        page = self.page
        return page.is_plain and (page.refusal is not None or self.leads.keeps_links)


def page(
    docname: str,
    spec: Spec,
    saying: Saying,
    spots: Iterable[Spot],
    ignores: Sequence[Ignore],
    domain: SpecDomain,
) -> Page:
    """What is kept of a page that was read: all that its findings and its export need.

    `ignores` are what its comments ask not to be told.
    """
    config, pointing = domain.options, list(pointers(spec))
    name = Path(spec.path).name if spec.surface == "markdown" else ""
    found = [*rules.check(spec, config.settings, name), *rules.check_page(saying.lost, ignores)]
    has_roles = bool(saying.xrefs) or any(each.kind == "role" for each in pointing)
    data = interchange.to_data(spec, docname=docname, levels=config.levels)
    entry = interchange.entry_text(data)
    plain = _plain(spec, has_roles, pointing, Path(domain.env.srcdir, spec.path))
    return Page(
        kept.packed(entry),
        spec.surface,
        tuple(sorted(found)),
        saying.xrefs,
        tuple(dict.fromkeys(relative_urls(spec, pointing))),
        saying.anchors,
        frozenset(saying.as_written),
        *plain,
        tuple(spots),
        _is_replaced(plain.relative, spec, entry),
    )


def _plain(spec: Spec, has_roles: bool, pointing: Sequence[Pointer], source: Path) -> Plain:
    """What a page alone says of its export, found out once when it is read."""
    if spec.surface != "markdown":
        return Plain(False)
    content = source.read_bytes()
    text = content.decode("utf-8", "replace")
    if writer.write(spec) == text:
        return Plain(not has_roles, relative=None if has_roles else _relative(spec, pointing))
    new, refusal = formatting.formatted(text)
    if refusal:
        return Plain(True, None, Refusal(refusal.reason, refusal.span.line, refusal.span.column))
    return Plain(not has_roles, None if new == text else new)


def _relative(spec: Spec, pointing: Sequence[Pointer]) -> tuple[Pointer, ...] | None:
    """The links in a file that may have to change in its export, if typed links do not.

    None stands in a table, whose pipes are escaped, or within another one.
    """
    found = [each for each in pointing if each.kind != "role" and is_relative(each.target)]
    if any(
        link.url and is_relative(link.url) for item in spec.items() for link in item.about.links
    ):
        return None
    spans = [each.at for each in found]
    if any("|" in each.text or not each.at.column for each in found) or spans != sorted(set(spans)):
        return None
    return tuple(found)


def _is_replaced(relative: Sequence[Pointer] | None, spec: Spec, entry: EntryText) -> bool:
    """Whether replacing these links in the text of an entry comes to making it of another spec.

    So it is if they stand there as often as in prose, none within another one, and nothing is
    found again in what they stand in.
    """
    if relative is None:
        return False
    often = Counter(each.text for each in relative)
    measured = [
        words
        for item in spec.items()
        if isinstance(item, interchange.MEASURED)
        for words in (*item.about.extra, *(getattr(item, each.key) for each in item.kind.fields))
    ]
    return all(
        entry.count(text) == number
        and not any(text in other for other in often if other != text)
        and not any(text in words for words in measured)
        for text, number in often.items()
    )


def exports(domain: SpecDomain) -> Iterator[Export]:
    """The export of every spec, sorted by document; the first of each slug stands for it."""

    @cache
    def anchors(docname: str) -> Mapping[str, Anchor]:
        return kept.read(domain.kept_file(docname)).anchors

    for docname in domain.lookup.owners():
        yield Export(docname, domain, anchors)


def _resolved(export: Export) -> Spec:
    """The spec with its roles, links and typed links as the Markdown that they become."""
    docname, lookup, leads = export.docname, export.domain.lookup, export.leads
    home = lookup.home(docname)

    def url(link: Link) -> Link:
        if link.url:
            return replace(link, url=leads.urls.get(link.url) or link.url)
        target = lookup.resolve(Reference("ref", link.text, link.verb), docname).only
        if target is None:
            return link
        file = "" if target.spec == home else names.file_name(target.spec)
        return replace(link, text=link.text.said(target.title), url=f"{file}#{target.anchor}")

    def linked(item: ItemType) -> ItemType:
        if not item.about.links:
            return item
        return replace(item, about=replace(item.about, links=tuple(map(url, item.about.links))))

    return identity.with_items(with_pointers(export.page.spec, leads.changed), linked)
