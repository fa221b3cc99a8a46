"""Strings that know their position in the source file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, Self


class Span(NamedTuple):
    """Where something begins: lines and columns count characters from 1; 0 is unknown."""

    path: str = ""
    line: int = 0
    column: int = 0


NOWHERE = Span()

#: Makes a `Span` from a tuple of path, line and column; bypasses the constructor, as so many spans
#: are created.
spanned = partial(tuple.__new__, Span)

#: What CommonMark strips from the ends of a text; a form feed, a no-break space and the like stay.
BLANKS = " \t\n"

#: A tab in CommonMark goes to the next column that is a multiple of this, counted from 0.
TAB_STOP = 4


class Text(str):
    r"""A piece of a source file: a plain string that also knows its position.

    Equality, hash and every string method are those of `str`; only `at` and `part` look at
    the place. `columns` holds the column at which each line after the first begins in the
    file (lines beyond it begin in column 1). `escaped` says that a `|` in the text stands as
    `\|` in the file, as it does in a table cell. A text that was put together of pieces,
    of which none is longer than a line, has `turns`: where each piece begins in it, and where
    that stands in the file.
    """

    __slots__ = ("_columns", "_escaped", "_span", "_turns")
    _span: Span
    _columns: tuple[int, ...]
    _escaped: bool
    _turns: tuple[tuple[int, Span], ...]

    def __new__(
        cls,
        value: str = "",
        span: Span = NOWHERE,
        columns: tuple[int, ...] = (),
        escaped: bool = False,
        turns: tuple[tuple[int, Span], ...] = (),
    ) -> Self:
        """A text with its place."""
        self = str.__new__(cls, value)
        self._span = span
        self._columns = columns
        self._escaped = escaped
        self._turns = turns
        return self

    @classmethod
    def joined(cls, value: str, turns: Sequence[tuple[int, Span]]) -> Text:
        """A text that was put together of pieces of lines, the first of them at its start."""
        first = turns[0][1] if turns else NOWHERE
        return cls(value, first, turns=tuple(turns) if len(turns) > 1 else ())

    @property
    def span(self) -> Span:
        """Where the first character is."""
        return self._span

    @property
    def place(self) -> tuple[Span, tuple[int, ...], bool, tuple[tuple[int, Span], ...]]:
        """All that is known of where it stands: what `Text` takes after the words."""
        return self._span, self._columns, self._escaped, self._turns

    def at(self, offset: int) -> Span:
        """Where the character at `offset` is; `len(text)` is the end."""
        path, line, column = self._span
        if not line or not offset:
            return self._span
        if self._turns:
            start, span = self._turns[bisect_right(self._turns, offset, key=itemgetter(0)) - 1]
            return span._replace(column=span.column + offset - start)
        start = self.rfind("\n", 0, offset) + 1
        if start:
            breaks = self.count("\n", 0, start)
            line += breaks
            if column:
                column = self._columns[breaks - 1] if breaks <= len(self._columns) else 1
        if column:
            column += min(offset, len(self)) - start
            if self._escaped:
                column += self.count("|", start, offset)
        return spanned((path, line, column))

    def part(self, start: int, stop: int | None = None) -> Text:
        """The text from `start` to `stop`, with its own place; offsets as in a slice."""
        if start < 0:
            start = max(start + len(self), 0)
        if self._turns:
            start, stop, _ = slice(start, stop).indices(len(self))
            first, last = (
                bisect_right(self._turns, at, key=itemgetter(0)) for at in (start, stop - 1)
            )
            later = ((at - start, span) for at, span in self._turns[first:last])
            return Text.joined(self[start:stop], ((0, self.at(start)), *later))
        columns = self._columns[self.count("\n", 0, start) :] if self._columns else ()
        return Text(self[start:stop], self.at(start), columns, self._escaped)

    def pieces(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Text]:
        """The part of each range, in time linear in the text; the ranges' starts must ascend."""
        if self._turns:
            yield from (self.part(*each) for each in ranges)
            return
        seen = start = breaks = pipes = 0
        for begin, stop in ranges:
            if newlines := self.count("\n", seen, begin):
                breaks += newlines
                seen = start = self.rfind("\n", seen, begin) + 1
                pipes = 0
            pipes += self.count("|", seen, begin)
            seen = begin
            path, line, column = self._span
            if column:
                if breaks:
                    column = self._columns[breaks - 1] if breaks <= len(self._columns) else 1
                column += begin - start + (pipes if self._escaped else 0)
            place = spanned((path, line + breaks, column)) if line else self._span
            yield Text(self[begin:stop], place, self._columns[breaks:], self._escaped)

    def trimmed(self) -> Text:
        """The text without the white space around it."""
        value = self.strip(BLANKS)
        if len(value) == len(self):
            return self
        start = len(self) - len(self.lstrip(BLANKS))
        return self.part(start, start + len(value))

    def reworded(self, value: str) -> Text:
        """Other words in the same place."""
        return Text(value, self._span)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Text, (str(self), *self.place))


#: An empty text without a position.
NOTHING = Text()
