"""Fixes for problems: steps that replace nodes of a spec.

A step is a function, not a node: several fixes may touch one node (a paragraph with three names
that Markdown eats), and each changes the result of the previous ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias, TypeVar

from sphinxcontrib_spec import names
from sphinxcontrib_spec.findings import Edit, Fix, Relink, Safety, Step
from sphinxcontrib_spec.items import Item, ItemType
from sphinxcontrib_spec.model import AnyBlock, Group, List, Section, Spec, Table

__all__ = [
    "Edit",
    "Fix",
    "Node",
    "NodeType",
    "Relink",
    "Safety",
    "Step",
    "in_spec",
    "mended",
    "revealing",
    "safe",
    "unsafe",
]

Node: TypeAlias = Spec | Section | AnyBlock | Group | Item
NodeType = TypeVar("NodeType", bound=Node)


def safe(node: NodeType, change: Callable[[NodeType], NodeType]) -> Fix:
    """Return a safe fix of one step."""
    return Fix("safe", (Step(node, change),))


def revealing(node: NodeType, change: Callable[[NodeType], NodeType]) -> Fix:
    """Return a safe fix of one step, after which rules may find what the problem has hidden."""
    return replace(safe(node, change), reveals=True)


def unsafe(node: NodeType, change: Callable[[NodeType], NodeType]) -> Fix:
    """Return an unsafe fix of one step."""
    return Fix("unsafe", (Step(node, change),))


def in_spec(fixes: Sequence[Fix], spec: Spec) -> list[Fix]:
    """Return the fixes, those that relink a typed link with their steps in this spec.

    A fix gets no steps if its link is not in the spec.
    """
    items: dict[str, Item] = {}
    if any(fix.relink for fix in fixes):
        items = {names.anchor(item.kind.name, item.about.slug): item for item in spec.items()}
    return [_at_link(fix, fix.relink, items) if fix.relink else fix for fix in fixes]


def _at_link(fix: Fix, relink: Relink, items: Mapping[str, Item]) -> Fix:
    item = items.get(relink.origin)
    if item is None or _relinked(item, relink) is item:
        return replace(fix, steps=())
    return replace(fix, steps=(Step(item, partial(_relinked, relink=relink)),))


def _relinked(item: ItemType, relink: Relink) -> ItemType:
    """Return the item with all links that match changed, also in its directive."""
    _, verb, text, old, new = relink
    links = tuple(
        replace(link, url=new) if (link.verb, link.text, link.url) == (verb, text, old) else link
        for link in item.about.links
    )
    if links == item.about.links:
        return item
    source = item.about.source
    relinked = source.reworded(source.replace(f"[{text}]({old})", f"[{text}]({new})"))
    return replace(
        item, about=replace(item.about, links=links, source=relinked if source else source)
    )


def mended(spec: Spec, fixes: Iterable[Fix]) -> tuple[Spec, frozenset[Fix]]:
    """The spec after all these fixes, and the fixes that changed something.

    The fixes come in the order of their places. Nodes are changed before the ones that they are
    in, and one node by the last fix first, so that places before it stay as they were found.
    Nodes without a change stay the same objects.
    """
    steps: dict[int, list[tuple[Fix, Callable[[Any], Any]]]] = defaultdict(list)
    for fix in reversed(dict.fromkeys(fixes)):
        for node, change in fix.steps:
            steps[id(node)].append((fix, change))
    done: set[Fix] = set()

    def stepped(node: NodeType, new: NodeType) -> NodeType:
        for fix, change in steps.get(id(node), ()):
            before = new
            new = change(before)
            if new is not before:
                done.add(fix)
        return new

    def of_entry(entry: Item | Group) -> Item | Group:
        new = entry
        if isinstance(entry, Group) and (items := of_list(entry.items)) is not entry.items:
            new = replace(entry, items=items)
        return stepped(entry, new)

    def of_list(block: List) -> List:
        entries = _each(of_entry, block.entries)
        new = block if entries is block.entries else replace(block, entries=entries)
        return stepped(block, new)

    def of_row(row: Item) -> Item:
        return stepped(row, row)

    def of_block(block: AnyBlock) -> AnyBlock:
        if isinstance(block, List):
            return of_list(block)
        new = block
        if isinstance(block, Table) and (rows := _each(of_row, block.rows)) is not block.rows:
            new = replace(block, rows=rows)
        return stepped(block, new)

    def of_section(section: Section) -> Section:
        blocks = _each(of_block, section.blocks)
        sections = _each(of_section, section.sections)
        new = section
        if blocks is not section.blocks or sections is not section.sections:
            new = replace(section, blocks=_joined(blocks), sections=sections)
        return stepped(section, new)

    preamble, lead = _each(of_block, spec.preamble), _each(of_block, spec.lead)
    sections = _each(of_section, spec.sections)
    new = replace(spec, preamble=preamble, lead=lead, sections=sections)
    if preamble is spec.preamble and lead is spec.lead and sections is spec.sections:
        new = spec
    return stepped(spec, new), frozenset(done)


def _each(
    change: Callable[[NodeType], NodeType], nodes: tuple[NodeType, ...]
) -> tuple[NodeType, ...]:
    """Apply the change to all nodes; returns the same tuple if none has changed."""
    changed = tuple(map(change, nodes))
    same = all(new is node for new, node in zip(changed, nodes, strict=True))
    return nodes if same else changed


def _joined(blocks: Sequence[AnyBlock]) -> tuple[AnyBlock, ...]:
    """Return the blocks as they are read again: adjacent lists of one form are one list."""
    found: list[AnyBlock] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, List) and isinstance(last, List) and block.goes_on(last):
            entries = (*last.entries, *block.entries)
            found[-1] = replace(last, entries=entries, loose=last.loose or block.loose)
        else:
            found.append(block)
    return tuple(found)
