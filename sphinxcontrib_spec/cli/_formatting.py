"""Format one file, possibly in another process."""

from __future__ import annotations

from typing import NamedTuple

from sphinxcontrib_spec import files
from sphinxcontrib_spec.formatting import formatted

from ._diff import diff
from ._sources import Place, load


class Result(NamedTuple):
    """The result of formatting a file: whether it changes, a refusal, and what to show."""

    name: str
    changed: bool
    refusal: str
    shown: str


def format_file(
    place: Place, *, strict: bool, writes: bool, diffs: bool
) -> Result | files.Unreadable | None:
    """Format the spec at a place; return None if the file says that it is not a spec.

    With `writes`, its file is written, or the text of standard input is shown. With `diffs`, the
    diff is shown.
    """
    source = load(place)
    if source is None or isinstance(source, files.Unreadable):
        return source
    text, refusal = formatted(source.text, source.name, strict=strict)
    reason = ""
    if refusal:
        _, line, column = refusal.span
        reason = f"{source.name}:{line}:{column}: error: not formatted: {refusal.reason}"
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
    return Result(source.name, changed, reason, shown)
