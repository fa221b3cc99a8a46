"""URLs of a spec that hang on where its file lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|[#?]|$", re.IGNORECASE)


def relative_urls(spec: Spec, pointing: Iterable[Pointer]) -> Iterator[str]:
    """Every URL in the spec's pointers and typed links that hangs on where its file lies."""
    for pointer in pointing:
        if pointer.kind != "role" and is_relative(pointer.target):
            yield pointer.target
    for item in spec.items():
        for link in item.about.links:
            if link.url and is_relative(link.url):
                yield link.url


def is_relative(url: str) -> bool:
    """Whether what a URL means hangs on where its file lies."""
    return not _ABSOLUTE.match(url)
