"""The words, numbers and places that a value of the model holds itself, as JSON data and back.

A place is said as the terminal says it: `line:column`, with the path before it if it is not the
spec's own, `,column` for each later line that does not begin in column 1 by itself, and `|` at the
end if pipes in the text are escaped in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from sphinxcontrib_spec.items import CLASSES, About, Link
from sphinxcontrib_spec.model import Block, Group, Header, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.source import NOWHERE, Span, Text

#: What a place looks like.
PLACE = r"^(?:(.*):)?([0-9]+):([0-9]+)((?:,[0-9]+)*)(\|?)$"

#: Where a data object says in which places its texts stand.
PLACES = "places"

_PLACE = re.compile(PLACE, re.DOTALL)

Holding = TypeVar("Holding")


class Leaf(NamedTuple):
    """One field of a class: its name, its type, and its default (`MISSING` if it has none)."""

    name: str
    type: Any
    default: Any

    @property
    def texts(self) -> bool:
        """Whether it holds several texts."""
        return bool(self.type == tuple[Text, ...])


def _leaves(cls: type) -> tuple[Leaf, ...]:
    """The fields of a class of the model that hold no other value of the model."""
    types = get_type_hints(cls)
    return tuple(
        Leaf(field.name, types[field.name], field.default)
        for field in fields(cls)
        if _is_leaf(types[field.name])
    )


def _is_leaf(kind: Any) -> bool:
    return (
        kind in (Text, Span, str, int, bool, tuple[Text, ...], tuple[str, ...])
        or get_origin(kind) is Literal
    )


def put(thing: Any, path: str) -> dict[str, Any]:
    """What the thing holds itself, but for defaults; `path` is the spec's."""
    data: dict[str, Any] = {}
    places: dict[str, Any] = {}
    for leaf in LEAVES[type(thing)]:
        value = getattr(thing, leaf.name)
        if leaf.type is Span:
            place: Any = _put_place(Text("", value), path)
        elif leaf.type is Text:
            place = _put_place(value, path)
        else:
            place = [_put_place(text, path) for text in value] if leaf.texts else ""
        if any(place):
            places[leaf.name] = place
        if leaf.type is not Span and value != leaf.default:
            data[leaf.name] = _plain(value)
    return data | {PLACES: places} if places else data


def get(cls: type[Holding], data: Mapping[str, Any], path: str, **more: Any) -> Holding:
    """The thing of this class that the data tells of; `more` is what is no leaf of it.

    A KeyError or TypeError names what is missing or of the wrong type.
    """
    places = data.get(PLACES, {})
    values = dict(more)
    for leaf in LEAVES[cls]:
        if leaf.name not in data and leaf.name not in places:
            if leaf.default is MISSING:
                raise KeyError(leaf.name)
            continue
        place = places.get(leaf.name, "")
        if leaf.type is Span:
            values[leaf.name] = _get_text("", place, path).span
            continue
        value = data.get(leaf.name, leaf.default)
        if not _holds(leaf.type, value):
            raise TypeError(f"{leaf.name} is {value!r}")
        if leaf.type is Text:
            value = _get_text(value, place, path)
        elif leaf.texts:
            whence = place or [""] * len(value)
            value = tuple(
                _get_text(text, spot, path) for text, spot in zip(value, whence, strict=True)
            )
        values[leaf.name] = tuple(value) if isinstance(value, list) else value
    return cls(**values)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return str(value)
        case tuple():
            return [str(text) for text in value]
        case _:
            return value


def _holds(kind: Any, value: Any) -> bool:
    """Whether a value of JSON data can be a leaf of this type."""
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if get_origin(kind) is tuple:
        return isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)
    return isinstance(value, str if kind is Text else kind)


def _put_place(text: Text, path: str) -> str:
    """A text's place; empty if it is not known."""
    span, columns, escaped = text.place
    if span == NOWHERE and not columns and not escaped:
        return ""
    whose = "" if span.path == path else f"{span.path}:"
    later = "".join(f",{column}" for column in columns)
    return f"{whose}{span.line}:{span.column}{later}{'|' if escaped else ''}"


def _get_text(words: str, place: str, path: str) -> Text:
    if not place:
        return Text(words)
    match = _PLACE.match(place)
    if match is None:
        raise TypeError(f"no place: {place!r}")
    whose, line, column, later, pipe = match.groups()
    span = Span(path if whose is None else whose, int(line), int(column))
    columns = tuple(int(number) for number in later.split(",")[1:])
    return Text(words, span, columns, bool(pipe))


LEAVES: dict[type, tuple[Leaf, ...]] = {
    cls: _leaves(cls)
    for cls in (
        *(Spec, Header, HeaderLine, Section, Block, Table, List, Group, About, Link),
        *CLASSES.values(),
    )
}
