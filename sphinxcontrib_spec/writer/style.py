"""How a spec is written, apart from what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How a spec is written: without its author's layout; without directives."""

    strict: bool
    as_markdown: bool


#: As a file is written: with its author's layout and directives.
CANONICAL = Style(strict=False, as_markdown=False)
