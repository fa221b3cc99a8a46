"""Digests of what the project's documents contain: equal ones mean that nothing has changed.

What depends on all documents is only computed again if these digests differ from those that it was
computed from. Each document has its own digests, made once after it was read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ..domain import SpecDomain

_BYTES = 8

#: The keys of the domain's data on what documents refer to, besides their entries.
_POINTING = ("loose", "linked", "views", "rules", "rule_names", "includes")


class State(NamedTuple):
    """Digests of what is known of a document, or of all documents.

    `names` covers the names of its spec and its items, also those that its page shows, `points`
    covers what it refers to, wherever the references are; `all` covers everything, with the
    position of each thing in its file.
    """

    names: str
    points: str
    all: str


def of(domain: SpecDomain) -> State:
    """Return the state of all documents of the project."""
    known = _by_document(domain)
    for docname in {name for noted in domain.known.noted() for name in noted} - known.keys():
        known[docname] = _of(docname, domain)
    names, points, everything = (
        digest((docname, known[docname][at]) for docname in sorted(known)) for at in range(3)
    )
    return State(names, points, everything)


def digest(data: Iterable[Any]) -> str:
    """Return a digest of plain data."""
    text = json.dumps([*data], ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()


def _by_document(domain: SpecDomain) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = domain.data["states"]
    return found


def _of(docname: str, domain: SpecDomain) -> tuple[str, str, str]:
    """Return the state of one document, as the plain tuple that the environment holds."""
    page = domain.pages.get(docname)
    names: list[Any] = []
    points: list[Any] = [domain.data[key].get(docname) for key in _POINTING]
    if page:
        names = [page.path, page.spec_slug, page.title, [each[:3] for each in page.items]]
        names.append(domain.known.titles.get(docname))
        points += [(*each[:4], each.path) for each in page.references]
    return digest(names), digest(points), digest(each.get(docname) for each in domain.known.noted())
