"""What findings hang on besides the specs: our code, the reader's libraries, and the options."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from sphinxcontrib_spec import __version__
from sphinxcontrib_spec.config import Config

#: Raised when what is kept gets another form.
_FORM = 1

#: Libraries that read Markdown for us: the first file of each holds its version.
_LIBRARIES = ("markdown_it", "mdit_py_plugins")

#: Parts of the package that no finding on the command line hangs on.
_APART = ("__pycache__", "ext", "report")


def key(config: Config) -> str:
    """The name of the state: another one for other code or options that rules take.

    The code itself is looked at, not only its version: who works on a rule sees what it finds.
    """
    found = blake2b(digest_size=10)
    found.update(repr((_FORM, __version__, sys.version_info[:2])).encode())
    found.update(repr((config.levels, config.statuses)).encode())
    for path in _code():
        found.update(Path(path).read_bytes())
        found.update(b"\0")
    return found.hexdigest()


def _code() -> Iterator[str]:
    own = Path(__file__).parents[1]
    yield from _below(str(own))
    for name in _LIBRARIES:
        spec = find_spec(name)
        if spec and spec.origin:
            yield spec.origin


def _below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.name not in _APART:
                yield from _below(entry.path)
        elif entry.name.endswith(".py"):
            yield entry.path
