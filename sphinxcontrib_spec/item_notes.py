"""Moves `ignore-next` comments above an item directive into the item, for output as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .ignores import HERE, NEXT, asked
from .items import ItemType
from .model import AnyBlock, Block, Group, List, Section, Spec, Table
from .notices import first_directive
from .source import Text


def asks_for_next(block: AnyBlock) -> bool:
    """Whether a block is a comment that ignores findings in what comes after it."""
    if not isinstance(block, Block) or block.kind != "comment":
        return False
    said = asked(block.text)
    return not said.fault and said.verb == NEXT


def is_asked_for(blocks: Sequence[AnyBlock], at: int) -> bool:
    """Whether such a comment precedes a block, with nothing but comments between them."""
    above = at - 1
    while above >= 0 and _is_comment(blocks[above]):
        if asks_for_next(blocks[above]):
            return True
        above -= 1
    return False


def with_notes_moved(spec: Spec) -> Spec:
    """Return the spec with each `ignore-next` above an item directive as an `ignore` in that item.

    In Markdown, no comment can stand between two rows of a table.
    """
    if not spec.comments:
        return spec
    return replace(spec, sections=tuple(map(_section, spec.sections)))


def _section(section: Section) -> Section:
    blocks: list[AnyBlock] = []
    for block in section.blocks:
        notes: list[Text] = []
        kept: list[AnyBlock] = []
        while first_directive(block) and blocks and _is_comment(blocks[-1]):
            above = blocks.pop()
            if isinstance(above, Block) and asks_for_next(above):
                notes.append(above.text.reworded(above.text.replace(NEXT, HERE, 1)))
            else:
                kept.append(above)
        blocks += reversed(kept)
        if notes:
            _add(blocks, _with_notes(block, notes[::-1]))
        else:
            blocks.append(block)
    return replace(section, blocks=tuple(blocks), sections=tuple(map(_section, section.sections)))


def _with_notes(block: AnyBlock, notes: Sequence[Text]) -> AnyBlock:
    """Return the block with comments added to its first item."""

    def noted(item: ItemType) -> ItemType:
        return replace(item, about=replace(item.about, notes=(*item.about.notes, *notes)))

    if isinstance(block, Table):
        return replace(block, rows=(noted(block.rows[0]), *block.rows[1:]))
    assert isinstance(block, List)  # only tables and lists have directives
    first = block.entries[0]
    assert not isinstance(first, Group)  # a group is never a directive
    return replace(block, entries=(noted(first), *block.entries[1:]))


def _add(blocks: list[AnyBlock], block: AnyBlock) -> None:
    """Append a block, or merge it into the previous one if both were written as directives."""
    last = blocks[-1] if blocks and first_directive(blocks[-1]) else None
    if isinstance(last, Table) and isinstance(block, Table) and last.kind == block.kind:
        blocks[-1] = replace(last, rows=(*last.rows, *block.rows))
    elif isinstance(last, List) and isinstance(block, List) and block.goes_on(last):
        blocks[-1] = replace(last, entries=(*last.entries, *block.entries))
    else:
        blocks.append(block)


def _is_comment(block: AnyBlock) -> bool:
    return isinstance(block, Block) and block.kind == "comment"
