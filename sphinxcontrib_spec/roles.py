"""Finds and replaces the roles, links and images in the Markdown of a spec."""

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

#: Fields that hold no prose of the spec: explicit ids, typed links, and directives as written.
_NO_PROSE = frozenset(("id", "links", "source", "unknown"))

#: The annotations of fields that hold no text at all.
_NO_WORDS = frozenset(("Span", "bool", "int"))

_MAY_POINT = pattern(r"\{|\]\(|\]:|<p(?:roject|ath):")
_DEFINITION = pattern(
    r"^[ ]{0,3}\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s<]\S*)", re.MULTILINE
)


class Pointer(NamedTuple):
    """A reference to something else: a role, a link, an image or a link reference definition.

    `text` is the whole construct as written, `label` the text that is shown, `target` a URL or the
    name of the role, and `at` the position where it begins.
    """

    kind: Literal["role", "link", "image", "definition"]
    text: str
    label: str
    target: str
    at: Span = NOWHERE

    def leading_to(self, url: str) -> str:
        """Return its text with another URL, given in the form that a link needs."""
        start = self.text.rindex("]") + 1 if self.kind == "definition" else 0
        start = start or self.text.index(self.label) + len(self.label) + 1
        head, rest = self.text[:start], self.text[start:]
        old = f"<{self.target}>" if f"<{self.target}>" in rest else self.target
        return head + rest.replace(old, url, 1)


#: Returns the replacement for a pointer: its own text to leave it as it is.
Change: TypeAlias = Callable[[Pointer], str]


def replaced(text: str, change: Change) -> str:
    """Replace every role, link and image in the Markdown outside of code.

    In the label of a link only images are replaced, as a link cannot contain another one. `text`
    may be a `Text`, so that positions are known.
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
    """Return the spec with every pointer in its prose replaced."""
    changed: Spec = _changed(spec, change)
    return changed


def pointers(spec: Spec) -> Iterator[Pointer]:
    """Yield every pointer in the prose of the spec, as `with_pointers` passes it on."""
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
    """Return a part of the model with its pointers replaced; the same object if nothing changes."""
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
        # Most optional fields of an item are empty, and most texts contain no pointer.
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
    """Wrap a change for use in a table row, where pipes are escaped."""

    def changed(pointer: Pointer) -> str:
        text, label = (each.replace("\\|", "|") for each in (pointer.text, pointer.label))
        return change(pointer._replace(text=text, label=label)).replace("|", "\\|")

    return changed


#: The fields of each model class that may hold prose, directly or in nested values.
_PARTS = {
    cls: tuple(
        field.name
        for field in fields(cls)
        if field.name not in _NO_PROSE and field.type not in _NO_WORDS
    )
    for cls in (*CLASSES.values(), About, Group, Header, HeaderLine, List, Section, Spec, Table)
}
