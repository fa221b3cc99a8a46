"""Formatting a file, proven safe: it is written only if it says the same and stays as it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from .model import Spec
from .reader import read
from .source import Span
from .writer import write

_LIST_NUMBER = re.compile(r"^[ \t]*\d{1,9}[.)]", re.MULTILINE)

#: What a canonical form may write otherwise: white space, the signs that lists, tables and
#: headings are made of, and the backslash before a pipe.
_LAYOUT = re.compile(r"[\s\ufeff*+#|=:\\-]+")


class Refusal(NamedTuple):
    """Why a file is left as it is, and where its author should look."""

    reason: str
    span: Span


class Formatted(NamedTuple):
    """The text of a file in canonical form, or the text as it was and why."""

    text: str
    refusal: Refusal | None = None


def formatted(text: str, path: str = "", *, strict: bool = False) -> Formatted:
    """The canonical form of a Markdown text (ruling 1), or the text itself and a refusal.

    Nothing is refused that is canonical already. Otherwise the new text must be read as an
    equal spec, must be canonical itself, and must hold every character of the old one in
    order, but for white space and the signs of lists, tables and headings (ruling 3). The
    strict form may move the header, so its characters are not compared.
    """
    spec = read(text, path)
    new = write(spec, strict=strict)
    if new == text:
        return Formatted(text)
    again = read(new, path)
    if again != spec:
        reason = "in canonical form it would be read as another spec from here on"
        return Formatted(text, Refusal(reason, _first_difference(spec, again)))
    if write(again, strict=strict) != new:
        reason = "its canonical form would change when it is formatted again"
        return Formatted(text, Refusal(reason, Span(path, 1, 1)))
    if not strict and _words(text) != _words(new):
        reason = "its canonical form would not hold every character of it"
        return Formatted(text, Refusal(reason, Span(path, 1, 1)))
    return Formatted(new)


def _words(text: str) -> str:
    return _LAYOUT.sub("", _LIST_NUMBER.sub("", text))


def _first_difference(one: Spec, other: Spec) -> Span:
    pairs = zip(one.walk(), other.walk(), strict=False)
    different = next((a for a, b in pairs if a.blocks != b.blocks or a.heading != b.heading), None)
    return different.heading.span if different else Span(one.path, 1, 1)
