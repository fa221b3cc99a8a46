"""How values are made: data classes that are compared by what they hold, and never change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen: bool, slots: bool):
        """The decorator `dataclass`, but that only type checkers see to it that nothing changes.

        What Python itself keeps frozen takes four times as long to make, and a spec is made of
        hundreds.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["value"]
