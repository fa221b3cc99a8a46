"""Resolve the typed links of entries and find the back links of each item, for users only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import Index, ItemEntry, PageEntry, Reference
from sphinxcontrib_spec.markup import inline

from .shape import PATHS
from .text import LINKS, EntryText, entry_text


class Listed(NamedTuple):
    """An entry as text, and what look-ups need to know of its spec and items."""

    page: PageEntry
    entry: EntryText


def listed(entry: Mapping[str, Any]) -> Listed:
    """Convert an entry from plain data."""
    items = (
        ItemEntry(
            kind.name,
            item["anchor"].removeprefix(names.anchor(kind.name, "")),
            inline.plain(item[kind.title.key]),
            item["line"],
        )
        for kind in schema.KINDS
        for item in _at(entry, PATHS[kind.section])
    )
    page = PageEntry(entry["docname"], entry["slug"], entry["title"], 1, tuple(items))
    return Listed(page, entry_text(entry))


def with_ends(entries: Iterable[Listed]) -> list[str]:
    """Return the entries with a `target` for each typed link, and `back_links` where possible.

    A target is the id of an item or of a spec in these entries, or None.
    """
    found = [*entries]
    has_links = any(each.entry.links for each in found)
    index = Index([each.page for each in found] if has_links else ())
    incoming: dict[str, dict[tuple[str, str], None]] = {}
    for page, entry in found:
        for anchor, links in entry.links.items():
            own = f"{page.spec_slug}.{anchor}"
            for link in links:
                end = index.end(_reference(link, anchor), page.spec_slug)
                if end and end.id != own:
                    source = schema.LINK[link["verb"]].passive, own
                    incoming.setdefault(end.id, {})[source] = None

    def filled(home: str, entry: EntryText) -> str:
        def filling(hole: str, anchor: str) -> Any:
            if hole == LINKS:
                return [_linked(link, anchor, home, index) for link in entry.links[anchor]]
            sources = incoming.get(f"{home}.{anchor}", ())
            return [{"verb": verb, "source": source} for verb, source in sources]

        return entry.filled(filling)

    return [filled(page.spec_slug, entry) for page, entry in found]


def _linked(link: Mapping[str, Any], anchor: str, home: str, index: Index) -> dict[str, Any]:
    target = index.resolve(_reference(link, anchor), home).only
    return {**link, "target": target and target.id}


def _at(entry: Mapping[str, Any], path: Iterable[str]) -> Any:
    found: Any = entry
    for key in path:
        found = found[key]
    return found


def _reference(link: Mapping[str, Any], origin: str) -> Reference:
    url = link.get("url", "")
    role, target = ("link", url) if url else ("ref", link["text"])
    return Reference(role, target, link["verb"], origin)
