"""Renders block nodes as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec.markup.paragraphs import joined
from sphinxcontrib_spec.markup.pieces import BREAK, Piece, emphasised, markup
from sphinxcontrib_spec.model import Block

from ..nodes import excerpt
from . import code, lists, quotes, tables
from .anchors import anchors, mark
from .chunks import (
    Render,
    block,
    children,
    indented,
    kept_apart,
    paragraph,
    paragraph_pieces,
    text_of,
)
from .context import RenderContext
from .inline import PASSED_THROUGH, is_drawn, pieces
from .xrefs import number

Handler: TypeAlias = Callable[[Any, RenderContext, Render], Iterable[Block]]

_DEEPEST_HEADING = 6
_NOTE_INDENT = 4


def blocks(nodes_: Iterable[nodes.Node], context: RenderContext) -> list[Block]:
    """Render body nodes of a doctree at read time as blocks of Markdown, in the same order.

    Nothing readable is left out: what Markdown has no form for is rendered as text, and noted in
    `context.lost`. Mere looks (sizes, classes, line numbers) are not rendered.
    """
    return kept_apart([each for node in nodes_ for each in _rendered(node, context)])


def body(nodes_: Iterable[nodes.Node], context: RenderContext) -> str:
    """Render body nodes as one text of Markdown."""
    return text_of(blocks(nodes_, context))


def _rendered(node: nodes.Node, context: RenderContext) -> Iterator[Block]:
    render = next(_BLOCKS[cls] for cls in type(node).__mro__ if cls in _BLOCKS)
    if isinstance(node, nodes.Element) and not isinstance(node, _ANCHORED):
        yield from paragraph(anchors(node), node)
    yield from render(node, context, blocks)


def _paragraph(node: nodes.Element, context: RenderContext, _render: Render) -> Iterable[Block]:
    return paragraph(paragraph_pieces(node, context), node)


def _inline(node: nodes.Node, context: RenderContext, _render: Render) -> Iterable[Block]:
    return [code.drawing(node)] if is_drawn(node) else paragraph(pieces([node], context), node)


def _inside(node: nodes.Element, context: RenderContext, render: Render) -> Iterable[Block]:
    return render(node.children, context)


def _nothing(_node: nodes.Node, _context: RenderContext, _render: Render) -> Iterable[Block]:
    return ()


def _bold(node: nodes.Element, context: RenderContext, _render: Render) -> Iterable[Block]:
    return paragraph(emphasised("**", pieces(node.children, context)), node)


def _container(node: nodes.Element, context: RenderContext, render: Render) -> Iterable[Block]:
    """Render the content of a container; the title of a card of sphinx-design becomes bold."""
    if node.get("design_component") == "card-title":
        return paragraph(emphasised("**", pieces(node.children, context)), node)
    return render(node.children, context)


def _caption(node: nodes.Element, context: RenderContext, _render: Render) -> Iterable[Block]:
    numbered = isinstance(node.parent, nodes.figure | nodes.container)
    before = number(node.parent, context) if numbered else []
    return paragraph(emphasised("*", [*before, *pieces(node.children, context)]), node)


def _section(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a section inside another node, under a heading of its depth."""
    depth, above = 1, node.parent
    while above is not None:
        depth += isinstance(above, nodes.section)
        above = above.parent
    for title in children(node, nodes.title):
        text = joined(pieces(title.children, context), lines=False)
        signs = "#" * min(depth, _DEEPEST_HEADING)
        end = f" {signs}" if text.endswith("#") else ""  # or it would be taken for closing signs
        yield block("paragraph", f"{signs} {text}{end}", title)
    yield from render([child for child in node if not isinstance(child, nodes.title)], context)


def _verse(node: nodes.Element, context: RenderContext, _render: Render) -> Iterable[Block]:
    """Render a line block: hard breaks, and spaces where its lines are indented."""
    content: list[Piece] = []
    for depth, line in _lines(node, 0):
        words = pieces(line.children, context)
        content += [BREAK, *([markup("&emsp;" * depth)] if words else []), *words]
    return paragraph(content, node)


def _lines(node: nodes.Element, depth: int) -> Iterator[tuple[int, nodes.Element]]:
    for child in children(node, nodes.Element):
        if isinstance(child, nodes.line_block):
            yield from _lines(child, depth + 1)
        else:
            yield depth, child


def _transition(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    yield block("break", "---", node)


def _note(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a footnote or citation, with its later lines indented below its mark."""
    content = text_of(
        render([child for child in node if not isinstance(child, nodes.label)], context)
    )
    yield block("paragraph", f"{mark(node)}: {indented(content, _NOTE_INDENT)}".rstrip(), node)


def _only(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render conditional content: nothing if nobody sees it, text for all if some readers do."""
    condition = node["expr"]
    seen = context.conditions[condition] = context.seen(condition)
    if seen is None:
        context.lose(node, f"only {condition}", "text for every reader")
    if seen is not False:
        yield from render(node.children, context)


def _markdown(node: nodes.Element, _context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render Markdown as it was written."""
    yield block("paragraph", "\n".join(line.text for line in node["part"].parts[0].lines), node)


def _unknown(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a node of some extension: the code that it draws, or else the text in it."""
    if is_drawn(node):
        yield code.drawing(node)
        return
    if isinstance(node, nodes.TextElement):
        content = paragraph(pieces(node.children, context), node)
    else:
        content = render(node.children, context)
    if node.tagname != PASSED_THROUGH:
        context.lose(node, node.tagname, "its text" if content else "")
    yield from content


#: Nodes that render their own anchors, or need none.
_ANCHORED = (nodes.paragraph, nodes.section, nodes.footnote, nodes.citation, nodes.Invisible)

#: How each kind of node is rendered; a class covers its subclasses.
_BLOCKS: dict[type, Handler] = {
    nodes.paragraph: _paragraph,
    nodes.Text: _inline,
    nodes.target: _inline,
    nodes.raw: code.raw,
    nodes.bullet_list: lists.bullets,
    nodes.enumerated_list: lists.numbers,
    nodes.definition_list: lists.definitions,
    nodes.field_list: lists.fields,
    nodes.option_list: lists.options,
    addnodes.hlist: lists.columns,
    addnodes.toctree: lists.toctree,
    nodes.literal_block: code.literal,
    nodes.doctest_block: code.doctest,
    nodes.math_block: code.math,
    nodes.comment: code.comment,
    addnodes.highlightlang: code.highlight,
    addnodes.desc: code.description,
    addnodes.productionlist: code.productions,
    nodes.table: tables.table,
    nodes.block_quote: quotes.quotation,
    nodes.attribution: quotes.attribution,
    nodes.topic: quotes.aside,
    nodes.sidebar: quotes.aside,
    addnodes.versionmodified: _inside,
    nodes.Admonition: quotes.admonition,
    nodes.line_block: _verse,
    nodes.footnote: _note,
    nodes.citation: _note,
    nodes.caption: _caption,
    nodes.subtitle: _caption,
    nodes.rubric: _bold,
    addnodes.centered: _bold,
    nodes.transition: _transition,
    nodes.section: _section,
    nodes.figure: _inside,
    nodes.legend: _inside,
    nodes.compound: _inside,
    nodes.container: _container,
    addnodes.glossary: _inside,
    addnodes.acks: _inside,
    addnodes.start_of_file: _inside,
    addnodes.only: _only,
    nodes.system_message: code.message,
    nodes.meta: _nothing,
    addnodes.tabular_col_spec: _nothing,
    nodes.Invisible: _nothing,
    nodes.Inline: _inline,
    excerpt: _markdown,
    nodes.Node: _unknown,
}
