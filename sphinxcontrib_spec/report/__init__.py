"""Findings out: a module for each form of report, which is loaded when the form is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import NamedTuple

from .outcome import Outcome, may_be_taken
from .wording import shown

__all__ = ["FORMATS", "Format", "Outcome", "may_be_taken", "pieces", "render", "shown"]


class Format(NamedTuple):
    """The function that writes a form of report, by its module, and what it tells of findings.

    Some always tell the infos, too, and some what a fix would change.
    """

    module: str
    function: str
    infos: bool = False
    edits: bool = False


def pieces(name: str, outcome: Outcome) -> Iterator[str]:
    """The report of this name in `FORMATS`, as it comes; the same for the same outcome.

    Those that have a line or an object for each finding need no more than one of them at once.
    """
    one = FORMATS[name]
    yield from getattr(import_module(f"{__name__}.{one.module}"), one.function)(outcome)


def render(name: str, outcome: Outcome) -> str:
    """The report of this name, whole."""
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
