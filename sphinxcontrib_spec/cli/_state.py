"""Identify what findings depend on besides the specs: our code, libraries, and options."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.machinery import PathFinder
from pathlib import Path

from sphinxcontrib_spec.config import Config

#: Incremented when the format of cached data changes.
_FORM = 4

#: The libraries that read Markdown; the main file of each contains its version.
_LIBRARIES = ("markdown_it", "mdit_py_plugins")

#: Parts of the package on which findings on the command line do not depend.
_WITHOUT_INFLUENCE = ("__pycache__", "ext", "report")

#: The file that stores the digest of the code.
_MEMORY = "code.txt"


def key(config: Config, folder: Path) -> str:
    """Return the name of the cache's database, which depends on the code and the rules' options.

    The code itself counts, not only its version, so that changes to a rule take effect while it is
    being developed. The digest of the code is stored in the folder, and reused as long as no source
    file has another size or time, which is how Python itself detects changes.
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
        elif entry.name not in _WITHOUT_INFLUENCE and entry.is_dir():
            yield from _below(entry.path)
