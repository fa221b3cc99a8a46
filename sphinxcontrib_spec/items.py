"""The six kinds of item, each with the fields that the schema gives it."""

from __future__ import annotations

from dataclasses import field, replace
from typing import ClassVar, TypeAlias, TypeVar

from . import schema
from .levels import Level, read_level
from .patterns import pattern
from .source import NOWHERE, Span, Text
from .values import value

#: An opening mark of strikethrough, strong or emphasis.
_MARK = pattern(r"(?:~~|\*{1,3}|_{1,3})(?=\S)")

#: Characters that would end the text of a link or begin another link.
_SPECIAL = pattern(r"[\[\]\\]")


@value(frozen=True, slots=True)
class Link:
    """A typed link that an item carries.

    `text` is the target's title, or the target itself as a directive option gives it; `url` is
    empty until the target is found.
    """

    verb: str
    text: Text
    url: str = ""

    def leading_to(self, title: str, url: str) -> Link:
        """The same to an item of this title, which is written as a link needs it."""
        return replace(self, text=self.text.reworded(_SPECIAL.sub(r"\\\g<0>", title)), url=url)


@value(frozen=True, slots=True)
class About:
    """What an item has besides its own words.

    `id` is its explicit id, `notes` are our comments at its end (`<!-- spec: … -->`), `extra`
    the cells of columns that the format does not know, `surplus` cells beyond the last column,
    `overflow` what a directive's body holds that no table cell can.
    Outside equality: `slug` and `number` (its count among its kind, from 1), which `identified`
    gives; `span`, where it begins; `source`, the directive it was written as; `apart`, whether
    a blank line stands between a list item's text and its body; `unknown`, the names of options
    that its directive does not take.
    """

    id: Text = Text()
    links: tuple[Link, ...] = ()
    notes: tuple[Text, ...] = ()
    extra: tuple[Text, ...] = ()
    surplus: tuple[Text, ...] = ()
    overflow: Text = Text()
    slug: str = field(default="", compare=False)
    number: int = field(default=0, compare=False)
    span: Span = field(default=NOWHERE, compare=False)
    source: Text = field(default=Text(), compare=False, repr=False)
    apart: bool = field(default=False, compare=False)
    unknown: tuple[Text, ...] = field(default=(), compare=False)


@value(frozen=True, slots=True)
class Decision:
    """A row of Key Design Decisions."""

    kind: ClassVar[schema.Kind] = schema.KIND["decision"]
    decision: Text = Text()
    options_considered: Text = Text()
    chosen: Text = Text()
    rationale: Text = Text()
    about: About = About()


@value(frozen=True, slots=True)
class FailureMode:
    """A row of Failure Modes."""

    kind: ClassVar[schema.Kind] = schema.KIND["failure-mode"]
    failure: Text = Text()
    probability: Text = Text()
    impact: Text = Text()
    mitigation: Text = Text()
    about: About = About()

    @property
    def probability_level(self) -> Level:
        """The probability as a level and a remark."""
        return read_level(self.probability)

    @property
    def impact_level(self) -> Level:
        """The impact as a level and a remark."""
        return read_level(self.impact)


@value(frozen=True, slots=True)
class SuccessMetric:
    """A list item of Success Metrics: its first paragraph, and the rest of it."""

    kind: ClassVar[schema.Kind] = schema.KIND["success-metric"]
    text: Text = Text()
    body: Text = Text()
    box: str = ""
    about: About = About()


@value(frozen=True, slots=True)
class Goal:
    """A list item of Goals."""

    kind: ClassVar[schema.Kind] = schema.KIND["goal"]
    text: Text = Text()
    body: Text = Text()
    box: str = ""
    about: About = About()


@value(frozen=True, slots=True)
class NonGoal:
    """A list item of Non-Goals."""

    kind: ClassVar[schema.Kind] = schema.KIND["non-goal"]
    text: Text = Text()
    body: Text = Text()
    box: str = ""
    about: About = About()


@value(frozen=True, slots=True)
class OpenQuestion:
    """A list item of Open Questions; `tail` is ` — Owner: X, Deadline: Y` as it was written."""

    kind: ClassVar[schema.Kind] = schema.KIND["open-question"]
    question: Text = Text()
    owner: Text = Text()
    deadline: Text = Text()
    body: Text = Text()
    box: str = ""
    tail: Text = Text()
    about: About = About()

    @property
    def around(self) -> str:
        """The mark of markup that the question and its tail stand in together, as `~~`; or none."""
        return around(self.question, self.tail)


def around(question: str, tail: str) -> str:
    """Return the mark that opens before a question and closes after its tail, if there is one."""
    mark = _MARK.match(question)
    is_open = mark and tail.endswith(mark[0]) and mark[0] not in question[mark.end() :]
    return mark[0] if mark and is_open and tail.count(mark[0]) == 1 else ""


Item: TypeAlias = Decision | FailureMode | SuccessMetric | Goal | NonGoal | OpenQuestion
ItemType = TypeVar("ItemType", bound=Item)

#: The class for each kind of item.
CLASSES: dict[str, type[Item]] = {
    cls.kind.name: cls
    for cls in (Decision, FailureMode, SuccessMetric, Goal, NonGoal, OpenQuestion)
}


_TITLES = {cls: cls.kind.title.key for cls in CLASSES.values()}


def title(item: Item) -> Text:
    """Return the title of an item: its first cell or its text."""
    words: Text = getattr(item, _TITLES[type(item)])
    return words


def tail(owner: str, deadline: str) -> str:
    """Return the end of a question in canonical form; empty if neither value is known."""
    parts = [
        f"{label}: {value}" for label, value in (("Owner", owner), ("Deadline", deadline)) if value
    ]
    return f" — {', '.join(parts)}" if parts else ""
