"""Deliver a report to the terminal or a file, and a summary to the page of a CI run."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_spec import files
from sphinxcontrib_spec.report import FORMATS, Outcome, pieces

from ._sources import Found
from ._terminal import STDOUT, echo_all, note, stop

#: The variable with the path of the file that GitHub Actions shows on the page of a run, and its
#: maximum size: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
_SUMMARY = "GITHUB_STEP_SUMMARY"
_LARGEST_SUMMARY = 1024 * 1024


class Report(NamedTuple):
    """The format of the report, its file, if any, and whether infos were requested."""

    format: str
    file: str
    shows_info: bool

    @property
    def keeps_infos(self) -> bool:
        """Whether infos are reported at all."""
        return self.shows_info or FORMATS[self.format].infos

    def deliver(self, outcome: Outcome, *, err: bool) -> bool:
        """Write the whole report or nothing; return whether that was possible.

        If the report goes to a file, the terminal gets it in the text format. With `err`, the
        terminal's report goes to standard error. Formats for people include infos only if they were
        requested.
        """
        for_people = outcome if self.shows_info else outcome.without_infos()
        _append_summary(for_people)
        report = pieces(self.format, outcome if FORMATS[self.format].infos else for_people)
        is_written = True
        if self.file:
            is_written = _is_written(Path(self.file), report)
            report = pieces("text", for_people)
        echo_all(report, err)
        return is_written


def checked_file(file: str, found: Found, baseline: Path | None) -> str:
    """Check the file for the report, and return it; empty for standard output.

    Exit if it cannot be written, or if writing it would do harm.
    """
    if file == STDOUT:
        return ""
    path = Path(file).resolve()
    if file and path.exists() and not path.is_file():
        raise stop(f"{file}: not a file, so no report can be written to it")
    if file and not path.parent.is_dir():
        raise stop(f"{file}: its folder does not exist")
    if file and any(Path(place.path).resolve() == path for place in found.places if place.path):
        raise stop(f"{file}: is one of the files to check, so no report can be written to it")
    if file and baseline and baseline.resolve() == path:
        raise stop(f"{file}: is the baseline, so no report can be written to it")
    return file


def _is_written(path: Path, report: Iterable[str]) -> bool:
    try:
        files.write_pieces(path, report)
    except OSError as error:
        note(f"Error: {path}: not written: {files.reason(error)}")
        return False
    return True


def _append_summary(outcome: Outcome) -> None:
    """Append to the page of a CI run, if there is one; a failure to do so is not an error."""
    name = os.environ.get(_SUMMARY)
    if not name:
        return
    from sphinxcontrib_spec.report.step_summary import step_summary

    try:
        with Path(name).open("ab") as file:
            file.write(step_summary(outcome, _LARGEST_SUMMARY - file.tell()).encode())
    except OSError as error:
        note(f"{_SUMMARY} {name}: not written: {files.reason(error)}")
