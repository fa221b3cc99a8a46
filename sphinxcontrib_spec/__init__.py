"""Design specs as first-class citizens of Sphinx: checked, linked, listed and exported."""

from __future__ import annotations

__version__ = "0.1.0"
