"""Owners and deadlines that a question names, but not where they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from sphinxcontrib_spec.items import OpenQuestion, tail
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._fix import Fix, safe

_FIELDS = {field.key: field for field in OpenQuestion.kind.fields}
_LABELS = {
    key: "|".join(re.escape(name) for name in (field.label, *field.aliases))
    for key, field in _FIELDS.items()
    if key in ("owner", "deadline")
}
_SAID = {
    key: pattern(
        rf"(?<!\w)(?:{labels})(?:[*_]*:[*_]*|[*_]*[ \t][=–—-][*_]*(?=[ \t]))[ \t]*"
        r"(?P<value>[^\s;,)\]|*][^\n;,)\]|*]*?)"
        r"(?=\s{0,9}(?:[\n;,)\]|*]|\.?\s{0,9}\Z"
        r"|(?:\.|\s[—–/-]{1,2})\s+\w[\w ]*(?::|[ ][=–—-][ ])))",
        re.IGNORECASE,
    )
    for key, labels in _LABELS.items()
}
_ASKS = "?\N{FULLWIDTH QUESTION MARK}"

#: What may stand around an owner and a deadline that end a question, and nothing else.
_OPENING = " \t\n([*_,;—–-"
_SIGNS = pattern(r"[\s()\[\]*_,;./—–-]*")


class Labelled(NamedTuple):
    """A label with its value, as it stands in the question or below it, and the value alone."""

    words: Text
    value: Text


def misplaced(question: OpenQuestion) -> dict[str, Labelled]:
    """By key, the owner and the deadline that are not read as such, though somebody wrote them."""
    found = {}
    for key in _SAID:
        if not getattr(question, key).strip() and (said := _find(question, key)):
            found[key] = said
    return found


def as_tail(question: OpenQuestion, found: dict[str, Labelled]) -> Fix | None:
    """A fix that writes them as the question's end, if they are its end already."""
    text = question.question
    places = [(text.find(said.words), said) for said in found.values()]
    if question.tail or question.about.source or any(at < 0 for at, _ in places):
        return None
    start = min(at for at, _ in places)
    rest = text[start:]
    for said in found.values():
        rest = rest.replace(said.words, "", 1)
    if not _SIGNS.fullmatch(rest):
        return None
    owner, deadline = (
        found[key].value if key in found else getattr(question, key) for key in _SAID
    )
    words = text.part(0, len(text[:start].rstrip(_OPENING)))
    end = text.reworded(tail(owner, deadline))
    change = partial(replace, question=words, owner=owner, deadline=deadline, tail=end)
    return safe(question, change)


def _find(question: OpenQuestion, key: str) -> Labelled | None:
    for text in _texts(question, key):
        asked = max(map(text.rfind, _ASKS))
        for match in _SAID[key].finditer(text):
            if match.end() > asked:
                return Labelled(text.part(*match.span()), text.part(*match.span("value")))
    return None


def _texts(question: OpenQuestion, key: str) -> Iterator[Text]:
    """Where a part may stand that is not read: also in the owner, behind a label of its own."""
    yield question.question
    yield question.tail
    if key == "deadline":
        yield question.owner
    yield question.body
