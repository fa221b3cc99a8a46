"""Nodes of our own: an item's anchor, which every builder knows, and what stands in for others."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator


class item_anchor(nodes.target):  # noqa: N801 - docutils names nodes so
    """Stands in an item's first paragraph; `refid` is the item's anchor, `full_id` its id.

    `docname` is the document that it was read in, as some builders make one page of all, until it
    is said there what leads to the item.

    HTML finds the anchor on the row or list item, but LaTeX and Texinfo know no other anchor
    than a target.
    """

    # docutils would make and keep a message of each that no name in the document refers to.
    referenced = 1


class excerpt(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Stands around a piece of Markdown on a page of another markup while the page is read.

    `lines` are the lines that it has in the source file, `part` is what the reader makes of them.
    """


class spec_findings(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Stands where findings are shown, and holds the title that the page gives them, if any.

    `view` is what of them is shown, `docname` the document that shows it.
    """


def visit_html(translator: HTML5Translator, node: item_anchor) -> None:
    """Write the permalink and, where all documents are one page, the id that is unique there."""
    name = node["refid"]
    if translator.builder.name == "singlehtml":
        name = node["full_id"]
        translator.body.append(translator.starttag(node, "span", "", ids=[name]) + "</span>")
    translator.add_permalink_ref(nodes.Element(ids=[name]), _("Link to this definition"))


def visit_latex(translator: LaTeXTranslator, node: item_anchor) -> None:
    """Write the anchor, whatever stands before it."""
    translator.body.append(translator.hypertarget(node["refid"]))


def depart(_translator: nodes.NodeVisitor, _node: item_anchor) -> None:
    """Write nothing after it."""


def setup(app: Sphinx) -> None:
    """Tell the writers of the anchor; those not named here take it for the target that it is.

    Sphinx numbers what stands in for a table, as it does tables, and knows its caption.
    """
    app.add_node(item_anchor, html=(visit_html, depart), latex=(visit_latex, depart))
    app.add_enumerable_node(spec_findings, "table")
