"""Where the typed links of some entries lead, and what leads to each item: for readers only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sphinxcontrib_spec import inline, names, schema
from sphinxcontrib_spec.links import Index, ItemEntry, PageEntry, Reference

from .shape import PATHS

#: The kinds of items that typed links lead to.
TARGETS = frozenset(link.target for link in schema.LINKS)


def with_ends(entries: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entries with a `target` for each typed link, and `back_links` where some may lead to.

    A target is the id of an item of these entries, or of one of these specs, or None.
    """
    has_links = any(item["links"] for entry in entries for _, item in _items(entry))
    index = Index(map(_page, entries) if has_links else ())
    incoming: dict[str, dict[tuple[str, str], None]] = {}
    for entry in entries:
        for _, item in _items(entry):
            for link in item["links"]:
                end = index.end(_reference(link, item["anchor"]), entry["slug"])
                if end and end.id != item["id"]:
                    source = schema.LINK[link["verb"]].passive, item["id"]
                    incoming.setdefault(end.id, {})[source] = None

    def linked(item: Mapping[str, Any], kind: str, home: str) -> dict[str, Any]:
        links = []
        for link in item["links"]:
            target = index.resolve(_reference(link, item["anchor"]), home).only
            links.append({**link, "target": target and target.id})
        ends: dict[str, Any] = {"links": links}
        if kind in TARGETS:
            sources = incoming.get(item["id"], ())
            ends["back_links"] = [{"verb": verb, "source": source} for verb, source in sources]
        return {**item, **ends}

    found = []
    for entry in entries:
        made = dict(entry)
        for kind in schema.KINDS:
            *above, last = PATHS[kind.section]
            home = made
            for key in above:
                home[key] = home = dict(home[key])
            home[last] = [linked(item, kind.name, entry["slug"]) for item in home[last]]
        found.append(made)
    return found


def _items(entry: Mapping[str, Any]) -> Iterator[tuple[schema.Kind, Mapping[str, Any]]]:
    for kind in schema.KINDS:
        found: Any = entry
        for key in PATHS[kind.section]:
            found = found[key]
        for item in found:
            yield kind, item


def _page(entry: Mapping[str, Any]) -> PageEntry:
    items = (
        ItemEntry(
            kind.name,
            item["anchor"].removeprefix(names.anchor(kind.name, "")),
            inline.plain(item[kind.title.key]),
            item["line"],
        )
        for kind, item in _items(entry)
    )
    return PageEntry(entry["docname"], entry["slug"], entry["title"], 1, tuple(items))


def _reference(link: Mapping[str, Any], origin: str) -> Reference:
    url = link.get("url", "")
    role, target = ("link", url) if url else ("ref", link["text"])
    return Reference(role, target, link["verb"], origin)
