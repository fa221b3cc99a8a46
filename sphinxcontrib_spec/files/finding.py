"""Finding specs: a project's root, the files in its folders, and what git ignores of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinxcontrib_spec import schema

#: Folders that hold no sources, besides hidden ones.
_BUILT = frozenset(("_build", "build", "node_modules"))

#: Where HTML builders of Sphinx put the files of specs, and what they leave beside that.
HTML_EXPORTS = "_specs"
_HTML_MARK = ".buildinfo"

_EXPORT_START = rb'\s*\{\s*"version":\s*\d+,\s*"specs":\s*\['

_REPOSITORY_MARK = ".git"
_ROOT_MARKS = ("pyproject.toml", _REPOSITORY_MARK)

#: What makes git look at another repository or another index than that of the folder it is in.
_GIT_OVERRIDES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def project_root(place: Path) -> Path | None:
    """The nearest folder, from this one upwards, with a pyproject.toml or a `.git`, if any."""
    return _nearest(place, _ROOT_MARKS)


def repository_root(place: Path) -> Path | None:
    """The nearest folder, from this one upwards, with a `.git`, if any."""
    return _nearest(place, (_REPOSITORY_MARK,))


def _nearest(place: Path, marks: tuple[str, ...]) -> Path | None:
    for folder in (place, *place.parents):
        if any((folder / mark).exists() for mark in marks):
            return folder
    return None


def is_spec(name: str) -> bool:
    """Whether a file is called as a spec is: `spec-*.md`."""
    return name.startswith(schema.FILE_PREFIX) and name.endswith(".md")


def files_below(
    folder: str,
    is_wanted: Callable[[str], bool],
    is_left_out: Callable[[str], bool],
    failed: Callable[[OSError], None] | None = None,
) -> Iterator[str]:
    """The paths of the files of wanted names in a folder and below it, each folder in order.

    Folders that hold no sources are not entered: hidden and built ones, virtual environments,
    our exports, and those that `is_left_out` names; the folder itself is, whatever it is called.
    Links to folders are not followed. `failed` is told of folders that cannot be listed.
    """
    # Paths are strings here: a tree may have very many files, and `Path` takes longer than all.
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        if failed:
            failed(error)
        return
    for entry in entries:
        if is_wanted(entry.name) and _is_file(entry) and not is_left_out(entry.path):
            yield entry.path
    for entry in entries:
        if _is_entered(entry) and not is_left_out(entry.path):
            yield from files_below(entry.path, is_wanted, is_left_out, failed)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_entered(entry: os.DirEntry[str]) -> bool:
    """Whether this is a folder that may hold sources."""
    name = entry.name
    if name.startswith(".") or name in _BUILT:
        return False
    try:
        if not entry.is_dir(follow_symlinks=False):
            return False
    except OSError:
        return False
    folder = Path(entry.path)
    if (folder / "pyvenv.cfg").exists() or is_html_export(folder):
        return False
    return not _is_export(folder / schema.DATA_FILE)


def is_html_export(folder: Path) -> bool:
    """Whether an HTML builder of Sphinx put the files of specs here: copies, and no sources."""
    return folder.name == HTML_EXPORTS and (folder.parent / _HTML_MARK).is_file()


def _is_export(path: Path) -> bool:
    if not path.is_file():  # a pipe of that name would not end
        return False
    try:
        with path.open("rb") as file:
            return re.match(_EXPORT_START, file.read(200)) is not None
    except OSError:
        return False


def ignored_by_git(root: Path) -> frozenset[str]:
    """The paths of files and folders below `root` that git ignores; none where there is no git.

    Of an ignored folder only the folder itself is named.
    """
    if repository_root(root) is None:
        return frozenset()
    import shutil
    import subprocess

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
    return frozenset(str(root / name) for name in names if name)
