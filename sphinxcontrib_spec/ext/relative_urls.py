"""URLs of a spec that hang on where its file lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer

_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|[#?]|$", re.IGNORECASE)


class RelativeUrl(NamedTuple):
    """A URL as it stands on a page, or in the file that is this `part` of it."""

    url: str
    part: str = ""


def relative_urls(
    spec: Spec, pointing: Iterable[Pointer], parts: AbstractSet[str]
) -> Iterator[RelativeUrl]:
    """Every URL in the spec's pointers and typed links that hangs on where its file lies.

    `parts` are the files that stand on the spec's page.
    """
    for pointer in pointing:
        if pointer.kind != "role" and is_relative(pointer.target):
            yield standing(pointer.target, pointer.at.path, parts)
    for item in spec.items():
        for link in item.about.links:
            if link.url and is_relative(link.url):
                yield standing(link.url, link.text.span.path, parts)


def standing(url: str, path: str, parts: AbstractSet[str]) -> RelativeUrl:
    """A URL that stands in a file of this path."""
    return RelativeUrl(url, path if path in parts else "")


def is_relative(url: str) -> bool:
    """Whether what a URL means hangs on where its file lies."""
    return not _ABSOLUTE.match(url)
