"""The blocks that markdown-it sees in a text, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class BlockNode(NamedTuple):
    """A block: its type, as markdown-it calls it, and its lines from `first` to before `stop`.

    `markup` is the sign that makes it one, `info` the words behind a fence or the number of a
    list item. `inside` are the blocks of a list, a list item or a quote; no other has any.
    """

    type: str
    first: int
    stop: int
    markup: str = ""
    info: str = ""
    inside: tuple[BlockNode, ...] = ()

    def moved(self, lines: int) -> BlockNode:
        """The same block so many lines further down."""
        inside = tuple([block.moved(lines) for block in self.inside])
        first, stop = self.first + lines, self.stop + lines
        return BlockNode(self.type, first, stop, self.markup, self.info, inside)

    def walk(self) -> Iterator[BlockNode]:
        """This block and all in it, in order."""
        yield self
        for block in self.inside:
            yield from block.walk()


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """CommonMark with GFM tables and MyST's colon fences, block rules only.

    It is loaded here, where it is needed first: many a spec has none but plain blocks.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.colon_fence import colon_fence_plugin

    parser = MarkdownIt("commonmark").enable("table").use(colon_fence_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def block_tree(tokens: Sequence[Token]) -> list[BlockNode]:
    """The blocks that these tokens of markdown-it are."""
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
