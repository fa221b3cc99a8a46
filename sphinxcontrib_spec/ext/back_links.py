"""What leads to an item, said at its end: a placeholder when it is read, links when written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinxcontrib_spec import schema

from .doctree import Named, elements
from .lookup import Incoming, Lookup
from .nodes import back_links, item_anchor

#: What says at an item's title that another one has taken its place.
SUPERSEDED = "spec-superseded"

_SUPERSEDES = "supersedes"


def put(item: Named, docname: str) -> None:
    """Put placeholders into an item that typed links may lead to.

    That it is superseded is said at its title, everything else where its own links are said.
    """
    verbs = [link.verb for link in schema.LINKS if link.target == item.item.kind.name]
    if not verbs:
        return
    cells = elements(item.node) if isinstance(item.node, nodes.row) else [item.node]
    last = _paragraph(cells[-1], -1 if cells[-1] is not item.node else 0)
    _end(last, back_links(docname=docname, anchor=item.anchor))
    if _SUPERSEDES in verbs:
        note = back_links(docname=docname, anchor=item.anchor, at_title=True)
        _end(_paragraph(cells[0], 0), note)


def _paragraph(home: nodes.Element, at: int) -> nodes.Element:
    """The first or the last paragraph of a cell or list item, which is made if there is none."""
    if isinstance(home, nodes.paragraph):
        return home
    found = home[at] if len(home) else None
    if not isinstance(found, nodes.paragraph):
        found = nodes.paragraph()
        home.insert(len(home) if at else 0, found)
    return found


def _end(paragraph: nodes.Element, node: nodes.Element) -> None:
    """Put a node at the end of a paragraph, before the item's permalink."""
    last = paragraph[-1] if len(paragraph) else None
    paragraph.insert(len(paragraph) - isinstance(last, item_anchor), node)


def fill(node: back_links, lookup: Lookup) -> None:
    """Say in a placeholder what leads to its item, or remove it."""
    at_title = "at_title" in node
    incoming = [
        each
        for each in lookup.leading_to(node["docname"], node["anchor"])
        if (each.verb == _SUPERSEDES) is at_title
    ]
    if not incoming:
        _remove(node)
        return
    class_ = f"{SUPERSEDED}-by" if at_title else "spec-back-links"
    said = _said(incoming, node["docname"])
    gap = [nodes.Text(" ")] if node.parent.astext() else []
    node.replace_self([*gap, nodes.inline("", "", *said, classes=[class_])])
    if at_title:
        _mark(said[0])


def _said(incoming: Sequence[Incoming], docname: str) -> list[nodes.Node]:
    """`(mitigated by …, …; blocked by …)`, with what leads here as links."""
    said: list[nodes.Node] = []
    for verb, sources in groupby(incoming, lambda each: each.verb):
        before = f"{'; ' if said else '('}{_(schema.LINK[verb].passive)} "
        for source in sources:
            said += [nodes.Text(before), _reference(source, docname)]
            before = ", "
    return [*said, nodes.Text(")")]


def _reference(source: Incoming, docname: str) -> addnodes.pending_xref:
    return addnodes.pending_xref(
        "",
        nodes.inline("", source.title, classes=["xref", "spec"]),
        refdomain="spec",
        reftype="ref",
        reftarget=source.anchor,
        spec_docname=source.docname,
        refexplicit=False,
        refdoc=docname,
        refwarn=False,
    )


def _mark(node: nodes.Node) -> None:
    """Give the row or list item that a node is in the class of what is superseded."""
    for home in _around(node):
        if isinstance(home, nodes.row | nodes.list_item):
            home["classes"].append(SUPERSEDED)
            return


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def _remove(node: nodes.Element) -> None:
    """Remove a placeholder, and the paragraph that was made for nothing else."""
    home = node.parent
    home.remove(node)
    if not len(home) and len(home.parent) > 1:
        home.parent.remove(home)
