"""Typed links from one item of a spec to another: by name in a directive, by anchor in Markdown."""

from __future__ import annotations

from dataclasses import replace

from .identity import with_items
from .items import ItemType, Link
from .links import Index, Reference, page_entry
from .model import Spec


class OwnLinks:
    """Finds the items of one spec by the names that its own links call them."""

    def __init__(self, spec: Spec) -> None:
        self._home = spec.slug
        self._index = Index([page_entry(spec)])
        self._ids = {f"#{item.kind.name}-{item.about.slug}": item.about.id for item in spec.items()}

    def anchored(self, link: Link) -> Link:
        """The link with the title and the anchor of its target, if it names just one item."""
        if link.url:
            return link
        reference = Reference("ref", link.text, link.verb)
        targets = self._index.resolve(reference, self._home).targets
        if len(targets) != 1 or not targets[0].kind:
            return link
        return link.leading_to(targets[0].title, f"#{targets[0].anchor}")

    def named(self, link: Link) -> str | None:
        """The name by which an option leads to the link's target; None if there is none."""
        if not link.url:
            return link.text
        for name in (self._ids.get(link.url), link.text, link.url.removeprefix("#")):
            if name and ";" not in name:
                option = replace(link, text=link.text.reworded(name), url="")
                if self.anchored(option) == link:
                    return name
        return None

    def resolved(self, spec: Spec) -> Spec:
        """The spec with each typed link saying its target's title and anchor."""

        def anchored(item: ItemType) -> ItemType:
            if not item.about.links:
                return item
            links = tuple(map(self.anchored, item.about.links))
            return replace(item, about=replace(item.about, links=links))

        return with_items(spec, anchored)


def with_own_links(spec: Spec) -> Spec:
    """The spec with each typed link to an item of its own saying that item's title and anchor."""
    if all(link.url for item in spec.items() for link in item.about.links):
        return spec
    return OwnLinks(spec).resolved(spec)
