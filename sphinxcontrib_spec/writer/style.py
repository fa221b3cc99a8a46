"""The options of writing a spec that do not change its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """How to write: `strict` drops the author's layout, `as_markdown` converts directives."""

    strict: bool
    as_markdown: bool


#: How files are written: with the author's layout and directives.
CANONICAL = Style(strict=False, as_markdown=False)
