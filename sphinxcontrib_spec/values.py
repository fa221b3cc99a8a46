"""The decorator for value classes: immutable dataclasses that are compared by their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool):
        """Apply `dataclass`, with immutability enforced only by type checkers.

        Instances of dataclasses that are frozen at runtime take four times as long to create, and a
        spec consists of hundreds of values.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["value"]
