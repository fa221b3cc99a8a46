"""Write an entry of `specs.json` as text, with holes for what depends on all entries together.

The layout is the same as the standard library's, which takes three times as long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple, TypeAlias

from sphinxcontrib_spec import schema

from .shape import PATHS

#: The typed links of items, by their anchors.
Links: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]

#: Returns the content of a hole, given the name of the hole and the anchor of its item.
Filling: TypeAlias = Callable[[str, str], Any]

#: The delimiter of a hole's name; in JSON, this character is always escaped.
_EDGE = "\0"

#: The names of holes: the typed links of an item, and its back links.
LINKS, BACK_LINKS = "links", "back_links"

#: The kinds of items that typed links lead to.
TARGETS = frozenset(link.target for link in schema.LINKS)

#: The line break and indentation before each entry in the file.
_GAP = "\n    "


class EntryText(NamedTuple):
    """An entry as it is in the file, with its holes, and the typed links of its items."""

    links: Links
    text: str

    def filled(self, filling: Filling) -> str:
        """Return the text with all holes filled."""
        pieces = self.text.split(_EDGE)
        for at in range(1, len(pieces), 2):
            hole, gap, anchor = pieces[at].split(" ", 2)
            pieces[at] = said(filling(hole, anchor), f"\n{' ' * int(gap)}")
        return "".join(pieces)

    @property
    def data(self) -> dict[str, Any]:
        """The entry by itself, as data."""

        def own(hole: str, anchor: str) -> Any:
            return self.links[anchor] if hole == LINKS else []

        found: dict[str, Any] = json.loads(self.filled(own))
        return found

    def replaced(self, old: str, new: str) -> EntryText:
        """Return the entry with these words replaced in all its texts."""
        return self._replace(text=self.text.replace(_within(old), _within(new)))

    def count(self, words: str) -> int:
        """Return how often these words occur in its texts."""
        return self.text.count(_within(words))


class _Hole(str):
    """The name of a hole, and the anchor of its item."""

    __slots__ = ()


def entry_text(entry: Mapping[str, Any]) -> EntryText:
    """Convert an entry to text."""
    links: dict[str, Any] = {}
    made = dict(entry)
    for kind in schema.KINDS:
        *above, last = PATHS[kind.section]
        home = made
        for key in above:
            home[key] = home = dict(home[key])
        home[last] = [_holed(item, kind.name, links) for item in home[last]]
    return EntryText(links, said(made, _GAP))


def file_text(version: int, entries: Sequence[str]) -> str:
    """Return the file with these entries."""
    listed = f"[{_GAP}{f',{_GAP}'.join(entries)}\n  ]" if entries else "[]"
    return f'{{\n  "version": {version},\n  "specs": {listed}\n}}\n'


def said(value: Any, gap: str = "\n") -> str:
    """Write JSON with line breaks; `gap` is the line break and indentation at the current depth."""
    if type(value) is str:
        return _quoted(value)
    if type(value) is int:
        return str(value)
    below = f"{gap}  "
    if isinstance(value, dict):
        pairs = [
            f"{_quoted(key)}: {_quoted(each) if type(each) is str else said(each, below)}"
            for key, each in value.items()
        ]
        return f"{{{below}{f',{below}'.join(pairs)}{gap}}}" if pairs else "{}"
    if isinstance(value, list | tuple):
        texts = [_quoted(each) if type(each) is str else said(each, below) for each in value]
        return f"[{below}{f',{below}'.join(texts)}{gap}]" if texts else "[]"
    if isinstance(value, _Hole):
        hole, anchor = value.split(" ", 1)
        return f"{_EDGE}{hole} {len(gap) - 1} {anchor}{_EDGE}"
    return json.dumps(value)  # without options, as otherwise `json` creates an encoder each time


def _holed(item: Mapping[str, Any], kind: str, links: dict[str, Any]) -> dict[str, Any]:
    anchor = item["anchor"]
    made = dict(item)
    if item["links"]:
        links[anchor] = item["links"]
        made["links"] = _Hole(f"{LINKS} {anchor}")
    if kind in TARGETS:
        made["back_links"] = _Hole(f"{BACK_LINKS} {anchor}")
    return made


def _within(words: str) -> str:
    """Return words as they are written inside a JSON string."""
    return _quoted(words)[1:-1]
