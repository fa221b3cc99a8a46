"""Renders what becomes a block quote in Markdown: quotations, notes and warnings, asides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx.locale import admonitionlabels

from sphinxcontrib_spec.markup.pieces import Piece, emphasised
from sphinxcontrib_spec.model import Block

from .chunks import Render, begun, block, children, paragraph, quoted, text_of
from .context import RenderContext
from .inline import pieces

#: A title with one of these at its end needs no colon.
_ENDS = (":", ".", "!", "?", "…")


def quotation(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a quotation."""
    yield from _quote(node, render(node.children, context))


def attribution(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render the attribution of a quotation, as its last line."""
    yield from paragraph([Piece("— "), *pieces(node.children, context)], node)


def admonition(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a note, warning or the like: its title in bold, with its text on the same line."""
    yield from _quote(node, begun(lead(node, context), node, context, render))


def lead(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Return the title of a note or warning, or the name of its kind."""
    label = nodes.Text(str(admonitionlabels.get(node.tagname, node.tagname)))
    titles: list[nodes.Node] = [*children(node, nodes.title)] or [label]
    title = pieces(titles[0].children or titles, context)
    if not titles[0].astext().endswith(_ENDS):
        title.append(Piece(":"))
    return emphasised("**", title)


def aside(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a topic or sidebar, its bold title on a line of its own; contents are not quoted."""
    titles = children(node, nodes.title)
    bold = emphasised("**", [piece for each in titles for piece in pieces(each.children, context)])
    rest = [child for child in node if not isinstance(child, nodes.title)]
    content = [*paragraph(bold, node), *render(rest, context)]
    yield from content if "contents" in node["classes"] else _quote(node, content)


def _quote(node: nodes.Element, content: Sequence[Block]) -> Iterator[Block]:
    if content:
        yield block("quote", quoted(text_of(content)), node)
