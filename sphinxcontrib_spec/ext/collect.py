"""From a doctree to the model; from here on a spec is a spec, wherever it was written."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sphinx.transforms import SphinxTransform

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import Block, Spec

from . import anchors, html, markdown_page, page_model, typed_links
from . import domain as domains
from .directives import WRITTEN
from .doctree import ITEM, directive_items, place
from .recognise import recognised

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .markdown.saying import Attributes
    from .outline import Outline


class Collect(SphinxTransform):
    """Notes the model of a recognised page, and puts the anchors into its items."""

    # After substitutions, footnotes and translation; before smart quotes (750).
    default_priority = 740

    def apply(self, **_kwargs: Any) -> None:
        """Note the page, and the directives that are no items."""
        domain, docname = domains.of(self.env), self.env.docname
        page = recognised(self.env)
        in_model: set[tuple[str, int]] = set()
        if page:
            spec, xrefs = self._model(page.found)
            in_model = misplaced(spec)
            for item in page.items:
                anchors.put(item, spec.slug)
            domain.note_page(docname, spec, xrefs)
        for node in directive_items(self.document, self.env):
            at = place(node, self.env)
            if ITEM not in node and at[:2] not in in_model:
                directive = schema.KIND[node[WRITTEN].kind].directive
                domain.note_misplaced(docname, directive, at)
            typed_links.show(node, docname)
            del node[WRITTEN]

    def _model(self, found: Spec | Outline) -> tuple[Spec, dict[str, Attributes]]:
        if isinstance(found, Spec):
            return found, markdown_page.xrefs(found, self.document)
        return page_model.spec(found, self.document, self.env), found.saying.xrefs


class ShowHtml(SphinxTransform):
    """Shows HTML that no spec's page may hold as the text it was written as."""

    # After smart quotes, which would change that text.
    default_priority = 760

    def apply(self, **_kwargs: Any) -> None:
        """Look at all HTML of a recognised page."""
        if recognised(self.env):
            html.disarm(self.document)


def misplaced(spec: Spec) -> set[tuple[str, int]]:
    """The file and line of each directive that the spec holds as text."""
    blocks = itertools.chain(spec.preamble, spec.lead, *(part.blocks for part in spec.walk()))
    return {
        block.text.span[:2]
        for block in blocks
        if isinstance(block, Block) and block.kind == "directive"
    }


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(Collect)
    app.add_transform(ShowHtml)
