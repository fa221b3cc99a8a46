"""Makes, indents and joins blocks of Markdown, and keeps adjacent lists apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from docutils import nodes
from docutils.utils import Reporter

from sphinxcontrib_spec.markup.paragraphs import joined
from sphinxcontrib_spec.markup.pieces import Piece
from sphinxcontrib_spec.model import Block, BlockKind
from sphinxcontrib_spec.source import Text

from . import counters
from .anchors import anchors
from .context import RenderContext, place
from .inline import pieces

#: Renders nodes as blocks; passed to those functions that render nodes with blocks inside.
Render: TypeAlias = Callable[[Iterable[nodes.Node], RenderContext], list[Block]]

Kind = TypeVar("Kind", bound=nodes.Element)

#: The nodes that make up a lead.
_NAMING = (nodes.title, nodes.subtitle, nodes.label)

#: Keeps two lists of one kind from being read as one list.
_APART = "<!-- -->"


def block(
    kind: BlockKind, text: str, node: nodes.Node, info: str = "", entries: Iterable[Text] = ()
) -> Block:
    """Return a block with the place of the node."""
    return Block(kind, Text(text, place(node)), info, entries=tuple(entries))


def paragraph(content: Iterable[Piece], node: nodes.Node) -> list[Block]:
    """Return a paragraph of these pieces; nothing if they have no text."""
    text = joined(content)
    return [block("paragraph", text, node)] if text else []


def begun(
    lead: Sequence[Piece],
    node: nodes.Node,
    context: RenderContext,
    render: Render,
    *,
    dash: bool = False,
) -> list[Block]:
    """Render the children of a node after a lead, in one paragraph with it if they begin with one.

    With `dash`, a dash is put between the two.
    """
    inside = [child for child in node.children if not isinstance(child, _NAMING)]
    loud = next((at for at, child in enumerate(inside) if not _is_silent(child)), len(inside))
    first, rest = inside[loud : loud + 1], inside[loud + 1 :]
    gap = " — " if dash else " "
    if first and isinstance(first[0], nodes.paragraph):
        content = paragraph_pieces(first[0], context)
        head = [*lead, Piece(gap), *content] if content else lead
        return [*paragraph(head, first[0]), *render(rest, context)]
    if first and counters.is_initial(first[0]):
        initial = Piece(gap + counters.signs(first[0])[0])
        item = children(first[0], nodes.list_item)[0]
        return [*begun([*lead, initial], item, context, render), *render(rest, context)]
    return [*paragraph(lead, node), *render((*first, *rest), context)]


def paragraph_pieces(node: nodes.Element, context: RenderContext) -> list[Piece]:
    """Return a paragraph's pieces, after the anchors that it was given."""
    return [*anchors(node), *pieces(node.children, context)]


def _is_silent(node: nodes.Node) -> bool:
    """Return whether nothing of a node is rendered, wherever it is."""
    if isinstance(node, nodes.system_message):
        return bool(node.get("level", 0) < Reporter.ERROR_LEVEL)
    return isinstance(node, nodes.Invisible) and not isinstance(node, nodes.comment)


def children(node: nodes.Node, kind: type[Kind]) -> list[Kind]:
    """Return the children of a node that are of one class."""
    return [child for child in node.children if isinstance(child, kind)]


def unread(node: nodes.Element) -> list[nodes.literal_block]:
    """Return the source that docutils could not read; it goes on after mere warnings."""
    if node.get("level", 0) < Reporter.ERROR_LEVEL:
        return []
    return children(node, nodes.literal_block)


def text_of(blocks: Iterable[Block], gap: str = "\n\n") -> str:
    """Join the blocks to one text."""
    return gap.join(block.text for block in blocks)


def indented(text: str, width: int) -> str:
    """Indent all lines of the text but the first, which follows a marker."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * width}{line}" if line else "" for line in rest)])


def quoted(text: str) -> str:
    """Return the text as a block quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def kept_apart(blocks: Sequence[Block]) -> list[Block]:
    """Insert a comment between two lists that Markdown would read as one."""
    found: list[Block] = []
    for each in blocks:
        if found and found[-1].kind == each.kind == "list" and _sign(found[-1]) == _sign(each):
            found.append(Block("comment", Text(_APART, each.text.span)))
        found.append(each)
    return found


def _sign(listed: Block) -> bool:
    return listed.text.startswith("-")
