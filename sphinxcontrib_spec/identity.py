"""Changes every item of a spec, and assigns each item its slug."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import is_
from typing import Any, Protocol, TypeVar

from . import names, schema
from .items import Item, ItemType, title
from .model import AnyBlock, Group, List, Section, Spec, Table
from .source import Text

_Node = TypeVar("_Node", Spec, Section, Table, List, Group)


class ItemChange(Protocol):
    """A function that maps an item to another item of the same kind."""

    def __call__(self, item: ItemType, /) -> ItemType:
        """Return the item that replaces this one."""


def with_items(spec: Spec, change: ItemChange) -> Spec:
    """Return the spec with `change` applied to every item, in order; kinds must not change.

    A node in which no item changes stays the same object.
    """

    def of_list(block: List) -> List:
        entries = [
            _with(entry, items=of_list(entry.items)) if isinstance(entry, Group) else change(entry)
            for entry in block.entries
        ]
        return _with(block, entries=entries)

    def of_block(block: AnyBlock) -> AnyBlock:
        if isinstance(block, Table):
            return _with(block, rows=[change(row) for row in block.rows])
        return of_list(block) if isinstance(block, List) else block

    def of_section(section: Section) -> Section:
        return _with(
            section,
            blocks=[of_block(block) for block in section.blocks],
            sections=[of_section(part) for part in section.sections],
        )

    return _with(spec, sections=[of_section(section) for section in spec.sections])


def _with(node: _Node, **parts: Any) -> _Node:
    """Return the node with some parts replaced; the same object if nothing differs."""
    changes: dict[str, Any] = {}
    for name, new in parts.items():
        old = getattr(node, name)
        if isinstance(new, list):
            if len(new) == len(old) and all(map(is_, new, old)):
                continue
            changes[name] = tuple(new)
        elif new is not old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def wanted_slug(item: Item, number: int) -> str:
    """The slug that an item would have if it were unique; `number` is its count within its kind."""
    return _wanted(item.kind, title(item), item.about.id, number)


def keeping_slug(item: ItemType) -> ItemType:
    """Return a reworded item, with an explicit id if its slug would change otherwise."""
    slug, number = item.about.slug, item.about.number
    own = wanted_slug(item, number)
    if item.about.id or slug == own or slug.removeprefix(f"{own}-").isdigit():
        return item
    return replace(item, about=replace(item.about, id=Text(slug, item.about.span)))


def _wanted(kind: schema.Kind, words: str, explicit: str, number: int) -> str:
    own = names.slug(explicit, names.ITEM_CHARACTERS) if explicit else ""
    return own or names.item_slug(kind, words, number)


class Register:
    """Assigns unique slugs to the items of a spec (design section 6).

    An item's slug is its explicit id or, without one, is made from its title; a slug that an
    earlier item of the same kind has gets the suffix `-2`, `-3` and so on.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = defaultdict(int)
        self._taken: dict[str, dict[str, int]] = defaultdict(dict)

    def add(self, kind: schema.Kind, words: str, explicit: str) -> tuple[str, int]:
        """Return the slug and number of the next item, from its title and explicit id."""
        name = kind.name
        number = self._counts[name] = self._counts[name] + 1
        slug = wanted = _wanted(kind, words, explicit, number)
        taken = self._taken[name]
        if slug not in taken:
            taken[slug] = 1
            return slug, number
        again = taken[wanted]
        while slug in taken:
            again += 1
            slug = f"{wanted}-{again}"
        taken[wanted] = max(again, 1)
        taken.setdefault(slug, 1)
        return slug, number

    def named(self, item: ItemType) -> ItemType:
        """Return the next item with its slug and number set."""
        slug, number = self.add(item.kind, title(item), item.about.id)
        return replace(item, about=replace(item.about, slug=slug, number=number))


def identified(spec: Spec) -> Spec:
    """Return the spec with the slug and number of every item set, in document order."""
    return with_items(spec, Register().named)
