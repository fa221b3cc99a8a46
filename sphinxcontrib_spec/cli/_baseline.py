"""Write a baseline, and report which of its entries are out of date."""

from __future__ import annotations

from pathlib import Path

from sphinxcontrib_spec import baseline, files
from sphinxcontrib_spec.report.wording import counted

from ._review import Review
from ._terminal import note, stop


def write(path: Path, review: Review) -> None:
    """Write all findings of a check to a baseline, unless some files could not be read or written.

    Exit if the file cannot be written.
    """
    if review.failed:
        note(f"{path}: not written, because some files could not be read or written")
        return
    stale = len(review.stale())
    known = review.adopt()
    try:
        files.write(path, baseline.written(known))
    except OSError as error:
        raise stop(f"{path}: {files.reason(error)}") from error
    were = "was" if stale == 1 else "were"
    gone = f", {stale} that {_match(stale)} nothing any more {were} removed" if stale else ""
    note(f"{path}: {counted(len(known.entries), 'finding')} known{gone}")


def note_stale(path: Path, review: Review) -> None:
    """Report how many entries of a baseline do not match anything any more."""
    if stale := len(review.stale()):
        note(
            f"{path}: {counted(stale, 'finding')} of it {_match(stale)} nothing any more: "
            f"--write-baseline removes {'it' if stale == 1 else 'them'}"
        )


def _match(count: int) -> str:
    return "matches" if count == 1 else "match"
