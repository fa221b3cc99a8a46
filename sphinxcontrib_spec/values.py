"""Frozen classes of named values: dataclasses that take less time to define, and to make.

What `dataclass` writes anew for each class is said here once for all of them. Only its constructor
is written for a class alone, and when its first value is made: of all that is imported, one
command makes few.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, cast, dataclass_transform

__all__ = ["field", "value"]

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: Class) -> Class:
    """The class as `dataclass(frozen=True, slots=True)` makes it, for `fields` and `replace`, too.

    A field may have a default, and may be left out of what is compared or shown; all else that
    fields may be is for `dataclass`. Methods that the class has of its own are kept.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    compared = attrgetter("__class__", *[each.name for each in fields(made) if each.compare])

    def first_init(self: Any, *args: Any, **named: Any) -> None:
        made.__init__ = _constructor(made)
        made.__init__(self, *args, **named)

    def eq(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if type(other) is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(compared(self))

    methods = {"__init__": first_init, "__eq__": eq, "__hash__": hashed, **_SHARED}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return cast(Class, made)


def _constructor(cls: type) -> Any:
    """What sets the fields of a value, which nothing else can."""
    scope: dict[str, Any] = {}
    arguments = ["self"]
    for each in fields(cls):
        scope[f"set_{each.name}"] = getattr(cls, each.name).__set__
        scope[f"default_{each.name}"] = each.default
        given = "" if each.default is MISSING else f"=default_{each.name}"
        arguments.append(f"{each.name}{given}")
    lines = [f"def __init__({', '.join(arguments)}):"]
    lines += [f" set_{each.name}(self, {each.name})" for each in fields(cls)]
    exec("\n".join(lines), scope)  # noqa: S102 - so does dataclass, of names in our own code
    return scope["__init__"]


def _repr(self: Any) -> str:
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple([getattr(self, each.name) for each in fields(self)])


def _setattr(self: Any, name: str, value: object) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED = {
    "__repr__": _repr,
    "__reduce__": _reduce,
    "__setattr__": _setattr,
    "__delattr__": _delattr,
}
