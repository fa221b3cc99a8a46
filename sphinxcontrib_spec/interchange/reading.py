"""Read specs from JSON data, and explain what is wrong with invalid data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeVar

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import CLASSES, About, Item, Link
from sphinxcontrib_spec.model import (
    AnyBlock,
    Block,
    Group,
    Header,
    HeaderLine,
    List,
    Section,
    Spec,
    Table,
)

from .leaves import get
from .misfit import Misfit, an_object, each, object_at, unlike, value
from .shape import PATHS, VERSION, has_blocks_at_key

Made = TypeVar("Made")

_DEEPEST_HEADING = 6


class Entry(NamedTuple):
    """A spec of `specs.json` and the name of its document."""

    spec: Spec
    docname: str


def read_json(text: str) -> tuple[Entry, ...]:
    """The specs in a `specs.json`, or the single spec in an entry of such a file.

    A `Misfit` says what is wrong and where.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Misfit(f"not JSON: {error.msg} ({place})") from None
    except (ValueError, RecursionError) as error:
        raise Misfit(f"cannot read this JSON: {error}") from None
    if "specs" not in an_object(data) and "version" not in data:
        return (_entry(data),)
    version = value(data, "version")
    if version != VERSION or isinstance(version, bool):
        reason = f"is {json.dumps(version)[:40]}; only version {VERSION} can be read"
        raise Misfit(reason, "version")
    return each(data, "specs", _entry)


def from_data(data: Mapping[str, Any]) -> Spec:
    """The spec that an entry of `specs.json` describes, equal to the one that it was made from.

    Layout, places, slugs and numbers are restored, too. Raises `Misfit`, a ValueError, if the
    data is not such an entry.
    """
    try:
        return _Reader(an_object(data)).spec()
    except RecursionError:
        raise Misfit("is nested too deeply") from None


def _entry(data: Any) -> Entry:
    spec = from_data(data)
    docname = data.get("docname", "")
    if not isinstance(docname, str):
        raise unlike("a string", docname).below("docname")
    return Entry(spec, docname)


class _Reader:
    """Reads one entry; keeps its items by anchor, and what has not been placed in a section yet."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        path = data.get("path", "")
        if not isinstance(path, str):
            raise unlike("a string", path).below("path")
        self._path = path
        self._items: dict[str, Item] = {}
        self._unplaced: dict[str, tuple[str | int, ...]] = {}
        for kind in schema.KINDS:
            anchors = self._each_at(kind.section, partial(self._item, kind.name))
            for index, anchor in enumerate(anchors):
                self._unplaced[anchor] = (*PATHS[kind.section], index)
        self._blocks = {
            key: self._each_at(key, self._block) for key in PATHS if has_blocks_at_key(key)
        }

    def spec(self) -> Spec:
        """Return the spec, if everything in the entry has its place in it."""
        data = self._data
        given = object_at(data, "header")
        try:
            header = self._header(given)
        except Misfit as misfit:
            raise misfit.below("header") from None
        spec = get(
            Spec,
            data,
            self._path,
            header=header,
            preamble=each(data, "preamble", self._block),
            lead=each(data, "lead", self._block),
            sections=each(data, "sections", self._section),
        )
        self._compare(spec)
        for steps in self._unplaced.values():
            raise Misfit("is in no section", *steps)
        for key, blocks in self._blocks.items():
            if blocks:
                raise Misfit("belongs to no section", *PATHS[key])
        return spec

    def _compare(self, spec: Spec) -> None:
        """Raise `Misfit` if a named value differs from the heading or header that it repeats."""
        values = {field.key: ("header", spec.header.get(field.key)) for field in schema.HEADER}
        for key, (home, words) in {"title": ("heading", spec.title), **values}.items():
            if self._data.get(key, words) != words:
                given = json.dumps(self._data[key])[:40]
                raise Misfit(f"is {given}, but the {home} has another value", key)

    def _each_at(self, key: str, make: Callable[[Any], Made]) -> tuple[Made, ...]:
        """Convert each element of the array at a section's named key."""
        *above, last = PATHS[key]
        home = self._data
        for at, step in enumerate(above):
            try:
                home = object_at(home, step)
            except Misfit as misfit:
                raise misfit.below(*above[:at]) from None
        try:
            return each(home, last, make)
        except Misfit as misfit:
            raise misfit.below(*above) from None

    def _item(self, kind: str, data: Any) -> str:
        """Read an item, and return its anchor."""
        anchor = value(an_object(data), "anchor")
        if not isinstance(anchor, str):
            raise unlike("a string", anchor).below("anchor")
        if anchor in self._items:
            raise Misfit("is the anchor of another item", "anchor")
        links = each(data, "links", self._link)
        given = object_at(data, "about")
        try:
            about = get(About, given, self._path, links=links)
        except Misfit as misfit:
            raise misfit.below("about") from None
        self._items[anchor] = get(CLASSES[kind], data, self._path, about=about)
        return anchor

    def _link(self, data: Any) -> Link:
        link = get(Link, an_object(data), self._path)
        if link.verb not in schema.LINK:
            raise Misfit(f"must be one of {', '.join(schema.LINK)}", "verb")
        return link

    def _header(self, data: Mapping[str, Any]) -> Header:
        lines = each(data, "lines", self._header_line)
        return get(Header, data, self._path, lines=lines)

    def _header_line(self, data: Any) -> HeaderLine:
        return get(HeaderLine, an_object(data), self._path)

    def _section(self, data: Any) -> Section:
        given = an_object(data)
        if "blocks" in given:
            blocks = each(given, "blocks", self._block)
        else:
            blocks = self._blocks_at_key(value(given, "key"))
        below = each(given, "sections", self._section)
        section = get(Section, given, self._path, blocks=blocks, sections=below)
        if not 1 <= section.level <= _DEEPEST_HEADING:
            raise Misfit(f"must be from 1 to {_DEEPEST_HEADING}", "level")
        return section

    def _blocks_at_key(self, key: Any) -> tuple[AnyBlock, ...]:
        if not isinstance(key, str) or key not in self._blocks:
            raise Misfit("is no key with blocks that are left", "key")
        return self._blocks.pop(key)

    def _block(self, data: Any) -> AnyBlock:
        match value(an_object(data), "type"):
            case "text":
                return get(Block, data, self._path)
            case "table":
                return self._table(data)
            case "list":
                return self._list(data)
            case _:
                raise Misfit("must be text, table or list", "type")

    def _table(self, data: Mapping[str, Any]) -> Table:
        kind = _kind(data)
        rows = each(data, "rows", partial(self._placed, kind.name))
        table = get(Table, data, self._path, rows=rows)
        known = {"", *(field.key for field in kind.fields)}
        for index, key in enumerate(table.keys):
            if key not in known:
                raise Misfit(f"is no field of a {kind.name}", "keys", index)
        return table

    def _list(self, data: Mapping[str, Any]) -> List:
        kind = _kind(data)
        entries = each(data, "entries", partial(self._list_entry, kind.name))
        return get(List, data, self._path, entries=entries)

    def _list_entry(self, kind: str, data: Any) -> Item | Group:
        if isinstance(data, str):
            return self._placed(kind, data)
        given = object_at(an_object(data), "items")
        try:
            items = self._list(given)
        except Misfit as misfit:
            raise misfit.below("items") from None
        return get(Group, data, self._path, items=items)

    def _placed(self, kind: str, anchor: Any) -> Item:
        """Return the item of this kind with this anchor, and mark it as placed."""
        item = self._items.get(anchor) if isinstance(anchor, str) else None
        if item is None or item.kind.name != kind:
            raise Misfit(f"is the anchor of no {kind}")
        self._unplaced.pop(anchor, None)
        return item


def _kind(data: Mapping[str, Any]) -> schema.Kind:
    name = value(data, "kind")
    if not isinstance(name, str) or name not in schema.KIND:
        raise Misfit(f"must be one of {', '.join(schema.KIND)}", "kind")
    return schema.KIND[name]
