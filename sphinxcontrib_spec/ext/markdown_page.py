"""A Markdown page, recognised: what the reader found in its text, found again in its nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec import inline, links, reader
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.model import List, Spec, Table, entries_of

from . import header
from .doctree import Named, relative, rows, title_section
from .markdown.saying import Saying
from .markdown.xrefs import xref

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from .markdown.saying import Attributes

#: How Sphinx notes the source of a role, MyST's too.
_ROLE = re.compile(r":([\w:+-]+):`(.*)`", re.DOTALL)


def read(env: BuildEnvironment) -> Spec:
    """The spec that the source file of the document being read is."""
    path = Path(env.doc2path(env.docname))
    return reader.read(path.read_bytes().decode("utf-8", "replace"), relative(path, env))


def items(spec: Spec, document: nodes.document) -> list[Named]:
    """The nodes of the spec's items, by the lines they begin in; tables get their rows' lines.

    Nodes of included files are none: the spec is what stands in the file itself.
    """
    tables = {block.span.line: block for block in _tables(spec)}
    in_tables = {row.about.span.line for table in tables.values() for row in table.rows}
    prose = {item.about.span.line: item for item in _paragraphs(spec)}
    others = {
        item.about.span.line: item
        for item in spec.items()
        if item.about.span.line not in in_tables and item.about.span.line not in prose
    }
    found: list[Named] = []
    for node in document.findall(nodes.Element):
        if node.source != document["source"]:
            continue
        if isinstance(node, nodes.table) and (table := tables.pop(node.line or 0, None)):
            for row, item in zip(rows(node)[1], table.rows, strict=False):
                _set_line(row, item.about.span.line)
                found.append(Named(row, item))
        elif isinstance(node, nodes.row | nodes.list_item) and node.line in others:
            found.append(Named(node, others.pop(node.line)))
        elif isinstance(node, nodes.paragraph) and node.line in prose:
            found.append(Named(node, prose.pop(node.line)))
    return found


def show_header(spec: Spec, document: nodes.document) -> None:
    """Show the header as a field list under the title; without one it stays as it is."""
    page = title_section(document)
    if page is None or not spec.heading:
        return
    first = spec.header.text.span.line
    last = first + spec.header.text.count("\n")
    written = [
        node
        for node in page
        if isinstance(node, nodes.Element)
        and first <= (node.line or 0) <= last
        and not isinstance(node, nodes.title | nodes.section)
    ]
    if written and isinstance(written[0], nodes.field_list):
        header.mark(written[0])
        return
    here = [line for line in spec.header.lines if line.label.span.line]
    above = [line for line in spec.header.lines if not line.label.span.line]
    header.show(page, here, above, written)


def xrefs(spec: Spec, document: nodes.document) -> dict[str, Attributes]:
    """The attributes of the references of other domains, by their roles as the spec says them."""
    meant: dict[tuple[str, str], Attributes] = {}
    for node in document.findall(addnodes.pending_xref):
        role = _ROLE.fullmatch(node.rawsource)
        if role and node.get("refdomain") != "spec":
            saying = Saying()
            meant[role[1], _flat(role[2])] = saying.xrefs[xref(node, saying)]
    if not meant:
        return {}
    return {
        text[part.start : part.stop]: meant[key]
        for _, text in links.texts(spec)
        for part in inline.parts(text)
        if part.kind == "role" and (key := (part.target, _flat(part.label))) in meant
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


def _tables(spec: Spec) -> Iterator[Table]:
    """The tables of items that are written as tables."""
    for section in spec.walk():
        for block in section.blocks:
            if isinstance(block, Table) and not any(row.about.source for row in block.rows):
                yield block


def _paragraphs(spec: Spec) -> Iterator[Item]:
    """The items that are paragraphs."""
    for section in spec.walk():
        for block in section.blocks:
            if isinstance(block, List) and block.paragraphs:
                yield from entries_of(block)


def _set_line(row: nodes.row, line: int) -> None:
    """Say the row's own line in all that stands in it: MyST gives the table's."""
    for node in row.findall(nodes.Element):
        node.line = line
