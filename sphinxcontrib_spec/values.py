"""Frozen classes of named values: dataclasses and named tuples that take less time to define.

What `dataclass` writes anew for each class is said here once for all of them. Only its constructor
is written for a class alone, and when its first value is made: of all that is imported, one
command makes few. `NamedTuple` is that of `typing`, which compiles the words of every annotation.
"""

from __future__ import annotations

from collections import namedtuple
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, cast, dataclass_transform

__all__ = ["NamedTuple", "field", "value"]

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


if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Named(type):
        """Makes a named tuple of a class that says what its values are called."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            names = [*body["__annotations__"]]
            defaults = [body.pop(each) for each in names if each in body]
            made = namedtuple(name, names, defaults=defaults)  # noqa: PYI024 - it says its types
            for key, each in body.items():
                setattr(made, key, each)
            return made

    class NamedTuple(metaclass=_Named):
        """A tuple whose values have names, as `typing.NamedTuple` is."""
