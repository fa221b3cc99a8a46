"""Errors in data that should be a spec: what is wrong, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from ..patterns import pattern

Made = TypeVar("Made")

#: A key of an object, or an index of an array.
Step: TypeAlias = str | int

_NAME = pattern(r"[A-Za-z_]\w*")

#: JSON's names for the types of values.
_TYPES = {
    dict: "an object",
    list: "an array",
    str: "a string",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class Misfit(ValueError):  # noqa: N818 - it is the data that errs
    """Why some data is not an entry of `specs.json`.

    `place` is a JSON path (https://www.rfc-editor.org/rfc/rfc9535), from the data that was read.
    """

    def __init__(self, reason: str, *steps: Step) -> None:
        super().__init__(reason)
        self.reason = reason
        self.steps = steps

    def below(self, *steps: Step) -> Misfit:
        """Return the same misfit with these steps prepended to its place."""
        return Misfit(self.reason, *steps, *self.steps)

    @property
    def place(self) -> str:
        """The JSON path of the value that is wrong."""
        return "$" + "".join(map(_step, self.steps))

    def __str__(self) -> str:
        return f"not an entry of specs.json: {self.place}: {self.reason}"


def value(data: Mapping[str, Any], key: str) -> Any:
    """Return the value of a required key."""
    if key not in data:
        raise Misfit("is missing", key)
    return data[key]


def an_object(data: Any) -> Mapping[str, Any]:
    """Return the data, or raise `Misfit` if it is not an object."""
    if not isinstance(data, Mapping):
        raise unlike("an object", data)
    return data


def object_at(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object at a required key."""
    try:
        return an_object(value(data, key))
    except Misfit as misfit:
        raise (misfit if misfit.steps else misfit.below(key)) from None


def each(data: Mapping[str, Any], key: str, make: Callable[[Any], Made]) -> tuple[Made, ...]:
    """Convert each element of the array at a required key."""
    found: Any = value(data, key)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise unlike("an array", found).below(key)
    made = []
    for index, element in enumerate(found):
        try:
            made.append(make(element))
        except Misfit as misfit:
            raise misfit.below(key, index) from None
    return tuple(made)


def unlike(wanted: str, data: Any) -> Misfit:
    """Return the misfit for data of another type than wanted."""
    return Misfit(f"must be {wanted}, not {_TYPES.get(type(data), type(data).__name__)}")


def _step(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _NAME.fullmatch(step) else f"[{step!r}]"
