"""What the reading side asks of a doctree: where things stand, and which nodes are items."""

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

#: The attribute of a row or list item that is an item: its anchor.
ITEM = "spec_item"

#: The attribute of a section that stands in an excerpt, until the page is read: its level there.
LEVEL = "spec_level"

#: What is known of the document being read.
_IS_MARKDOWN = "spec_is_markdown"

_MARKDOWN_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True)
class Named:
    """A row or list item with the item that was recognised in it, before any translation."""

    node: nodes.Element
    item: Item

    @property
    def anchor(self) -> str:
        """The fragment that leads to it."""
        return anchor(self.item.kind.name, self.item.about.slug)


def is_markdown(env: BuildEnvironment) -> bool:
    """Whether the document that is being read is Markdown from its first to its last line."""
    known = env.temp_data.get(_IS_MARKDOWN)
    if known is None:
        path = str(env.doc2path(env.docname))
        kind = get_filetype(env.config.source_suffix, path)
        known = kind != "restructuredtext" and is_markdown_file(path)
        env.temp_data[_IS_MARKDOWN] = known
    return bool(known)


def is_markdown_file(path: str) -> bool:
    """Whether a file is Markdown, by its name."""
    return path.endswith(_MARKDOWN_SUFFIXES)


def place(node: nodes.Node, env: BuildEnvironment) -> Span:
    """Where a node begins: its file, relative to the sources, and its line; no column is known.

    A table's rows and cells have no line in docutils, nor has the table before 0.23, but what
    stands in them has.
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
    """The file that a node in a document's text stands in, relative to the sources.

    It is that of its block: what a translation put there names another source. A snippet says
    `file.py:docstring of name`.
    """
    block: nodes.Element | None = node
    while block is not None and (isinstance(block, nodes.Inline) or not block.source):
        block = block.parent
    source = block.source if block is not None else None
    return relative(source or env.doc2path(env.docname), env)


def relative(source: str | os.PathLike[str], env: BuildEnvironment) -> str:
    """A source file, relative to the sources."""
    return _relative(os.fspath(source), os.fspath(env.srcdir))


@lru_cache(maxsize=1024)
def _relative(source: str, folder: str) -> str:
    return relpath(source, folder).replace(os.sep, "/")


def written(node: nodes.Element) -> Written | None:
    """How the item's directive was written, if it is one's."""
    found = node.get(WRITTEN)
    return found if isinstance(found, Written) else None


def directive_items(document: nodes.document, env: BuildEnvironment) -> list[nodes.Element]:
    """The rows and list items that directives made, in order."""
    if WRITTEN not in env.temp_data:
        return []
    return [node for node in blocks(document) if WRITTEN in node]


def every(root: nodes.Element) -> list[nodes.Element]:
    """A node and all elements in it in order, in a fraction of the time that `findall` takes."""
    return _within(root, ())


def blocks(root: nodes.Element) -> list[nodes.Element]:
    """A node and all elements in it in order, but for those that stand in text."""
    return _within(root, nodes.TextElement)


def _within(root: nodes.Element, closed: type[nodes.Element] | tuple[()]) -> list[nodes.Element]:
    """A node and the elements in it in order, but for those in a node of the closed type."""
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
    """The children of a node that are no text."""
    return [child for child in node.children if isinstance(child, nodes.Element)]


def _rows(found: Iterable[nodes.Node]) -> list[nodes.row]:
    return [row for row in found if isinstance(row, nodes.row)]


def title_section(document: nodes.document, source: str = "") -> nodes.section | None:
    """The section whose title is the page's, or that of an included file."""
    if source:
        return next((node for node in sections(document) if node.source == source), None)
    return next((node for node in document if isinstance(node, nodes.section)), None)


def own(section: nodes.Element) -> list[nodes.Node]:
    """What stands under a section's title, before its first subsection."""
    return [node for node in section if not isinstance(node, nodes.title | nodes.section)]
