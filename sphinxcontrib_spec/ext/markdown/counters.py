"""How the items of a numbered list are counted: in numbers, letters or Roman numerals."""

from __future__ import annotations

from typing import TypeGuard

from docutils import nodes

#: CommonMark reads longer numbers as text.
_GREATEST = 999_999_999

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def is_numbered(node: nodes.Element) -> bool:
    """Return whether Markdown can count like this list."""
    last = node.get("start", 1) + len(node)
    return bool(node.get("enumtype", "arabic") == "arabic" and last <= _GREATEST)


def is_initial(node: nodes.Node) -> TypeGuard[nodes.enumerated_list]:
    """Return whether docutils took a name with an initial, such as `R. Moreau`, for a list.

    A single item with a letter that does not begin a list is not a list.
    """
    return (
        isinstance(node, nodes.enumerated_list)
        and not is_numbered(node)
        and len(node) == 1
        and node.get("start", 1) > 1
    )


def signs(node: nodes.Element) -> list[str]:
    """Return the marker of each item of the list, as it was written."""
    start, kind = node.get("start", 1), node.get("enumtype", "arabic")
    before, after = node.get("prefix", ""), node.get("suffix", ".")
    return [f"{before}{_sign(number, kind)}{after}" for number in range(start, start + len(node))]


def _sign(number: int, kind: str) -> str:
    if kind == "arabic":
        return str(number)
    sign = _roman(number) if kind.endswith("roman") else chr(ord("a") + number - 1)
    return sign.upper() if kind.startswith("upper") else sign


def _roman(number: int) -> str:
    numeral = ""
    for value, sign in _ROMAN:
        numeral += sign * (number // value)
        number %= value
    return numeral
