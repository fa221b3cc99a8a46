"""Finds the places on a page that links lead to, such as footnotes, and how links lead there.

Headings have anchors wherever Markdown is read. Whatever else its author named was named to be
referred to, so it becomes an HTML anchor: every viewer leads there, and no reader sees it. Any
other place is reached through the heading that it is under.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence

from docutils import nodes

from sphinxcontrib_spec import names
from sphinxcontrib_spec.markup.pieces import Piece, linked, markup

from ..doctree import ITEM
from .context import Anchor, RenderContext

_UNNAMEABLE = re.compile(r"[^\w.:+-]+")

#: What consists of items, which have anchors of their own.
_OF_ITEMS = (nodes.table, nodes.bullet_list, nodes.enumerated_list)


def places(
    among: Iterable[nodes.Element], headings: Mapping[nodes.Node, str], *, is_rendered: bool
) -> dict[str, Anchor]:
    """Return how links lead to each id of a page's elements, except for those of items.

    `headings` are the plain texts of its sections, in order. Only a page that is rendered as
    Markdown (`is_rendered`), not written in it, has HTML anchors of ours.
    """
    of_section = dict(zip(headings, names.heading_anchors(headings.values()), strict=True))
    found: dict[str, Anchor] = {}
    for node in among:
        if not node["ids"]:
            continue
        above: nodes.Node | None = node
        while above is not None and above not in of_section:
            above = above.parent
        heading = of_section[above] if above is not None else ""
        own = named(node) if is_rendered else ()
        ids = (id_ for id_ in node["ids"] if id_ != node.get(ITEM))
        found.update((id_, Anchor(heading, id_ in own)) for id_ in ids)
    return found


def named(node: nodes.Element) -> list[str]:
    """Return the ids of a node that become HTML anchors: a term's, and explicitly chosen ones."""
    if isinstance(node, nodes.term):
        return list(node["ids"])
    if isinstance(node, nodes.section) or not node["names"] or _holds_items(node):
        return []
    document = node.document
    if document is None:
        return list(node["ids"])
    explicit = (name for name in node["names"] if document.nametypes.get(name))
    return [id_ for name in explicit if (id_ := document.nameids.get(name))]


def anchors(node: nodes.Element) -> list[Piece]:
    """Return an HTML anchor for each name that was given to a node."""
    return [markup(f'<a id="{html.escape(id_)}"></a>') for id_ in named(node)]


def link(node: nodes.Element, label: Sequence[Piece], context: RenderContext) -> list[Piece]:
    """Return a link to another place on the page, or its bare label if it leads nowhere."""
    document, id_ = node.document, str(node.get("refid", ""))
    if document is not None:
        id_ = id_ or document.nameids.get(node.get("refname", "")) or ""
        target = document.ids.get(id_)
        if isinstance(target, nodes.target) and "refid" in target:
            id_ = target["refid"]
    return link_to(id_, context.anchors.get(id_), label) if id_ else list(label)


def uri(node: nodes.Element) -> str:
    """Return where a reference leads by its name, if outside the page and not yet resolved."""
    document, name, seen = node.document, node.get("refname", ""), set[str]()
    while document is not None and name and name not in seen:
        seen.add(name)
        target = document.ids.get(document.nameids.get(name) or "")
        if target is None:
            return ""
        if "refuri" in target:
            return str(target["refuri"])
        name = target.get("refname", "")
    return ""


def link_to(id_: str, anchor: Anchor | None, label: Iterable[Piece]) -> list[Piece]:
    """Return a link to an id on the same page; an unknown id is that of an item.

    A link to an HTML anchor is HTML too: MyST knows headings but no anchors, and would warn.
    """
    if anchor is None:
        return linked(label, f"#{id_}")
    if anchor.own:
        return [markup(f'<a href="#{html.escape(id_)}">'), *label, markup("</a>")]
    return linked(label, f"#{anchor.heading}") if anchor.heading else list(label)


def mark(note: nodes.Element) -> str:
    """Return the mark of a footnote or citation: `[^name]`, whatever its number is."""
    label = note[0].astext() if isinstance(note, nodes.citation) and len(note) else ""
    name = label or next(iter((*note["names"], *note["ids"])), "")
    return f"[^{_UNNAMEABLE.sub('-', name)}]"


def _holds_items(node: nodes.Element) -> bool:
    if not isinstance(node, _OF_ITEMS):
        return False
    return any(ITEM in inner for inner in node.findall(nodes.Element))
