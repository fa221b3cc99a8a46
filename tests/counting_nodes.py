"""Counting the work of a build, the nodes of docutils among it, instead of timing it."""

from __future__ import annotations

import pkgutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Self

from docutils import nodes

import sphinxcontrib_spec

_OURS = Path(sphinxcontrib_spec.__file__).parent
_NODE = nodes.Element.__init__.__code__


class Work:
    """What is done while it counts: the steps of each function of ours, and the nodes made.

    A step is a call of the function, or one that it makes of a function of Python itself.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.steps: Counter[str] = Counter()
        self.nodes = 0
        self._names: dict[Any, str] = {}

    def __enter__(self) -> Self:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)

    @property
    def total(self) -> int:
        """All steps of our functions."""
        return self.steps.total()

    def of(self, *names: str) -> int:
        """The calls of the functions with these names, as in `module:Class.method`.

        A name that no function has is an error: it would never be called.
        """
        for name in names:
            pkgutil.resolve_name(f"{sphinxcontrib_spec.__name__}.{name}")
        return sum(self.calls[name] for name in names)

    def _note(self, frame: Any, event: str, _function: Any) -> None:
        if event not in ("call", "c_call"):
            return
        code = frame.f_code
        if code not in self._names:
            path = Path(code.co_filename)
            is_ours = path.is_relative_to(_OURS)
            name = ".".join(path.relative_to(_OURS).with_suffix("").parts) if is_ours else ""
            name = name.removesuffix(".__init__")
            self._names[code] = f"{name}:{code.co_qualname}" if is_ours else ""
        if name := self._names[code]:
            self.steps[name] += 1
            self.calls[name] += event == "call"
        elif code is _NODE and event == "call":
            self.nodes += 1
