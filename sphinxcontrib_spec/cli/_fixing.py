"""Fix one file, possibly in another process, and rename it if necessary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sphinxcontrib_spec import files, fixing, links
from sphinxcontrib_spec.findings import Finding, Safety
from sphinxcontrib_spec.links import PageEntry

from ._diff import diff, with_new_name
from ._sources import Place, Source
from ._wanted import Wanted


class Fixes(NamedTuple):
    """Which fixes are requested, and whether they are written or only shown."""

    unsafe: bool
    writes: bool

    @property
    def written(self) -> tuple[Safety, ...]:
        """The safeties of the fixes that are written."""
        if not self.writes:
            return ()
        return ("safe", "unsafe") if self.unsafe else ("safe",)


class FixResult(NamedTuple):
    """The result of fixing a file.

    `fixed` is the number of fixed findings. `shown` is the diff, or the fixed text of standard
    input. `rename` is a new name that the file has yet to get. `notes` explain what was not fixed;
    `failure` is the reason why the file could not be written. `entry` is what other specs would see
    of it after fixes that are only shown.
    """

    fixed: int = 0
    shown: str = ""
    rename: str = ""
    notes: tuple[str, ...] = ()
    failure: files.Unreadable | None = None
    entry: PageEntry | None = None


def fix_source(
    source: Source,
    wanted: Wanted,
    fixes: Fixes,
    among_all: Sequence[Finding] = (),
) -> tuple[Source, FixResult]:
    """Fix a spec; return the source as it is in the file afterwards, and what was done.

    `among_all` holds the findings of project rules in it.
    """
    done = fixing.fixed(
        source.text,
        source.name,
        file_name=source.file_name,
        settings=wanted.settings,
        unsafe=fixes.unsafe,
        selected=wanted.chosen,
        among_all=among_all,
    )
    notes = []
    if done.refusal:
        _, line, column = done.refusal.span
        notes.append(f"{source.name}:{line}:{column}: {done.refusal.reason}")
    name = done.rename if source.path else ""
    if source.path and name and files.is_taken(source.path.with_name(name), source.path):
        notes.append(_taken(source.name, name))
        name = ""
    result = FixResult(rename=name, notes=tuple(notes))
    after = Source(source.name, source.place, done.text)
    if not fixes.writes:
        entry = links.page_entry(after.spec, wanted.config.levels)
        shown = diff(source.text, done.text, source.name)
        return source, result._replace(shown=shown, entry=entry)
    if source.path is None:
        result = result._replace(shown=done.text)
    elif done.text != source.text:
        try:
            files.rewrite(source.path, source.text, done.text)
        except OSError as error:
            failure = files.Unreadable(source.name, files.reason(error))
            return source, result._replace(rename="", failure=failure)
    # The finding that a new name fixes is counted once the file has been renamed.
    fixed = len(done.findings) - bool(done.rename)
    return after, result._replace(fixed=fixed)


def rename(place: Place, result: FixResult) -> tuple[Place, FixResult]:
    """Rename a file to its new name; return its place and what was done."""
    path, name = Path(place.path), result.rename
    try:
        files.move(path, path.with_name(name))
    except FileExistsError:
        return place, result._replace(notes=(*result.notes, _taken(place.name, name)))
    except OSError as error:
        failure = files.Unreadable(place.name, f"not renamed: {files.reason(error)}")
        return place, result._replace(failure=failure)
    place = place._replace(name=_renamed(place.name, name), path=str(path.with_name(name)))
    return place, result._replace(fixed=result.fixed + 1)


def show_rename(place: Place, result: FixResult, claimed: set[str]) -> FixResult:
    """Add the new name of a file to its diff, unless an earlier file has claimed the name."""
    new_name = _renamed(place.name, result.rename)
    if new_name in claimed:
        return result._replace(notes=(*result.notes, _taken(place.name, result.rename)))
    claimed.add(new_name)
    return result._replace(shown=with_new_name(result.shown, place.name, new_name))


def _renamed(path: str, name: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{name}"


def _taken(path: str, name: str) -> str:
    return f"{path}:1:1: not renamed: a file called {name} already exists"
