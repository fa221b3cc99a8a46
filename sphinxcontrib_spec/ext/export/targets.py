"""Resolves references for the pages of a builder, without loading any doctree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import new_document

from sphinxcontrib_spec.links import ROLE_PREFIX, ROLES
from sphinxcontrib_spec.markup import inline

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..domain import SpecDomain

#: The prefix of the URI of a page that has no address outside this build.
NOWHERE = "spec-nowhere:"


@contextmanager
def resolving_for(app: Sphinx, builder: type[Builder]) -> Iterator[None]:
    """Make references lead to this builder's pages: resolving them asks the app's builder."""
    before, tags = app.builder, {*app.tags}
    app.builder = builder(app, app.env)  # which also sets the builder's own tags
    try:
        yield
    finally:
        app.builder = before
        for tag in {*app.tags} - tags:
            app.tags.remove(tag)


def address(domain: SpecDomain, docname: str) -> str:
    """Return the web address of a page; a URI that begins with `NOWHERE` if it is not known."""
    config = domain.env.config
    if not config.html_baseurl:
        return NOWHERE + docname
    suffix = config.html_link_suffix or config.html_file_suffix or ".html"
    page = f"{docname}{suffix}"
    if domain.build.has_folders or suffix == "/":
        page = re.sub(r"(^|/)index/$", r"\1", f"{docname}/")
    return f"{config.html_baseurl.rstrip('/')}/{page}"


def resolved(
    env: BuildEnvironment, docname: str, references: Sequence[addnodes.pending_xref]
) -> list[nodes.paragraph]:
    """Return a paragraph for each reference of a document, with what it resolves to.

    All domains and intersphinx are asked, by means of one small document.
    """
    if not references:
        return []
    document = new_document(str(env.doc2path(docname)))
    paragraphs = [nodes.paragraph("", "", reference) for reference in references]
    for paragraph, reference in zip(paragraphs, references, strict=True):
        paragraph.source, paragraph.line = document["source"], reference.line
    document += paragraphs
    env.apply_post_transforms(document, docname)
    return paragraphs


def link(url: str, docname: str, *, is_bare: bool = False) -> addnodes.pending_xref:
    """Return the reference of a Markdown link that names no file: MyST looks for the name."""
    return reference(
        {
            "title": "" if is_bare else url,
            "code": False,
            "refdomain": None,
            "reftype": "myst",
            "reftarget": unquote(url.removeprefix("#")),
            "refexplicit": not is_bare,
            "refdoc": docname,
        }
    )


def link_to_page(page: str, id_: str, docname: str) -> addnodes.pending_xref:
    """Return the reference of a Markdown link without text to a document, or to a place on it."""
    return reference(
        {
            "title": "",
            "code": False,
            "refdomain": "doc",
            "reftype": "myst",
            "reftarget": page,
            "reftargetid": unquote(id_) or None,
            "refexplicit": False,
            "refdoc": docname,
        }
    )


def attributes(
    role: str, docname: str, xrefs: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Return the attributes of the reference that a role was read as, or None if there is none.

    Those of our own references follow from their text. `title` is what the reference shows if its
    target has no title, `code` is whether that is code.
    """
    if role in xrefs:
        return dict(xrefs[role])
    part = inline.parts(role)[0]
    name = part.target.removeprefix(ROLE_PREFIX)
    if name == part.target or name not in ROLES or part.label.startswith("!"):
        return None
    title, target = inline.titled(part.label)
    return named(name, target, docname, title)


def named(role: str, target: str, docname: str, title: str = "") -> dict[str, Any]:
    """Return the attributes of one of our references, perhaps with a title of its own."""
    return {
        "title": title or target,
        "code": False,
        "refdomain": "spec",
        "reftype": role,
        "reftarget": target,
        "refexplicit": bool(title),
        "refdoc": docname,
        "refwarn": False,
    }


def reference(attributes: dict[str, Any]) -> addnodes.pending_xref:
    """Return a reference with these attributes, and with the text that it shows."""
    title = str(attributes.pop("title"))
    content = (nodes.literal if attributes.pop("code") else nodes.inline)("", title)
    return addnodes.pending_xref("", content, **attributes)
