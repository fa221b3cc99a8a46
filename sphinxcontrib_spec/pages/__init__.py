"""Writes specs as Sphinx pages, with items as directives, in MyST or reStructuredText."""

from .myst import write_myst
from .rst import write_excerpt, write_rst

__all__ = ["write_excerpt", "write_myst", "write_rst"]
