"""The Markdown that a Sphinx page would be exported as, produced from a tree without building it.

A construct may be written in reStructuredText only if the export gives the very same Markdown
again. The export itself is defined by `ext.markdown`; this module covers the part of it that a tree
can represent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sphinxcontrib_spec.markup.paragraphs import joined
from sphinxcontrib_spec.markup.pieces import Piece, emphasised, fence, linked, markup
from sphinxcontrib_spec.markup.rows import row_of
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.reader.tree import Node


class Unsayable(Exception):  # noqa: N818 - not an error: there is another way to write it
    """A construct cannot be written in the target markup without a loss."""


_LEAST_TICKS = 3
_INFO = pattern(r"[^\s`{}]+")
_URL = pattern(r"[^\s<>()\\&]+")
_AUTOLINK = pattern(r"(?:https?|ftp)://(?!.*xn--)[\w.~:/?#@!$'*+,;=-]+", re.ASCII)
_INTERRUPTS = pattern(r"(?:-|1\.) \S")


def blocks(nodes: Sequence[Node]) -> str:
    """Return the Markdown of block nodes; raises `Unsayable` if the tree does not determine it."""
    return "\n\n".join(map(_block, nodes))


def line(nodes: Sequence[Node]) -> str:
    """Return the Markdown of inline nodes in a heading or a table cell."""
    return joined(_pieces(nodes), lines=False)


def paragraph(nodes: Sequence[Node]) -> str:
    """Return the Markdown of inline nodes in a paragraph."""
    return joined(_pieces(nodes))


def _block(node: Node) -> str:
    if node.kind not in _BLOCKS:
        raise Unsayable
    return _BLOCKS[node.kind](node)


def _paragraph(node: Node) -> str:
    return paragraph(node.nodes)


def _code(node: Node) -> str:
    if node.target and not _INFO.fullmatch(node.target):
        raise Unsayable
    text = node.text.rstrip("\n")
    ticks = fence(text, _LEAST_TICKS)
    return f"{ticks}{node.target}\n{text}\n{ticks}"


def _quote(node: Node) -> str:
    lines = blocks(node.nodes).split("\n")
    return "\n".join(f"> {text}" if text else ">" for text in lines)


def _list(node: Node) -> str:
    items = [[*map(_block, item.nodes)] for item in node.nodes]
    tight = all(map(_is_tight, node.nodes, items))
    written = []
    for at, item in enumerate(items):
        marker = "-" if node.kind == "bullets" else f"{node.number + at}."
        written.append(hanging(marker, ("\n" if tight else "\n\n").join(item)))
    return ("\n" if tight else "\n\n").join(written)


def _is_tight(item: Node, texts: Sequence[str]) -> bool:
    kinds = [node.kind for node in item.nodes]
    return (
        not any("\n\n" in text for text in texts)
        and all(kind in ("paragraph", "bullets", "numbers") for kind in kinds[:1])
        and all(kind in ("bullets", "numbers") for kind in kinds[1:])
        and all(_INTERRUPTS.match(text) for text in texts[1:])
    )


def hanging(marker: str, text: str) -> str:
    """Return a list item: its text after the marker, with all other lines indented to match."""
    gap = " " * (len(marker) + 1)
    first, *rest = text.split("\n")
    return "\n".join(
        [f"{marker} {first}".rstrip(), *(f"{gap}{each}" if each else "" for each in rest)]
    )


def _table(node: Node) -> str:
    rows = []
    for row in node.nodes:
        if any(cell.target for cell in row.nodes):
            raise Unsayable
        rows.append(row_of(line(cell.nodes).replace("|", "\\|") for cell in row.nodes))
    rows.insert(1, f"|{'|'.join(['---'] * len(node.nodes[0].nodes))}|")
    return "\n".join(rows)


def _comment(node: Node) -> str:
    return f"<!-- {node.text.strip()} -->"


def _pieces(nodes: Sequence[Node]) -> list[Piece]:
    return [piece for node in nodes for piece in _span(node)]


def _span(node: Node) -> list[Piece]:
    match node.kind:
        case "text":
            return [Piece(node.text)]
        case "code":
            return [Piece(node.text, "code")]
        case "role":
            ticks = fence(node.text)
            return [markup(f"{{{node.target}}}{ticks}{node.text}{ticks}")]
        case "emphasis":
            return emphasised("*", _pieces(node.nodes))
        case "strong":
            return emphasised("**", _pieces(node.nodes))
        case "link" if _URL.fullmatch(node.target):
            if [(each.kind, each.text) for each in node.nodes] == [("text", node.target)]:
                if not _AUTOLINK.fullmatch(node.target):
                    raise Unsayable
                return [markup(f"<{node.target}>")]
            return linked(_pieces(node.nodes), node.target)
        case "image" if _URL.fullmatch(node.target):
            return linked([Piece(node.text)], node.target, "!")
        case _:
            raise Unsayable


#: The function that writes each kind of block.
_BLOCKS: dict[str, Callable[[Node], str]] = {
    "paragraph": _paragraph,
    "bullets": _list,
    "numbers": _list,
    "quote": _quote,
    "code": _code,
    "table": _table,
    "comment": _comment,
}
