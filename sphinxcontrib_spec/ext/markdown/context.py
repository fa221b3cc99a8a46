"""What is gathered while a page is rendered as Markdown: its cross references, and what is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.rules import Lost
from sphinxcontrib_spec.source import Span

Attributes: TypeAlias = dict[str, str | bool | None]


class Anchor(NamedTuple):
    """How a link leads to a place on a page that is said in Markdown.

    `heading` is the anchor of the heading that the place is or stands under; `own` says that the
    place has an HTML anchor of its own there.
    """

    heading: str
    own: bool = False


@dataclass(slots=True)
class RenderContext:
    """The state of one page.

    `xrefs` holds the plain attributes of each cross reference by its role as it stands in the
    Markdown, `title` and `code` among them: what it shows, and whether it shows that as code.
    `anchors` are the places on the page by their ids. `as_written` are the URLs in Markdown that
    stands on the page as it is. `language` is that of code which names
    none, as the last `highlight` directive says. `numbers` says that figures, tables and code
    are numbered. `seen` tells whether everybody sees what is
    under a condition, None if only some do; `conditions` are those that were asked for. `lost`
    is what Markdown has no form for.
    """

    xrefs: dict[str, Attributes] = field(default_factory=dict)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    as_written: set[str] = field(default_factory=set)
    language: str = ""
    numbers: bool = False
    seen: Callable[[str], bool | None] = lambda _condition: None
    conditions: dict[str, bool | None] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, node: nodes.Node, construct: str, said: str = "") -> None:
        """Note that a construct has no Markdown form, and what it is said as, if anything."""
        self.lost.append(Lost(place(node), construct, said))


def place(node: nodes.Node) -> Span:
    """The file and line that a node comes from.

    A node that knows no line of its own begins where the first in it does, or else where the one
    around it does. Lines inside of a csv-table count from the table's first, so they say nothing.
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
