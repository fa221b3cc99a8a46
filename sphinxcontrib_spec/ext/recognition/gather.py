"""Joins adjacent items of directives into one table or one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from sphinxcontrib_spec import schema

from ..doctree import block_of, directive_items, written
from . import comments

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: The total width of all columns.
_WIDTH = 100

_BETWEEN = (nodes.comment, nodes.system_message)


def gather(document: nodes.document, env: BuildEnvironment) -> None:
    """Move each directive's item to the items of its kind that are right before it.

    Comments between them do not separate them; anything else does. Our comments about an item are
    moved into it. Numbers continue from a list to the next one if either is made of directives.
    """
    numbered: list[nodes.enumerated_list] = []
    for item in directive_items(document, env):
        block = block_of(item)
        comments.move_into(item, block)
        before = _before(block)
        if before is not None and _are_alike(before, item):
            _holder(before).append(item)
            block.parent.remove(block)
        elif isinstance(item, nodes.row):
            _put_head(item)
        elif isinstance(block, nodes.enumerated_list):
            numbered.append(block)
    for block in numbered:
        _count_on(block)
        _count_on(block.next_node(descend=False, siblings=True))


def _before(block: nodes.Element) -> nodes.Element | None:
    """Return the table or list before a block, or None."""
    siblings = block.parent.children
    at = block.parent.index(block) - 1
    while at >= 0 and isinstance(siblings[at], _BETWEEN):
        at -= 1
    found = siblings[at] if at >= 0 else None
    return (
        found
        if isinstance(found, nodes.table | nodes.bullet_list | nodes.enumerated_list)
        else None
    )


def _count_on(block: nodes.Node | None) -> None:
    """Continue the numbers of the list right before this one, as the two are exported."""
    if not isinstance(block, nodes.enumerated_list) or "start" in block:
        return
    before = _before(block)
    if isinstance(before, nodes.enumerated_list) and before["enumtype"] == block["enumtype"]:
        block["start"] = before.get("start", 1) + len(before)


def _are_alike(block: nodes.Element, item: nodes.Element) -> bool:
    """Return whether the last item of a block comes from a directive of the same kind."""
    holder = _holder(block)
    last = holder[-1] if len(holder) else None
    return (
        isinstance(last, type(item))
        and (ours := written(last)) is not None
        and (theirs := written(item)) is not None
        and ours.kind == theirs.kind
    )


def _put_head(row: nodes.row) -> None:
    """Give the table of a directive's row a head, like one that MyST makes from Markdown."""
    group, given = row.parent.parent, written(row)
    assert isinstance(group, nodes.tgroup)
    assert given is not None
    fields, heads = schema.KIND[given.kind].fields, []
    for field in fields:
        label = nodes.paragraph(field.label, field.label)
        label.source, label.line = row.source, row.line
        heads.append(nodes.entry("", label))
    columns = [nodes.colspec(colwidth=_WIDTH // len(fields)) for _ in fields]
    group[:0] = [*columns, nodes.thead("", nodes.row("", *heads))]


def _holder(block: nodes.Element) -> nodes.Element:
    """Return the node that holds the items of a block: a table's body, or the list itself."""
    if isinstance(block, nodes.table):
        return next(block.findall(nodes.tbody), nodes.tbody())
    return block
