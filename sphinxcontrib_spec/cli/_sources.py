"""What the PATHS of a command mean: a project with its configuration, and specs to read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click

from sphinxcontrib_spec import config, files
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.reader import read

from ._say import note, stop

STDIN = "-"

#: What standard input is called when nobody says what file it is.
STDIN_NAME = "<stdin>"

_RST = frozenset((".rst", ".rest"))

#: Front matter that says that a file is no spec, whatever it is called.
_DECLINES = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:(?!---|\.\.\.).*\n)*?"
    r"spec:[ \t]*(?:false|no|off)[ \t\r]*(?:#.*)?$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Project:
    """A folder that specs are named relative to, and how it wants them checked.

    One that is not `marked` as a project's root is only what the paths have in common.
    """

    root: Path
    config: config.Config
    marked: bool

    @cached_property
    def ignored(self) -> frozenset[Path]:
        """What git ignores below the root."""
        return files.ignored_by_git(self.root)

    def name(self, path: Path) -> str:
        """What a file is called in reports: its POSIX path relative to the root."""
        name = path.relative_to(self.root).as_posix()
        return os.fsencode(name).decode("utf-8", "backslashreplace")

    def walk(self, folder: Path) -> Iterator[Path]:
        """The specs in a folder and below, but for what git ignores or the project excludes."""
        return files.files_below(folder, files.is_spec, self._leaves_out)

    @property
    def is_for_sphinx(self) -> bool:
        """Whether Sphinx builds it, which reads specs that are not read here."""
        found = files.files_below(self.root, "conf.py".__eq__, self._leaves_out)
        return next(found, None) is not None

    def _leaves_out(self, path: Path) -> bool:
        return path in self.ignored or self.config.excludes(self.name(path))


@dataclass(frozen=True)
class Source:
    """A file to work on, by its name in reports; `path` is None for standard input."""

    name: str
    path: Path | None
    text: str

    @cached_property
    def spec(self) -> Spec:
        """The spec that it holds."""
        return read(self.text, self.name)

    @property
    def file_name(self) -> str:
        """The last part of its name; empty if nobody named it."""
        return "" if self.name == STDIN_NAME else self.name.rpartition("/")[2]


@dataclass(frozen=True)
class Sources:
    """All that a command works on, in the order of names, and what could not be read."""

    project: Project
    specs: tuple[Source, ...]
    unreadable: tuple[files.Unreadable, ...]

    def others(self) -> Iterator[Spec]:
        """The project's other specs, as far as they can be read; none where there is no project."""
        if not self.project.marked:
            return
        known = {source.name for source in self.specs}
        for name, other in _below(self.project, self.project.root).items():
            if name not in known and isinstance(other, Source):
                yield other.spec

    def note_unreadable(self) -> bool:
        """Say what could not be read; whether there was anything."""
        for file in self.unreadable:
            note(f"Error: {file}")
        return bool(self.unreadable)


def gather(paths: tuple[str, ...], stdin_filename: str = "") -> Sources:
    """The specs that the PATHS of a command line name, `-` being standard input.

    Files are taken whatever they are called, folders are walked; without PATHS it is this
    folder. The project's root is the nearest one above all of them, or the folder that holds
    all of them. The command ends where a path does not exist.
    """
    if stdin_filename and STDIN not in paths:
        raise click.UsageError("--stdin-filename names standard input: give - as a path")
    places = {path: _place(path) for path in paths or (".",) if path != STDIN}
    stdin = _without_links(Path(stdin_filename)) if stdin_filename else None
    folders = [place if place.is_dir() else place.parent for place in places.values()]
    if STDIN in paths:
        folders.append(stdin.parent if stdin else Path.cwd())
    project = _project(Path(os.path.commonpath(folders)))

    found: dict[str, Source | files.Unreadable] = {}
    for given, place in places.items():
        if place.is_dir():
            below = _below(project, place)
            if not below:
                note(f"No spec-*.md below {given}")
            found |= below
    for place in places.values():
        if not place.is_dir():
            name = project.name(place)
            found[name] = _loaded(name, place, files.read(place, name))
    if STDIN in paths:
        name = project.name(stdin) if stdin else STDIN_NAME
        found[name] = _loaded(name, None, files.decoded(sys.stdin.buffer.read(), name))
    ordered = [found[name] for name in sorted(found)]
    return Sources(
        project,
        tuple(one for one in ordered if isinstance(one, Source)),
        tuple(one for one in ordered if isinstance(one, files.Unreadable)),
    )


def _below(project: Project, folder: Path) -> dict[str, Source | files.Unreadable]:
    """Every spec in a folder and below, by its name."""
    found = {}
    for path in project.walk(folder):
        name = project.name(path)
        text = files.read(path, name)
        if isinstance(text, files.Unreadable) or not _DECLINES.match(text):
            found[name] = _loaded(name, path, text)
    return found


def _loaded(
    name: str, path: Path | None, text: str | files.Unreadable
) -> Source | files.Unreadable:
    return Source(name, path, text) if isinstance(text, str) else text


def _project(folder: Path) -> Project:
    root = files.project_root(folder)
    try:
        return Project(root or folder, config.read(root) if root else config.Config(), bool(root))
    except config.ConfigError as error:
        raise stop(str(error)) from error


def _place(given: str) -> Path:
    """A path that must exist and hold, or be, Markdown."""
    path = Path(given)
    if not path.exists():
        raise stop(f"{given}: no such file or folder")
    if path.is_dir():
        return path.resolve()
    if path.suffix.lower() in _RST:
        raise stop(f"{given}: reStructuredText is read by Sphinx: sphinx-build checks it")
    return _without_links(path)


def _without_links(path: Path) -> Path:
    """The path from the root on, the file itself as it is called even if it is a link."""
    return path.parent.resolve() / path.name
