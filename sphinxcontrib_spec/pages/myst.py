"""Writes a spec as a MyST page: canonical Markdown with its items as fenced directives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.appendix import with_overflow_moved
from sphinxcontrib_spec.item_notes import is_asked_for
from sphinxcontrib_spec.items import ItemType
from sphinxcontrib_spec.model import AnyBlock, Block, Group, List, Section, Spec, Table
from sphinxcontrib_spec.own_links import OwnLinks
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.writer import write

from .directives import Directive, directives
from .excerpts import FOREIGN

#: What ends a plain option value of a MyST directive, or begins one of another kind.
_NOT_PLAIN = pattern(r"[\"'|>#]|.*\s#")
_NEW_LINE = pattern(rf"[\n{FOREIGN}]")
_LEAST_SIGNS = 3


def write_myst(spec: Spec) -> str:
    """Write the spec as a MyST page; what a directive cannot hold stays a Markdown table or list.

    Its layout is kept. Read again and written as Markdown, the page gives the spec's canonical
    text.
    """
    own = OwnLinks(spec)
    page = replace(spec, sections=tuple(_section(part, own) for part in spec.sections))
    return write(with_overflow_moved(page, of_directives=False))


def fenced(lines: Sequence[str]) -> str:
    """Put lines in a fence longer than any in them; of tildes if the first line has backticks."""
    text = "\n".join(lines)
    sign = "~" if "`" in lines[0] else "`"
    longest = max(map(len, re.findall(f"{sign}+", text)), default=0)
    fence = sign * max(_LEAST_SIGNS, longest + 1)
    return f"{fence}{text}\n{fence}"


def _section(section: Section, own: OwnLinks) -> Section:
    blocks: list[AnyBlock] = []
    for at, block in enumerate(section.blocks):
        beside = (*blocks[-1:], *section.blocks[at + 1 : at + 2])
        # The fences of two adjacent tables would be read as one table.
        near = any(isinstance(each, Table) and _are_fences(each) for each in beside)
        is_text = isinstance(block, Block) or (isinstance(block, Table) and near)
        # A comment about a whole table or list would apply to the first of its fences only.
        is_kept = is_text or is_asked_for(section.blocks, at)
        blocks.append(block if is_kept else _block(block, own))
    return replace(
        section,
        blocks=tuple(blocks),
        sections=tuple(_section(part, own) for part in section.sections),
        blank=section.blank or (bool(blocks) and blocks[0] is not section.blocks[0]),
    )


def _are_fences(block: AnyBlock) -> bool:
    """Whether all items of a block are written as directives."""
    if isinstance(block, Block):
        return False
    items = block.rows if isinstance(block, Table) else block.entries
    return all(not isinstance(item, Group) and item.about.source for item in items)


def _block(block: AnyBlock, own: OwnLinks) -> AnyBlock:
    """Return the block with its items written as directives, if all can be and not all are yet."""
    if _are_fences(block):
        return block
    found = [_fence(each) for each in directives(block, own)]
    fences = [fence for fence in found if fence]
    if isinstance(block, Block) or not fences or len(fences) < len(found):
        return block
    if not _is_said_by(block, fences, own):
        return block
    if isinstance(block, Table):
        return replace(block, rows=tuple(map(_written_as, block.rows, fences)))
    items = (entry for entry in block.entries if not isinstance(entry, Group))
    return replace(block, entries=tuple(map(_written_as, items, fences)))


def _written_as(item: ItemType, fence: str) -> ItemType:
    """Return the item with this fence as its source, unless it has a source already."""
    source = item.about.source or Text(fence)
    return replace(item, about=replace(item.about, source=source))


def _fence(item: Directive) -> str | None:
    """Return the directive in MyST; None if MyST would read a part of it differently."""
    head = f"{{{item.kind.directive}}} {item.argument}"
    values = [_value(value) for _, value in item.options]
    if _NEW_LINE.search(head) or None in values:
        return None
    options = (f":{name}: {value}" for (name, _), value in zip(item.options, values, strict=True))
    return fenced([head, *options, *(["", *item.body.split("\n")] if item.body else [])])


def _value(text: str) -> str | None:
    """Return an option's value, quoted if necessary; None if it cannot be written."""
    if _NEW_LINE.search(text):
        return None
    if not _NOT_PLAIN.match(text):
        return text
    return None if "'" in text else f"'{text}'"


def _is_said_by(block: Table | List, fences: Sequence[str], own: OwnLinks) -> bool:
    """Whether the fences are read as items that are written in the same way as the block's."""
    home = schema.SECTION[schema.KIND[block.kind].section]
    section = Section(Text(home.heading), home.level, home.key, (block,))
    page = "\n\n".join([f"{'#' * home.level} {home.heading}", *fences])
    one, other = Spec(sections=(section,)), read(page)
    return write(own.resolved(one), strict=True, as_markdown=True) == write(
        own.resolved(other), strict=True, as_markdown=True
    )
