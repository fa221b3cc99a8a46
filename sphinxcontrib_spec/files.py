"""Finding specs in folders, reading them, and writing files, each old or new, never half."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from . import interchange, schema

#: Folders that hold no sources, besides hidden ones.
_BUILT = frozenset(("_build", "build", "node_modules"))

_EXPORT_START = re.compile(rb'\s*\{\s*"version":\s*\d+,\s*"specs":\s*\[')

_ROOT_MARKS = ("pyproject.toml", ".git")

#: What makes git look at another repository or another index than that of the folder it is in.
_GIT_OVERRIDES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Unreadable(NamedTuple):
    """A file that cannot be read as text: why, and where if a byte is at fault.

    Line and column count from 1 and are 0 if the file could not be opened at all.
    """

    path: str
    reason: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """One line that names the place and the reason."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.reason}"


def read(path: Path, name: str) -> str | Unreadable:
    """The text of a file, a byte order mark and line ends as they are, or why there is none.

    `name` is what the file is called in the answer.
    """
    try:
        return decoded(path.read_bytes(), name)
    except OSError as error:
        return Unreadable(name, reason(error))


def decoded(data: bytes, name: str) -> str | Unreadable:
    """The bytes as UTF-8 text, or the place of the first byte that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8")) + 1
        byte = error.start - start + 1
        said = f"not UTF-8: byte {byte} of line {line} is {data[error.start]:#04x}"
        if data.startswith(_UTF_16):
            said = "not UTF-8 but UTF-16: save it as UTF-8"
        return Unreadable(name, said, line, column)


def reason(error: OSError) -> str:
    """What the system says of an error, without the path."""
    return (error.strerror or str(error)).lower()


def project_root(place: Path) -> Path | None:
    """The nearest folder, from this one upwards, with a pyproject.toml or a `.git`, if any."""
    for folder in (place, *place.parents):
        if any((folder / mark).exists() for mark in _ROOT_MARKS):
            return folder
    return None


def is_spec(name: str) -> bool:
    """Whether a file is called as a spec is: `spec-*.md`."""
    return name.startswith(schema.FILE_PREFIX) and name.endswith(".md")


def files_below(
    folder: Path, is_wanted: Callable[[str], bool], is_left_out: Callable[[Path], bool]
) -> Iterator[Path]:
    """The files of wanted names in a folder and below it, in the order of their paths.

    Folders that hold no sources are not entered: hidden and built ones, virtual environments,
    our exports, and those that `is_left_out` names; the folder itself is, whatever it is called.
    An OSError says that it cannot be listed.
    """
    next(folder.iterdir(), None)
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not (_holds_no_sources(here / name) or is_left_out(here / name))
        )
        for path in (here / name for name in sorted(names) if is_wanted(name)):
            if path.is_file() and not is_left_out(path):
                yield path


def _holds_no_sources(folder: Path) -> bool:
    return (
        folder.name.startswith(".")
        or folder.name in _BUILT
        or (folder / "pyvenv.cfg").exists()
        or _is_export(folder / interchange.FILE)
    )


def _is_export(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _EXPORT_START.match(file.read(200)) is not None
    except OSError:
        return False


def ignored_by_git(root: Path) -> frozenset[Path]:
    """The files and folders below `root` that git ignores; none where there is no git.

    Of an ignored folder only the folder itself is named.
    """
    git = shutil.which("git")
    if git is None:
        return frozenset()
    env = {key: value for key, value in os.environ.items() if key not in _GIT_OVERRIDES}
    # A repository may name a program as its file system monitor: reading it must not run that.
    asked = subprocess.run(  # noqa: S603
        [
            *(git, "-c", "core.fsmonitor=false", "ls-files", "-z"),
            *("--others", "--ignored", "--exclude-standard", "--directory"),
        ],
        cwd=root,
        env=env,
        capture_output=True,
        check=False,
    )
    names = os.fsdecode(asked.stdout).split("\0") if asked.returncode == 0 else ()
    return frozenset(root / name for name in names if name)


def write(path: Path, text: str) -> bool:
    """Write a file as UTF-8, at once or not at all; whether it had to be written.

    Its mode is kept, a symbolic link stays one. An OSError says that it cannot be written.
    """
    target = path.resolve()
    data = text.encode("utf-8")
    mode = None
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "the file is read-only", str(path))
        if target.read_bytes() == data:
            return False
        mode = stat.S_IMODE(target.stat().st_mode)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def create(path: Path, text: str) -> None:
    """Write a file that must not exist yet; a FileExistsError says that it does."""
    path.open("xb").close()
    try:
        write(path, text)
    except BaseException:
        path.unlink()
        raise
