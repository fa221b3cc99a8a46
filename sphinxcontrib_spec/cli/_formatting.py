"""Formatting one file, in whatever process that is."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_spec import files
from sphinxcontrib_spec.formatting import formatted

from ._diff import diff
from ._sources import Place, load


class Result(NamedTuple):
    """What came of a file: whether it changes, why it may not, and what to show for it."""

    name: str
    changed: bool
    refusal: str
    shown: str


def format_file(
    place: Place, *, strict: bool, writes: bool, diffs: bool
) -> Result | files.Unreadable | None:
    """Format the spec at a place; nothing if it says that it is none.

    Its file is written if that is wanted; what is shown is the diff if that is, else the text
    of standard input.
    """
    source = load(place)
    if source is None or isinstance(source, files.Unreadable):
        return source
    text, refusal = formatted(source.text, source.name, strict=strict)
    said = ""
    if refusal:
        _, line, column = refusal.span
        said = f"{source.name}:{line}:{column}: error: not formatted: {refusal.reason}"
    changed, shown = text != source.text, ""
    if diffs:
        shown = diff(source.text, text, source.name)
    elif writes and source.path is None:
        shown = text
    elif writes and source.path and changed:
        try:
            files.rewrite(source.path, source.text, text)
        except OSError as error:
            return files.Unreadable(source.name, files.reason(error))
    return Result(source.name, changed, said, shown)
