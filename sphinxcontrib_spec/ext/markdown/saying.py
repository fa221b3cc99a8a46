"""What is gathered while a page is said in Markdown: its cross references, and what was lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from docutils import nodes

from sphinxcontrib_spec.source import Span

Attributes: TypeAlias = dict[str, str | bool | None]


class Problem(NamedTuple):
    """Something that Markdown cannot say: where it stands, what it is, and how it is said."""

    span: Span
    construct: str
    said: str


@dataclass(slots=True)
class Saying:
    """The state of one page.

    `xrefs` holds the plain attributes of each cross reference by its role as it stands in the
    Markdown, `title` and `code` among them: what it shows, and whether it shows that as code.
    `language` is that of code which names none, as the last `highlight` directive says.
    """

    xrefs: dict[str, Attributes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    language: str = ""

    def lose(self, node: nodes.Node, construct: str, said: str) -> None:
        """Note that a construct has no Markdown form, and how it is said instead."""
        self.problems.append(Problem(place(node), construct, said))


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
