"""Changing every item of a spec, and giving each the slug it is known by."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from . import names
from .items import Item, ItemType, title
from .model import AnyBlock, Group, List, Section, Spec, Table


class ItemChange(Protocol):
    """A function from an item to another of its kind."""

    def __call__(self, item: ItemType, /) -> ItemType:
        """The item that stands for this one."""


def with_items(spec: Spec, change: ItemChange) -> Spec:
    """The spec with every item changed, in the order they stand in; a kind must stay the same."""

    def of_list(block: List) -> List:
        entries = (
            replace(entry, items=of_list(entry.items))
            if isinstance(entry, Group)
            else change(entry)
            for entry in block.entries
        )
        return replace(block, entries=tuple(entries))

    def of_block(block: AnyBlock) -> AnyBlock:
        if isinstance(block, Table):
            return replace(block, rows=tuple(change(row) for row in block.rows))
        return of_list(block) if isinstance(block, List) else block

    def of_section(section: Section) -> Section:
        return replace(
            section,
            blocks=tuple(of_block(block) for block in section.blocks),
            sections=tuple(of_section(part) for part in section.sections),
        )

    return replace(spec, sections=tuple(of_section(section) for section in spec.sections))


def wanted_slug(item: Item, number: int) -> str:
    """The slug that an item would have if no other had it; `number` is its count in its kind."""
    explicit = names.slug(item.about.id, names.ITEM_CHARACTERS) if item.about.id else ""
    return explicit or names.item_slug(item.kind, title(item), number)


def identified(spec: Spec) -> Spec:
    """The spec with every item's slug and number set (design section 6).

    The slug is the explicit id, else made from the item's title; a slug that an earlier item of
    the same kind has gets `-2`, `-3` and so on.
    """
    counts: dict[str, int] = {}
    taken: dict[tuple[str, str], int] = {}

    def named(item: ItemType) -> ItemType:
        kind = item.kind
        number = counts[kind.name] = counts.get(kind.name, 0) + 1
        wanted = wanted_slug(item, number)
        slug, again = wanted, taken.get((kind.name, wanted), 0)
        while (kind.name, slug) in taken:
            again += 1
            slug = f"{wanted}-{again}"
        taken[kind.name, wanted] = max(again, 1)
        taken.setdefault((kind.name, slug), 1)
        return replace(item, about=replace(item.about, slug=slug, number=number))

    return with_items(spec, named)
