"""What a rule is, and what it finds.

A rule is one function and its docstring. The function takes a `Subject`, or a `Project` for a
rule of many specs, and yields a `Problem` for everything it objects to, with a `Fix` if it has
one. The docstring is the rule's page: what it checks and why, a ```` ```markdown bad ```` and a
```` ```markdown good ```` example, and how to fix it. The examples are tests, so a fragment is
enough: each heading in it replaces the same one of a complete spec; where every heading of level
2 stands bare, the fragment lists the headings that the spec has. A rule of pages that are no
Markdown has examples in `rst`, and takes what was `Lost` when such a page was said in Markdown.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.ignores import unnoted
from sphinxcontrib_spec.source import Span, Text

from ._fix import Fix, Safety

Severity = Literal["error", "warning", "info"]
Scope = Literal["spec", "project", "page", "include", "comments"]

#: How alike two names are that may be the same one, mistyped.
ALIKE = 0.8

#: What every code begins with.
PREFIX = "SPEC"

_MOST_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What rules take from the configuration; `today` is an ISO date, or empty."""

    levels: tuple[str, ...] = schema.LEVELS
    statuses: tuple[str, ...] = schema.STATUSES
    today: str = ""


#: What holds where nothing is configured.
DEFAULTS = Settings()


class Suppression(NamedTuple):
    """Why a finding is not told: a comment beside it, or a file that lists what is known.

    The kinds are those of SARIF; the reason is in its author's words, or empty.
    """

    kind: Literal["inSource", "external"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, in plain values.

    Lines and columns count from 1, 0 being unknown; the end is that of the text at fault, its
    column just behind it. Findings sort by place and code. Outside equality: `fix`, which
    belongs to the spec that was checked, the `text` at fault on one line (empty if the problem
    is only a place), and the `suppression` of a finding that is not to be told.
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

    @property
    def plain(self) -> tuple[Any, ...]:
        """All values within equality, in order: what `Finding` makes the same finding of again."""
        return tuple(getattr(self, name) for name in PLAIN)

    def __lt__(self, other: Finding) -> bool:
        return self.order() < other.order()

    def order(self) -> tuple[str, int, int, str, str]:
        """By what findings are sorted."""
        return self.path, self.line, self.column, self.code, self.message


#: The names of a finding's plain values, in order.
PLAIN = tuple(each.name for each in fields(Finding) if each.compare)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule objects to.

    `at` is the text at fault, or only where it begins; None speaks of something that the spec
    does not have, which is told at its title. `severity` is given where it is not the rule's.
    """

    at: Text | Span | None
    message: str
    help: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


class Lost(NamedTuple):
    """What a page shows that its export cannot: where, what, as what it is exported, and why."""

    at: Span
    construct: str
    said: str
    why: str = "has no form in Markdown"
    help: str = "say it in another way if readers of the exported file need it"


@dataclass(frozen=True, slots=True)
class Rule:
    """A check under its code; one that is `off` is reported only if it is selected by name.

    `fix` says how safe its fixes are, if it has any: a single one may be more or less so.
    `needs` names what it finds nothing without: an argument of `check`, or a setting.
    """

    code: str
    severity: Severity
    check: Callable[..., Iterator[Problem]]
    off: bool = False
    scope: Scope = "spec"
    fix: Safety | None = None
    needs: Literal["", "file_name", "today"] = ""

    @property
    def name(self) -> str:
        """The name of the function, in kebab case."""
        return self.check.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        return inspect.getdoc(self.check) or ""

    def finding(self, problem: Problem, top: Span) -> Finding:
        """The problem as a finding; `top` is where a problem without a place is told."""
        at = problem.at
        start = top if at is None else at if isinstance(at, Span) else at.span
        end = at.at(len(at)) if isinstance(at, Text) else start
        return Finding(
            self.code,
            self.name,
            problem.severity or self.severity,
            problem.message,
            problem.help,
            start.path or top.path,
            start.line or top.line,
            start.column if start.line else top.column,
            end.line or top.line,
            end.column if end.line else top.column,
            problem.fix,
            " ".join(at.split()) if isinstance(at, Text) else "",
        )


def rank(selector: str, rule: Rule | Finding) -> int:
    """How exactly a code, a name or the beginning of codes (`SPEC3`) means a rule; 0 if not."""
    code = selector.upper()
    if code == rule.code or selector.lower() == rule.name:
        return len(rule.code)
    return len(code) if code.startswith(PREFIX) and rule.code.startswith(code) else 0


def meant(selector: str, among: Iterable[Rule]) -> list[Rule]:
    """The rules that a selector means; one that is off only if it is named in full."""
    ranks = [(rule, rank(selector, rule)) for rule in among]
    return [rule for rule, found in ranks if found == len(rule.code) or (found and not rule.off)]


def quoted(text: str) -> str:
    """The text in quotes, on one line, a long one cut at a word, without comments of ours."""
    words = " ".join((unnoted(text) or text).split())
    if len(words) > _MOST_QUOTED:
        words = words[:_MOST_QUOTED].rpartition(" ")[0] or words[:_MOST_QUOTED]
        words += " …"
    return f'"{words}"'


def joined(words: Iterable[str], last: str = "and") -> str:
    """Words as a list in a sentence: `a, b and c`."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def nearest(word: str, choices: Iterable[str], alike: float = ALIKE) -> str:
    """The choice that is most like the word in any case, or nothing."""
    known = {choice.casefold(): choice for choice in choices}
    close = difflib.get_close_matches(word.strip().casefold(), known, 1, alike)
    return known[close[0]] if close else ""
