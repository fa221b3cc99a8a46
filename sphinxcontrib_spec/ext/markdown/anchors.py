"""The places on a page that its author named, footnotes among them, and how links lead there.

What has a name was named to be pointed at, so it becomes an HTML anchor: every viewer leads there,
and no reader sees it. Headings have anchors of their own. Ids that nobody chose, such as those of
index entries, are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from docutils import nodes

from .pieces import Piece, linked, markup

_UNNAMEABLE = re.compile(r"[^\w.:+-]+")


def anchors(node: nodes.Element) -> list[Piece]:
    """An anchor for each name that was given to a node."""
    document = node.document
    if document is None:
        return anchors_of(node["ids"] if node["names"] else [])
    explicit = (name for name in node["names"] if document.nametypes.get(name))
    return anchors_of([id_ for name in explicit if (id_ := document.nameids.get(name))])


def anchors_of(ids: Sequence[str]) -> list[Piece]:
    """The anchors with these ids."""
    return [markup(f'<a id="{html.escape(id_)}"></a>') for id_ in ids]


def link(node: nodes.Element, label: Sequence[Piece]) -> list[Piece]:
    """A link to another place of the page, or its bare label if it leads nowhere.

    To an anchor it is HTML too: MyST knows headings, but no anchors, and would warn of it.
    """
    document = node.document
    id_ = node.get("refid")
    if document is not None:
        id_ = id_ or document.nameids.get(node.get("refname", ""))
        target = document.ids.get(id_ or "")
        if isinstance(target, nodes.target) and "refid" in target:
            target = document.ids.get(target["refid"])
        if isinstance(target, nodes.section):
            return linked(label, f"#{_heading_id(target)}")
        if target is not None and anchors(target):
            return [markup(f'<a href="#{html.escape(id_ or "")}">'), *label, markup("</a>")]
    return linked(label, f"#{id_}") if id_ else list(label)


def mark(note: nodes.Element) -> str:
    """The mark of a footnote or citation: `[^name]`, whatever its number is."""
    label = note[0].astext() if isinstance(note, nodes.citation) and len(note) else ""
    name = label or next(iter((*note["names"], *note["ids"])), "")
    return f"[^{_UNNAMEABLE.sub('-', name)}]"


def _heading_id(section: nodes.section) -> str:
    """The id that a heading has wherever it is read: the one made from its words."""
    title = section.next_node(nodes.title)
    own = nodes.make_id(title.astext()) if title is not None else ""
    return own if own in section["ids"] else str(section["ids"][0])
