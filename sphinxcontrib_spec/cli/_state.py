"""What findings hang on besides the specs: our code, the reader's libraries, and the options."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path

from sphinxcontrib_spec.config import Config

#: Raised when what is kept gets another form.
_FORM = 4

#: Libraries that read Markdown for us: the first file of each holds its version.
_LIBRARIES = ("markdown_it", "mdit_py_plugins")

#: Parts of the package that no finding on the command line hangs on.
_APART = ("__pycache__", "ext", "report")

#: The file that remembers which code had which digest.
_MEMORY = "code.txt"


def key(config: Config, folder: Path) -> str:
    """The name of the state: another one for other code or options that rules take.

    The code itself is looked at, not only its version: who works on a rule sees what it finds.
    Its digest is remembered in the folder, and taken from there while no file of it has another
    size or time, which is how Python itself knows that code is still the same.
    """
    signature = blake2b(digest_size=20)
    for path, status in _code():
        signature.update(f"{path} {status.st_mtime_ns} {status.st_size}\n".encode())
    code = _remembered(signature.hexdigest(), folder)
    options = (_FORM, sys.version_info[:2], config.judged_by, code)
    return blake2b(repr(options).encode(), digest_size=10).hexdigest()


def _remembered(signature: str, folder: Path) -> str:
    memory = folder / _MEMORY
    with contextlib.suppress(OSError, UnicodeDecodeError):
        known, _, digest = memory.read_text(encoding="utf-8").partition(" ")
        if known == signature:
            return digest
    digest = _digest()
    if folder.is_dir():
        with contextlib.suppress(OSError):
            memory.write_text(f"{signature} {digest}", encoding="utf-8", newline="\n")
    return digest


def _digest() -> str:
    found = blake2b(digest_size=20)
    for path, _ in _code():
        found.update(Path(path).read_bytes())
        found.update(b"\0")
    return found.hexdigest()


def _code() -> Iterator[tuple[str, os.stat_result]]:
    yield from _below(str(Path(__file__).parents[1]))
    for name in _LIBRARIES:
        spec = PathFinder.find_spec(name)
        if spec and spec.origin:
            yield spec.origin, Path(spec.origin).stat()


def _below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".py"):
            yield entry.path, entry.stat()
        elif entry.name not in _APART and entry.is_dir():
            yield from _below(entry.path)
