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

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.findings import Finding, Fix, Safety, Scope, Severity
from sphinxcontrib_spec.ignores import unnoted
from sphinxcontrib_spec.source import Span, Text

#: How alike two names are that may be the same one, mistyped.
ALIKE = 0.8

_MOST_QUOTED = 60


class Settings(NamedTuple):
    """The part of the configuration that rules use; `today` is an ISO date, or empty."""

    levels: tuple[str, ...] = schema.LEVELS
    statuses: tuple[str, ...] = schema.STATUSES
    today: str = ""


#: What holds where nothing is configured.
DEFAULTS = Settings()


class Problem(NamedTuple):
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
    why: str = "has no equivalent in Markdown"
    help: str = "express it in another way if readers of the exported file need it"


class Rule(NamedTuple):
    """A check under its code; one that is `off` is reported only if it is selected by name.

    `fix` says how safe its fixes are, if it has any: a single one may be more or less so.
    `needs` names what it finds nothing without: an argument of `check`, or a setting. Its `name`
    is that of the function, in kebab case.
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
        """Its name, in kebab case."""
        return self.check.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        from inspect import getdoc

        return getdoc(self.check) or ""

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
    said = word.strip().casefold()
    known = {choice.casefold(): choice for choice in choices}
    likely = [each for each in known if _may_be_like(len(each), len(said), alike)]
    if not likely:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(said, likely, 1, alike)
    return known[close[0]] if close else ""


def _may_be_like(one: int, other: int, alike: float) -> bool:
    """Whether texts of these lengths can be so much alike that all of the shorter is in both."""
    return one == other or 2 * min(one, other) / (one + other) >= alike
