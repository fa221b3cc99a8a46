"""Frozen classes of named values are what `dataclass` and `typing` would have made of them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import get_type_hints

import pytest

from sphinxcontrib_spec.values import NamedTuple, field, value


@value
class Berth:
    """A place at a quay; its `note` is for people only."""

    number: int
    name: str = ""
    depth: float = field(default=2.5, compare=False)
    note: str = field(default="", compare=False, repr=False)

    @property
    def label(self) -> str:
        """What is painted on the quay."""
        return f"{self.number} {self.name}"


@value
class Mooring:
    """Of the same fields as a berth is compared by."""

    number: int
    name: str = ""


@value
class Buoy:
    """One that is only itself."""

    number: int

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Mark(NamedTuple):
    """Where something lies."""

    name: str
    line: int = 0
    inside: tuple[Mark, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether anybody knows where."""
        return self.line > 0


BERTH = Berth(3, name="East")


def test_it_is_made_of_its_fields() -> None:
    assert (BERTH.number, BERTH.name, BERTH.depth, BERTH.note) == (3, "East", 2.5, "")
    assert BERTH.label == "3 East"
    assert Berth(number=1).name == Berth(2).name == ""


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, "a", 1.0, "b", 2), {}), ((1,), {"number": 2}), ((1,), {"x": 2})],
)
def test_it_is_made_of_nothing_else(given: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Berth(*given, **named)  # type: ignore[arg-type]


def test_it_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        BERTH.name = "West"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        del BERTH.name
    with pytest.raises((AttributeError, TypeError)):
        BERTH.other = 1  # type: ignore[attr-defined]
    assert not hasattr(BERTH, "__dict__")


def test_no_other_class_is_made_of_it() -> None:
    with pytest.raises(TypeError, match="Pier"):
        type("Pier", (Berth,), {})


def test_it_is_equal_by_what_is_compared_to_one_of_its_class_alone() -> None:
    same = Berth(3, "East", 4.0, "shallow")
    assert same == BERTH
    assert hash(same) == hash(BERTH)
    assert Berth(4, "East") != BERTH
    assert Berth(3, "West") != BERTH
    assert Mooring(3, "East") != BERTH
    assert BERTH != (3, "East")
    assert len({BERTH, same, Berth(4)}) == 2


def test_what_a_class_says_of_its_own_is_kept() -> None:
    one = Buoy(1)
    assert one == one
    assert one != Buoy(1)
    assert len({one, Buoy(1)}) == 2


def test_it_is_shown_by_what_is_to_be_shown() -> None:
    assert repr(BERTH) == "Berth(number=3, name='East', depth=2.5)"


def test_it_is_a_dataclass() -> None:
    assert dataclasses.is_dataclass(Berth)
    assert [each.name for each in dataclasses.fields(Berth)] == ["number", "name", "depth", "note"]
    deeper = dataclasses.replace(BERTH, depth=9.0)
    assert (deeper, deeper.depth, BERTH.depth) == (BERTH, 9.0, 2.5)
    assert dataclasses.asdict(Mooring(1)) == {"number": 1, "name": ""}


@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy])
def test_it_can_be_sent_and_copied(again: object) -> None:
    full = Berth(3, "East", 4.0, "shallow")
    assert callable(again)
    there = again(full)
    assert (there, there.depth, there.note) == (full, 4.0, "shallow")


def test_a_named_tuple_is_that_of_typing() -> None:
    mark = Mark("wreck", inside=(Mark("anchor", 3),))
    name, line, (anchor,) = mark
    assert (name, line, anchor.line) == ("wreck", 0, 3)
    assert mark == ("wreck", 0, (("anchor", 3, ()),))
    assert isinstance(mark, tuple)
    assert mark._replace(line=7).is_known
    assert not mark.is_known
    assert (Mark._fields, Mark._field_defaults) == (
        ("name", "line", "inside"),
        {"line": 0, "inside": ()},
    )
    assert (Mark.__doc__, Mark.__module__) == ("Where something lies.", __name__)
    assert get_type_hints(Mark) == {"name": str, "line": int, "inside": tuple[Mark, ...]}
    assert pickle.loads(pickle.dumps(mark)) == mark
    with pytest.raises(AttributeError):
        mark.line = 1  # type: ignore[misc]
