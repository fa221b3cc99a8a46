"""Typed links between items of one spec: by name in a directive, by anchor in Markdown."""

from __future__ import annotations

from dataclasses import replace

from .identity import with_items
from .items import ItemType, Link
from .links import Index, Reference, page_entry
from .model import Spec


class OwnLinks:
    """Resolves the names by which the typed links of a spec refer to its own items."""

    def __init__(self, spec: Spec) -> None:
        self._home = spec.slug
        self._index = Index([page_entry(spec)])
        self._ids = {f"#{item.kind.name}-{item.about.slug}": item.about.id for item in spec.items()}

    def anchored(self, link: Link) -> Link:
        """Return the link with the title and anchor of its target, if it names exactly one item."""
        if link.url:
            return link
        reference = Reference("ref", link.text, link.verb)
        targets = self._index.resolve(reference, self._home).targets
        if len(targets) != 1 or not targets[0].kind:
            return link
        return link.leading_to(targets[0].title, f"#{targets[0].anchor}")

    def named(self, link: Link) -> str | None:
        """The name by which a directive option can refer to the link's target; None if none can."""
        if not link.url:
            return link.text
        for name in (self._ids.get(link.url), link.text, link.url.removeprefix("#")):
            if name and ";" not in name:
                option = replace(link, text=link.text.reworded(name), url="")
                if self.anchored(option) == link:
                    return name
        return None

    def resolved(self, spec: Spec) -> Spec:
        """Return the spec with every typed link to its own items resolved to title and anchor."""

        def anchored(item: ItemType) -> ItemType:
            if not item.about.links:
                return item
            links = tuple(map(self.anchored, item.about.links))
            return replace(item, about=replace(item.about, links=links))

        return with_items(spec, anchored)


def with_own_links(spec: Spec) -> Spec:
    """Return the spec with each typed link to one of its own items resolved to title and anchor."""
    if all(link.url for item in spec.items() for link in item.about.links):
        return spec
    return OwnLinks(spec).resolved(spec)
