"""URLs of a spec whose meaning depends on where its file lies."""

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

#: Schemes of MyST for links to a document, label or item, or to a file: no viewer knows them.
_SCHEME = re.compile(r"(?:project|path):(?=.)", re.DOTALL)


class RelativeUrl(NamedTuple):
    """A URL as it is written on a page, or in the included file `part` of the page.

    A link that `is_bare` has no text: its page shows the title of its target.
    """

    url: str
    part: str = ""
    is_bare: bool = False


class Relative(NamedTuple):
    """Knows which pointers of a spec depend on where its file lies.

    `strays` are those to places that the file does not have: MyST looks for them in the whole
    project, while a viewer of the file alone finds nothing.
    """

    strays: frozenset[RelativeUrl]

    @classmethod
    def of(cls, spec: Spec, pointing: Iterable[Pointer]) -> Relative:
        """Return the `Relative` of a spec that has these pointers."""
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
        """Return whether the target of a pointer depends on where the file lies."""
        if pointer.kind == "role":
            return False
        if is_relative(pointer.target):
            return True
        return bool(self.strays) and standing(pointer, frozenset()) in self.strays


def headings(spec: Spec) -> dict[str, str]:
    """Return the plain text of each heading of a spec, by the anchor that viewers give it."""
    found = (spec.heading, *(section.heading for section in spec.walk()))
    words = [inline.plain(heading) for heading in found]
    return dict(zip(names.heading_anchors(words), words, strict=True))


def relative_urls(
    spec: Spec, pointing: Iterable[Pointer], relative: Relative, parts: AbstractSet[str]
) -> Iterator[RelativeUrl]:
    """Yield every URL in a spec's pointers and typed links that depends on where its file lies.

    `parts` are the files that are included in the spec's page.
    """
    for pointer in pointing:
        if relative.has(pointer):
            yield standing(pointer, parts)
    for item in spec.items():
        for link in item.about.links:
            if link.url and is_relative(link.url):
                yield in_part(link.url, link.text.span.path, parts)


def standing(pointer: Pointer, parts: AbstractSet[str]) -> RelativeUrl:
    """Return the URL of a pointer, with the file that it is in."""
    found = in_part(pointer.target, pointer.at.path, parts)
    return found._replace(is_bare=True) if is_bare(pointer) else found


def in_part(url: str, path: str, parts: AbstractSet[str]) -> RelativeUrl:
    """Return a URL that is written in the file at this path."""
    return RelativeUrl(url, path if path in parts else "")


def is_bare(pointer: Pointer) -> bool:
    """Return whether a pointer is a link without text of its own."""
    return pointer.kind == "link" and not pointer.label.strip()


def unschemed(url: str) -> str:
    """Return the URL without a scheme that only MyST understands."""
    return _SCHEME.sub("", url, count=1) if _SCHEME.match(url) else url


def is_relative(url: str) -> bool:
    """Return whether the meaning of a URL depends on where its file lies."""
    return not _ABSOLUTE.match(url)
