"""Recognises a Markdown page: finds the nodes of what the reader has found in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec import links, reader
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import AnyBlock, List, Spec, Table, entries_of

from .. import rule_links
from ..doctree import Named, every, relative, rows, sections
from ..markdown import RenderContext, places
from ..markdown.xrefs import xref
from . import header, row_lines

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..markdown.context import Attributes

#: How Sphinx, and also MyST, notes the source of a role.
_ROLE = re.compile(r":([\w:+-]+):`(.*)`", re.DOTALL)


def read(source: str, env: BuildEnvironment) -> Spec:
    """Read a source file as a spec."""
    path = Path(source)
    return reader.read(path.read_bytes().decode("utf-8", "replace"), relative(path, env))


def items(spec: Spec, document: nodes.document, source: str) -> list[Named]:
    """Return the nodes of the spec's items.

    Nodes from other files do not count: the spec is what is in the file itself.
    """
    blocks = [block for section in spec.walk() for block in section.blocks]
    own = [node for node in every(document) if node.source == source]
    return [Named(node, item) for node, item in nodes_of(blocks, own) if node.parent is not None]


def nodes_of(
    blocks: Iterable[AnyBlock], among: Iterable[nodes.Element]
) -> list[tuple[nodes.Element, Item]]:
    """Return each item of some blocks with its node, found by the line at which it begins.

    Rows are given their own lines, because MyST gives them that of the table. An item that is not
    shown gets a node outside the doctree.
    """
    tables: dict[int, nodes.Element] = {}
    entries: dict[int, nodes.Element] = {}
    prose: dict[int, nodes.Element] = {}
    for node in among:
        if isinstance(node, nodes.table):
            tables.setdefault(node.line or 0, node)
        elif isinstance(node, nodes.row | nodes.list_item):
            entries.setdefault(node.line or 0, node)
        elif isinstance(node, nodes.paragraph):
            prose.setdefault(node.line or 0, node)
    found: list[tuple[nodes.Element, Item]] = []
    for block in blocks:
        if isinstance(block, Table) and not any(row.about.source for row in block.rows):
            table = tables.get(block.span.line)
            for row, item in zip_longest(rows(table)[1] if table else (), block.rows):
                if row is not None and item is not None:
                    row_lines.set_line(row, item.about.span.line)
                if item is not None:
                    found.append((row if row is not None else nodes.Element(), item))
            continue
        homes = prose if isinstance(block, List) and block.paragraphs else entries
        found += [
            (homes.pop(item.about.span.line, nodes.Element()), item) for item in _items(block)
        ]
    return found


def _items(block: AnyBlock) -> Iterable[Item]:
    if isinstance(block, List):
        return entries_of(block)
    return block.rows if isinstance(block, Table) else ()


def show_header(spec: Spec, page: nodes.section | None) -> None:
    """Show the header as a field list under the title; without a title, it stays as it is."""
    if page is None or not spec.heading:
        return
    first = spec.header.text.span.line
    last = first + spec.header.text.count("\n")
    written = [
        node
        for node in page
        if isinstance(node, nodes.Element)
        and first <= (node.line or 0) <= last
        and not isinstance(node, nodes.title | nodes.section | nodes.footnote)
    ]
    if written and isinstance(written[0], nodes.field_list):
        header.mark(written[0])
        return
    here = [line for line in spec.header.lines if line.label.span.line]
    above = [line for line in spec.header.lines if not line.label.span.line]
    header.show(page, here, above, written)


def context(spec: Spec, document: nodes.document, source: str) -> RenderContext:
    """Return what the export of a page has to know: its references, and how links lead to it."""
    headings = _headings(spec, document, source)
    elements = every(document)
    return RenderContext(xrefs(spec, elements), places(elements, headings, is_rendered=False))


def _headings(spec: Spec, document: nodes.document, source: str) -> dict[nodes.Node, str]:
    """Return the plain text of each heading of the file, without those of included files."""
    words = {
        heading.span.line: inline.plain(heading)
        for heading in (spec.heading, *(section.heading for section in spec.walk()))
    }
    return {
        node: words[node.line]
        for node in sections(document)
        if node.source == source and node.line in words
    }


def xrefs(spec: Spec, among: Iterable[nodes.Element]) -> dict[str, Attributes]:
    """Return the attributes of references of other domains, by their roles as the spec has them."""
    meant: dict[tuple[str, str], Attributes] = {}
    for node in filter(_is_reference, among):
        role = _ROLE.fullmatch(node.rawsource)
        if role and not _is_told_by_its_text(node):
            context = RenderContext()
            meant[role[1], _flat(role[2])] = context.xrefs[xref(node, context)]
    if not meant:
        return {}
    return {
        text[part.start : part.stop]: meant[key]
        for _, text in links.texts(spec)
        for part in inline.parts(text)
        if part.kind == "role" and (key := (part.target, _flat(part.label))) in meant
    }


def _is_reference(node: nodes.Node) -> TypeGuard[nodes.Element]:
    return isinstance(node, addnodes.pending_xref | addnodes.download_reference)


def _is_told_by_its_text(node: nodes.Element) -> bool:
    """Return whether it is one of ours, and does not ask other projects alone."""
    is_ours = node.get("refdomain") == "spec" and node["reftype"] != rule_links.ROLE
    return is_ours and not node.get("intersphinx")


def _flat(text: str) -> str:
    return " ".join(text.split())
