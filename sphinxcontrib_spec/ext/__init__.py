"""Everything that Sphinx is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_spec import __version__

from . import (
    builder,
    collect,
    directives,
    domain,
    downloads,
    excerpts,
    findings,
    image_texts,
    includes,
    latex_tables,
    nested_tables,
    nodes,
    options,
    readers,
    recognise,
    shown,
    sources,
    styles,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: Raised when what is kept of a document changes its shape, so that all are read again.
ENV_VERSION = 3


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set every part up, in order: what comes later may build upon what came before."""
    for part in PARTS:
        part.setup(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


PARTS = (
    options,
    sources,
    styles,
    nodes,
    nested_tables,
    image_texts,
    latex_tables,
    directives,
    excerpts,
    includes,
    recognise,
    collect,
    domain,
    readers,
    downloads,
    findings,
    shown,
    builder,
)
