"""Rewrites links, images and downloads in an included file, which are relative to that file."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from docutils import nodes
from sphinx import addnodes

from sphinxcontrib_spec import schema

from .. import domain as domains
from ..doctree import relative

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

_SPECS = f"{schema.FILE_PREFIX}*.md"


def rebase(parser: Any, source: str, env: BuildEnvironment) -> None:
    """Make a parser of MyST rewrite links relative to a file as links relative to the page."""

    def make_links_relative(state: Any) -> None:
        for token in state.tokens:
            for child in token.children or ():
                if child.type == "link_open":
                    child.attrs["href"] = _link(child.attrs["href"], source, env)

    parser.core.ruler.push("spec_links", make_links_relative)


def rebase_files(node: nodes.Element, env: BuildEnvironment) -> None:
    """Make the images and downloads of an included file relative to the page."""
    for image in node.findall(nodes.image):
        image["uri"] = from_page(image["uri"], relative(node.source or "", env), env)
    for download in node.findall(addnodes.download_reference):
        if download["reftype"] == "download":
            target = from_page(download["reftarget"], relative(node.source or "", env), env)
            download["reftarget"] = target


def from_page(path: str, source: str, env: BuildEnvironment, docname: str = "") -> str:
    """Return a path in a file as it would be written on the document's own page."""
    page = domains.of(env).path(docname or env.docname)
    if source == page:
        return path
    scheme, host, *_ = urlsplit(path)
    if scheme or host or not path or path[0] in "/#?":
        return path
    there = posixpath.join(posixpath.dirname(source), path)
    return posixpath.relpath(there, posixpath.dirname(page) or ".")


def _link(url: str, source: str, env: BuildEnvironment) -> str:
    """Return a link relative to the page; one that names no file may mean anything, and is kept."""
    path, sign, fragment = url.partition("#")
    there = Path(source).parent / unquote(path)
    try:
        if not path or not (there.is_file() or there.match(_SPECS)):
            return url
    except (OSError, ValueError):  # no file can have this name
        return url
    moved = from_page(unquote(path), relative(source, env), env)
    return quote(moved) + sign + fragment
