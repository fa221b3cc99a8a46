"""Block nodes said in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec.model import Block
from sphinxcontrib_spec.paragraphs import joined
from sphinxcontrib_spec.pieces import BREAK, Piece, emphasised, markup

from ..nodes import excerpt
from . import code, lists, quotes, tables
from .anchors import anchors, mark
from .chunks import Say, block, children, indented, kept_apart, paragraph, paragraph_pieces, text_of
from .inline import PASSED_THROUGH, is_drawn, pieces
from .saying import Saying
from .xrefs import number

Handler: TypeAlias = Callable[[Any, Saying, Say], Iterable[Block]]

_DEEPEST_HEADING = 6
_NOTE_INDENT = 4


def blocks(nodes_: Iterable[nodes.Node], saying: Saying) -> list[Block]:
    """Body nodes of a doctree at read time, as blocks of Markdown in the same order.

    Nothing that can be read is left out: what Markdown has no form for is said as text, and noted
    in `saying.problems`. How a thing only looks (sizes, classes, line numbers) is not said.
    """
    return kept_apart([each for node in nodes_ for each in _said(node, saying)])


def body(nodes_: Iterable[nodes.Node], saying: Saying) -> str:
    """Body nodes as one text of Markdown."""
    return text_of(blocks(nodes_, saying))


def _said(node: nodes.Node, saying: Saying) -> Iterator[Block]:
    say = next(_BLOCKS[cls] for cls in type(node).__mro__ if cls in _BLOCKS)
    if isinstance(node, nodes.Element) and not isinstance(node, _ANCHORED):
        yield from paragraph(anchors(node), node)
    yield from say(node, saying, blocks)


def _paragraph(node: nodes.Element, saying: Saying, _say: Say) -> Iterable[Block]:
    return paragraph(paragraph_pieces(node, saying), node)


def _inline(node: nodes.Node, saying: Saying, _say: Say) -> Iterable[Block]:
    return [code.drawing(node)] if is_drawn(node) else paragraph(pieces([node], saying), node)


def _inside(node: nodes.Element, saying: Saying, say: Say) -> Iterable[Block]:
    return say(node.children, saying)


def _nothing(_node: nodes.Node, _saying: Saying, _say: Say) -> Iterable[Block]:
    return ()


def _bold(node: nodes.Element, saying: Saying, _say: Say) -> Iterable[Block]:
    return paragraph(emphasised("**", pieces(node.children, saying)), node)


def _container(node: nodes.Element, saying: Saying, say: Say) -> Iterable[Block]:
    """What only looks; the title of a card of sphinx-design is as bold as that of any box."""
    if node.get("design_component") == "card-title":
        return paragraph(emphasised("**", pieces(node.children, saying)), node)
    return say(node.children, saying)


def _caption(node: nodes.Element, saying: Saying, _say: Say) -> Iterable[Block]:
    numbered = isinstance(node.parent, nodes.figure | nodes.container)
    before = number(node.parent, saying) if numbered else []
    return paragraph(emphasised("*", [*before, *pieces(node.children, saying)]), node)


def _section(node: nodes.Element, saying: Saying, say: Say) -> Iterator[Block]:
    """A section inside of something else, under a heading of its depth."""
    depth, above = 1, node.parent
    while above is not None:
        depth += isinstance(above, nodes.section)
        above = above.parent
    for title in children(node, nodes.title):
        text = joined(pieces(title.children, saying), lines=False)
        signs = "#" * min(depth, _DEEPEST_HEADING)
        end = f" {signs}" if text.endswith("#") else ""  # or its own would be taken for that
        yield block("paragraph", f"{signs} {text}{end}", title)
    yield from say([child for child in node if not isinstance(child, nodes.title)], saying)


def _verse(node: nodes.Element, saying: Saying, _say: Say) -> Iterable[Block]:
    """A line block: hard breaks, and spaces where its lines are set in."""
    content: list[Piece] = []
    for depth, line in _lines(node, 0):
        words = pieces(line.children, saying)
        content += [BREAK, *([markup("&emsp;" * depth)] if words else []), *words]
    return paragraph(content, node)


def _lines(node: nodes.Element, depth: int) -> Iterator[tuple[int, nodes.Element]]:
    for child in children(node, nodes.Element):
        if isinstance(child, nodes.line_block):
            yield from _lines(child, depth + 1)
        else:
            yield depth, child


def _transition(node: nodes.Element, _saying: Saying, _say: Say) -> Iterator[Block]:
    yield block("break", "---", node)


def _note(node: nodes.Element, saying: Saying, say: Say) -> Iterator[Block]:
    """A footnote or citation, its later lines set in below its mark."""
    content = text_of(say([child for child in node if not isinstance(child, nodes.label)], saying))
    yield block("paragraph", f"{mark(node)}: {indented(content, _NOTE_INDENT)}".rstrip(), node)


def _only(node: nodes.Element, saying: Saying, say: Say) -> Iterator[Block]:
    """What not everybody sees: nothing if nobody does, and text for all if some builders do."""
    condition = node["expr"]
    seen = saying.conditions[condition] = saying.seen(condition)
    if seen is None:
        saying.lose(node, f"only {condition}", "text for every reader")
    if seen is not False:
        yield from say(node.children, saying)


def _markdown(node: nodes.Element, _saying: Saying, _say: Say) -> Iterator[Block]:
    """Markdown as it was written."""
    yield block("paragraph", "\n".join(line.text for line in node["part"].parts[0].lines), node)


def _unknown(node: nodes.Element, saying: Saying, say: Say) -> Iterator[Block]:
    """A node of some extension: what it draws as code, else the text in it."""
    if is_drawn(node):
        yield code.drawing(node)
        return
    if isinstance(node, nodes.TextElement):
        content = paragraph(pieces(node.children, saying), node)
    else:
        content = say(node.children, saying)
    if node.tagname != PASSED_THROUGH:
        saying.lose(node, node.tagname, "its text" if content else "")
    yield from content


#: What carries its own anchors, or needs none.
_ANCHORED = (nodes.paragraph, nodes.section, nodes.footnote, nodes.citation, nodes.Invisible)

#: How each kind of node is said; a class stands for those made of it.
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
