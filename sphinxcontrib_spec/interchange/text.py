"""An entry of `specs.json` as text, with holes for what only all entries together tell.

It is laid out as the standard library lays out JSON, which takes three times as long.
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

#: Gives what stands in a hole: what it is called, and the anchor of its item.
Filling: TypeAlias = Callable[[str, str], Any]

#: What stands around the name of a hole; in JSON it is always escaped.
_EDGE = "\0"

#: What holes are called: the typed links of an item, and what leads back to it.
LINKS, BACK_LINKS = "links", "back_links"

#: The kinds of items that typed links lead to.
TARGETS = frozenset(link.target for link in schema.LINKS)

#: Where each entry stands in the file.
_GAP = "\n    "


class EntryText(NamedTuple):
    """An entry as the file has it, with its holes, and the links that it says itself."""

    links: Links
    text: str

    def filled(self, filling: Filling) -> str:
        """The text with something in every hole."""
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
        """The same with some words of texts replaced, wherever they stand."""
        return self._replace(text=self.text.replace(_within(old), _within(new)))

    def count(self, words: str) -> int:
        """How often these words stand in texts."""
        return self.text.count(_within(words))


class _Hole(str):
    """The name of a hole, and the anchor of its item."""

    __slots__ = ()


def entry_text(entry: Mapping[str, Any]) -> EntryText:
    """An entry as text."""
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
    """The file of these entries."""
    listed = f"[{_GAP}{f',{_GAP}'.join(entries)}\n  ]" if entries else "[]"
    return f'{{\n  "version": {version},\n  "specs": {listed}\n}}\n'


def said(value: Any, gap: str = "\n") -> str:
    """JSON in lines, as deep as `gap` says, which stands between the lines."""
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
    return json.dumps(value)  # without any option, as only then no encoder is made for it


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
    """Words as they stand within a string."""
    return _quoted(words)[1:-1]
