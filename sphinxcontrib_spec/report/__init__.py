"""Render findings: one module for each report format, imported when the format is requested."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from .outcome import Outcome, may_be_taken
from .wording import shown

__all__ = ["FORMATS", "Format", "Outcome", "may_be_taken", "pieces", "render", "shown"]


class Format(NamedTuple):
    """The module and function that write a report format, and what the format includes.

    `infos` is true for formats that always include infos, `edits` for those that show what a fix
    would change.
    """

    module: str
    function: str
    infos: bool = False
    edits: bool = False


def pieces(name: str, outcome: Outcome) -> Iterator[str]:
    """Yield the report with this name in `FORMATS` in pieces; it depends only on the outcome.

    Formats with a line or an object for each finding hold only one of them in memory at a time.
    """
    one = FORMATS[name]
    yield from getattr(import_module(f"{__name__}.{one.module}"), one.function)(outcome)


def render(name: str, outcome: Outcome) -> str:
    """Return the whole report of this format."""
    return "".join(pieces(name, outcome))


FORMATS = {
    "text": Format("text", "as_text"),
    "concise": Format("text", "as_concise"),
    "json": Format("data", "as_json", infos=True, edits=True),
    "json-lines": Format("data", "as_json_lines", infos=True, edits=True),
    "github": Format("github", "as_annotations"),
    "sarif": Format("sarif", "as_sarif", infos=True, edits=True),
    "junit": Format("junit", "as_junit", infos=True),
}
