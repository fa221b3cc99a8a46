"""The extension's entry point: sets up every part with Sphinx."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from sphinxcontrib_spec import __version__, schema

from . import builder, domain, findings, garbage, nodes, options, readers, sources
from .directives import docs, excerpts, findings_table, includes, items
from .export import downloads
from .incremental import navigation, outdated, shown
from .recognition import collect, recognise, row_lines
from .writing import image_texts, index_file, latex_tables, nested_tables, resolving, styles

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Increment this when the shape of the data that is kept of a document changes.
_SHAPE = 17


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up every part in order: later parts may rely on earlier ones."""
    for part in PARTS:
        part.setup(app)
    return {
        "version": __version__,
        "env_version": env_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def env_version() -> int:
    """Return a number that changes whenever all documents have to be read again.

    It covers the shape of the kept data, the format, and our version, because findings are kept
    too.
    """
    schemas = (schema.HEADER, schema.SECTIONS, schema.KINDS, schema.LINKS)
    return zlib.crc32(repr((_SHAPE, __version__, schemas)).encode())


PARTS = (
    garbage,
    options,
    sources,
    styles,
    nodes,
    nested_tables,
    row_lines,
    image_texts,
    latex_tables,
    items,
    excerpts,
    includes,
    recognise,
    collect,
    domain,
    outdated,
    navigation,
    resolving,
    readers,
    downloads,
    findings,
    findings_table,
    shown,
    index_file,
    docs,
    builder,
)
