"""Convert the texts, numbers and positions in a value of the model to JSON data and back.

A position (place) is written as in the terminal, `line:column`. It is preceded by the path if that
is not the spec's own. It is followed by `,column` for each later line, if any of them does not
begin in column 1, and by `|` if pipes in the text are escaped in the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any, Literal, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

from sphinxcontrib_spec.items import CLASSES, About, Link
from sphinxcontrib_spec.model import Block, Group, Header, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Span, Text

from .misfit import Misfit, unlike

#: The form of a place: file, line, column, the columns of later lines, whether pipes are escaped
#: and, for a text that consists of pieces, where each of them begins.
PLACE = (
    r"^(?:(.*):)?([0-9]{1,9}):([0-9]{1,9})((?:,[0-9]{1,9})*)(\|?)"
    r"((?:;[0-9]{1,9}@[0-9]{1,9}:[0-9]{1,9})*)$"
)

#: The key of the places of a data object's texts.
PLACES = "places"

_SURROGATE = pattern("[\ud800-\udfff]")
_PLACE = pattern(PLACE, re.DOTALL)
#: The form of most places.
_LINE_AND_COLUMN = pattern(r"([0-9]{1,9}):([0-9]{1,9})")
_PIECE = pattern(r";(\d+)@(\d+):(\d+)")

Holding = TypeVar("Holding")


class Leaf(NamedTuple):
    """One field of a class: its name, its type, and its default (`MISSING` if it has none).

    `texts` is true if it holds several texts. `holds` returns whether a JSON value is valid for it.
    """

    name: str
    type: Any
    default: Any
    texts: bool
    holds: Callable[[Any], bool]


def _leaves(cls: type) -> tuple[Leaf, ...]:
    """Return the fields of a class of the model that hold no other values of the model."""
    types = get_type_hints(cls)
    return tuple(
        Leaf(field.name, kind, field.default, kind == tuple[Text, ...], _holder(kind))
        for field in fields(cls)
        if _is_leaf(kind := types[field.name])
    )


def _is_leaf(kind: Any) -> bool:
    return (
        kind in (Text, Span, str, int, bool, tuple[Text, ...], tuple[str, ...])
        or get_origin(kind) is Literal
    )


def put(thing: Any, path: str) -> dict[str, Any]:
    """Return the leaves of a value except for defaults; `path` is the spec's."""
    data: dict[str, Any] = {}
    places: dict[str, Any] = {}
    for name, kind, default, texts, _ in LEAVES[type(thing)]:
        value = getattr(thing, name)
        if value is default:  # defaults have no place
            continue
        if kind is Span:
            if place := _put_place(path, value):
                places[name] = place
            continue
        if kind is Text:
            if place := _put_place(path, *value.place):
                places[name] = place
        elif texts:
            whence = [_put_place(path, *text.place) for text in value]
            if any(whence):
                places[name] = whence
        if value != default:
            data[name] = str(value) if kind is Text else _plain(value)
    if places:
        data[PLACES] = places
    return data


def get(cls: type[Holding], data: Mapping[str, Any], path: str, **more: Any) -> Holding:
    """Create an instance of this class from data; `more` gives the fields that are not leaves.

    Raise `Misfit` if a field is missing or has the wrong type.
    """
    places = data.get(PLACES, {})
    if not isinstance(places, Mapping):
        raise unlike("an object", places).below(PLACES)
    values = dict(more)
    for leaf in LEAVES[cls]:
        name = leaf.name
        if name not in data and name not in places:
            if leaf.default is MISSING:
                raise Misfit("is missing", name)
            continue
        place = places.get(name, "")
        if leaf.type is Span:
            values[name] = _get_text("", place, path, name).span
            continue
        found = data.get(name, leaf.default)
        if not leaf.holds(found):
            raise _unfit(leaf, found).below(name)
        if leaf.type is Text:
            found = _get_text(found, place, path, name)
        elif leaf.texts:
            whence = place or [""] * len(found)
            if not isinstance(whence, list) or len(whence) != len(found):
                raise Misfit("must be an array with a place for each text", PLACES, name)
            pairs = zip(found, whence, strict=True)
            found = tuple(_get_text(text, spot, path, name) for text, spot in pairs)
        values[name] = tuple(found) if isinstance(found, list) else found
    return cls(**values)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return str(value)
        case tuple():
            return [str(text) for text in value]
        case _:
            return value


def _holder(kind: Any) -> Callable[[Any], bool]:
    """Return a function that tells whether a JSON value is valid for a leaf of this type."""
    if get_origin(kind) is Literal:
        words = get_args(kind)
        return lambda found: isinstance(found, str) and found in words
    if get_origin(kind) is tuple:
        return lambda found: isinstance(found, list | tuple) and all(map(_is_text, found))
    if kind is int:
        return lambda found: isinstance(found, int) and not isinstance(found, bool)
    return (lambda found: isinstance(found, bool)) if kind is bool else _is_text


def _is_text(found: Any) -> bool:
    """Return whether a value is text that a file can hold, without unpaired surrogates."""
    return isinstance(found, str) and (found.isascii() or not _SURROGATE.search(found))


def _unfit(leaf: Leaf, found: Any) -> Misfit:
    """Return why a value is not valid for this leaf."""
    if get_origin(leaf.type) is Literal:
        return Misfit(f"must be one of {', '.join(map(json.dumps, get_args(leaf.type)))}")
    if isinstance(found, list | tuple) and get_origin(leaf.type) is tuple:
        wrong = next(index for index, text in enumerate(found) if not _is_text(text))
        return _unfit(_TEXT, found[wrong]).below(wrong)
    if isinstance(found, str) and leaf.type in (str, Text):
        return Misfit("is no Unicode text: it has half of a surrogate pair")
    wanted = "an array" if get_origin(leaf.type) is tuple else _WANTED[leaf.type]
    return unlike(wanted, found)


def _put_place(
    path: str,
    span: Span,
    columns: Sequence[int] = (),
    escaped: bool = False,
    turns: Sequence[tuple[int, Span]] = (),
) -> str:
    """Return the place of a text in the spec's file or another file; empty if unknown."""
    file, line, column = span
    whose = "" if file == path else f"{file}:"
    if not (columns or escaped):
        if not (line or column or file):
            return ""
        if not turns:
            return f"{whose}{line}:{column}"
    later = "".join(f",{column}" for column in columns)
    pieces = "".join(f";{at}@{piece.line}:{piece.column}" for at, piece in turns[1:])
    return f"{whose}{line}:{column}{later}{'|' if escaped else ''}{pieces}"


def _get_text(words: str, place: Any, path: str, name: str) -> Text:
    if place == "":
        return Text(words)
    if isinstance(place, str) and (simple := _LINE_AND_COLUMN.fullmatch(place)):
        return Text(words, Span(path, int(simple[1]), int(simple[2])))
    match = _PLACE.match(place) if isinstance(place, str) else None
    if match is None:
        raise Misfit(f"is no place: {json.dumps(place)[:40]}", PLACES, name)
    whose, line, column, later, pipe, pieces = match.groups()
    span = Span(path if whose is None else whose, int(line), int(column))
    columns = tuple(int(number) for number in later.split(",")[1:])
    turns = [
        (int(at), span._replace(line=int(line), column=int(column)))
        for at, line, column in _PIECE.findall(pieces)
    ]
    return Text(words, span, columns, bool(pipe), ((0, span), *turns) if turns else ())


_TEXT = Leaf("", str, MISSING, False, _is_text)
_WANTED: dict[Any, str] = {
    Text: "a string",
    str: "a string",
    int: "a whole number",
    bool: "true or false",
}

LEAVES: dict[type, tuple[Leaf, ...]] = {
    cls: _leaves(cls)
    for cls in (
        *(Spec, Header, HeaderLine, Section, Block, Table, List, Group, About, Link),
        *CLASSES.values(),
    )
}
