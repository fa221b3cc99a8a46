"""Findings, fixes and suppressions as plain values, which can be used without loading any rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeVar, get_args

if TYPE_CHECKING:
    from typing import TypeAlias

    from .items import Item
    from .model import AnyBlock, Group, Section, Spec

    Node: TypeAlias = Spec | Section | AnyBlock | Group | Item

    class Named(Protocol):
        """A rule or one of its findings, as far as selectors need to match it."""

        @property
        def code(self) -> str:
            """The rule's code."""

        @property
        def name(self) -> str:
            """The rule's name, in kebab case."""

    class KnownRule(Named, Protocol):
        """What the code that filters findings needs to know about a rule."""

        @property
        def off(self) -> bool:
            """Whether the rule is reported only if it is selected by name."""

        @property
        def scope(self) -> Scope:
            """What the rule looks at."""


Severity = Literal["error", "warning", "info"]
#: All severities, the worst one first.
SEVERITIES: tuple[Severity, ...] = get_args(Severity)

Scope = Literal["spec", "project", "page", "include", "comments"]
Safety = Literal["safe", "unsafe"]

#: The prefix of every rule code.
PREFIX = "SPEC"

#: The rule for comments that ignore nothing; its findings depend on which other rules are selected.
UNUSED = "SPEC902"
#: The rule for overdue questions; it finds something only if the current date is configured.
OVERDUE = "SPEC606"


class RuleEntry(NamedTuple):
    """The properties of a rule that are needed to select findings, as plain values."""

    code: str
    name: str
    off: bool
    scope: Scope


RuleType = TypeVar("RuleType", bound="KnownRule")


class Edit(NamedTuple):
    """A piece of a file and the text that replaces it; lines and columns count from 1."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Step(NamedTuple):
    """A node and the function that returns its replacement, or the same object for no change."""

    node: Node
    change: Callable[[Any], Any]


class Relink(NamedTuple):
    """A typed link, identified by its item's anchor, verb and text, and the URL it should have."""

    origin: str
    verb: str
    text: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, eq=False)
class Fix:
    """How a problem is fixed, by steps or by a new name for the file.

    A safe fix keeps the meaning of the spec. `bolder` is an unsafe fix that does more, and replaces
    this one if unsafe fixes are requested. A fix that `reveals` makes text readable in which rules
    may then find something. `edits` are the changes of the file, if they were requested. Steps are
    not pickled. A project rule has no spec to change, so its fix names a link to `relink`, from
    which `in_spec` makes the steps.
    """

    safety: Safety
    steps: tuple[Step, ...] = ()
    rename: str = ""
    bolder: Fix | None = None
    edits: tuple[Edit, ...] = ()
    relink: Relink | None = None
    reveals: bool = False

    def without_steps(self) -> Fix:
        """Return the fix without the steps, which hold the spec: it cannot be applied any more."""
        return Fix(self.safety, rename=self.rename, edits=self.edits, relink=self.relink)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Fix, (self.safety, (), self.rename, None, self.edits, self.relink))


class Suppression(NamedTuple):
    """Why a finding is not reported: a comment beside it, or a baseline.

    The kinds are those of SARIF; the reason is in its author's words, or empty.
    """

    kind: Literal["inSource", "external"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, in plain values.

    Lines and columns count from 1, and 0 means unknown; the end is that of the text at fault,
    with the column after it. Findings sort by place and code. Not part of equality: `fix`, which
    belongs to the spec that was checked, the `text` at fault on one line (empty if the problem
    has only a place), and the `suppression` of a finding that is not reported.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    fix: Fix | None = field(default=None, compare=False, repr=False)
    text: str = field(default="", compare=False, repr=False)
    suppression: Suppression | None = field(default=None, compare=False, repr=False)

    def without_steps(self) -> Finding:
        """Return the finding with a fix that cannot be applied any more, only described."""
        return replace(self, fix=self.fix and self.fix.without_steps())

    @property
    def plain(self) -> tuple[Any, ...]:
        """The values that are compared for equality, in the order in which `Finding` takes them."""
        return tuple(getattr(self, name) for name in PLAIN)

    def __lt__(self, other: Finding) -> bool:
        return self.order() < other.order()

    def order(self) -> tuple[str, int, int, str, str]:
        """Return the key by which findings are sorted."""
        return self.path, self.line, self.column, self.code, self.message


#: The names of a finding's plain values, in order.
PLAIN = tuple(each.name for each in fields(Finding) if each.compare)


def rank(selector: str, rule: Named) -> int:
    """How specifically a code, a name or a code prefix (`SPEC3`) matches a rule; 0 for no match."""
    code = selector.upper()
    if code == rule.code or selector.lower() == rule.name:
        return len(rule.code)
    return len(code) if code.startswith(PREFIX) and rule.code.startswith(code) else 0


def meant(selector: str, among: Iterable[RuleType]) -> list[RuleType]:
    """Return the rules that a selector matches; a rule that is off only if it is named in full."""
    ranks = [(rule, rank(selector, rule)) for rule in among]
    return [rule for rule, found in ranks if found == len(rule.code) or (found and not rule.off)]
