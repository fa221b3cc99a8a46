"""Roles in a spec's Markdown, replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from . import inline
from .model import Block, Spec
from .prose import prose
from .source import Span, Text

#: What is no Markdown of the spec's own: explicit ids, typed links, and directives as written.
_NO_PROSE = frozenset(("id", "links", "source"))


def resolved(text: str, link: Callable[[str], str]) -> str:
    """The Markdown with every role outside of code replaced by what `link` gives for it.

    A role is handed over as it stands in the text; `link` gives it back if it is to stay.
    """
    if "{" not in text:
        return text
    said: list[str] = []
    last = 0
    for part in inline.parts(text):
        if part.kind == "role":
            said += (text[last : part.start], link(text[part.start : part.stop]))
            last = part.stop
    return "".join(said) + text[last:]


def with_roles(spec: Spec, link: Callable[[str], str]) -> Spec:
    """The spec with every role in its prose replaced by what `link` gives for it."""
    changed: Spec = _changed(spec, link)
    return changed


def roles(spec: Spec) -> Iterator[str]:
    """Every role in the spec's prose, in order, as `with_roles` hands it over."""
    found: list[str] = []

    def note(role: str) -> str:
        found.append(role)
        return role

    with_roles(spec, note)
    return iter(found)


def _changed(value: Any, link: Callable[[str], str]) -> Any:
    """A part of the model with its roles replaced."""
    if isinstance(value, Text):
        return _text(value, link)
    if isinstance(value, Block):
        return _block(value, link)
    if isinstance(value, tuple) and not isinstance(value, Span):
        return tuple(_changed(each, link) for each in value)
    if not is_dataclass(value):
        return value
    names = [field.name for field in fields(value) if field.name not in _NO_PROSE]
    return replace(value, **{name: _changed(getattr(value, name), link) for name in names})  # type: ignore[type-var]


def _text(text: Text, link: Callable[[str], str]) -> Text:
    said = resolved(text, link)
    return text if said == text else Text(said, *text.place)


def _block(block: Block, link: Callable[[str], str]) -> Block:
    inside = prose(block)
    if block.kind == "table":
        link = _in_table(link)
    said = resolved(inside, link)
    if said == inside:
        return block
    text = Text(block.text.replace(inside, said, 1), *block.text.place)
    return replace(block, text=text, entries=tuple(_text(entry, link) for entry in block.entries))


def _in_table(link: Callable[[str], str]) -> Callable[[str], str]:
    """What a link is in a row of a table, whose pipes are escaped."""
    return lambda role: link(role.replace("\\|", "|")).replace("|", "\\|")
