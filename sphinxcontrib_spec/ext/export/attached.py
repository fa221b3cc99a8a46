"""Puts files that a spec shows or offers for download into one folder beside its export.

There, each has the same path as below the sources.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from sphinxcontrib_spec.files import ATTACHED

from .. import output

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


#: If a name may mean several image files, readers get the first of these.
_BEST = (".svg", ".png", ".gif", ".jpg", ".jpeg", ".webp")

_ABOVE = re.compile(r"(?:^|(?<=/))\.\.(?=/)")


class File(NamedTuple):
    """A file beside an export: its path there, and the file that it is copied from."""

    path: str
    source: Path

    @property
    def url(self) -> str:
        """The path as a URL."""
        return quote(self.path)


def file(env: BuildEnvironment, docname: str, path: str) -> File | None:
    """Return the file that a document names by a relative path, if it exists and is readable."""
    _, absolute = env.relfn2path(path, docname)
    source = _best(Path(absolute))
    try:
        if not (source.is_file() and os.access(source, os.R_OK)):
            return None
    except (OSError, ValueError):  # no file can have this name
        return None
    below = Path(os.path.relpath(source, env.srcdir)).as_posix()
    return File(f"{ATTACHED}/{_ABOVE.sub('_up', below)}", source)


def lay(folder: Path, files: Mapping[str, Path]) -> None:
    """Put these files beside the exports in a folder, and remove others put there before."""
    wanted = {folder / path: source for path, source in files.items()}
    home = output.own(folder / ATTACHED)
    for path in sorted(home.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()
    for path, source in wanted.items():
        output.write(path, source.read_bytes())
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()


def _best(path: Path) -> Path:
    """Return the file itself, or the best of those that a name such as `chart.*` may mean."""
    if path.suffix != ".*":
        return path
    found = (path.with_suffix(suffix) for suffix in _BEST)
    return next((each for each in found if each.is_file()), path)
