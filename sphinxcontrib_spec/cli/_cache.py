"""What checks have found before, in a folder of the project, by the contents of its files.

The folder holds a database for each state of everything but the specs that findings hang on: our
own code, the reader's libraries and the options that rules take. In it is a row for each file,
with the digest of the bytes it was made of. What is only about reporting is no part of a row.

Nothing in here is an error. A database that is damaged or of another make is replaced, and one
that cannot be read or written is done without. A row that is not as it was written is none.
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

#: What keeps the folder out of repositories, and out of backups: https://bford.info/cachedir/
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

#: Nobody waits for another check to write; and what a power cut leaves is found to be damaged.
_SETUP = """
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA trusted_schema = OFF;
"""

#: So long is waited for another check that writes, in seconds.
_PATIENCE = 1.0

#: So many rows are written at once.
_AT_ONCE = 256

#: So many databases are kept: those of other branches, Pythons or options.
_MOST_DATABASES = 4

#: How the databases are called, as a glob: nothing else is deleted.
_DATABASES = "[0-9a-f]" * 20 + ".sqlite"

#: What SQLite keeps beside a database, but never beside ours: it obeys such a file, and deletes
#: what that names.
_BESIDE = ("-journal", "-wal", "-shm")

#: What does not mean that a database is damaged: it, its folder or its disk is not ours to use now.
_NOT_NOW = ("BUSY", "LOCKED", "READONLY", "CANTOPEN", "FULL", "IOERR", "PERM", "AUTH", "NOMEM")

Row = TypeVar("Row")
Result = TypeVar("Result")


def names_in(folder: Path) -> list[str] | None:
    """What is in the folder, nothing if it is not there; None if it cannot be one of ours.

    Ours is no link and holds plain files alone, so that nothing outside of it is ever written.
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
    """The database of one state of the code and its options."""

    def __init__(self, folder: Path, key: str) -> None:
        """Begin without looking at the disk; `folder` need not exist."""
        self._folder = folder
        self._path = folder / f"{key}.sqlite"
        self._database: sqlite3.Connection | None = None
        self._usable = True
        self._waiting: dict[str, Page] = {}

    def pages(self, names: Sequence[str]) -> dict[str, Page]:
        """What is known of the files of these names."""
        marks = ",".join("?" * len(names))
        return self._rows(
            f"SELECT name, digest, declines, findings, edits, entry, sum FROM pages"  # noqa: S608
            f" WHERE name IN ({marks})",
            names,
            Page,
        )

    def project_entry(self, name: str) -> ProjectEntry | None:
        """What is known of all files under this name."""
        rows = self._rows("SELECT * FROM project WHERE name = ?", [name], ProjectEntry)
        return rows.get(name)

    def keep(self, name: str, page: Page) -> None:
        """Know this of a file from now on."""
        self._waiting[name] = page
        if len(self._waiting) >= _AT_ONCE:
            self.flush()

    def keep_project_entry(self, name: str, said: ProjectEntry) -> None:
        """Know this of all files from now on."""
        self._write("REPLACE INTO project VALUES (?, ?, ?, ?, ?)", [_row(name, said)])

    def forget_others(self, names: Iterable[str]) -> None:
        """Forget all files but those of these names."""
        known = frozenset(names)

        def gone(database: sqlite3.Connection) -> list[tuple[str]]:
            found = database.execute("SELECT name FROM pages")
            return [(name,) for (name,) in found if name not in known]

        if found := self._guarded(gone):
            self._write("DELETE FROM pages WHERE name = ?", found)

    def close(self) -> None:
        """Write what is not written yet, and end."""
        self.flush()
        self._shut()
        self._usable = False

    def flush(self) -> None:
        """Write what is not written yet."""
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

        # `Path.is_file` may fail where the folder cannot be entered.
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

        # Once more if a damaged database was in the way, which is gone then.
        self._guarded(write) or self._guarded(write)

    def _guarded(self, act: Callable[[sqlite3.Connection], Result]) -> Result | None:
        """What this does with the database; nothing if that does not work, which is no error."""
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
            elif not self._path.is_file():  # a pipe would not end
                raise OSError
            self._database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
            self._database.executescript(_SETUP)
        return self._database

    def _make_room(self) -> None:
        """Make the folder, and remove what it holds of long ago."""
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
    """What tells a row that is as it was written; -1 if it cannot be one of ours."""
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
