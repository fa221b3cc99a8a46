"""Where a spec's references lead in its export: each role as the Markdown link it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document

from sphinxcontrib_spec import inline
from sphinxcontrib_spec.links import ROLE_PREFIX, ROLES

from . import markdown
from .kept import XRefs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: Begins the URI of a page that has none outside of this build.
NOWHERE = "spec-nowhere:"


@contextmanager
def resolving_for(app: Sphinx, builder: Builder) -> Iterator[None]:
    """Make references lead where this builder's pages are: what resolves them asks the app."""
    before = app.builder
    app.builder = builder
    try:
        yield
    finally:
        app.builder = before


def resolved(
    env: BuildEnvironment, docname: str, roles: Iterable[str], xrefs: XRefs
) -> dict[str, str]:
    """The Markdown of each role that is a cross reference: a link, or its text if it leads nowhere.

    All domains and intersphinx are asked, by way of one small document with a paragraph for
    each role, so no doctree is read back.
    """
    document = new_document(str(env.doc2path(docname)))
    paragraphs: dict[str, nodes.paragraph] = {}
    for role in roles:
        attributes = _attributes(role, docname, xrefs)
        if attributes is not None and role not in paragraphs:
            paragraph = nodes.paragraph("", "", _reference(attributes))
            paragraph.source = document["source"]
            paragraphs[role] = paragraph
            document += paragraph
    if paragraphs:
        env.apply_post_transforms(document, docname)
    return {role: _markdown(paragraph) for role, paragraph in paragraphs.items()}


def _attributes(role: str, docname: str, xrefs: XRefs) -> dict[str, Any] | None:
    """What the reference was read as; one of ours is plain enough to be told from its text.

    `title` is what it shows if its target has no title to show, `code` whether that is code.
    """
    if role in xrefs:
        return dict(xrefs[role])
    part = inline.parts(role)[0]
    name = part.target.removeprefix(ROLE_PREFIX)
    if name == part.target or name not in ROLES or part.label.startswith("!"):
        return None
    title, target = inline.titled(part.label)
    return {
        "title": title or target,
        "code": False,
        "refdomain": "spec",
        "reftype": name,
        "reftarget": target,
        "refexplicit": bool(title),
        "refdoc": docname,
        "refwarn": False,
    }


def _reference(attributes: dict[str, Any]) -> addnodes.pending_xref:
    title = str(attributes.pop("title"))
    content = (nodes.literal if attributes.pop("code") else nodes.inline)("", title)
    return addnodes.pending_xref("", content, **attributes)


def _markdown(paragraph: nodes.paragraph) -> str:
    for reference in list(paragraph.findall(nodes.reference)):
        if str(reference.get("refuri", "")).startswith(NOWHERE):
            reference.replace_self(reference.children)
    return markdown.cell(paragraph.children, markdown.Saying())
