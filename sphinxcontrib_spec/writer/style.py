"""How a spec is written, apart from what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a spec is written: without its author's layout; without directives."""

    strict: bool
    as_markdown: bool
