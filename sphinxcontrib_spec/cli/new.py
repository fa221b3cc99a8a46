"""The command `sphinx-spec new`: write a blank spec."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import click

from ._terminal import CLEAN, echo, stop

_EPILOG = """\
\b
Examples:
  sphinx-spec new "Tide Gauge Feed"
  sphinx-spec new "Tide Gauge Feed" --folder docs/specs --author "Ines Faro"

Exit status: 0, or 2 if the file already exists or could not be written.
"""


@click.command(short_help="Write a blank spec.", epilog=_EPILOG)
@click.argument("title")
@click.option(
    "-o",
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder to write it to; the default is the current folder.",
)
@click.option("--author", default="", help="Author; the default is git's user.name.")
@click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="Date; the default is today.")
def new(title: str, folder: Path, author: str, day: str) -> int:
    """Write a blank spec for TITLE to spec-<slug>.md, with placeholders to fill in.

    An existing file is never overwritten.
    """
    from sphinxcontrib_spec import derive, files, names

    title, author = (_decoded(words) for words in (title, author or _git_user()))
    if not title.strip():
        raise click.UsageError("the title is empty")
    day = _iso_day(day) if day else datetime.now().astimezone().date().isoformat()
    path = folder / names.file_name(names.spec_slug(title))
    try:
        files.create(path, derive.blank_spec(title, day, author))
    except FileExistsError as error:
        raise stop(f"{path}: already exists") from error
    except OSError as error:
        raise stop(f"{path}: {files.reason(error)}") from error
    echo(f"Wrote {path}\nFill in the brackets, then: sphinx-spec check {path}\n")
    return CLEAN


def _iso_day(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise click.UsageError(f"not a date of the form YYYY-MM-DD: {day!r}") from error


def _decoded(words: str) -> str:
    """Decode an argument of the command line, whatever bytes the terminal sent."""
    return os.fsencode(words).decode("utf-8", "replace")


def _git_user() -> str:
    """Return the user's name according to git; empty if git is missing or does not know."""
    git = shutil.which("git")
    if git is None:
        return ""
    asked = subprocess.run(  # noqa: S603
        [git, "config", "user.name"], capture_output=True, check=False
    )
    return asked.stdout.decode("utf-8", "replace").strip()
