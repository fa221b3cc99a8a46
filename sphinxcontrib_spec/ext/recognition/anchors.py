"""An anchor and permalink for every item, in its first paragraph."""

from __future__ import annotations

from docutils import nodes

from ..doctree import Named, elements
from ..nodes import item_anchor


def put(item: Named, spec_slug: str, docname: str) -> None:
    """Put an item's anchor at the end of its first paragraph, which is made if there is none."""
    home = elements(item.node)[0] if isinstance(item.node, nodes.row) else item.node
    paragraph = next(home.findall(nodes.paragraph), None)
    if paragraph is None:
        paragraph = nodes.paragraph()
        home.insert(0, paragraph)
    full_id = f"{spec_slug}.{item.anchor}"
    paragraph += item_anchor(refid=item.anchor, full_id=full_id, docname=docname)
