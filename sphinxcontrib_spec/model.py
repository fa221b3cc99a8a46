"""What a spec is, once read: values that nothing changes, each with its span.

A spec is its title, its header and a tree of sections; a section is an ordered tuple of blocks.
A block is a table or a list of items, or text kept as it was written. The named attributes
(`spec.failure_modes[0].impact`) are views over these blocks, so nothing that stands between
them is without a home. Spans and layout take no part in equality.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import Literal, TypeAlias, TypeGuard, final

from . import names
from .items import Decision, FailureMode, Goal, Item, ItemType, NonGoal, OpenQuestion, SuccessMetric
from .source import NOWHERE, Span, Text
from .values import value

Surface = Literal["markdown", "myst", "rst"]
HeaderForm = Literal["bold", "list", "table", "plain", "fields", "front matter", ""]
BlockKind = Literal[
    "paragraph", "code", "list", "table", "quote", "html", "comment", "break", "definition",
    "directive", "front matter",
]  # fmt: skip


@value(frozen=True, slots=True)
class Block:
    """Text kept as it was written: a paragraph, code, a list or table of no items, a comment.

    `info` is the language of code or the name of a directive; code that is indented is not
    `fenced`. `entries` are the first lines of a list's own items, each beginning at its marker.
    """

    kind: BlockKind
    text: Text
    info: str = ""
    fenced: bool = True
    entries: tuple[Text, ...] = field(default=(), compare=False)


@value(frozen=True, slots=True)
class Table:
    """A table of items.

    `columns` are its headings as written, `keys` the field each one fills (empty for a column
    the format does not know). Outside equality: `delimiters`, the cells of the second line.
    """

    kind: str
    columns: tuple[Text, ...]
    keys: tuple[str, ...]
    rows: tuple[Item, ...]
    delimiters: tuple[str, ...] = field(default=(), compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@value(frozen=True, slots=True)
class Group:
    """A list item that only names the items nested in it.

    Outside equality: `apart`, whether a blank line stands between the two.
    """

    label: Text
    items: List
    apart: bool = field(default=False, compare=False)


@value(frozen=True, slots=True)
class List:
    """A list of items, some of them under a label of their own.

    `paragraphs` tells items that are paragraphs of prose, which have no markers. Outside
    equality: `start`, the first number of an ordered list, and `loose`, whether blank lines
    stand between the items.
    """

    kind: str
    ordered: bool
    entries: tuple[Item | Group, ...]
    start: int = field(default=1, compare=False)
    loose: bool = field(default=False, compare=False)
    span: Span = field(default=NOWHERE, compare=False)
    paragraphs: bool = False

    def goes_on(self, last: AnyBlock | None) -> TypeGuard[List]:
        """Whether `last` is a list of the same form, so that this list continues it."""
        return isinstance(last, List) and (last.ordered, last.paragraphs) == (
            self.ordered,
            self.paragraphs,
        )


AnyBlock: TypeAlias = Block | Table | List


def is_table(block: AnyBlock | None) -> bool:
    """Whether a block is a table, be it one of items or not."""
    return isinstance(block, Table) or (isinstance(block, Block) and block.kind == "table")


@final
@value(frozen=True, slots=True)
class Section:
    """A heading with what stands under it.

    `key` is the schema's name for it, or empty; `notes` are our comments behind the heading.
    Outside equality: `blank`, a blank line after the heading; `rule`, the break before it.
    """

    heading: Text
    level: int
    key: str = ""
    blocks: tuple[AnyBlock, ...] = ()
    sections: tuple[Section, ...] = ()
    blank: bool = field(default=False, compare=False)
    rule: str = field(default="", compare=False)
    notes: tuple[Text, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        yield from _walk(self.sections)


@value(frozen=True, slots=True)
class HeaderLine:
    """One key and value of the header, as written; `notes` are our comments behind them."""

    label: Text
    value: Text
    notes: tuple[Text, ...] = ()


@value(frozen=True, slots=True)
class Header:
    """The lines between the title and the first section that say whose spec this is.

    Outside equality: `form`, how they are written, `text`, all of them verbatim, and `after`,
    how many blocks of the lead stand above them.
    """

    lines: tuple[HeaderLine, ...] = ()
    form: HeaderForm = field(default="", compare=False)
    text: Text = field(default=Text(), compare=False, repr=False)
    after: int = field(default=0, compare=False)

    def get(self, key: str) -> Text | None:
        """The value of the first line with this key, in any case; None if there is none."""
        return next((line.value for line in self.lines if line.label.lower() == key.lower()), None)


@value(frozen=True, slots=True)
class Design:
    """The parts of the Design section."""

    section: Section

    def _part(self, key: str) -> Section | None:
        return next((part for part in self.section.walk() if part.key == key), None)

    @property
    def api_interface(self) -> Section | None:
        """API / Interface."""
        return self._part("api_interface")

    @property
    def data_model(self) -> Section | None:
        """Data Model."""
        return self._part("data_model")

    @property
    def workflow_sequence(self) -> Section | None:
        """Workflow / Sequence."""
        return self._part("workflow_sequence")

    @property
    def key_design_decisions(self) -> tuple[Decision, ...]:
        """The decisions, in order."""
        return tuple(item for item in items_of(self.section) if isinstance(item, Decision))


@final
@value(frozen=True, slots=True)
class Spec:
    """A whole spec.

    `heading` is the first heading of level 1 as written, `notes` are our comments behind it,
    `preamble` is what stands above it, `lead` what else stands above the first section. Outside
    equality: `path`, the `surface` it was written on, `blank`, a blank line after the title, and
    `comments`, all of ours, which the blocks and items hold, too.
    """

    heading: Text = Text()
    header: Header = Header()
    sections: tuple[Section, ...] = ()
    preamble: tuple[AnyBlock, ...] = ()
    lead: tuple[AnyBlock, ...] = ()
    path: str = field(default="", compare=False)
    surface: Surface = field(default="markdown", compare=False)
    blank: bool = field(default=False, compare=False)
    comments: tuple[Text, ...] = field(default=(), compare=False)
    notes: tuple[Text, ...] = ()

    @property
    def title(self) -> str:
        """The heading without `Spec:`."""
        return names.without_prefix(self.heading)

    @property
    def slug(self) -> str:
        """The slug of the title."""
        return names.spec_slug(self.heading)

    @property
    def status(self) -> Text | None:
        """The header's status."""
        return self.header.get("status")

    @property
    def date(self) -> Text | None:
        """The header's date."""
        return self.header.get("date")

    @property
    def author(self) -> Text | None:
        """The header's author."""
        return self.header.get("author")

    @property
    def problem_statement(self) -> Section | None:
        """The Problem Statement section."""
        return self.section("problem_statement")

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals, in order."""
        return self.of(Goal)

    @property
    def non_goals(self) -> tuple[NonGoal, ...]:
        """The non-goals, in order."""
        return self.of(NonGoal)

    @property
    def background_and_context(self) -> Section | None:
        """The Background and Context section."""
        return self.section("background_and_context")

    @property
    def design(self) -> Design | None:
        """The parts of the Design section."""
        section = self.section("design")
        return Design(section) if section else None

    @property
    def failure_modes(self) -> tuple[FailureMode, ...]:
        """The failure modes, in order."""
        return self.of(FailureMode)

    @property
    def success_metrics(self) -> tuple[SuccessMetric, ...]:
        """The success metrics, in order."""
        return self.of(SuccessMetric)

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The open questions, in order."""
        return self.of(OpenQuestion)

    @property
    def appendix(self) -> Section | None:
        """The Appendix section."""
        return self.section("appendix")

    def walk(self) -> Iterator[Section]:
        """All sections at every depth, in order."""
        return _walk(self.sections)

    def section(self, key: str) -> Section | None:
        """The first section of this schema key."""
        return next((section for section in self.walk() if section.key == key), None)

    def items(self) -> Iterator[Item]:
        """All items, in order."""
        return _items(self.walk())

    def of(self, kind: type[ItemType]) -> tuple[ItemType, ...]:
        """All items of one kind."""
        return tuple(item for item in self.items() if isinstance(item, kind))


def items_of(section: Section) -> Iterator[Item]:
    """All items of a section and its subsections."""
    return _items(section.walk())


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    """Walk these sections in order, each followed by its subsections."""
    for section in sections:
        yield section
        if section.sections:
            yield from _walk(section.sections)


def _items(sections: Iterable[Section]) -> Iterator[Item]:
    """All items directly in these sections."""
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from block.rows
            elif isinstance(block, List):
                yield from entries_of(block)


def entries_of(block: List) -> Iterator[Item]:
    """All items of a list, including those of its groups."""
    for entry in block.entries:
        if isinstance(entry, Group):
            yield from entries_of(entry.items)
        else:
            yield entry


def nested(flat: Sequence[Section]) -> tuple[Section, ...]:
    """Nest a flat sequence of sections by their levels; their previous subsections are dropped."""
    found: list[Section] = []
    start = 0
    while start < len(flat):
        stop = start + 1
        while stop < len(flat) and flat[stop].level > flat[start].level:
            stop += 1
        inside = nested(flat[start + 1 : stop]) if stop > start + 1 else ()
        section = flat[start]
        same = inside == section.sections == ()
        found.append(section if same else replace(section, sections=inside))
        start = stop
    return tuple(found)
