"""Gathers the cross references and losses of a page while it is rendered as Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.rules import Lost
from sphinxcontrib_spec.source import Span

Attributes: TypeAlias = dict[str, str | bool | None]


class Anchor(NamedTuple):
    """How a link leads to a place on a page that is rendered as Markdown.

    `heading` is the anchor of the heading that the place is, or is under; `own` says that the place
    has an HTML anchor of its own there.
    """

    heading: str
    own: bool = False


@dataclass(slots=True)
class RenderContext:
    """The state of rendering one page.

    `xrefs` holds the plain attributes of each cross reference by its role as it is in the Markdown,
    including `title` and `code`: what it shows, and whether it shows that as code. `anchors` are
    the places on the page by their ids. `as_written` are the URLs in Markdown that is on the page
    as it is. `language` is that of code which names none, as set by the last `highlight` directive.
    `numbers` says that figures, tables and code are numbered. `seen` evaluates a condition: whether
    everybody sees its content, None if only some do; `conditions` are those that were evaluated.
    `lost` is what Markdown has no form for.
    """

    xrefs: dict[str, Attributes] = field(default_factory=dict)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    as_written: set[str] = field(default_factory=set)
    language: str = ""
    numbers: bool = False
    seen: Callable[[str], bool | None] = lambda _condition: None
    conditions: dict[str, bool | None] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, node: nodes.Node, construct: str, exported_as: str = "") -> None:
        """Note that a construct has no Markdown form, and what it is rendered as, if anything."""
        self.lost.append(Lost(place(node), construct, exported_as))


def place(node: nodes.Node) -> Span:
    """Return the file and line that a node comes from.

    A node without a line begins where the first node in it does, or else where the one around it
    does. Lines inside a csv-table are counted from the start of the table, so they are not used.
    """
    path, line, above = node.source or "", node.line or 0, node.parent
    around = 0
    while above is not None and not (path and (line or around)):
        path, around = path or above.source or "", around or above.line or 0
        above = above.parent
    if not line and isinstance(node, nodes.Element):
        line = next((inner.line for inner in node.findall() if inner.line), 0)
        line = max(line, around)
    return Span(path, line)
