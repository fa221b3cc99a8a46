"""Makes a model from a doctree; from here on, it does not matter how a spec was written."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinx.transforms import SphinxTransform

from sphinxcontrib_spec import links, schema
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.model import Block, Spec

from .. import domain as domains
from ..directives import typed_links
from ..directives.items import WRITTEN
from ..doctree import ITEM, Named, directive_items, place
from ..environment import spots
from ..markdown import html
from . import anchors, comments, markdown_page, page_model, titles
from .recognise import Recognised, recognised

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..markdown import RenderContext


class Collect(SphinxTransform):
    """Notes the model of a recognised page, and puts the anchors into its items."""

    # After substitutions, footnotes and translation; before smart quotes (750).
    default_priority = 740

    def apply(self, **_kwargs: Any) -> None:
        """Note the page, and the directives that give no items."""
        domain, docname = domains.of(self.env), self.env.docname
        page = recognised(self.env)
        in_model: set[tuple[str, int]] = set()
        slug = ""
        if page:
            spec, context = self._model(page)
            slug = spec.slug
            in_model = misplaced(spec)
            known = titles.known(spec)
            shown = titles.shown(known, page.items, self.document, page.source)
            found = spots.spots(spec, known | shown, self.document, self.env)
            entry = links.page_entry(spec, domain.options.levels)
            if before := titles.untranslated(known, page.items):
                entry = links.with_untranslated(entry, before)
            domain.note_page(docname, spec, entry, context, found)
            if shown:
                domain.known.titles[docname] = shown
            for item in unread(spec, page.items):
                directive, at = item.kind.directive, item.about.span
                domain.known.note_misplaced(docname, directive, at, is_read=False)
        for node in directive_items(self.document, self.env):
            at = place(node, self.env)
            if ITEM not in node and at[:2] not in in_model:
                directive = schema.KIND[node[WRITTEN].kind].directive
                domain.known.note_misplaced(docname, directive, at)
            typed_links.show(node, docname)
            del node[WRITTEN]
        if page:
            for named in page.items:
                anchors.put(named, slug, docname)
            comments.remove(self.document, self.env)

    def _model(self, page: Recognised) -> tuple[Spec, RenderContext]:
        found = page.found
        if isinstance(found, Spec):
            return found, markdown_page.context(found, self.document, page.source)
        return page_model.spec(found, self.document, self.env), found.context


class ShowHtml(SphinxTransform):
    """Shows HTML that no spec's page may contain as the text that was written."""

    # After smart quotes, which would change this text.
    default_priority = 760

    def apply(self, **_kwargs: Any) -> None:
        """Check all HTML of a recognised page; on any other page, that of included files."""
        page = recognised(self.env)
        files = domains.of(self.env).files(self.env.docname)
        if page and page.source == self.document["source"]:
            html.disarm(self.document)
        elif files:
            html.disarm(self.document, files)


def unread(spec: Spec, shown: Iterable[Named]) -> list[Item]:
    """Return the items in colon fences that are not on the page, as MyST does not read these."""
    known = {id(named.item) for named in shown}
    fenced = (item for item in spec.items() if item.about.source.startswith(":::"))
    return [item for item in fenced if id(item) not in known]


def misplaced(spec: Spec) -> set[tuple[str, int]]:
    """Return the file and line of each directive that the spec contains as text."""
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
