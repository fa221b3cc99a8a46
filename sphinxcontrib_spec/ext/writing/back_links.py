"""Adds back links at the end of an item when its page is written: what leads to the item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docutils import nodes
from sphinx import addnodes
from sphinx.locale import _

from sphinxcontrib_spec import schema

from ..doctree import ITEM, elements
from ..environment.lookup import Incoming, Lookup
from ..nodes import item_anchor

#: The class of an item that another one has superseded, and the start of its note's class.
SUPERSEDED = "spec-superseded"

_SUPERSEDES = "supersedes"


def add(anchor: item_anchor, lookup: Lookup) -> None:
    """Add what leads to the item that has this anchor, if anything does.

    The note that it is superseded is added at its title, everything else where its own links are
    shown. If the anchor is not in an item any more, because somebody has moved or copied it,
    everything is added beside the anchor. It is only added once, however often a page is resolved.
    """
    name, docname = anchor["refid"], anchor.attributes.pop("docname", None)
    incoming = lookup.leading_to(docname, name) if docname else ()
    if not incoming:
        return
    item = next((node for node in _around(anchor) if node.get(ITEM) == name), anchor.parent)
    cells = elements(item) if isinstance(item, nodes.row) else [item]
    others = [each for each in incoming if each.verb != _SUPERSEDES]
    if others:
        last = _paragraph(cells[-1], -1 if cells[-1] is not item else 0)
        _end(last, _note(others, docname, "spec-back-links"))
    if len(others) < len(incoming):
        successors = [each for each in incoming if each.verb == _SUPERSEDES]
        note = _note(successors, docname, f"{SUPERSEDED}-by")
        _end(_paragraph(cells[0], 0), note)
        item["classes"].append(SUPERSEDED)


def _around(node: nodes.Node) -> Iterator[nodes.Element]:
    while node.parent is not None:
        node = node.parent
        yield node


def _paragraph(home: nodes.Element, at: int) -> nodes.Element:
    """Return the first or last paragraph of a cell or list item, created if there is none."""
    if isinstance(home, nodes.paragraph):
        return home
    found = home[at] if len(home) else None
    if not isinstance(found, nodes.paragraph):
        found = nodes.paragraph()
        home.insert(len(home) if at else 0, found)
    return found


def _end(paragraph: nodes.Element, note: nodes.Element) -> None:
    """Append a note to a paragraph, before the item's permalink."""
    last = paragraph[-1] if len(paragraph) else None
    gap = [nodes.Text(" ")] if paragraph.astext() else []
    at = len(paragraph) - isinstance(last, item_anchor)
    paragraph[at:at] = [*gap, note]


def _note(incoming: Sequence[Incoming], docname: str, class_: str) -> nodes.inline:
    return nodes.inline("", "", *_parts(incoming, docname), classes=[class_])


def _parts(incoming: Sequence[Incoming], docname: str) -> list[nodes.Node]:
    """Return `(mitigated by …, …; blocked by …)`, with what leads here as links."""
    parts: list[nodes.Node] = []
    for verb, sources in groupby(incoming, lambda each: each.verb):
        before = f"{'; ' if parts else '('}{_(schema.LINK[verb].passive)} "
        for source in sources:
            parts += [nodes.Text(before), _reference(source, docname)]
            before = ", "
    return [*parts, nodes.Text(")")]


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
