"""Frozen classes of named values: dataclasses and named tuples that take less time to define.

What `dataclass` writes anew for each class is said here once for all of them. Only a constructor is
written for a class alone, by `dataclass`, and when its first value is made: of all that is
imported, one command makes few. `NamedTuple` is that of `typing`, which compiles the words of every
annotation.
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
    fields may be is for `dataclass`. Methods that the class has of its own are kept; subclasses it
    has none.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    compared = attrgetter("__class__", *[each.name for each in fields(made) if each.compare])

    def first_new(_: type, /, *args: Any, **named: Any) -> Any:
        made.__new__ = _constructor(made)
        return made(*args, **named)

    def eq(self: Any, other: object) -> Any:
        return compared(self) == compared(other) if type(other) is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(compared(self))

    methods = {"__new__": first_new, "__eq__": eq, "__hash__": hashed, **_SHARED}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return cast(Class, made)


def _constructor(cls: Any) -> Any:
    """What makes values: of a class of the same shape that can be filled, and then of their own."""
    known = [(each.name, each.default) for each in fields(cls)]
    body: dict[str, Any] = {name: each for name, each in known if each is not MISSING}
    body["__annotations__"] = {name: Any for name, _ in known}
    fillable: Any = type(cls.__name__, (), body)
    filled = dataclass(repr=False, eq=False, slots=True)(fillable)

    def new(_: type, /, *args: Any, **named: Any) -> Any:
        self = filled(*args, **named)
        self.__class__ = cls
        return self

    return new


def _repr(self: Any) -> str:
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple([getattr(self, each.name) for each in fields(self)])


def _init_subclass(cls: type) -> None:
    raise TypeError(f"{cls.__name__} is made of a value, of which no other class is made")


def _setattr(self: Any, name: str, value: object) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:  # noqa: ARG001
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_SHARED: dict[str, Any] = {
    "__repr__": _repr,
    "__reduce__": _reduce,
    "__init_subclass__": classmethod(_init_subclass),
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
