"""Design specs as first-class citizens of Sphinx: checked, linked, listed and exported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up the Sphinx extension; Sphinx itself is imported only here."""
    from .ext import setup as setup_ext

    return setup_ext(app)
