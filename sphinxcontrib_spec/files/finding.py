"""Find specs: the root of a project, the files in its folders, and what git ignores."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from sphinxcontrib_spec import schema

from .reading import Unreadable

#: Folders without sources, besides hidden ones.
_BUILT = frozenset(("_build", "build", "node_modules"))

#: Where Sphinx's HTML builders put the files of specs, and a file that they create beside it.
HTML_EXPORTS = "_specs"
_HTML_MARK = ".buildinfo"

#: The folder beside exports with the files that they show or offer for download.
ATTACHED = "spec-files"

#: The files beside exports, and the beginning of the listing.
_LISTING = frozenset((schema.DATA_FILE, schema.DATA_SCHEMA_FILE))
_LISTING_START = rb'\s*\{\s*"version":\s*\d+,\s*"specs":\s*\['

_REPOSITORY_MARK = ".git"
_ROOT_MARKS = ("pyproject.toml", _REPOSITORY_MARK)

#: Environment variables that make git use another repository or index than the folder's own.
_GIT_OVERRIDES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def project_root(place: Path) -> Path | None:
    """Return the nearest folder, from this one upwards, with a pyproject.toml or `.git`, if any."""
    return _nearest(place, _ROOT_MARKS)


def repository_root(place: Path) -> Path | None:
    """Return the nearest folder, from this one upwards, with a `.git`, if any."""
    return _nearest(place, (_REPOSITORY_MARK,))


def _nearest(place: Path, marks: tuple[str, ...]) -> Path | None:
    for folder in (place, *place.parents):
        if any(_is_there(folder / mark) for mark in marks):
            return folder
    return None


def is_spec(name: str) -> bool:
    """Return whether a file name is that of a spec: `spec-*.md`."""
    return name.startswith(schema.FILE_PREFIX) and name.endswith(".md")


def files_below(
    folder: str,
    is_wanted: Callable[[str], bool],
    is_left_out: Callable[[str], bool],
    failed: Callable[[OSError], None] | None = None,
    found_repository: Callable[[str], None] | None = None,
) -> Iterator[str]:
    """Yield the paths of files with wanted names in a folder and below it, sorted in each folder.

    Folders without sources are skipped: hidden ones, build output, virtual environments, HTML
    exports and those for which `is_left_out` is true. `folder` itself is always searched, whatever
    its name. Specs beside a listing of exports, and files attached to exports, are skipped as well.
    Symbolic links to folders are not followed. `failed` is called for folders that cannot be
    listed, and `found_repository` for folders with a `.git`, before `is_left_out` is called for
    their contents.
    """

    # Paths are strings because a tree may contain very many files, and `Path` would dominate the
    # time.
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
            # Folders that are left out are not opened, because they may be inaccessible.
            if _is_folder(entry) and not is_left_out(entry.path) and not _is_made(entry.path):
                yield from below(entry.path, is_named=False)

    return below(folder, is_named=True)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether this is a folder that may hold sources, judging by its name."""
    name = entry.name
    if name.startswith(".") or name in _BUILT:
        return False
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_made(folder: str) -> bool:
    """Return whether a folder is generated: a virtual environment or HTML exports."""
    return _is_there(os.path.join(folder, "pyvenv.cfg")) or is_html_export(Path(folder))  # noqa: PTH118


def is_html_export(folder: Path) -> bool:
    """Return whether Sphinx's HTML builder put the files of specs here: copies, not sources."""
    return folder.name == HTML_EXPORTS and _is_there(folder.parent / _HTML_MARK)


def _is_there(path: str | Path) -> bool:
    """Return whether the path exists; an inaccessible one does not.

    Before Python 3.14, `Path.exists` raises an error for such a path.
    """
    return os.path.exists(path)  # noqa: PTH110


def _are_exports(entries: Iterable[os.DirEntry[str]]) -> bool:
    """Return whether these entries include both a listing of exports and its JSON Schema.

    A listing alone may have been written beside the sources, for instance with the shell's `>`.
    """
    found = {entry.name: entry for entry in entries if entry.name in _LISTING}
    # Reading a named pipe might never end.
    if len(found) < len(_LISTING) or not all(map(_is_file, found.values())):
        return False
    try:
        with Path(found[schema.DATA_FILE].path).open("rb") as file:
            return re.match(_LISTING_START, file.read(200)) is not None
    except OSError:
        return False


def ignored_by_git(root: Path) -> frozenset[str] | Unreadable:
    """Return the paths below `root` that git ignores, or the reason why git cannot list them.

    The result is empty without git or a repository. For an ignored folder, which may be `root`,
    only the folder itself is listed. Nested repositories have to be queried separately.
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
        # A repository may configure a program as its file system monitor, which must not be run
        # here.
        return subprocess.run(  # noqa: S603
            [git, "-c", "core.fsmonitor=false", *words],
            cwd=root,
            env=env,
            capture_output=True,
            check=False,
        )

    asked = ask("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
    if asked.returncode:
        # In a folder below an ignored one, git exits with an error.
        if not ask("check-ignore", "-q", ".").returncode:
            return frozenset((str(root),))
        message = asked.stderr.decode("utf-8", "replace").strip()
        return Unreadable(
            str(root), message.partition("\n")[0] or f"git ended with {asked.returncode}"
        )
    names = os.fsdecode(asked.stdout).split("\0")
    return frozenset(str(root / name) for name in names if name)
