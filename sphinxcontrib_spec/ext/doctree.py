"""Doctree queries: where nodes are in the source, and which of them are items."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import get_filetype
from sphinx.util.osutil import relpath

from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.names import anchor
from sphinxcontrib_spec.source import Span

from .directives.items import WRITTEN, Written

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: The attribute of an item's row or list item that holds its anchor.
ITEM = "spec_item"

#: The attribute of a section in an excerpt that holds its level there, until the page is read.
LEVEL = "spec_level"

#: The key in `temp_data` for whether the document being read is Markdown.
_IS_MARKDOWN = "spec_is_markdown"

#: The number of lines above the first row of a table in Markdown: the header and the delimiter row.
ABOVE_ROWS = 2

_MARKDOWN_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True)
class Named:
    """A node with the item that was recognised in it, before any translation."""

    node: nodes.Element
    item: Item

    @property
    def anchor(self) -> str:
        """The fragment of links to the item."""
        return anchor(self.item.kind.name, self.item.about.slug)


def is_markdown(env: BuildEnvironment) -> bool:
    """Return whether the whole document being read is Markdown.

    A notebook is not, even if its file is: the lines of its nodes are counted per cell.
    """
    known = env.temp_data.get(_IS_MARKDOWN)
    if known is None:
        path = str(env.doc2path(env.docname))
        kind = get_filetype(env.config.source_suffix, path)
        known = kind != "restructuredtext" and is_markdown_file(path) and not _is_notebook(env)
        env.temp_data[_IS_MARKDOWN] = known
    return bool(known)


def _is_notebook(env: BuildEnvironment) -> bool:
    """Return whether MyST-NB has cut the file being read into cells."""
    return "source_map" in env.metadata.get(env.docname, {})


def is_markdown_file(path: str) -> bool:
    """Return whether a file is Markdown, judging by its name."""
    return path.endswith(_MARKDOWN_SUFFIXES)


def place(node: nodes.Node, env: BuildEnvironment) -> Span:
    """Return where a node begins: its file relative to the sources, and its line, without a column.

    docutils gives no line to the rows and cells of a table, nor to the table itself before 0.23. In
    that case, the line is that of the first element inside that has one.
    """
    if not node.line and isinstance(node, nodes.Element):
        first = node.children[0] if node.children else node
        if isinstance(first, nodes.Element) and first.line:
            node = first
        else:
            node = next((inner for inner in node.findall(nodes.Element) if inner.line), node)
    line, source = node.line or 0, node.source
    return Span(relative(source or env.doc2path(env.docname), env), line, 0)


def file_of(node: nodes.Element, env: BuildEnvironment) -> str:
    """Return the file of a node in a document's text, relative to the sources.

    It is taken from the enclosing block, because inline nodes that a translation inserted name
    another source. The source of a snippet is such as `file.py:docstring of name`. For what stands
    in a row, MyST gives the page, and the right file only for the table.
    """
    block: nodes.Element | None = node
    while block is not None and (isinstance(block, nodes.Inline) or not block.source):
        block = block.parent
    row = row_of_markdown(block) if block is not None else None
    if row is not None:
        block = block_of(row)
    source = block.source if block is not None else None
    return relative(source or env.doc2path(env.docname), env)


def row_of_markdown(block: nodes.Element) -> nodes.row | None:
    """Return the row of a Markdown table that a block stands in, if it stands in one."""
    row = block.parent.parent if isinstance(block.parent, nodes.entry) else None
    return row if isinstance(row, nodes.row) and is_markdown_row(row) else None


def is_markdown_row(row: nodes.row) -> bool:
    """Return whether a row is a line of a Markdown table.

    Only MyST adds rows to a table that is in the document already. The document then gives them a
    source, that of the page, and the line of the last node that had one.
    """
    return bool(row.source) and not written(row)


def relative(source: str | os.PathLike[str], env: BuildEnvironment) -> str:
    """Return the path of a source file, relative to the sources."""
    return _relative(os.fspath(source), os.fspath(env.srcdir))


@lru_cache(maxsize=1024)
def _relative(source: str, folder: str) -> str:
    return relpath(source, folder).replace(os.sep, "/")


def written(node: nodes.Element) -> Written | None:
    """Return how the directive of an item was written, or None if it has no directive."""
    found = node.get(WRITTEN)
    return found if isinstance(found, Written) else None


def directive_items(document: nodes.document, env: BuildEnvironment) -> list[nodes.Element]:
    """The rows and list items that directives made, in order."""
    if WRITTEN not in env.temp_data:
        return []
    return [node for node in blocks(document) if WRITTEN in node]


def every(root: nodes.Element) -> list[nodes.Element]:
    """Return a node and all elements in it in order, in a fraction of the time of `findall`."""
    return _within(root, ())


def blocks(root: nodes.Element) -> list[nodes.Element]:
    """Return a node and all elements in it in order, except for those inside text."""
    return _within(root, nodes.TextElement)


def _within(root: nodes.Element, closed: type[nodes.Element] | tuple[()]) -> list[nodes.Element]:
    """Return a node and the elements in it in order, without entering nodes of the closed type."""
    found: list[nodes.Element] = []
    ahead = [root]
    while ahead:
        node = ahead.pop()
        found.append(node)
        children = node.children
        if not children or isinstance(node, closed):
            continue
        if len(children) > 1:
            ahead += [each for each in children[::-1] if isinstance(each, nodes.Element)]
        elif isinstance(children[0], nodes.Element):  # most have one child, which is text
            ahead.append(children[0])
    return found


def sections(document: nodes.document) -> list[nodes.section]:
    """All sections of a document in order."""
    return [node for node in blocks(document) if isinstance(node, nodes.section)]


def block_of(item: nodes.Element) -> nodes.Element:
    """The table or list that a row or list item is in."""
    block = item.parent.parent.parent if isinstance(item, nodes.row) else item.parent
    assert isinstance(block, nodes.Element)
    return block


def rows(table: nodes.Element) -> tuple[list[nodes.row], list[nodes.row]]:
    """The rows of a table's head and those of its body."""
    parts = [part for group in elements(table) for part in elements(group)]
    heads = [row for part in parts if isinstance(part, nodes.thead) for row in part]
    body = [row for part in parts if isinstance(part, nodes.tbody) for row in part]
    return _rows(heads), _rows(body)


def elements(node: nodes.Element) -> list[nodes.Element]:
    """Return the children of a node that are elements, not text."""
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _rows(found: Iterable[nodes.Node]) -> list[nodes.row]:
    return [row for row in found if isinstance(row, nodes.row)]


def title_section(document: nodes.document, source: str = "") -> nodes.section | None:
    """Return the section whose title is that of the page, or of the included file `source`."""
    if source:
        return next((node for node in sections(document) if node.source == source), None)
    return next((node for node in document if isinstance(node, nodes.section)), None)


def own(section: nodes.Element) -> list[nodes.Node]:
    """Return the content of a section between its title and its first subsection."""
    return [node for node in section if not isinstance(node, nodes.title | nodes.section)]
