"""Our own nodes: an item's anchor, which every builder supports, and placeholders."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator


class item_anchor(nodes.target):  # noqa: N801 - docutils names nodes so
    """The anchor in an item's first paragraph: `refid` is the anchor, `full_id` the item's full id.

    `docname` is the document in which it was read, because some builders assemble one page from all
    documents. It is removed once the item's back links are added.

    HTML finds the anchor on the row or list item, but LaTeX and Texinfo know no anchors other than
    targets.
    """

    # Otherwise docutils would create and keep a message for each one that no name refers to.
    referenced = 1


class excerpt(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """Wraps a piece of Markdown on a page of another markup while the page is read.

    `lines` are its lines in the source file, `part` is what the reader makes of them.
    """


class spec_findings(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The placeholder for a table of findings, which holds the title from the page, if any.

    `view` says which findings are shown, `docname` is the document that shows them.
    """


def visit_html(translator: HTML5Translator, node: item_anchor) -> None:
    """Write the permalink and, where all documents are one page, the id that is unique there."""
    name = node["refid"]
    if translator.builder.name == "singlehtml":
        name = node["full_id"]
        translator.body.append(translator.starttag(node, "span", "", ids=[name]) + "</span>")
    translator.add_permalink_ref(nodes.Element(ids=[name]), _("Link to this definition"))


def visit_latex(translator: LaTeXTranslator, node: item_anchor) -> None:
    """Write the anchor, whatever precedes it."""
    translator.body.append(translator.hypertarget(node["refid"]))


def depart(_translator: nodes.NodeVisitor, _node: item_anchor) -> None:
    """Write nothing after it."""


def setup(app: Sphinx) -> None:
    """Register the nodes; writers not named here treat the anchor as the target that it is.

    Sphinx numbers the placeholder for a table as it numbers tables, and knows its caption.
    """
    app.add_node(item_anchor, html=(visit_html, depart), latex=(visit_latex, depart))
    app.add_enumerable_node(spec_findings, "table")
