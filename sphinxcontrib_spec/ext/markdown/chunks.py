"""Blocks of Markdown: made, set in, joined, and kept apart."""

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

#: Says nodes as blocks: handed to those who say what has blocks inside.
Render: TypeAlias = Callable[[Iterable[nodes.Node], RenderContext], list[Block]]

Kind = TypeVar("Kind", bound=nodes.Element)

#: What a lead is made of.
_NAMING = (nodes.title, nodes.subtitle, nodes.label)

#: Keeps two lists of one kind from being read as one.
_APART = "<!-- -->"


def block(
    kind: BlockKind, text: str, node: nodes.Node, info: str = "", entries: Iterable[Text] = ()
) -> Block:
    """A block that stands where the node does."""
    return Block(kind, Text(text, place(node)), info, entries=tuple(entries))


def paragraph(content: Iterable[Piece], node: nodes.Node) -> list[Block]:
    """A paragraph of these pieces; none if they say nothing."""
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
    """The children of a node behind a lead, in one paragraph with it if they begin with one.

    With `dash`, one stands between the two.
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
    """A paragraph's pieces, the anchors it was given first."""
    return [*anchors(node), *pieces(node.children, context)]


def _is_silent(node: nodes.Node) -> bool:
    """Whether nothing is said of a node, wherever it stands."""
    if isinstance(node, nodes.system_message):
        return bool(node.get("level", 0) < Reporter.ERROR_LEVEL)
    return isinstance(node, nodes.Invisible) and not isinstance(node, nodes.comment)


def children(node: nodes.Node, kind: type[Kind]) -> list[Kind]:
    """The children of a node that are of one class."""
    return [child for child in node.children if isinstance(child, kind)]


def unread(node: nodes.Element) -> list[nodes.literal_block]:
    """What docutils could not read, as it was written; it goes on with what it only warns of."""
    if node.get("level", 0) < Reporter.ERROR_LEVEL:
        return []
    return children(node, nodes.literal_block)


def text_of(blocks: Iterable[Block], gap: str = "\n\n") -> str:
    """The blocks as one text."""
    return gap.join(block.text for block in blocks)


def indented(text: str, width: int) -> str:
    """The text with all lines but the first set in, to stand behind a marker."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(f"{' ' * width}{line}" if line else "" for line in rest)])


def quoted(text: str) -> str:
    """The text as a block quote."""
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def kept_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a comment between two lists that Markdown would read as one."""
    found: list[Block] = []
    for each in blocks:
        if found and found[-1].kind == each.kind == "list" and _sign(found[-1]) == _sign(each):
            found.append(Block("comment", Text(_APART, each.text.span)))
        found.append(each)
    return found


def _sign(listed: Block) -> bool:
    return listed.text.startswith("-")
