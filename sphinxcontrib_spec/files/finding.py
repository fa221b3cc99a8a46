"""Finding specs: a project's root, the files in its folders, and what git ignores of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinxcontrib_spec import interchange, schema

#: Folders that hold no sources, besides hidden ones.
_BUILT = frozenset(("_build", "build", "node_modules"))

_EXPORT_START = re.compile(rb'\s*\{\s*"version":\s*\d+,\s*"specs":\s*\[')

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
    folder: Path,
    is_wanted: Callable[[str], bool],
    is_left_out: Callable[[Path], bool],
    failed: Callable[[OSError], None] | None = None,
) -> Iterator[Path]:
    """The files of wanted names in a folder and below it, in the order of their paths.

    Folders that hold no sources are not entered: hidden and built ones, virtual environments,
    our exports, and those that `is_left_out` names; the folder itself is, whatever it is called.
    Links to folders are not followed. `failed` is told of folders that cannot be listed.
    """
    for place, folders, names in os.walk(folder, onerror=failed):
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
    if not path.is_file():  # a pipe of that name would not end
        return False
    try:
        with path.open("rb") as file:
            return _EXPORT_START.match(file.read(200)) is not None
    except OSError:
        return False


def ignored_by_git(root: Path) -> frozenset[Path]:
    """The files and folders below `root` that git ignores; none where there is no git.

    Of an ignored folder only the folder itself is named.
    """
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
    return frozenset(root / name for name in names if name)
