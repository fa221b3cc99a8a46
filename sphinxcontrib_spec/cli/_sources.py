"""Resolve the PATHS of a command to the files to work on, and load the specs in them."""

from __future__ import annotations

import os
import stat
import sys
from bisect import bisect_left
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from sphinxcontrib_spec import files
from sphinxcontrib_spec.markup.front_matter import declines

from ._project import Project, project_of
from ._terminal import note, stop

if TYPE_CHECKING:
    from sphinxcontrib_spec.model import Spec

STDIN = "-"

#: The name of standard input if no file name is given for it.
STDIN_NAME = "<stdin>"

_RST = frozenset((".rst", ".rest"))
_DATA = ".json"


class Place(NamedTuple):
    """The location of a spec and its name in reports: a file, or the bytes of standard input.

    A file that was found in a folder, not `named`, may say that it is not a spec. One that was not
    `asked` for is only read for the references of others to it.
    """

    name: str
    path: str
    data: bytes = b""
    named: bool = True
    asked: bool = True

    @property
    def is_stdin(self) -> bool:
        """Whether this is standard input, so that there is no file to write."""
        return not self.path


class Source:
    """A file to work on and its name in reports; `place` is its path, empty for standard input."""

    def __init__(self, name: str, place: str, text: str) -> None:
        """Initialise with a text that is read as a spec on demand."""
        self.name = name
        self.place = place
        self.text = text

    @property
    def path(self) -> Path | None:
        """The path of the file; None for standard input."""
        return Path(self.place) if self.place else None

    @cached_property
    def spec(self) -> Spec:
        """The spec in the text."""
        from sphinxcontrib_spec.reader import read

        return read(self.text, self.name)

    @property
    def file_name(self) -> str:
        """The last part of its name; empty for standard input without a name."""
        return "" if self.name == STDIN_NAME else self.name.rpartition("/")[2]


class Found(NamedTuple):
    """All places that a command works on, sorted by name, and folders that cannot be listed.

    `is_whole` is true if they include every spec below the project's root. `left_out` is the text
    of standard input if that is skipped.
    """

    project: Project
    places: tuple[Place, ...]
    closed: tuple[files.Unreadable, ...]
    is_whole: bool = False
    left_out: str = ""

    def place(self, name: str) -> Place | None:
        """Return the place of a file by its name in reports."""
        at = bisect_left(self.places, name, key=itemgetter(0))
        return next((place for place in self.places[at : at + 1] if place.name == name), None)

    def note_closed(self) -> bool:
        """Report the folders that could not be listed; return whether there are any."""
        for folder in self.closed:
            note(f"Error: {folder}")
        return bool(self.closed)

    def others(self) -> tuple[Place, ...]:
        """Return the project's other specs; empty if there is no project."""
        if self.is_whole or not self.project.marked:
            return ()
        known = {place.path or place.name for place in self.places}
        below = _below(self.project, self.project.root, [])
        return tuple(
            place._replace(asked=False)
            for path, place in below.items()
            if path not in known and place.name not in known
        )


def find(
    paths: tuple[str, ...],
    stdin_filename: str = "",
    *,
    force_exclude: bool = False,
    with_data: bool = False,
) -> Found:
    """Find the specs that the PATHS of a command line name; `-` is standard input.

    Files may have any name, and folders are searched; without PATHS, the current folder is. The
    project's root is the nearest one above all paths, or else their common folder. Exit if a path
    does not exist or is neither a file nor a folder. With `force_exclude`, a file or standard input
    is skipped if its project excludes it or if it says that it is not a spec, even if it is named.
    JSON files are accepted only `with_data`.
    """
    if stdin_filename and STDIN not in paths:
        raise click.UsageError("--stdin-filename needs - among the paths")
    given = {path: _existing_path(path, with_data) for path in paths or (".",) if path != STDIN}
    stdin = _markdown_path(stdin_filename, with_data) if stdin_filename else None
    folders = [path if path.is_dir() else path.parent for path in given.values()]
    if STDIN in paths:
        folders.append(stdin.parent if stdin else Path.cwd())
    try:
        project = project_of(Path(os.path.commonpath(folders)))
    except ValueError:  # on Windows
        raise stop(
            "these paths are on different drives; name those of one drive at a time"
        ) from None

    found: dict[str, Place] = {}
    closed: list[files.Unreadable] = []
    for word, path in given.items():
        if path.is_dir():
            before = len(closed)
            below = _below(project, path, closed)
            if not below and len(closed) == before:
                skipped = "ignored, excluded, hidden, build and export folders are skipped"
                note(f"No spec-*.md found below {word} ({skipped})")
            found |= below
    for path in given.values():
        name = "" if path.is_dir() else project.name(path)
        if name and not (force_exclude and project.config.excludes(name)):
            found[str(path)] = Place(name, str(path), named=not force_exclude)
    left_out = ""
    if STDIN in paths:
        name = project.name(stdin) if stdin else STDIN_NAME
        if sys.stdin is None:
            raise stop("standard input is closed")
        place = Place(name, "", sys.stdin.buffer.read())
        text = files.decoded(place.data, name) if force_exclude else None
        # Standard input replaces the file with this name, which may have been found.
        found.pop(str(stdin or name), None)
        if isinstance(text, str) and (project.config.excludes(name) or declines(text)):
            left_out = text
        else:
            found[str(stdin or name)] = place
    places = tuple(sorted(found.values()))
    is_whole = project.root in given.values()
    return Found(project, places, tuple(dict.fromkeys(closed)), is_whole, left_out)


def load(place: Place, largest: int | None = files.LARGEST) -> Source | files.Unreadable | None:
    """Return the text at a place, or the reason why not; None if it says that it is not a spec.

    Files with more than `largest` bytes are not read.
    """
    if place.is_stdin:
        text = files.decoded(place.data, place.name, largest)
    else:
        text = files.read(place.path, place.name, largest)
    if isinstance(text, files.Unreadable):
        return text
    return Source(place.name, place.path, text) if place.named or not declines(text) else None


def split_names(places: tuple[Place, ...]) -> tuple[list[Place], list[Place]]:
    """Split places into one for each file, and further names that symbolic links give to files."""
    firsts: dict[str, Place] = {}
    further = []
    for is_link, place in sorted((Path(place.path).is_symlink(), place) for place in places):
        path = os.path.realpath(place.path) if is_link else place.path
        if firsts.setdefault(path, place) is not place:
            further.append(place)
    return sorted(firsts.values()), further


def _below(project: Project, folder: Path, closed: list[files.Unreadable]) -> dict[str, Place]:
    """Return every spec in a folder and below by path; folders without access go to `closed`."""

    def note_closed(error: OSError) -> None:
        name = project.name(os.fsdecode(error.filename))
        closed.append(files.Unreadable(name, files.reason(error)))

    return {
        path: Place(project.name(path), path, named=False)
        for path in project.walk(folder, note_closed)
    }


def _existing_path(given: str, with_data: bool) -> Path:
    """Return the absolute path; exit if it does not exist or cannot be read."""
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise stop(f"{given}: {files.reason(error)}") from error
    if stat.S_ISDIR(mode):
        return path.resolve()
    if not stat.S_ISREG(mode):
        raise stop(f"{given}: neither a file nor a folder; for standard input, use -")
    return _markdown_path(given, with_data)


def _markdown_path(given: str, with_data: bool) -> Path:
    """Resolve a path, but not a symbolic link at its end; exit if it is RST, or JSON unasked."""
    path = Path(given)
    suffix = path.suffix.lower()
    if suffix in _RST:
        raise stop(f"{given}: only Sphinx reads reStructuredText; use sphinx-build to check it")
    if suffix == _DATA and not with_data:
        raise stop(f"{given}: use sphinx-spec export to convert JSON to Markdown first")
    return path.parent.resolve() / path.name
