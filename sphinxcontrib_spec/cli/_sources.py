"""What the PATHS of a command mean: files to work on, and the specs that they hold."""

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

#: What standard input is called when nobody says what file it is.
STDIN_NAME = "<stdin>"

_RST = frozenset((".rst", ".rest"))
_DATA = ".json"


class Place(NamedTuple):
    """Where a spec is, by its name in reports: in a file, or in the bytes of standard input.

    A file that was only found, not `named`, may say that it is no spec. One that was not
    `asked` for is read for what others refer to in it.
    """

    name: str
    path: str
    data: bytes = b""
    named: bool = True
    asked: bool = True

    @property
    def is_stdin(self) -> bool:
        """Whether there is no file to write to."""
        return not self.path


class Source:
    """A file to work on, by its name in reports; `place` is empty for standard input."""

    def __init__(self, name: str, place: str, text: str) -> None:
        """Begin with a text that nobody has read yet."""
        self.name = name
        self.place = place
        self.text = text

    @property
    def path(self) -> Path | None:
        """Where the file is; None for standard input."""
        return Path(self.place) if self.place else None

    @cached_property
    def spec(self) -> Spec:
        """The spec that it holds."""
        from sphinxcontrib_spec.reader import read

        return read(self.text, self.name)

    @property
    def file_name(self) -> str:
        """The last part of its name; empty if nobody named it."""
        return "" if self.name == STDIN_NAME else self.name.rpartition("/")[2]


class Found(NamedTuple):
    """All places that a command works on, in the order of names, and folders without entry.

    `is_whole` says that every spec below the project's root is among them. `left_out` is the text
    of standard input if that is none of them.
    """

    project: Project
    places: tuple[Place, ...]
    closed: tuple[files.Unreadable, ...]
    is_whole: bool = False
    left_out: str = ""

    def place(self, name: str) -> Place | None:
        """The place of a file by its name in reports."""
        at = bisect_left(self.places, name, key=itemgetter(0))
        return next((place for place in self.places[at : at + 1] if place.name == name), None)

    def note_closed(self) -> bool:
        """Say which folders could not be listed; whether there were any."""
        for folder in self.closed:
            note(f"Error: {folder}")
        return bool(self.closed)

    def others(self) -> tuple[Place, ...]:
        """The project's other specs; none where there is no project."""
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
    """Where the specs are that the PATHS of a command line name, `-` being standard input.

    Files are taken whatever they are called, folders are walked; without PATHS it is this
    folder. The project's root is the nearest one above all of them, or the folder that holds
    all of them. The command ends where a path does not exist or is neither of both. With
    `force_exclude`, a file or standard input is left out if its project excludes it or it says
    that it is no spec, even if it is named. Only `with_data` may one that is called JSON be.
    """
    if stdin_filename and STDIN not in paths:
        raise click.UsageError("--stdin-filename needs - among the paths")
    given = {path: _checked(path, with_data) for path in paths or (".",) if path != STDIN}
    stdin = _readable(stdin_filename, with_data) if stdin_filename else None
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
        # It stands for the file of that name, which may have been found.
        found.pop(str(stdin or name), None)
        if isinstance(text, str) and (project.config.excludes(name) or declines(text)):
            left_out = text
        else:
            found[str(stdin or name)] = place
    places = tuple(sorted(found.values()))
    is_whole = project.root in given.values()
    return Found(project, places, tuple(dict.fromkeys(closed)), is_whole, left_out)


def load(place: Place, largest: int | None = files.LARGEST) -> Source | files.Unreadable | None:
    """The text at a place, or why there is none; nothing if it says that it is no spec.

    It is not read if it has more than the `largest` number of bytes.
    """
    if place.is_stdin:
        text = files.decoded(place.data, place.name, largest)
    else:
        text = files.read(place.path, place.name, largest)
    if isinstance(text, files.Unreadable):
        return text
    return Source(place.name, place.path, text) if place.named or not declines(text) else None


def split_names(places: tuple[Place, ...]) -> tuple[list[Place], list[Place]]:
    """One place of each file, and the others: further names that links give to a file."""
    firsts: dict[str, Place] = {}
    further = []
    for is_link, place in sorted((Path(place.path).is_symlink(), place) for place in places):
        path = os.path.realpath(place.path) if is_link else place.path
        if firsts.setdefault(path, place) is not place:
            further.append(place)
    return sorted(firsts.values()), further


def _below(project: Project, folder: Path, closed: list[files.Unreadable]) -> dict[str, Place]:
    """Every spec in a folder and below, by its path; folders without entry go to `closed`."""

    def note_closed(error: OSError) -> None:
        name = project.name(os.fsdecode(error.filename))
        closed.append(files.Unreadable(name, files.reason(error)))

    return {
        path: Place(project.name(path), path, named=False)
        for path in project.walk(folder, note_closed)
    }


def _checked(given: str, with_data: bool) -> Path:
    """A path that must exist and hold, or be, what can be read."""
    path = Path(given)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise stop(f"{given}: {files.reason(error)}") from error
    if stat.S_ISDIR(mode):
        return path.resolve()
    if not stat.S_ISREG(mode):
        raise stop(f"{given}: neither a file nor a folder; for standard input, use -")
    return _readable(given, with_data)


def _readable(given: str, with_data: bool) -> Path:
    """The path from the root on, but for a link at its end, whose name must not deny Markdown."""
    path = Path(given)
    suffix = path.suffix.lower()
    if suffix in _RST:
        raise stop(f"{given}: only Sphinx reads reStructuredText; use sphinx-build to check it")
    if suffix == _DATA and not with_data:
        raise stop(f"{given}: use sphinx-spec export to convert JSON to Markdown first")
    return path.parent.resolve() / path.name
