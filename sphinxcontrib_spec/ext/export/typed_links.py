"""Resolves the typed links of directives for the export of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_spec import names
from sphinxcontrib_spec.links import Reference

from .. import markdown
from . import targets

if TYPE_CHECKING:
    from sphinxcontrib_spec.items import Link

    from ..domain import SpecDomain


@dataclass(frozen=True)
class Ends:
    """The title and the URL of each typed link's target, if it has one.

    `depend_on_others` says that some lead to no item here: other projects may have it, or get it.
    """

    found: dict[Link, tuple[str, str]] = field(default_factory=dict)
    depend_on_others: bool = False

    def of(self, link: Link) -> Link:
        """Return the link with its target; the same link if it has none."""
        return link.leading_to(*self.found[link]) if link in self.found else link


def ends(docname: str, links: Iterable[Link], domain: SpecDomain) -> Ends:
    """Return where these links of a document lead, each of which names an item."""
    found: dict[Link, tuple[str, str]] = {}
    foreign: list[Link] = []
    lookup = domain.lookup
    for link in dict.fromkeys(links):
        target = lookup.resolve(Reference("ref", link.text, link.verb), docname).only
        if target is None:
            foreign.append(link)
            continue
        file = "" if target.spec == lookup.home(docname) else names.file_name(target.spec)
        found[link] = target.title, f"{file}#{target.anchor}"
    asked = [targets.reference(targets.named("ref", link.text, docname)) for link in foreign]
    for link, answer in zip(foreign, targets.resolved(domain.env, docname, asked), strict=True):
        reference = answer.next_node(nodes.reference)
        if reference is not None and "refuri" in reference:
            found[link] = reference.astext(), markdown.destination(reference["refuri"])
    return Ends(found, bool(foreign))
