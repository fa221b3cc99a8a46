"""Finds out which lines of which files the `spec:` comments of a spec apply to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from .ignores import FILE, Asked, asked
from .items import Item
from .model import AnyBlock, Block, Group, HeaderLine, List, Section, Spec, Table
from .source import Span, Text

Home: TypeAlias = Spec | Section | HeaderLine | AnyBlock | Group | Item

#: The placeholder home of a comment of which only the text is known.
_NOTHING = Spec()

#: Higher than the last line number of any file.
_LAST = 10**9


class Range(NamedTuple):
    """A range of lines in a file; the first and the last line are included."""

    path: str
    first: int
    last: int


class Ignore(NamedTuple):
    """A request to suppress the findings of some or all rules in some lines, and the reason."""

    verb: str
    selectors: tuple[Text, ...]
    reason: str
    ranges: tuple[Range, ...]


class Notice(NamedTuple):
    """A `spec:` comment, what it asks for, and where in the spec it stands.

    `home` is the smallest node that contains it, `parent` the section that this is in, or the spec
    if it is in no section.
    """

    text: Text
    asked: Asked
    ranges: tuple[Range, ...] = ()
    home: Home = _NOTHING
    parent: Section | Spec = _NOTHING

    @property
    def is_misplaced(self) -> bool:
        """Whether it applies to the whole file but does not stand at its top."""
        return self.asked.verb == FILE and not isinstance(self.parent, Spec)

    @property
    def ignore(self) -> Ignore | None:
        """The suppression that it asks for; None if it is faulty or misplaced."""
        if self.asked.fault or self.is_misplaced:
            return None
        return Ignore(str(self.asked.verb), self.asked.selectors, self.asked.reason, self.ranges)


def notices(spec: Spec) -> tuple[Notice, ...]:
    """Return every `spec:` comment of the spec, in order."""
    if not spec.comments:
        return ()
    layout = _Layout(spec)
    return tuple(map(layout.notice, spec.comments))


class _Unit(NamedTuple):
    """A part of a spec that begins on its own line: a single line, a block, or part of a block."""

    path: str
    line: int
    kind: Literal["line", "block", "part"]
    thing: Home
    parent: Section | Spec
    last: int = 0


class _Layout:
    """The units of a spec, indexed by file and line."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._in_order = [unit for unit in _units(spec) if unit.line]
        self._known: dict[int, tuple[Range, ...]] = {}

    @cached_property
    def _by_path(self) -> dict[str, list[_Unit]]:
        found: dict[str, list[_Unit]] = {}
        for unit in sorted(self._in_order, key=lambda unit: unit.line):
            found.setdefault(unit.path, []).append(unit)
        return found

    @cached_property
    def _lines(self) -> dict[tuple[str, bool], list[int]]:
        """The lines on which a file's units begin: of all units, or of those that are not parts."""
        return {
            (path, parts): [unit.line for unit in units if parts or unit.kind != "part"]
            for path, units in self._by_path.items()
            for parts in (True, False)
        }

    def notice(self, comment: Text) -> Notice:
        request = asked(comment)
        unit = self._around(comment.span)
        home: Home = unit.thing if unit else self._spec
        parent = unit.parent if unit else self._spec
        alone = isinstance(home, Block) and home.kind == "comment"
        found: Iterable[Range] = ()
        match "" if request.fault else str(request.verb):
            case "ignore" if unit and not alone:
                found = [self._reach(unit, parts=True)]
            case "ignore-next":
                found = self._after(comment)
            case "ignore-section":
                found = self._lines_of(parent)
            case "ignore-file":
                found = self._lines_of(self._spec)
        return Notice(comment, request, tuple(found), home, parent)

    def _around(self, at: Span) -> _Unit | None:
        """The smallest unit that contains this position."""
        before = bisect_right(self._lines.get((at.path, True), []), at.line)
        if not before:
            return None
        unit = self._by_path[at.path][before - 1]
        return None if unit.kind == "line" and unit.last < at.line else unit

    def _reach(self, unit: _Unit, *, parts: bool) -> Range:
        """The lines of a unit; a block ends before the first of its `parts` on a later line."""
        if unit.kind == "line":
            return Range(unit.path, unit.line, unit.last)
        lines = self._lines[unit.path, parts or unit.kind == "part"]
        after = bisect_right(lines, unit.line)
        return Range(unit.path, unit.line, lines[after] - 1 if after < len(lines) else _LAST)

    def _after(self, comment: Text) -> Iterator[Range]:
        """Yield the lines of what follows a comment: from a block of directives, its first item."""
        path, line, _ = comment.at(len(comment))
        units = self._by_path.get(path, [])
        for at in range(bisect_right(self._lines.get((path, True), []), line), len(units)):
            unit = units[at]
            if isinstance(unit.thing, Block) and unit.thing.kind == "comment":
                continue
            if first_directive(unit.thing):
                continue
            yield self._reach(unit, parts=False)
            return

    def _lines_of(self, section: Section | Spec) -> tuple[Range, ...]:
        if id(section) not in self._known:
            self._known[id(section)] = tuple(self._section(section))
        return self._known[id(section)]

    def _section(self, section: Section | Spec) -> Iterator[Range]:
        """All lines of a section and its subsections, in all files that they come from."""
        units = self._in_order
        if isinstance(section, Spec):
            own = section.path
            yield Range(own, 1, _LAST)
        else:
            own = section.heading.span.path
            below = {id(each) for each in section.walk()}
            units = [unit for unit in units if id(unit.parent) in below]
            heads = [
                unit.line
                for unit in self._by_path.get(own, [])
                if isinstance(unit.thing, Section) and id(unit.thing) not in below
            ]
            first = section.heading.span.line
            after = bisect_left(heads, first)
            yield Range(own, first, heads[after] - 1 if after < len(heads) else _LAST)
        for path in sorted({unit.path for unit in units} - {own}):
            reaches = [self._reach(unit, parts=True) for unit in units if unit.path == path]
            first = min(reach.first for reach in reaches)
            yield Range(path, first, max(reach.last for reach in reaches))


def first_directive(block: object) -> Item | None:
    """The first item of a block of items written as directives; None for any other block."""
    items: tuple[Item | Group, ...] = ()
    if isinstance(block, Table):
        items = block.rows
    elif isinstance(block, List):
        items = block.entries
    first = items[0] if items else None
    return first if first and not isinstance(first, Group) and first.about.source else None


def _units(spec: Spec) -> Iterator[_Unit]:
    yield _line(spec.heading, spec, spec)
    for line in spec.header.lines:
        yield _line(line.value if line.value.span.line else line.label, line, spec)
    for block in (*spec.preamble, *spec.lead):
        yield from _block_units(block, spec)
    for section in spec.walk():
        yield _line(section.heading, section, section)
        for block in section.blocks:
            yield from _block_units(block, section)


def _line(text: Text, thing: Home, parent: Section | Spec) -> _Unit:
    path, line, _ = text.span
    return _Unit(path, line, "line", thing, parent, line + text.count("\n"))


def _block_units(block: AnyBlock, parent: Section | Spec) -> Iterator[_Unit]:
    if isinstance(block, Block):
        path, line, _ = block.text.span
        yield _Unit(path, line, "block", block, parent)
        starts: Iterable[int] = (entry.span.line for entry in block.entries)
        if block.kind == "table":
            starts = range(line + 1, line + 1 + block.text.count("\n"))
        for start in starts:
            yield _Unit(path, start, "part", block, parent)
        return
    yield _Unit(block.span.path, block.span.line, "block", block, parent)
    if isinstance(block, Table):
        for row in block.rows:
            yield _Unit(*row.about.span[:2], "part", row, parent)
    else:
        yield from _entry_units(block, parent)


def _entry_units(block: List, parent: Section | Spec) -> Iterator[_Unit]:
    for entry in block.entries:
        if isinstance(entry, Group):
            yield _Unit(*entry.label.span[:2], "part", entry, parent)
            yield from _entry_units(entry.items, parent)
        else:
            yield _Unit(*entry.about.span[:2], "part", entry, parent)
