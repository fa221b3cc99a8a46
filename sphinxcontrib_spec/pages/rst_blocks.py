"""Writes blocks as reStructuredText, each only if its export gives the very same Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.reader.definition_lists import has_definition
from sphinxcontrib_spec.reader.tree import Node, line, tree

from . import again, rst_inline
from .again import Unsayable
from .excerpts import FOREIGN, INDENT, indented

#: Wider tables than this are written as list tables.
_WIDEST_TABLE = 110

#: A table needs a row besides its header.
_LEAST_ROWS = 2

_GAP = "  "
_LEAST_WIDTH = 3

_IMAGE_URL = pattern(r"[\w./:?=&%~+-]+", re.ASCII)
_ALT = pattern(r"(?:[^\s:\\](?:[^\n\\]*[^\s\\])?)?")
_LANGUAGE = pattern(r"[\w.+#-]*")
_NO_LANGUAGE = ("default", "none")
_FOREIGN = pattern(f"[{FOREIGN}]")
_ATTRIBUTION = pattern(r"^(?:---?(?!-)|—)", re.MULTILINE)
_PLAIN = pattern(r"[A-Za-z][\w ,.()-]*|spec: .*")


def blocks(text: str) -> str:
    """Write a Markdown text of any blocks; raises `Unsayable` if that would lose something."""
    if not text:
        return ""
    nodes = tree(text)
    if again.blocks(nodes) != text:
        raise Unsayable
    return _blocks(nodes)


def heading(text: str, sign: str) -> str:
    """Write a heading with this underline character; raises `Unsayable` if that loses something."""
    nodes = line(text)
    if not text or again.line(nodes) != text:
        raise Unsayable
    title = rst_inline.paragraph(nodes)
    return f"{title}\n{sign * max(_width(title), len(INDENT) + 1)}"


def one_line(text: str) -> str:
    """Write a text where no block can begin; raises `Unsayable` if that is not possible."""
    return rst_inline.inline_markup(_in_one_line(text))


def cell(text: str) -> str:
    """Write a text as a table cell; raises `Unsayable` if that would lose something."""
    return rst_inline.paragraph(_in_one_line(text))


def first_paragraph(text: str) -> str:
    """Write the first paragraph of a list item, where no block can begin.

    Raises `Unsayable` if that is not possible.
    """
    nodes = tree(text)
    if [node.kind for node in nodes] != ["paragraph"] or again.blocks(nodes) != text:
        raise Unsayable
    return rst_inline.inline_markup(nodes[0].nodes)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Write a table of cells in reStructuredText; the first row is the header."""
    if len(rows) < _LEAST_ROWS:
        raise Unsayable
    widths = [max(_LEAST_WIDTH, *map(_width, column)) for column in zip(*rows, strict=True)]
    is_simple = (
        len(widths) > 1  # between two lines of one sign each, a cell would be a title
        and all(row[0] for row in rows)
        and all(each.isascii() or _is_narrow(each) for row in rows for each in row)
        and sum(widths) + len(_GAP) * len(widths) <= _WIDEST_TABLE
    )
    return _simple_table(rows, widths) if is_simple else _list_table(rows)


def _simple_table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    border = _GAP.join("=" * width for width in widths)
    lines = [
        _GAP.join(f"{each:{width}}" for each, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([border, lines[0], border, *lines[1:], border])


def _list_table(rows: Sequence[Sequence[str]]) -> str:
    lines = []
    for row in rows:
        for at, each in enumerate(row):
            lines.append(f"{'  -' if at else '* -'} {each}".rstrip())
    return "\n".join([".. list-table::", f"{INDENT}:header-rows: 1", "", *map(indented, lines)])


def _width(text: str) -> int:
    """Return the width of a line as docutils counts columns."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _is_narrow(text: str) -> bool:
    return _width(text) == len(text)


def _in_one_line(text: str) -> tuple[Node, ...]:
    nodes = line(text)
    if again.line(nodes) != text:
        raise Unsayable
    return nodes


def _blocks(nodes: Sequence[Node]) -> str:
    chunks: list[str] = []
    last = ""
    for node in nodes:
        if node.kind == "quote" and last != "paragraph":
            chunks.append("..")  # or it would be read as part of the preceding block
        chunks.append(_BLOCKS[node.kind](node))
        last = node.kind
    return "\n\n".join(chunks)


def _paragraph(node: Node) -> str:
    if [each.kind for each in node.nodes] == ["image"]:
        return _image(node.nodes[0])
    said = rst_inline.paragraph(node.nodes)
    if has_definition(said):
        raise Unsayable  # what is set in below it belongs to it, so both must stay in one excerpt
    return said


def _image(node: Node) -> str:
    if not _IMAGE_URL.fullmatch(node.target) or not _ALT.fullmatch(node.text):
        raise Unsayable
    return f".. image:: {node.target}\n{INDENT}:alt: {node.text}".rstrip()


def _code(node: Node) -> str:
    lines = node.text.removesuffix("\n").split("\n")
    if (
        _FOREIGN.search(node.text)
        or not (lines[0] and lines[-1])
        or any(each != each.rstrip() for each in lines)
        or all(each.startswith(" ") for each in lines if each)
        or node.target in _NO_LANGUAGE
        or not _LANGUAGE.fullmatch(node.target)
    ):
        raise Unsayable
    # A block without a language gets the default of the project, and is exported with it.
    return f".. code-block:: {node.target or 'none'}\n\n{indented(node.text.removesuffix(chr(10)))}"


def _quote(node: Node) -> str:
    text = _blocks(node.nodes)
    if not text or _ATTRIBUTION.search(text):
        raise Unsayable
    return indented(text)


def _list(node: Node) -> str:
    items = []
    for at, item in enumerate(node.nodes):
        if not item.nodes or item.nodes[0].kind != "paragraph":
            raise Unsayable
        marker = "-" if node.kind == "bullets" else f"{node.number + at}."
        items.append(again.hanging(marker, _blocks(item.nodes)))
    gap = "\n" if all(len(item.nodes) < 2 for item in node.nodes) else "\n\n"
    return gap.join(items)


def _table(node: Node) -> str:
    return table([[rst_inline.paragraph(each.nodes) for each in row.nodes] for row in node.nodes])


def _comment(node: Node) -> str:
    text = node.text.strip()
    if not text or "\n" in text or _FOREIGN.search(text):
        raise Unsayable
    gap = " " if _PLAIN.fullmatch(text) else f"\n{INDENT}"
    return f"..{gap}{text}"


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
