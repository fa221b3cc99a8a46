"""Text that knows where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Self


class Span(NamedTuple):
    """Where something begins: lines and columns count characters from 1; 0 is unknown."""

    path: str = ""
    line: int = 0
    column: int = 0


NOWHERE = Span()

#: What CommonMark takes off the ends of a text; a form feed, a no-break space and the like stay.
BLANKS = " \t\n"


class Text(str):
    r"""A piece of a source file: a plain string that also knows its place.

    Equality, hash and every string method are those of `str`; only `at` and `part` look at
    the place. `columns` holds the column at which each line after the first begins in the
    file (lines beyond it begin in column 1). `escaped` says that a `|` in the text stands as
    `\|` in the file, as it does in a table cell.
    """

    __slots__ = ("_columns", "_escaped", "_span")
    _span: Span
    _columns: tuple[int, ...]
    _escaped: bool

    def __new__(
        cls,
        value: str = "",
        span: Span = NOWHERE,
        columns: tuple[int, ...] = (),
        escaped: bool = False,
    ) -> Self:
        """A text with its place."""
        self = str.__new__(cls, value)
        self._span = span
        self._columns = columns
        self._escaped = escaped
        return self

    @property
    def span(self) -> Span:
        """Where the first character stands."""
        return self._span

    @property
    def place(self) -> tuple[Span, tuple[int, ...], bool]:
        """All that is known of where it stands: what `Text` takes after the words."""
        return self._span, self._columns, self._escaped

    def at(self, offset: int) -> Span:
        """Where the character at `offset` stands; `len(text)` is the end."""
        path, line, column = self._span
        if not line or not offset:
            return self._span
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
        return Span(path, line, column)

    def part(self, start: int, stop: int | None = None) -> Text:
        """The text from `start` to `stop`, with its own place; offsets as in a slice."""
        if start < 0:
            start = max(start + len(self), 0)
        columns = self._columns[self.count("\n", 0, start) :] if self._columns else ()
        return Text(self[start:stop], self.at(start), columns, self._escaped)

    def pieces(self, ranges: Iterable[tuple[int, int]]) -> Iterator[Text]:
        """The part of each range, in time linear in the text; the ranges' starts must ascend."""
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
            place = Span(path, line + breaks, column) if line else self._span
            yield Text(self[begin:stop], place, self._columns[breaks:], self._escaped)

    def trimmed(self) -> Text:
        """The text without the white space around it."""
        value = self.strip(BLANKS)
        if len(value) == len(self):
            return self
        start = len(self) - len(self.lstrip(BLANKS))
        return self.part(start, start + len(value))

    def said(self, value: str) -> Text:
        """Other words in the same place."""
        return Text(value, self._span)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Text, (str(self), *self.place))


#: No words, and no place.
NOTHING = Text()
