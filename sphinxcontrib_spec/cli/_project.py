"""A project: the folder that names of specs are relative to, and its configuration."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from sphinxcontrib_spec import config, files

from ._terminal import note, stop


class Project:
    """A folder that names of specs are relative to, and its configuration.

    If it is not `marked` as the root of a project, it is only the common parent of the paths.
    """

    def __init__(self, root: Path, options: config.Config, marked: bool) -> None:
        """Initialise from the folder and its configuration."""
        self.root = root
        self.config = options
        self.marked = marked
        self._ignored: set[str] = set()
        self._asked: set[str] = set()

    @cached_property
    def _start(self) -> int:
        """The offset at which a file's name begins in its path."""
        return len(str(self.root).rstrip(os.sep)) + 1

    def name(self, path: str | Path) -> str:
        """Return the name of a file in reports: its POSIX path relative to the root."""
        return _as_posix(str(path)[self._start :])

    @property
    def folder(self) -> str:
        """Its path in its repository, ending with a slash; empty if it is the repository's root."""
        repository = files.repository_root(self.root)
        if repository is None or repository == self.root:
            return ""
        return f"{_as_posix(str(self.root.relative_to(repository)))}/"

    def walk(self, folder: Path, failed: Callable[[OSError], None] | None = None) -> Iterator[str]:
        """Yield the specs in a folder and below that are neither ignored by git nor excluded.

        `failed` is called for folders that cannot be listed.
        """
        return self._walk(folder, files.is_spec, failed)

    @property
    def is_for_sphinx(self) -> bool:
        """Whether Sphinx builds this project, and thus may read specs that are not read here."""
        return next(self._walk(self.root, "conf.py".__eq__), None) is not None

    def is_local(self, folder: Path) -> bool:
        """Return whether git ignores all of a folder at the root, so that no commit contains it.

        Without a repository, there are no commits, so the answer is yes.
        """
        self._ask_git(str(self.root))
        whole = {str(self.root), str(folder)}
        return not whole.isdisjoint(self._ignored) or files.repository_root(self.root) is None

    def _walk(
        self,
        folder: Path,
        is_wanted: Callable[[str], bool],
        failed: Callable[[OSError], None] | None = None,
    ) -> Iterator[str]:
        repository = files.repository_root(folder)
        is_inner = repository is not None and self.root in repository.parents
        self._ask_git(str(repository if is_inner else self.root))
        return files.files_below(str(folder), is_wanted, self._leaves_out, failed, self._ask_git)

    def _ask_git(self, folder: str) -> None:
        """Ask git what it ignores in a folder; if git fails, all files are searched."""
        if folder in self._asked:
            return
        self._asked.add(folder)
        ignored = files.ignored_by_git(Path(folder))
        if isinstance(ignored, files.Unreadable):
            note(f"Files that git ignores in {folder} are searched, too: {ignored.reason}")
        else:
            self._ignored |= ignored

    def _leaves_out(self, path: str) -> bool:
        return path in self._ignored or bool(
            self.config.exclude and self.config.excludes(self.name(path))
        )


def _as_posix(path: str) -> str:
    """Convert a path to POSIX form and text, whatever bytes it consists of."""
    posix = path if os.sep == "/" else path.replace(os.sep, "/")
    return posix if posix.isascii() else os.fsencode(posix).decode("utf-8", "backslashreplace")


def project_of(folder: Path) -> Project:
    """Return the project that a folder belongs to; exit if its configuration is invalid."""
    root = files.project_root(folder)
    try:
        return Project(root or folder, config.read(root) if root else config.Config(), bool(root))
    except config.ConfigError as error:
        raise stop(str(error)) from error
