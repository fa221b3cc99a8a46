"""Puts an anchor and a permalink into the first paragraph of every item."""

from __future__ import annotations

from docutils import nodes

from ..doctree import Named, elements
from ..nodes import item_anchor


def put(item: Named, spec_slug: str, docname: str) -> None:
    """Append an item's anchor to its first paragraph, which is created if there is none."""
    home = elements(item.node)[0] if isinstance(item.node, nodes.row) else item.node
    paragraph = next(home.findall(nodes.paragraph), None)
    if paragraph is None:
        paragraph = nodes.paragraph()
        home.insert(0, paragraph)
    full_id = f"{spec_slug}.{item.anchor}"
    paragraph += item_anchor(refid=item.anchor, full_id=full_id, docname=docname)
