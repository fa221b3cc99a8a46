"""From a doctree to the model; from here on a spec is a spec, wherever it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms import SphinxTransform

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import Spec

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
        in_model: set[int] = set()
        if page:
            spec, xrefs = self._model(page.found)
            in_model = markdown_page.misplaced_lines(spec)
            for item in page.items:
                anchors.put(item, spec.slug)
            domain.note_page(docname, spec, xrefs)
        for node in list(directive_items(self.document)):
            line = place(node, self.env).line
            if ITEM not in node and line not in in_model:
                directive = schema.KIND[node[WRITTEN].kind].directive
                domain.note_misplaced(docname, directive, line)
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


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(Collect)
    app.add_transform(ShowHtml)
