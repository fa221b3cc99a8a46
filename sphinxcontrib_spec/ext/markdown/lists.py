"""Renders lists as Markdown: bullets and numbers, and all kinds of lists of named things.

Definitions, fields and options become bullets that begin with the name in bold: CommonMark has no
markup for them, and MyST's is off by default and shown as plain lines elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec.markup.pieces import Piece, emphasised, markup
from sphinxcontrib_spec.model import Block
from sphinxcontrib_spec.source import Text

from . import counters
from .anchors import anchors
from .chunks import Render, begun, block, children, indented, paragraph, text_of
from .context import RenderContext, place
from .inline import hyperlink, pieces
from .xrefs import xref

#: The start of a list that may follow a paragraph without a blank line.
_INTERRUPTS = re.compile(r"(?:-|1\.) \S")


def bullets(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a bullet list."""
    yield from _list(node, [render(item.children, context) for item in node])


def numbers(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a numbered list; one that counts in letters becomes bullets that begin with them."""
    items = children(node, nodes.list_item)
    if counters.is_numbered(node):
        yield from _list(
            node, [render(item.children, context) for item in items], node.get("start", 1)
        )
        return
    rendered = [
        begun([Piece(sign)], item, context, render)
        for sign, item in zip(counters.signs(node), items, strict=True)
    ]
    if counters.is_initial(node):
        yield from rendered[0]
    else:
        yield from _list(node, rendered)


def columns(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render a list in several columns as one list."""
    items = [item for column in node for listed in column.children for item in listed.children]
    yield from _list(node, [render(item.children, context) for item in items])


def definitions(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render terms, each with its classifiers and its definition."""
    items = []
    for item in children(node, nodes.definition_list_item):
        lead = _terms(item, context)
        meaning = item.next_node(nodes.definition)
        items.append(
            begun(lead, meaning, context, render, dash=True) if meaning else paragraph(lead, item)
        )
    yield from _list(node, items)


def fields(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render fields, each with its name and value."""
    items = []
    for field in children(node, nodes.field):
        name, body = field.children
        lead = emphasised("**", [*pieces(name.children, context), Piece(":")])
        items.append(begun(lead, body, context, render))
    yield from _list(node, items)


def options(node: nodes.Element, context: RenderContext, render: Render) -> Iterator[Block]:
    """Render command line options, each with all its spellings and its description."""
    items = []
    for item in children(node, nodes.option_list_item):
        group, description = item.children
        lead = _joined([[Piece(option.astext(), "code")] for option in group.children])
        items.append(begun(lead, description, context, render, dash=True))
    yield from _list(node, items)


def toctree(node: nodes.Element, context: RenderContext, _render: Render) -> Iterator[Block]:
    """Render a visible table of contents as a list of references to its pages."""
    if node.get("hidden") or not node["entries"]:
        return
    if node.get("caption"):
        yield from paragraph(emphasised("*", [Piece(node["caption"])]), node)
    items = [paragraph(_entry(node, title, page, context), node) for title, page in node["entries"]]
    yield from _list(node, items)


def _list(
    node: nodes.Element, items: Sequence[Sequence[Block]], start: int | None = None
) -> Iterator[Block]:
    """Return a list of these items, numbered from `start` if it is given.

    It is tight if each item is one paragraph, with at most tight lists below it.
    """
    tight = all(_is_tight(item) for item in items)
    rendered, entries = [], []
    for at, item in enumerate(items):
        marker = "-" if start is None else f"{start + at}."
        text = indented(text_of(item, "\n" if tight else "\n\n"), len(marker) + 1)
        rendered.append(f"{marker} {text}" if text else marker)
        head = item[0].text if item else Text("", place(node))
        first = head if item and item[0].kind == "paragraph" else head.partition("\n")[0]
        entries.append(head.reworded(f"{marker} {first}".rstrip(" ")))
    if rendered:
        text = ("\n" if tight else "\n\n").join(rendered)
        yield block("list", text, node, entries=entries)


def _is_tight(item: Sequence[Block]) -> bool:
    """Return whether an item needs no blank lines: a paragraph, and lists right below it."""
    head, rest = item[:1], item[1:]
    return (
        all("\n\n" not in each.text for each in item)
        and all(each.kind in ("paragraph", "list") for each in head)
        and all(each.kind == "list" and _INTERRUPTS.match(each.text) for each in rest)
    )


def _joined(spellings: Sequence[Sequence[Piece]]) -> list[Piece]:
    found: list[Piece] = []
    for at, each in enumerate(spellings):
        found += ([Piece(", ")] if at else []) + list(each)
    return found


def _terms(item: nodes.Element, context: RenderContext) -> list[Piece]:
    """Return a definition's terms in bold, and its classifiers in emphasis."""
    terms, classifiers = [], []
    for child in item:
        if isinstance(child, nodes.term):
            bold = emphasised("**", pieces(child.children, context))
            terms.append([*anchors(child), *bold])
        elif isinstance(child, nodes.classifier):
            classifiers.append(emphasised("*", pieces(child.children, context)))
    lead = _joined(terms)
    return [*lead, Piece(" ("), *_joined(classifiers), Piece(")")] if classifiers else lead


def _entry(
    node: nodes.Element, title: str | None, page: str, context: RenderContext
) -> list[Piece]:
    """Return one entry of a table of contents; `self` is the page that contains the table."""
    if "://" in page or page.startswith("mailto:"):
        return hyperlink([Piece(title or page)], title or page, page)
    target = f"/{node['parent'] if page == 'self' else page}"
    reference = addnodes.pending_xref(
        "",
        nodes.inline("", title or target),
        refdomain="std",
        reftype="doc",
        reftarget=target,
        refexplicit=bool(title),
        refdoc=node["parent"],
        refwarn=False,
    )
    return [markup(xref(reference, context))]
