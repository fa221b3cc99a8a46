"""Parse Markdown to a tree of constructs, for conversion to another markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

from ..patterns import pattern
from .block_tree import end_last_line

BlockKind = Literal[
    "paragraph", "bullets", "numbers", "item", "quote", "code", "table", "row", "cell", "comment",
]  # fmt: skip
InlineKind = Literal["text", "code", "role", "emphasis", "strong", "link", "image"]

_COMMENT = pattern(r"<!--(?!>|->)((?:(?!--).)*)-->\s*", re.DOTALL)
_BRACKETS = pattern(r"\[((?:[^\[\]\\]|\\.)+)\]", re.DOTALL)
_ROLE = pattern(r"\{([A-Za-z][\w:.+-]*)\}\Z")
_BLOCKS: dict[str, BlockKind] = {
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "list_item": "item",
    "blockquote": "quote",
    "table": "table",
    "tr": "row",
    "th": "cell",
    "td": "cell",
}
#: The maximum depth of nested emphasis and links, which CommonMark does not limit.
_DEEPEST = 20
_SPANS: dict[str, InlineKind] = {"em": "emphasis", "strong": "strong"}


class Node(NamedTuple):
    """One construct and those inside it.

    `text` holds the words of a text, code, comment or image; `target` is the URL of a link or
    image, the name of a role, or the info string of fenced code; `number` is the first number of a
    numbered list. An empty `kind` marks a construct that this tree does not support.
    """

    kind: BlockKind | InlineKind | Literal[""]
    text: str = ""
    target: str = ""
    number: int = 1
    nodes: tuple[Node, ...] = ()


_Say: TypeAlias = "Callable[[Sequence[Token]], Iterator[Node]]"


def tree(text: str) -> tuple[Node, ...]:
    """Parse a Markdown text to its blocks; `{name}` before code makes it a MyST role.

    URLs are as written. An unsupported construct becomes a node without kind and content, so that
    callers that must not lose anything can detect it.
    """
    return _children(_parser().parse(text), _block)


def line(text: str) -> tuple[Node, ...]:
    """Parse a text that cannot contain blocks, such as a heading, to its inline constructs."""
    (inline,) = _parser().parseInline(text)
    return _inline(inline)


def labels(text: str) -> frozenset[str]:
    """Return the normalised labels of the link reference definitions in a text."""
    env: dict[str, dict[str, str]] = {}
    _parser().parse(text, env)
    return frozenset(env.get("references", ()))


def mentions(text: str, known: frozenset[str]) -> bool:
    """Return whether a text contains one of these labels in brackets."""
    if not known:
        return False
    from markdown_it.common.utils import normalizeReference

    return any(normalizeReference(match[1]) in known for match in _BRACKETS.finditer(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return a parser for CommonMark and GFM tables that leaves URLs unchanged."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = _as_written  # type: ignore[method-assign]
    parser.validateLink = bool  # type: ignore[assignment, method-assign]
    end_last_line(parser)
    return parser


def _as_written(url: str) -> str:
    return url


def _children(tokens: Sequence[Token], say: _Say) -> tuple[Node, ...]:
    """Convert the top-level constructs of these tokens."""
    return tuple(node for group in _groups(tokens) for node in say(group))


def _groups(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield the tokens of each construct, from the opening to the closing one."""
    depth = start = 0
    for at, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            yield tokens[start : at + 1]
            start = at + 1


def _block(tokens: Sequence[Token]) -> Iterator[Node]:
    first = tokens[0]
    name = first.type.removesuffix("_open")
    match name:
        case "thead" | "tbody":
            yield from _children(tokens[1:-1], _block)
        case "paragraph":
            yield Node("paragraph", nodes=_inline(tokens[1]))
        case "th" | "td":
            yield Node("cell", target=str(first.attrGet("style") or ""), nodes=_inline(tokens[1]))
        case "fence":
            yield Node("code", first.content, first.info)
        case "html_block" if match := _COMMENT.fullmatch(first.content):
            yield Node("comment", match[1])
        case _ if kind := _BLOCKS.get(name):
            number = first.attrGet("start")
            start = 1 if number is None else int(number)
            yield Node(kind, number=start, nodes=_children(tokens[1:-1], _block))
        case _:
            yield Node("")


def _inline(token: Token) -> tuple[Node, ...]:
    return _merged(_children(token.children or (), _span))


def _span(tokens: Sequence[Token]) -> Iterator[Node]:
    first = tokens[0]
    name = first.type.removesuffix("_open")
    match name:
        case _ if first.level > _DEEPEST:
            yield Node("")
        case "text":
            yield Node("text", first.content)
        case "softbreak":
            yield Node("text", "\n")
        case "code_inline":
            yield Node("code", first.content)
        case "link" if not first.attrGet("title"):
            inside = _merged(_children(tokens[1:-1], _span))
            yield Node("link", target=str(first.attrGet("href")), nodes=inside)
        case "image" if not first.attrGet("title"):
            yield Node("image", first.content, str(first.attrGet("src")))
        case _ if kind := _SPANS.get(name):
            yield Node(kind, nodes=_merged(_children(tokens[1:-1], _span)))
        case _:
            yield Node("")


def _merged(found: Sequence[Node]) -> tuple[Node, ...]:
    """Merge adjacent texts, and make code after a name in braces a role."""
    merged: list[Node] = []
    for is_text, run in groupby(found, lambda node: node.kind == "text"):
        if is_text:
            if text := "".join([node.text for node in run]):
                merged.append(Node("text", text))
            continue
        for node in run:
            last = merged[-1] if merged else None
            if last and last.kind == "text" and node.kind == "code" and _ROLE.search(last.text):
                before, name = _ROLE.split(last.text)[:2]
                merged[-1:] = [last._replace(text=before)] if before else []
                merged.append(Node("role", node.text, name))
            else:
                merged.append(node)
    return tuple(merged)
