"""Resolves what a page shows of other pages when it is written, in one pass over its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .. import domain as domains
from .. import references
from ..doctree import every
from ..nodes import item_anchor
from . import back_links

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Resolving(SphinxPostTransform):
    """Hands links to specs and items over to our domain, and adds the back links of items."""

    # Before Sphinx resolves the references that are added (10), and MyST looks for headings (9).
    default_priority = 8

    def run(self, **_kwargs: Any) -> None:
        """Visit every node once."""
        domain = domains.of(self.env)
        for node in every(self.document):
            if isinstance(node, addnodes.pending_xref):
                references.hand_over(node, domain)
            elif isinstance(node, nodes.reference):
                references.lead_to_page(node, domain)
            elif isinstance(node, item_anchor):
                back_links.add(node, domain.lookup)


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(Resolving)
