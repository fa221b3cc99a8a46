"""Roles, links and images in a spec's Markdown, replaced by what they stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from operator import is_
from typing import Any, Literal, NamedTuple, TypeAlias

from .items import CLASSES, About
from .markup import inline
from .model import Block, Group, Header, HeaderLine, List, Section, Spec, Table
from .patterns import pattern
from .prose import prose
from .source import NOWHERE, Span, Text

#: What is no Markdown of the spec's own: explicit ids, typed links, and directives as written.
_NO_PROSE = frozenset(("id", "links", "source", "unknown"))

#: The types of what holds no words at all, as they are annotated.
_NO_WORDS = frozenset(("Span", "bool", "int"))

_MAY_POINT = pattern(r"\{|\]\(|\]:|<p(?:roject|ath):")
_DEFINITION = pattern(
    r"^[ ]{0,3}\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s<]\S*)", re.MULTILINE
)


class Pointer(NamedTuple):
    """What points elsewhere: a role, a link, an image or a link reference definition.

    `text` is all of it as it stands there, `label` what is shown, `target` a URL or the name of
    the role, and `at` the place where it begins.
    """

    kind: Literal["role", "link", "image", "definition"]
    text: str
    label: str
    target: str
    at: Span = NOWHERE

    def leading_to(self, url: str) -> str:
        """The same with another URL, which is written as a link needs it."""
        start = self.text.rindex("]") + 1 if self.kind == "definition" else 0
        start = start or self.text.index(self.label) + len(self.label) + 1
        head, rest = self.text[:start], self.text[start:]
        old = f"<{self.target}>" if f"<{self.target}>" in rest else self.target
        return head + rest.replace(old, url, 1)


#: What stands for a pointer: its own text, if it is to stay.
Change: TypeAlias = Callable[[Pointer], str]


def replaced(text: str, change: Change) -> str:
    """The Markdown with every role, link and image outside of code replaced.

    In a link's label only images are: no link can hold another. `text` may be a `Text`, so that
    places are known.
    """
    if not _MAY_POINT.search(text):
        return text
    said: list[str] = []
    last = 0
    found = [
        part
        for part in inline.parts(text)
        if part.kind in ("role", "link", "image") or _is_of_myst(part)
    ]
    wholes = (text if isinstance(text, Text) else Text(text)).pieces(
        (part.start, part.stop) for part in found
    )
    for part, whole in zip(found, wholes, strict=True):
        said += (text[last : part.start], change(_pointer(part, whole, change)))
        last = part.stop
    return "".join(said) + text[last:]


def with_pointers(spec: Spec, change: Change) -> Spec:
    """The spec with everything in its prose replaced that points elsewhere."""
    changed: Spec = _changed(spec, change)
    return changed


def pointers(spec: Spec) -> Iterator[Pointer]:
    """Everything in the spec's prose that points elsewhere, as `with_pointers` hands it over."""
    found: list[Pointer] = []

    def note(pointer: Pointer) -> str:
        found.append(pointer)
        return pointer.text

    with_pointers(spec, note)
    return iter(found)


def _is_of_myst(part: inline.Part) -> bool:
    """Whether it is a link such as `<project:page.md>`, which shows the title of the page."""
    return part.kind == "autolink" and part.target.startswith(("project:", "path:"))


def _pointer(part: inline.Part, whole: Text, change: Change) -> Pointer:
    kind, label, said = part.kind, part.label, str(whole)
    if kind == "autolink":
        return Pointer("link", said, "", part.target, whole.span)
    assert kind in ("role", "link", "image")
    if kind == "link" and "![" in label:
        inner = whole.part(1, 1 + len(label))
        label = replaced(inner, lambda each: change(each) if each.kind == "image" else each.text)
        said = f"[{label}{whole[1 + len(inner) :]}"
    return Pointer(kind, said, label, part.target, whole.span)


def _changed(value: Any, change: Change) -> Any:
    """A part of the model with its pointers replaced: itself, if nothing in it changes."""
    if isinstance(value, Text):
        return _text(value, change)
    if isinstance(value, Block):
        return _block(value, change)
    if isinstance(value, tuple):
        found = tuple([_changed(each, change) for each in value])
        return value if all(map(is_, found, value)) else found
    changes = {}
    for name in _PARTS.get(type(value), ()):
        old = getattr(value, name)
        # Most of what an item may have besides its words is empty, and most words are plain.
        if not old or (type(old) is Text and not _MAY_POINT.search(old)):
            continue
        if (new := _changed(old, change)) is not old:
            changes[name] = new
    return replace(value, **changes) if changes else value


def _text(text: Text, change: Change) -> Text:
    said = replaced(text, change)
    return text if said == text else Text(said, *text.place)


def _block(block: Block, change: Change) -> Block:
    inside = prose(block)
    if block.kind == "table":
        change = _in_table(change)
    said = _definitions(inside, change) if block.kind == "definition" else replaced(inside, change)
    if said == inside:
        return block
    text = Text(block.text.replace(inside, said, 1), *block.text.place)
    return replace(block, text=text, entries=tuple(_text(entry, change) for entry in block.entries))


def _definitions(text: Text, change: Change) -> str:
    def changed(match: re.Match[str]) -> str:
        target = match[1].removeprefix("<").removesuffix(">")
        return change(Pointer("definition", match[0], "", target, text.at(match.start())))

    return _DEFINITION.sub(changed, text)


def _in_table(change: Change) -> Change:
    """What a pointer is in a row of a table, whose pipes are escaped."""

    def changed(pointer: Pointer) -> str:
        text, label = (each.replace("\\|", "|") for each in (pointer.text, pointer.label))
        return change(pointer._replace(text=text, label=label)).replace("|", "\\|")

    return changed


#: The fields of each class of the model that may hold prose, or what holds some.
_PARTS = {
    cls: tuple(
        field.name
        for field in fields(cls)
        if field.name not in _NO_PROSE and field.type not in _NO_WORDS
    )
    for cls in (*CLASSES.values(), About, Group, Header, HeaderLine, List, Section, Spec, Table)
}
