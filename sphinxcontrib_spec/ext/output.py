"""Writing the files of a build: each is the old or the new one at any time, never half of one."""

from __future__ import annotations

import os
from pathlib import Path


def own(folder: Path) -> Path:
    """A folder that holds what we write alone; a link in its place is not followed, but removed."""
    if folder.is_symlink():
        folder.unlink()
    return folder


def write(file: Path, content: bytes) -> None:
    """Write a file, unless it has this content already."""
    if file.is_file() and file.read_bytes() == content:
        return
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(content)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(content)
    new.replace(file)
