"""Cache the results of checks in a folder of the project, by the contents of its files.

The folder has one database for each state of what findings depend on besides the specs: our own
code, the reader's libraries and the options used by rules. It has one row per file, with the digest
of the bytes from which it was computed. Settings that affect only reporting are not part of a row.

Nothing in here is an error. A database that is damaged or has another format is replaced; one that
cannot be read or written is not used. A row that is not as it was written is ignored.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from binascii import crc32
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from ._checked_page import Page, ProjectEntry

FOLDER = ".sphinx-spec-cache"

#: Files that exclude the folder from repositories and from backups: https://bford.info/cachedir/
_NOTICES = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# What sphinx-spec has found before. It can be deleted at any time.\n",
}

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
    name TEXT PRIMARY KEY, digest BLOB, declines TEXT, findings TEXT, edits TEXT, entry TEXT,
    sum INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS project (
    name TEXT PRIMARY KEY, digest BLOB, edits TEXT, said TEXT, sum INTEGER
);
"""

#: Do not wait for data to reach the disk: damage by a power cut is detected.
_SETUP = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA trusted_schema = OFF;
"""

#: How long to wait for another check that is writing, in seconds.
_PATIENCE = 1.0

#: The number of rows that are written at once.
_AT_ONCE = 256

#: The number of databases to keep, for different branches, Python versions or options.
_MOST_DATABASES = 4

#: The names of databases, as a glob; no other files are deleted.
_DATABASES = "[0-9a-f]" * 20 + ".sqlite"

#: Suffixes of SQLite's auxiliary files, which our databases never leave behind. SQLite would obey
#: such a file and delete files that it names.
_BESIDE = ("-journal", "-wal", "-shm")

#: Errors that do not mean that a database is damaged, only that it, its folder or its disk cannot
#: be used at the moment.
_NOT_NOW = ("BUSY", "LOCKED", "READONLY", "CANTOPEN", "FULL", "IOERR", "PERM", "AUTH", "NOMEM")

Row = TypeVar("Row")
Result = TypeVar("Result")


def names_in(folder: Path) -> list[str] | None:
    """Return the names of the files in the folder; None if the folder cannot be ours.

    A missing folder is empty. Ours is not a symbolic link and contains only regular files, so that
    nothing outside it is ever written.
    """
    names = []
    try:
        if folder.is_symlink():
            return None
        with os.scandir(folder) as listed:
            for entry in listed:
                if entry.name.endswith(_BESIDE) or not entry.is_file(follow_symlinks=False):
                    return None
                names.append(entry.name)
    except FileNotFoundError:
        pass
    except OSError:
        return None
    return names


class Cache:
    """The database for one state of the code and its options."""

    def __init__(self, folder: Path, key: str) -> None:
        """Initialise without accessing the disk; `folder` need not exist."""
        self._folder = folder
        self._path = folder / f"{key}.sqlite"
        self._database: sqlite3.Connection | None = None
        self._usable = True
        self._waiting: dict[str, Page] = {}

    def pages(self, names: Sequence[str]) -> dict[str, Page]:
        """Return the cached pages of these files, by name."""
        marks = ",".join("?" * len(names))
        return self._rows(
            f"SELECT name, digest, declines, findings, edits, entry, sum FROM pages"  # noqa: S608
            f" WHERE name IN ({marks})",
            names,
            Page,
        )

    def project_entry(self, name: str) -> ProjectEntry | None:
        """Return the cached data about all files that has this name."""
        rows = self._rows("SELECT * FROM project WHERE name = ?", [name], ProjectEntry)
        return rows.get(name)

    def keep(self, name: str, page: Page) -> None:
        """Cache the page of a file."""
        self._waiting[name] = page
        if len(self._waiting) >= _AT_ONCE:
            self.flush()

    def keep_project_entry(self, name: str, entry: ProjectEntry) -> None:
        """Cache data about all files under this name."""
        self._write("REPLACE INTO project VALUES (?, ?, ?, ?, ?)", [_row(name, entry)])

    def forget_others(self, names: Iterable[str]) -> None:
        """Delete the pages of all files except these."""
        known = frozenset(names)

        def gone(database: sqlite3.Connection) -> list[tuple[str]]:
            found = database.execute("SELECT name FROM pages")
            return [(name,) for (name,) in found if name not in known]

        if found := self._guarded(gone):
            self._write("DELETE FROM pages WHERE name = ?", found)

    def close(self) -> None:
        """Write what has not been written yet, and close the database."""
        self.flush()
        self._shut()
        self._usable = False

    def flush(self) -> None:
        """Write what has not been written yet."""
        if self._waiting:
            rows = [_row(name, page) for name, page in self._waiting.items()]
            self._waiting.clear()
            self._write("REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def _rows(self, query: str, values: Sequence[str], kind: Callable[..., Row]) -> dict[str, Row]:
        def rows(database: sqlite3.Connection) -> dict[str, Row]:
            return {
                name: kind(*row)
                for name, *row, checksum in database.execute(query, values)
                if checksum == _sum(name, row) >= 0
            }

        # `Path.is_file` may fail if the folder cannot be entered.
        if self._database is None and not os.path.isfile(self._path):  # noqa: PTH113
            return {}
        return self._guarded(rows) or {}

    def _write(self, statement: str, rows: Sequence[tuple[str | bytes | int, ...]]) -> None:
        def write(database: sqlite3.Connection) -> bool:
            database.executescript(_TABLES)
            with database:
                database.execute("BEGIN IMMEDIATE")
                database.executemany(statement, rows)
            return True

        # Retry once if the database was damaged, as it has been removed then.
        self._guarded(write) or self._guarded(write)

    def _guarded(self, act: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """Return the result of an action on the database; None if it fails, which is no error."""
        if not self._usable:
            return None
        try:
            return act(self._opened())
        except OSError:
            self._usable = False
        except sqlite3.Error as error:
            reason = getattr(error, "sqlite_errorname", "") or ""
            self._usable = reason.removeprefix("SQLITE_").partition("_")[0] not in _NOT_NOW
            self._shut()
            if self._usable:
                self._remove()
        return None

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            is_new = not self._path.exists()
            if is_new:
                self._make_room()
            elif not self._path.is_file():  # reading a pipe might never end
                raise OSError
            self._database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            self._database.executescript(_SETUP)
        return self._database

    def _make_room(self) -> None:
        """Create the folder, and remove its oldest databases."""
        self._folder.mkdir(exist_ok=True)
        for name, text in _NOTICES.items():
            path = self._folder / name
            if not path.exists():
                path.write_text(text, encoding="utf-8", newline="\n")
        found = sorted(self._folder.glob(_DATABASES), key=lambda path: path.stat().st_mtime)
        for path in found[: 1 - _MOST_DATABASES]:
            path.unlink(missing_ok=True)

    def _shut(self) -> None:
        if self._database:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _remove(self) -> None:
        try:
            self._path.unlink()
        except OSError:
            self._usable = False


def _row(name: str, row: Sequence[str | bytes]) -> tuple[str | bytes | int, ...]:
    return (name, *row, _sum(name, row))


def _sum(name: str, row: Sequence[object]) -> int:
    """Return the checksum of a row; -1 if a value has a type that we never store."""
    found = 0
    for value in (name, *row):
        if isinstance(value, str):
            found = crc32(value.encode(), found)
        elif isinstance(value, bytes):
            found = crc32(value, found)
        else:
            return -1
        found = crc32(b"\0", found)
    return found
