"""Finds owners and deadlines of a question that are written where they are not read."""

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
_LABELLED = {
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

#: The characters that may surround an owner and a deadline at the end of a question.
_OPENING = " \t\n([*_,;—–-"
_SIGNS = pattern(r"[\s()\[\]*_,;./—–-]*")


class Labelled(NamedTuple):
    """A label with its value, as written in the question or below it, and the value alone."""

    words: Text
    value: Text


def misplaced(question: OpenQuestion) -> dict[str, Labelled]:
    """Return, by key, the owner and the deadline that were written but are not read as such."""
    found = {}
    for key in _LABELLED:
        if not getattr(question, key).strip() and (labelled := _find(question, key)):
            found[key] = labelled
    return found


def as_tail(question: OpenQuestion, found: dict[str, Labelled]) -> Fix | None:
    """Return a fix that writes them as the question's tail, if they already are at its end."""
    text = question.question
    places = [(text.find(labelled.words), labelled) for labelled in found.values()]
    if question.tail or question.about.source or any(at < 0 for at, _ in places):
        return None
    start = min(at for at, _ in places)
    rest = text[start:]
    for labelled in found.values():
        rest = rest.replace(labelled.words, "", 1)
    if not _SIGNS.fullmatch(rest):
        return None
    owner, deadline = (
        found[key].value if key in found else getattr(question, key) for key in _LABELLED
    )
    words = text.part(0, len(text[:start].rstrip(_OPENING)))
    end = text.reworded(tail(owner, deadline))
    change = partial(replace, question=words, owner=owner, deadline=deadline, tail=end)
    return safe(question, change)


def _find(question: OpenQuestion, key: str) -> Labelled | None:
    for text in _texts(question, key):
        asked = max(map(text.rfind, _ASKS))
        for match in _LABELLED[key].finditer(text):
            if match.end() > asked:
                return Labelled(text.part(*match.span()), text.part(*match.span("value")))
    return None


def _texts(question: OpenQuestion, key: str) -> Iterator[Text]:
    """Yield the texts that may hold an unread part; a deadline may be in the owner, too."""
    yield question.question
    yield question.tail
    if key == "deadline":
        yield question.owner
    yield question.body
