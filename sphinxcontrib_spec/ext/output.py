"""Writes the files of a build atomically: each is always either the old or the new one."""

from __future__ import annotations

import os
from pathlib import Path


def own(folder: Path) -> Path:
    """Return a folder that only we write to; a symlink in its place is removed, not followed."""
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
