"""Write lists of items: markers, numbers, and the content that is indented below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..items import Item
from ..model import Group, List
from ..patterns import pattern
from . import ends
from .style import Style

_STARTS_A_BLOCK = pattern(
    r"(?=[-+*][ \t]|[-+*]$|#{1,6}(?:[ \t]|$)|>|`{3}|~{3}|<[A-Za-z/!?])|\d{1,9}(?=[.)](?:[ \t]|$))"
)

#: A text that would be a link reference definition except for a blank at its end.
_LEADS_TO_NOTHING = pattern(r"\[.*\]:\s*\\", re.DOTALL)

#: A list that may follow a line of text without a blank line between them.
_INTERRUPTS = pattern(r"(?:[-+*]|1[.)])[ \t]+[^ \t\n]")

#: Content that cannot follow a marker on its line: it is indented without being code, or would turn
#: the marker into a thematic break.
_STANDS_BELOW = pattern(r" {1,3}[^ ]|[ \t]*-[ \t]*-[- \t]*$", re.MULTILINE)

#: More spaces than this after or before a marker have another meaning.
_MOST_BEHIND = 4
_MOST_BEFORE = 3


def items(block: List, entries: Sequence[Item | Group], style: Style, room: int = 0) -> str:
    """Write a list of these entries, which are some or all of the block's.

    `room` is the least indentation of the last entry's text, so that an indented block after the
    list stays outside.
    """
    contents = [_content(entry, style) for entry in entries]
    if block.paragraphs:
        return "\n\n".join(contents)
    markers = [
        f"{number}. " if block.ordered else "- " for number, _ in enumerate(contents, block.start)
    ]
    indent = ""
    if room and contents[-1]:
        markers[-1], indent = _widened(markers[-1], contents[-1], room)
    contents = [
        _hanging(marker, content) for marker, content in zip(markers, contents, strict=True)
    ]
    text = ("\n\n" if block.loose and not style.strict else "\n").join(contents)
    return _indented(text, indent) if indent else text


def _widened(marker: str, content: str, room: int) -> tuple[str, str]:
    """Widen a marker to indent its content by `room`; return it and the list's indentation.

    Spaces after the marker come first, then some before it, then leading zeros of its number.
    """
    if content[0] != " " and not _STANDS_BELOW.match(content):
        marker = marker.ljust(min(room, len(marker) + _MOST_BEHIND - 1))
    indent = min(max(room - len(marker), 0), _MOST_BEFORE)
    if marker[0].isdigit():
        marker = marker.rjust(room - indent, "0")
    return marker, " " * indent


def _content(entry: Item | Group, style: Style) -> str:
    """Return the content that follows the marker of a list item."""
    if not isinstance(entry, Group):
        return _entry(entry, style)
    nested = items(entry.items, entry.items.entries, style)
    apart = not _INTERRUPTS.match(nested) or (entry.apart and not style.strict)
    return ("\n\n" if apart else "\n").join((entry.label, nested))


def _hanging(marker: str, content: str) -> str:
    """Put a list item's content after its marker, and indent the other lines accordingly."""
    if _STANDS_BELOW.match(content):
        content = f"\n{content}"
    first, newline, rest = content.partition("\n")
    below = newline + _indented(rest, " " * len(marker)) if newline else ""
    return (f"{marker}{first}" if first else marker.rstrip()) + below


def _indented(text: str, indent: str) -> str:
    return "\n".join([f"{indent}{line}" if line else line for line in text.split("\n")])


def _entry(item: Item, style: Style) -> str:
    about = item.about
    text = str(getattr(item, item.kind.title.key))
    if about.source and (start := _STARTS_A_BLOCK.match(text)):
        text = f"{text[: start.end()]}\\{text[start.end() :]}"
    tail = str(getattr(item, "tail", ""))
    box = str(getattr(item, "box", ""))
    first = ends.joined([box, text, ends.links(about.links)])
    # A tail includes the white space before it; a comment that begins a tail may come without any.
    adjoins = tail[:1].isspace() or (tail.startswith("<!--") and bool(text or about.links))
    first = f"{first}{tail}" if adjoins else ends.joined([first, tail])
    first = ends.commented(first, (ends.identity(item), *about.notes))
    if _LEADS_TO_NOTHING.fullmatch(first):
        first += " "  # else the backslash would be the target of a link reference definition
    body = str(getattr(item, "body", ""))
    if not first or not body:
        return first or body
    apart = not _INTERRUPTS.match(body) if style.strict else about.apart
    return ("\n\n" if apart else "\n").join((first, body))
