"""URLs of a spec that hang on where its file lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple
from urllib.parse import unquote

from sphinxcontrib_spec import names
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.roles import Pointer

_ABSOLUTE = re.compile(r"(?!project:|path:)[a-z][a-z0-9+.-]*:|//|[#?]|$", re.IGNORECASE)

#: Says in MyST that a link is to a document, a label or an item, or to a file: no viewer knows it.
_SCHEME = re.compile(r"(?:project|path):(?=.)", re.DOTALL)


class RelativeUrl(NamedTuple):
    """A URL as it stands on a page, or in the file that is this `part` of it.

    A link that `is_bare` has no words: its page shows the title of what it leads to.
    """

    url: str
    part: str = ""
    is_bare: bool = False


class Relative(NamedTuple):
    """Which pointers of a spec hang on where its file lies.

    `strays` are those to places that the file does not have: MyST looks for them in the whole
    project, where a viewer of the file alone finds nothing.
    """

    strays: frozenset[RelativeUrl]

    @classmethod
    def of(cls, spec: Spec, pointing: Iterable[Pointer]) -> Relative:
        """Those of the spec, which has these pointers."""
        asked = {
            RelativeUrl(each.target, is_bare=is_bare(each))
            for each in pointing
            if each.target.startswith("#") and each.kind in ("link", "definition")
        }
        if not asked:
            return cls(frozenset())
        items = (names.anchor(item.kind.name, item.about.slug) for item in spec.items())
        here = {*items, *headings(spec)}
        return cls(
            frozenset(each for each in asked if each.is_bare or unquote(each.url[1:]) not in here)
        )

    def has(self, pointer: Pointer) -> bool:
        """Whether what it points to hangs on where the file lies."""
        if pointer.kind == "role":
            return False
        if is_relative(pointer.target):
            return True
        return bool(self.strays) and standing(pointer, frozenset()) in self.strays


def headings(spec: Spec) -> dict[str, str]:
    """The plain words of each heading of a spec, by the anchor that viewers give it."""
    found = (spec.heading, *(section.heading for section in spec.walk()))
    words = [inline.plain(heading) for heading in found]
    return dict(zip(names.heading_anchors(words), words, strict=True))


def relative_urls(
    spec: Spec, pointing: Iterable[Pointer], relative: Relative, parts: AbstractSet[str]
) -> Iterator[RelativeUrl]:
    """Every URL in the spec's pointers and typed links that hangs on where its file lies.

    `parts` are the files that stand on the spec's page.
    """
    for pointer in pointing:
        if relative.has(pointer):
            yield standing(pointer, parts)
    for item in spec.items():
        for link in item.about.links:
            if link.url and is_relative(link.url):
                yield in_part(link.url, link.text.span.path, parts)


def standing(pointer: Pointer, parts: AbstractSet[str]) -> RelativeUrl:
    """The URL of a pointer, in the file that it stands in."""
    found = in_part(pointer.target, pointer.at.path, parts)
    return found._replace(is_bare=True) if is_bare(pointer) else found


def in_part(url: str, path: str, parts: AbstractSet[str]) -> RelativeUrl:
    """A URL that stands in a file of this path."""
    return RelativeUrl(url, path if path in parts else "")


def is_bare(pointer: Pointer) -> bool:
    """Whether it is a link that has no text of its own."""
    return pointer.kind == "link" and not pointer.label.strip()


def unschemed(url: str) -> str:
    """The URL without what MyST alone understands before it."""
    return _SCHEME.sub("", url, count=1) if _SCHEME.match(url) else url


def is_relative(url: str) -> bool:
    """Whether what a URL means hangs on where its file lies."""
    return not _ABSOLUTE.match(url)
