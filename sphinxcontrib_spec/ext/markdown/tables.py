"""Renders tables as GFM: one line for each row, whatever its cells contain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.markup import cells
from sphinxcontrib_spec.markup.paragraphs import joined
from sphinxcontrib_spec.markup.pieces import Piece, emphasised, markup
from sphinxcontrib_spec.markup.rows import row_of
from sphinxcontrib_spec.model import Block

from . import counters
from .anchors import anchors
from .chunks import Render, block, children, paragraph, unread
from .context import RenderContext
from .inline import pieces
from .quotes import lead as admonition_lead
from .xrefs import number, role

_ALIGNMENTS = {"text-left": ":---", "text-center": ":---:", "text-right": "---:"}
_UNALIGNED = "---"

#: What separates a comment, which nobody sees, from what it is beside.
_BESIDE = " "


class _Line(NamedTuple):
    """One line of what a cell shows, and what separates it from the line before."""

    content: list[Piece]
    gap: str = cells.PARAGRAPH


_Handler: TypeAlias = Callable[[Any, RenderContext, int], Iterable[_Line]]


def table(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a table below its caption; the first row is the head, which may be empty."""
    yield from caption(node, context)
    head, body = _rows(node, nodes.thead), _rows(node, nodes.tbody)
    if len(head) > 1:
        context.lose(node, "table with several head rows", "a table with one")
    grid = _grid([*head, *body], node, context)
    if not grid or not grid[0]:
        return
    rows = [[_cell(entry, context) if entry is not None else "" for entry in row] for row in grid]
    if not head:
        rows.insert(0, [""] * len(grid[0]))
    rows.insert(1, [])
    delimiters = "|".join(_alignment(entry) for entry in grid[0])
    lines = [row_of(row) if row else f"|{delimiters}|" for row in rows]
    yield block("table", "\n".join(lines), node)


def caption(node: nodes.Element, context: RenderContext) -> Iterator[Block]:
    """Render the caption of a table, after its number."""
    for title in children(node, nodes.title):
        words = [*number(node, context), *pieces(title.children, context)]
        yield from paragraph(emphasised("*", words), title)


def _rows(node: nodes.Element, part: type[nodes.thead | nodes.tbody]) -> list[nodes.Element]:
    groups = children(node, nodes.tgroup)
    return [
        row
        for group in groups
        for each in children(group, part)
        for row in children(each, nodes.row)
    ]


def _grid(
    rows: Sequence[nodes.Element], node: nodes.Element, context: RenderContext
) -> list[list[nodes.Element | None]]:
    """Return the cells by row and column; one that spans several is the first of them."""
    placed: dict[tuple[int, int], nodes.Element | None] = {}
    for at, row in enumerate(rows):
        column = 0
        for entry in children(row, nodes.entry):
            while (at, column) in placed:
                column += 1
            for down in range(entry.get("morerows", 0) + 1):
                for right in range(entry.get("morecols", 0) + 1):
                    placed[at + down, column + right] = None
            placed[at, column] = entry
    if len(placed) > sum(map(len, rows)):
        context.lose(node, "table with cells that span others", "a table with empty cells")
    width = max((column + 1 for _, column in placed), default=0)
    return [[placed.get((at, column)) for column in range(width)] for at in range(len(rows))]


def _alignment(entry: nodes.Element | None) -> str:
    classes = entry["classes"] if entry is not None else []
    return next((_ALIGNMENTS[name] for name in classes if name in _ALIGNMENTS), _UNALIGNED)


def _cell(entry: nodes.Element, context: RenderContext) -> str:
    content: list[Piece] = []
    is_seen = False
    for line in _lines(entry.children, context, 0):
        gap = line.gap if is_seen else _BESIDE  # nothing is above the first line that is seen
        content += [markup(gap)] if content else []
        content += line.content
        is_seen = is_seen or line.gap != _BESIDE
    return joined(content, lines=False).replace("|", "\\|")


def _lines(found: Iterable[nodes.Node], context: RenderContext, depth: int) -> Iterator[_Line]:
    """Yield the lines of a cell, inside `depth` lists."""
    for child in found:
        render = next(_CELL[cls] for cls in type(child).__mro__ if cls in _CELL)
        before: list[Piece] = []
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.target):
            before = anchors(child)
        for line in render(child, context, depth):
            if line.content:
                yield line._replace(content=[*before, *line.content])
                before = []


def _paragraph(node: nodes.Element, context: RenderContext, _depth: int) -> Iterator[_Line]:
    yield _Line(pieces(node.children, context))


def _inline(node: nodes.Node, context: RenderContext, _depth: int) -> Iterator[_Line]:
    yield _Line(pieces([node], context))


def _inside(node: nodes.Element, context: RenderContext, depth: int) -> Iterator[_Line]:
    return _lines(node.children, context, depth)


def _list(node: nodes.Element, context: RenderContext, depth: int) -> Iterator[_Line]:
    indent = markup(cells.INDENT * depth)
    items = children(node, nodes.list_item)
    if isinstance(node, nodes.enumerated_list):
        signs = [f"{sign} " for sign in counters.signs(node)]
    else:
        signs = [cells.BULLET] * len(items)
    for sign, item in zip(signs, items, strict=True):
        lines = list(_lines(item.children, context, depth + 1))
        for at, line in enumerate(lines or [_Line([])]):
            own = [] if at else [indent, Piece(sign)]
            yield _Line([*own, *line.content], cells.LINE)


def _verse(node: nodes.Element, context: RenderContext, depth: int) -> Iterator[_Line]:
    for at, line in enumerate(_lines(node.children, context, depth)):
        yield line._replace(gap=cells.LINE) if at else line


def _code(node: nodes.Element, context: RenderContext, _depth: int) -> Iterator[_Line]:
    context.lose(node, "code in a table's cell", "inline code")
    yield from _code_lines(node)


def _code_lines(node: nodes.Node) -> Iterator[_Line]:
    for at, line in enumerate(node.astext().strip("\n").split("\n")):
        if line.strip():
            yield _Line([Piece(line, "code")], cells.LINE if at else cells.PARAGRAPH)


def _comment(node: nodes.Element, _context: RenderContext, _depth: int) -> Iterator[_Line]:
    text = " ".join(node.astext().replace("-->", "--&gt;").split())
    yield _Line([markup(f"<!-- {text} -->")] if text else [], _BESIDE)


def _unread(node: nodes.Element, _context: RenderContext, _depth: int) -> Iterator[_Line]:
    for written in unread(node):
        yield from _code_lines(written)


def _math(node: nodes.Element, _context: RenderContext, _depth: int) -> Iterator[_Line]:
    yield _Line([markup(role("math", " ".join(node.astext().split())))])


def _admonition(node: nodes.Element, context: RenderContext, depth: int) -> Iterator[_Line]:
    context.lose(node, f"{node.tagname} in a table's cell", "its text")
    lead: list[Piece] = [*admonition_lead(node, context), Piece(" ")]
    for line in _lines(
        [each for each in node if not isinstance(each, nodes.title)], context, depth
    ):
        yield line._replace(content=[*lead, *line.content])
        lead = []


def _other(node: nodes.Element, context: RenderContext, depth: int) -> Iterator[_Line]:
    context.lose(node, f"{node.tagname} in a table's cell", "its text")
    return _lines(node.children, context, depth)


#: How each kind of node is rendered inside a cell; a class covers its subclasses.
_CELL: dict[type, _Handler] = {
    nodes.Text: _inline,
    nodes.comment: _comment,
    nodes.Inline: _inline,
    nodes.Invisible: _inline,
    nodes.system_message: _unread,
    nodes.bullet_list: _list,
    nodes.enumerated_list: _list,
    nodes.line_block: _verse,
    nodes.line: _paragraph,
    nodes.literal_block: _code,
    nodes.doctest_block: _code,
    nodes.math_block: _math,
    nodes.Admonition: _admonition,
    nodes.TextElement: _paragraph,
    nodes.container: _inside,
    nodes.compound: _inside,
    nodes.Node: _other,
}
