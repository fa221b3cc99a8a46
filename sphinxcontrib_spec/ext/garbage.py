"""Python's garbage collector at work less often while Sphinx builds: doctrees keep it busy.

A doctree's nodes know their parents, so only the collector frees them, and what stays is looked
at again each time: a fifth of a build's time, with this extension or without. Collected every
so many new objects as a few documents make, garbage takes no more memory.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: How many more objects there are before the youngest are looked at; Python's own is below 3,000.
OBJECTS = 50_000


def collect_seldom(app: Sphinx, *_: Any) -> None:
    """Raise the threshold until the build is finished, unless it is off or higher already.

    So of two applications in one process, the one that raised it sets it back.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < OBJECTS:
        return

    def as_before(_app: Sphinx, _error: Exception | None) -> None:
        gc.set_threshold(*before)

    gc.set_threshold(OBJECTS, *before[1:])
    app.connect("build-finished", as_before, priority=999)


def setup(app: Sphinx) -> None:
    """Begin where the build does: whatever ends it, `build-finished` is told."""
    app.connect("env-before-read-docs", collect_seldom, priority=0)
