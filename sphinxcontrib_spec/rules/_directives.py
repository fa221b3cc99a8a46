"""Unknown options of item directives, and changes of a field that also update its directive."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import Item, ItemType, OpenQuestion, tail
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._rule import nearest

_DASH = pattern(r"\s*(?:—|–|--|-)\s+")


def meant(kind: schema.Kind, option: str) -> str:
    """Return the option that an unknown one was probably meant to be, if any.

    It may have the name of a table column, or be misspelt.
    """
    words = option.replace("-", " ").casefold()
    for field in kind.fields:
        if field.options and words in [alias.casefold() for alias in field.aliases]:
            return field.options[0]
    return nearest(option, schema.option_names(kind))


def is_misnamed(item: Item, field: schema.Field) -> bool:
    """Whether an unknown option of the item's directive was meant to set this field."""
    return any(meant(item.kind, option) in field.options for option in item.about.unknown)


def with_field(item: ItemType, field: schema.Field, old: str, value: str) -> ItemType:
    """Return the item with a new value of a field that an option of its directive sets.

    It stays the same if its value is not `old` any more.
    """
    text = getattr(item, field.key)
    if text != old:
        return item
    changes: dict[str, Any] = {field.key: text.reworded(value)}
    if item.about.source:
        source = _with_option(item.about.source, field.options, value)
        changes["about"] = replace(item.about, source=source)
    return replace(item, **changes)


def with_tail(question: OpenQuestion, field: schema.Field, old: str, value: str) -> OpenQuestion:
    """Return the question with a new part in its tail: the owner first, the deadline last."""
    new = with_field(question, field, old, value)
    if new is question:
        return question
    end, said = question.tail, f"{field.label}: {value}"
    if question.about.source or not end:
        text = tail(new.owner, new.deadline)
    elif empty := re.search(rf"({field.label}[*_]*\s?:[*_]*)\s*(?=[,;]|\Z)", end, re.IGNORECASE):
        text = f"{end[: empty.end(1)]} {value}{end[empty.end() :]}"
    elif field.key == "deadline":
        text = f"{end}, {said}"
    else:
        text = _DASH.sub(lambda dash: f"{dash[0]}{said}, ", end, count=1)
    return replace(new, tail=end.reworded(text))


def _with_option(source: Text, names: tuple[str, ...], value: str) -> Text:
    """Return a fence with an option set: on its existing line, or on a new one.

    Options are lines of `:key: value`, or YAML between two lines of `---`. A new one gets the first
    of the names.
    """
    lines = source.split("\n")
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    margin = f"[ ]{{0,{len(indent)}}}"
    start, stop, sign = _options(lines, margin)
    known = re.compile(rf"({margin}{sign}(?:{'|'.join(map(re.escape, names))}):)(?:[ \t].*)?")
    for at in range(start, stop):
        if match := known.fullmatch(lines[at]):
            lines[at] = f"{match[1]} {value}"
            break
    else:
        lines.insert(stop, f"{indent}{sign}{names[0]}: {value}")
    return source.reworded("\n".join(lines))


def _options(lines: list[str], margin: str) -> tuple[int, int, str]:
    """Return where the options of a fence begin and end, and the sign before each key."""
    first = next((at for at in range(1, len(lines)) if lines[at].strip()), 1)
    fence, option = re.compile(rf"{margin}---[ \t]*"), re.compile(rf"{margin}:[\w-]+:")
    if any(map(fence.fullmatch, lines[first : first + 1])):
        ends = (at for at in range(first + 1, len(lines)) if fence.fullmatch(lines[at]))
        if stop := next(ends, 0):
            return first + 1, stop, ""
    stop = first
    while stop < len(lines) and option.match(lines[stop]):
        stop += 1
    return (first, stop, ":") if stop > first else (1, 1, ":")
