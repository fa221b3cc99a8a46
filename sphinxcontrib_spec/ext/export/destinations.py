"""Determines where the roles, links and images of a page lead from its export.

The exports are in one folder, with the files that they show beside them. Other pages are not there,
but on the web, if their address is known.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from sphinxcontrib_spec import names
from sphinxcontrib_spec.roles import Pointer

from .. import markdown
from ..directives import relative_links
from ..environment.relative_urls import RelativeUrl, headings, unschemed
from ..markdown.xrefs import NUMBER
from . import attached, targets
from .stand_ins import StandIns

if TYPE_CHECKING:
    from sphinxcontrib_spec.source import Span

    from ..domain import SpecDomain
    from ..environment.page_file import Page

#: Returns the anchors on a spec's page, by its docname.
Anchors = Callable[[str], Mapping[str, markdown.Anchor]]

_EXPORT = re.compile(r"(?:.*/)?spec-([^/]+)\.md")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def stand_ins(
    docname: str, page: Page, roles: Iterable[Pointer], domain: SpecDomain, anchors: Anchors
) -> StandIns:
    """Return what replaces these roles of a page, and all its relative links."""
    return _Page(docname, page, domain, anchors, StandIns(domain.parts(docname))).stand_ins(roles)


@dataclass
class _Page:
    """The page whose references are replaced."""

    docname: str
    page: Page
    domain: SpecDomain
    anchors: Anchors
    found: StandIns

    def stand_ins(self, roles: Iterable[Pointer]) -> StandIns:
        """Return the replacements of everything."""
        self._links([link for link in self.page.links if not self._replace(link)])
        places: dict[str, Span] = {}
        for role in sorted(roles, key=_order):
            places.setdefault(role.text, role.at)
        self._roles(places)
        return self.found

    def _links(self, links: Sequence[RelativeUrl]) -> None:
        """Replace links that name no file; MyST reports the dead ones where it writes the page."""
        asked = [
            targets.link(unschemed(link.url), self.docname, is_bare=link.is_bare) for link in links
        ]
        for link, answer in zip(links, self._quietly(asked), strict=True):
            without_address = self._rewrite(answer)
            reference = answer.next_node(nodes.reference)
            found = self._url(reference) if reference else None
            self.found.urls[link] = found or (None if without_address else link.url)
            if link.is_bare and (found or without_address):
                words = reference.children if reference else answer.children
                self.found.words[link] = markdown.cell(words, markdown.RenderContext())

    def _roles(self, places: Mapping[str, Span]) -> None:
        """Replace roles, each given with the first place where it occurs, in that order."""
        asked: dict[str, addnodes.pending_xref] = {}
        for role, (path, line, _column) in places.items():
            attributes = targets.attributes(role, self.docname, self.page.xrefs)
            if attributes and attributes["reftype"] == "download":
                self._offer(role, attributes)
            elif attributes and attributes["reftype"] == NUMBER:
                self.found.roles[role] = self._number(attributes)
            elif attributes:
                asked[role] = targets.reference(attributes)
                asked[role].source = str(Path(self.domain.env.srcdir, path))
                asked[role].line = line or None
        for role, answer in zip(asked, self._answers([*asked.values()]), strict=True):
            reference = answer.next_node(nodes.reference)
            # Targets in other projects may change while no page of this project does.
            self.found.are_firm &= reference is not None and bool(reference.get("internal"))
            if self._rewrite(answer):
                self.found.without_address.add(role)
            context = markdown.RenderContext(anchors=dict(self.anchors(self.docname)))
            self.found.roles[role] = markdown.cell(answer.children, context)

    def _answers(self, asked: Sequence[addnodes.pending_xref]) -> Sequence[nodes.Element]:
        return targets.resolved(self.domain.env, self.docname, asked)

    def _quietly(self, asked: Sequence[addnodes.pending_xref]) -> Sequence[nodes.Element]:
        with logging.suppress_logging():
            return self._answers(asked)

    def _replace(self, link: RelativeUrl) -> bool:
        """Replace a relative URL that names a page, a spec or a file; return whether it did."""
        env, lookup = self.domain.env, self.domain.lookup
        url = html.unescape(_ESCAPED.sub(r"\1", unschemed(link.url)))
        path, sign, fragment = url.partition("#")
        if not path:
            return self._replace_heading(link, unquote(fragment))
        source = link.part or lookup.pages[self.docname].path
        path = relative_links.from_page(unquote(path), source, env, self.docname)
        document = env.path2doc(env.relfn2path(path, self.docname)[1])
        export = _EXPORT.fullmatch(path)
        if document in env.found_docs:
            new = self._page_url(str(document), fragment)
            asked = targets.link_to_page(str(document), fragment, self.docname)
        elif export and (specs := lookup.find("spec", export[1], self.docname).targets):
            new = names.file_name(specs[0].spec) + sign + fragment
            asked = targets.link(path + sign + fragment, self.docname, is_bare=True)
        else:
            self.found.are_firm = False
            other = self._elsewhere(link, url, path)
            if other is None:
                return False
            new, asked = other, None
        if link.is_bare:
            self.found.are_firm = False
            shown = self._quietly([asked])[0].astext() if asked else unquote(url)
            if asked and fragment and not shown:  # MyST before 5 knows no labels on other pages
                label = targets.link(f"#{fragment}", self.docname, is_bare=True)
                shown = self._quietly([label])[0].astext()
            self.found.words[link] = _as_words(shown)
        if new.startswith(targets.NOWHERE):
            self.found.urls[link] = None
        else:
            same = new == url.removeprefix("./") and unschemed(link.url) == link.url
            self.found.urls[link] = link.url if same else markdown.destination(new)
        return True

    def _replace_heading(self, link: RelativeUrl, anchor: str) -> bool:
        """Replace a fragment that names a heading of its own file; return whether it did."""
        url = unschemed(link.url)
        words = headings(self.page.spec).get(anchor) if link.is_bare or url != link.url else None
        if words is None:
            self.found.are_firm = False
            return False
        self.found.urls[link] = url
        if link.is_bare:
            self.found.words[link] = _as_words(words)
        return True

    def _elsewhere(self, link: RelativeUrl, url: str, path: str) -> str | None:
        """Return the replacement of a URL that names no page or spec, or None if it is unknown."""
        env = self.domain.env
        if file := attached.file(env, self.docname, path):
            self.found.files[file.path] = file.source
            return file.url
        if self.page.has_in_markdown(link):
            return None
        if _EXPORT.fullmatch(path):
            return url  # a spec that is not here, by the name that its file has everywhere
        here = targets.address(self.domain, self.docname)
        return here if here.startswith(targets.NOWHERE) else urljoin(here, url)

    def _offer(self, role: str, attributes: Mapping[str, Any]) -> None:
        """Replace the role of a download by a link to the file."""
        label = nodes.Text(attributes["title"])
        file = attached.file(self.domain.env, self.docname, attributes["reftarget"])
        if file:
            self.found.files[file.path] = file.source
        link = nodes.reference("", "", label, refuri=file.url) if file else label
        self.found.roles[role] = markdown.cell([link], markdown.RenderContext())

    def _number(self, attributes: Mapping[str, Any]) -> str:
        """Return the number before a caption on the page; empty if it has none there."""
        env, kind = self.domain.env, attributes["kind"]
        found = env.toc_fignumbers.get(self.docname, {}).get(kind, {}).get(attributes["id"])
        return f"{env.config.numfig_format[kind] % '.'.join(map(str, found))}: " if found else ""

    def _page_url(self, docname: str, fragment: str) -> str:
        """Return the URL of a page; MyST knows headings by other names than their ids."""
        if fragment:
            self.found.asked.add(docname)
        if home := self.domain.lookup.home(docname):
            return self._export_url(names.file_name(home), docname, fragment)
        env = self.domain.env
        slug = env.metadata[docname].get("myst_slugs", {}).get(fragment)
        end = f"#{slug[1] if slug else fragment}" if fragment else ""
        return targets.address(self.domain, docname) + end

    def _export_url(self, file: str, docname: str, id_: str) -> str:
        """Return the URL of a place in a spec's export; an unknown id is that of an item."""
        if not id_:
            return file  # most links lead to the top, and the anchors are in another file
        anchor = self.anchors(docname).get(id_)
        name = anchor.heading if anchor else id_
        return f"{file}#{name}" if name else file

    def _rewrite(self, answer: nodes.Element) -> bool:
        """Make a resolved reference lead into exports; return whether any part leads nowhere."""
        without_address = False
        for reference in list(answer.findall(nodes.reference)):
            uri = str(reference.get("refuri", ""))
            file, _, id_ = uri.partition("#")
            if uri.startswith(targets.NOWHERE):
                reference.replace_self(reference.children)
                without_address = True
            elif id_ and "/" not in file and (export := _EXPORT.fullmatch(file)):
                docname = self.domain.lookup.owner(export[1])
                reference["refuri"] = self._export_url(file, docname, id_) if docname else uri
        return without_address

    def _url(self, reference: nodes.Element) -> str | None:
        """Return the URL of a resolved link, or None if it leads nowhere."""
        if "refuri" in reference:
            return markdown.destination(reference["refuri"])
        id_ = reference.get("refid", "")
        if self.domain.lookup.anchored(self.docname, id_):
            return f"#{id_}"
        anchor = self.anchors(self.docname).get(id_)
        return f"#{anchor.heading}" if anchor else None


def _as_words(shown: str) -> str:
    """Return the text that a link shows, as Markdown."""
    return markdown.cell([nodes.Text(shown)], markdown.RenderContext())


def _order(pointer: Pointer) -> tuple[bool, Span]:
    """Return the sort key of a role: its place, if any.

    Roles without a place are at the end of a question, and their text also occurs elsewhere.
    """
    return not pointer.at.path, pointer.at
