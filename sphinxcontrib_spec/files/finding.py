"""Finding specs: a project's root, the files in its folders, and what git ignores of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sphinxcontrib_spec import schema

from .reading import Unreadable

#: Folders that hold no sources, besides hidden ones.
_BUILT = frozenset(("_build", "build", "node_modules"))

#: Where HTML builders of Sphinx put the files of specs, and what they leave beside that.
HTML_EXPORTS = "_specs"
_HTML_MARK = ".buildinfo"

#: The folder beside exports with the files that they show or offer for download.
ATTACHED = "spec-files"

#: What lies beside exports, and how the listing of them begins.
_LISTING = frozenset((schema.DATA_FILE, schema.DATA_SCHEMA_FILE))
_LISTING_START = rb'\s*\{\s*"version":\s*\d+,\s*"specs":\s*\['

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
        if any(_is_there(folder / mark) for mark in marks):
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
    found_repository: Callable[[str], None] | None = None,
) -> Iterator[str]:
    """The paths of the files of wanted names in a folder and below it, each folder in order.

    Folders that hold no sources are not entered: hidden and built ones, virtual environments,
    exports of HTML, and those that `is_left_out` names; the folder itself is, whatever it is
    called. Neither are specs taken that lie beside a listing of exports, or are attached to one.
    Links to folders are not followed. `failed` is told of folders that cannot be listed, and
    `found_repository` of those with a `.git`, before `is_left_out` is asked what is in them.
    """

    # Paths are strings here: a tree may have very many files, and `Path` takes longer than all.
    def below(folder: str, *, is_named: bool) -> Iterator[str]:
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            if failed:
                failed(error)
            return
        if found_repository and any(entry.name == _REPOSITORY_MARK for entry in entries):
            found_repository(folder)
        has_exports = not is_named and _are_exports(entries)
        for entry in entries:
            if has_exports and is_spec(entry.name):
                continue
            if is_wanted(entry.name) and _is_file(entry) and not is_left_out(entry.path):
                yield entry.path
        for entry in entries:
            if has_exports and entry.name == ATTACHED:
                continue
            # What is left out is not looked into: it may let nobody in.
            if _is_folder(entry) and not is_left_out(entry.path) and not _is_made(entry.path):
                yield from below(entry.path, is_named=False)

    return below(folder, is_named=True)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether this is a folder whose name says nothing against sources in it."""
    name = entry.name
    if name.startswith(".") or name in _BUILT:
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_made(folder: str) -> bool:
    """Whether a program made all that is in a folder: a virtual environment, or exports of HTML."""
    return _is_there(os.path.join(folder, "pyvenv.cfg")) or is_html_export(Path(folder))  # noqa: PTH118


def is_html_export(folder: Path) -> bool:
    """Whether an HTML builder of Sphinx put the files of specs here: copies, and no sources."""
    return folder.name == HTML_EXPORTS and _is_there(folder.parent / _HTML_MARK)


def _is_there(path: str | Path) -> bool:
    """Whether there is such a file; what cannot be looked at is none.

    `Path.exists` raises an error there before Python 3.14.
    """
    return os.path.exists(path)  # noqa: PTH110


def _are_exports(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Whether specs in a folder of these are exports: their listing and its JSON Schema are there.

    A listing alone may have been written beside the sources, as a shell does with `>`.
    """
    found = {entry.name: entry for entry in entries if entry.name in _LISTING}
    # A pipe of that name would not end.
    if len(found) < len(_LISTING) or not all(map(_is_file, found.values())):
        return False
    try:
        with Path(found[schema.DATA_FILE].path).open("rb") as file:
            return re.match(_LISTING_START, file.read(200)) is not None
    except OSError:
        return False


def ignored_by_git(root: Path) -> frozenset[str] | Unreadable:
    """The paths of files and folders below `root` that git ignores, or why git does not say them.

    There are none where there is no git. Of an ignored folder only the folder itself is named,
    `root` too, and repositories below this one have to be asked for themselves.
    """
    if repository_root(root) is None:
        return frozenset()
    import shutil
    import subprocess

    git = shutil.which("git")
    if git is None:
        return frozenset()
    env = {key: value for key, value in os.environ.items() if key not in _GIT_OVERRIDES}

    def ask(*words: str) -> subprocess.CompletedProcess[bytes]:
        # A repository may name a program as its file system monitor: reading it must not run that.
        return subprocess.run(  # noqa: S603
            [git, "-c", "core.fsmonitor=false", *words],
            cwd=root,
            env=env,
            capture_output=True,
            check=False,
        )

    asked = ask("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
    if asked.returncode:
        # In a folder below an ignored one git ends with an error of its own.
        if not ask("check-ignore", "-q", ".").returncode:
            return frozenset((str(root),))
        said = asked.stderr.decode("utf-8", "replace").strip()
        return Unreadable(
            str(root), said.partition("\n")[0] or f"git ended with {asked.returncode}"
        )
    names = os.fsdecode(asked.stdout).split("\0")
    return frozenset(str(root / name) for name in names if name)
