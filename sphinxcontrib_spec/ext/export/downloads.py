"""Writes the canonical Markdown file of each spec beside the HTML pages, and links to it."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.osutil import relative_uri

from sphinxcontrib_spec import names
from sphinxcontrib_spec.files import HTML_EXPORTS

from .. import domain as domains
from .. import output
from ..builder import SpecBuilder
from ..doctree import relative
from . import attached, canonical_files, targets

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

#: HTML builders whose output is not a web site.
_NO_SITE = ("epub", "json", "pickle")


class spec_download(nodes.comment):  # noqa: N801 - docutils names nodes so
    """The link under a spec's title in HTML; nothing wherever comments are not output."""


def add_link(app: Sphinx, document: nodes.document) -> None:
    """Put the link under the title of a spec."""
    docname = app.env.docname
    domain = domains.of(app.env)
    if not domain.known.is_spec(docname):
        return
    path = domain.pages[docname].path
    titles = document.findall(nodes.title)
    first = title = next(titles, None)
    # The spec may be in a file that the page includes.
    while title is not None and relative(title.source or "", app.env) != path:
        title = next(titles, None)
    title = title if title is not None else first
    if title is not None:
        node = spec_download("", docname=docname)
        title.parent.insert(title.parent.index(title) + 1, node)


def visit_html(translator: HTML5Translator, node: spec_download) -> None:
    """Write the link, if the file exists."""
    builder = translator.builder
    lookup = domains.of(builder.env).lookup
    if has_files(builder) and lookup.is_owner(node["docname"]):
        name = names.file_name(lookup.home(node["docname"]))
        here = builder.get_target_uri(builder.current_docname)
        uri = escape(relative_uri(here, f"{HTML_EXPORTS}/{name}"))
        label = escape(_("Markdown file"))
        translator.body.append(
            f'<p class="spec-download"><a class="reference download internal" href="{uri}"'
            f' download="{escape(name)}">{label}</a></p>\n'
        )
    raise nodes.SkipNode


def visit_nothing(_translator: nodes.NodeVisitor, _node: spec_download) -> None:
    """Write nothing."""
    raise nodes.SkipNode


def write_files(app: Sphinx, error: Exception | None) -> None:
    """Write the same files as `-b spec` beside the pages, and remove outdated ones."""
    if error or not has_files(app.builder):
        return
    domain = domains.of(app.env)
    domain.build.dependencies = {}
    domain.build.has_folders = isinstance(app.builder, DirectoryHTMLBuilder)
    folder = output.own(Path(app.outdir, HTML_EXPORTS))
    there = _files(folder)
    written = set()
    files: dict[str, Path] = {}
    # Problems with references of other domains were reported when the pages were written.
    with targets.resolving_for(app, SpecBuilder), logging.suppress_logging():
        for export in canonical_files.exports(domain):
            name = export.file_name
            written.add(name)
            domain.build.dependencies[export.docname] = export.depends_on
            if not (export.is_settled and name in there):
                output.write(folder / name, export.content)
                files |= export.stand_ins.files
    attached.lay(folder, files)
    for name in sorted(there - written):
        (folder / name).unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _files(folder: Path) -> set[str]:
    """Return the names of the files of specs in a folder."""
    if not folder.is_dir():
        return set()
    with os.scandir(folder) as entries:
        found = {entry.name for entry in entries if entry.is_file()}
    return {name for name in found if fnmatch(name, names.file_name("*"))}


def has_files(builder: Builder) -> bool:
    """Return whether a builder writes the files, so that pages can link to them."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not builder.embedded
        and builder.name not in _NO_SITE
    )


def setup(app: Sphinx) -> None:
    """Register the link and the files; man and Texinfo would write the link as an empty comment."""
    nothing = (visit_nothing, None)
    app.add_node(spec_download, html=(visit_html, None), man=nothing, texinfo=nothing)
    app.connect("doctree-read", add_link)
    app.connect("build-finished", write_files)
