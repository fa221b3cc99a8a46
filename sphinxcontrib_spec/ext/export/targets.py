"""What references resolve to for a builder's pages, with no doctree read back."""

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

#: Begins the URI of a page that has none outside of this build.
NOWHERE = "spec-nowhere:"


@contextmanager
def resolving_for(app: Sphinx, builder: type[Builder]) -> Iterator[None]:
    """Make references lead where pages of this builder are: what resolves them asks the app."""
    before, tags = app.builder, {*app.tags}
    app.builder = builder(app, app.env)  # which sets its own tags, for all that comes after
    try:
        yield
    finally:
        app.builder = before
        for tag in {*app.tags} - tags:
            app.tags.remove(tag)


def address(domain: SpecDomain, docname: str) -> str:
    """Where a page is on the web; a URI of nowhere if that is not known."""
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
    """A paragraph for each reference of a document, holding what it resolves to.

    All domains and intersphinx are asked, by way of one small document.
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
    """A Markdown link that names no file: MyST looks for whatever is called so."""
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
    """A Markdown link without words to a document, or to a place on it."""
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
    return named(name, target, docname, title)


def named(role: str, target: str, docname: str, title: str = "") -> dict[str, Any]:
    """What one of our references is that names its target, and perhaps has a title of its own."""
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
    """A reference with these attributes, and what it shows inside."""
    title = str(attributes.pop("title"))
    content = (nodes.literal if attributes.pop("code") else nodes.inline)("", title)
    return addnodes.pending_xref("", content, **attributes)
