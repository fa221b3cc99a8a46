"""The tree of blocks that markdown-it finds in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token


class BlockNode(NamedTuple):
    """A block: its markdown-it type, and its lines from `first` up to, but excluding, `stop`.

    `markup` is the markup that makes it a block of this type. `info` is the info string of a fence
    or the number of a list item. `inside` holds the blocks of a list, a list item or a quote; it is
    empty for all other types.
    """

    type: str
    first: int
    stop: int
    markup: str = ""
    info: str = ""
    inside: tuple[BlockNode, ...] = ()

    def moved(self, lines: int) -> BlockNode:
        """Return the same block, shifted down by this number of lines."""
        inside = tuple([block.moved(lines) for block in self.inside])
        first, stop = self.first + lines, self.stop + lines
        return BlockNode(self.type, first, stop, self.markup, self.info, inside)

    def walk(self) -> Iterator[BlockNode]:
        """Yield this block and all blocks inside it, in document order."""
        yield self
        for block in self.inside:
            yield from block.walk()


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return a parser for CommonMark, GFM tables and MyST's colon fences, with block rules only.

    markdown-it is imported lazily, because many specs consist of plain blocks and never need it.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin

    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    end_last_line(parser)
    return parser


def end_last_line(parser: MarkdownIt) -> None:
    """Make a parser add a line break to a text that ends in the mark of a quote.

    Below a table in that quote, markdown-it-py before 4.0 fails there, and so do some plugins.
    """

    def end(state: StateCore) -> None:
        if not state.inlineMode and state.src.rstrip(" \t").endswith(">"):
            state.src += "\n"

    parser.core.ruler.after("normalize", "end_last_line", end)


def block_tree(tokens: Sequence[Token]) -> list[BlockNode]:
    """Build the tree of blocks from markdown-it's tokens."""
    levels: list[list[BlockNode]] = [[]]
    opened: list[Token] = []
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
            levels.append([])
        elif token.nesting < 0:
            inside = levels.pop()
            levels[-1] += _block(opened.pop(), inside)
        elif token.type != "inline":
            levels[-1] += _block(token, ())
    return levels[0]


def _block(token: Token, inside: Sequence[BlockNode]) -> Iterator[BlockNode]:
    if token.map:
        name = token.type.removesuffix("_open")
        first, stop = token.map
        within = () if name == "table" else tuple(inside)
        yield BlockNode(name, first, stop, token.markup, token.info, within)
