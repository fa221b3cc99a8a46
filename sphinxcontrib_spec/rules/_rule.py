"""The definition of a rule, and of the problems that it reports.

A rule is one function and its docstring. The function takes a `Subject`, or a `Project` for a rule
about many specs, and yields a `Problem` for everything it objects to, with a `Fix` if it has one.
The docstring is the rule's page: what it checks and why, a ```` ```markdown bad ```` and a
```` ```markdown good ```` example, and how to fix it. The examples are tests, so a fragment is
enough: each heading in it replaces the same one of a complete spec; if every heading of level 2 in
it is empty, the fragment lists the headings that the spec has. A rule about pages that are not
Markdown has examples in `rst`, and takes what was `Lost` when such a page was exported as Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.findings import Finding, Fix, Safety, Scope, Severity
from sphinxcontrib_spec.ignores import unnoted
from sphinxcontrib_spec.source import Span, Text

#: The similarity above which two names may be the same one, mistyped.
ALIKE = 0.8

_MOST_QUOTED = 60


class Settings(NamedTuple):
    """The part of the configuration that rules use; `today` is an ISO date, or empty."""

    levels: tuple[str, ...] = schema.LEVELS
    statuses: tuple[str, ...] = schema.STATUSES
    today: str = ""


#: The settings of a project that configures nothing.
DEFAULTS = Settings()


class Problem(NamedTuple):
    """What a rule objects to.

    `at` is the text at fault, or only the position where it begins; None means something that the
    spec does not have, which is reported at its title. `severity` is given if it differs from the
    rule's.
    """

    at: Text | Span | None
    message: str
    help: str = ""
    severity: Severity | None = None
    fix: Fix | None = None


class Lost(NamedTuple):
    """A loss in the export of a page: where, what, what it is exported as, and why."""

    at: Span
    construct: str
    exported_as: str
    why: str = "has no equivalent in Markdown"
    help: str = "express it in another way if readers of the exported file need it"


class Rule(NamedTuple):
    """A check with its code; a rule that is `off` is reported only if it is selected by name.

    `fix` says how safe its fixes usually are, if it has any; a single one may differ. `needs` names
    an argument of `check` or a setting without which the rule finds nothing. Its `name` is that of
    the function, in kebab case.
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
        """The rule's name, in kebab case."""
        return self.check.__name__.replace("_", "-")

    @property
    def page(self) -> str:
        """The rule's page, in Markdown."""
        from inspect import getdoc

        return getdoc(self.check) or ""

    def finding(self, problem: Problem, top: Span) -> Finding:
        """Convert a problem to a finding; a problem without a position is reported at `top`."""
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
    """Return the text in quotes on one line, shortened at a word, without `spec:` comments."""
    words = " ".join((unnoted(text) or text).split())
    if len(words) > _MOST_QUOTED:
        words = words[:_MOST_QUOTED].rpartition(" ")[0] or words[:_MOST_QUOTED]
        words += " …"
    return f'"{words}"'


def joined(words: Iterable[str], last: str = "and") -> str:
    """Join words to a list for use in a sentence: `a, b and c`."""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def nearest(word: str, choices: Iterable[str], alike: float = ALIKE) -> str:
    """Return the choice most similar to the word, ignoring case, or an empty string."""
    sought = word.strip().casefold()
    known = {choice.casefold(): choice for choice in choices}
    likely = [each for each in known if _may_be_like(len(each), len(sought), alike)]
    if not likely:
        return ""
    from difflib import get_close_matches

    close = get_close_matches(sought, likely, 1, alike)
    return known[close[0]] if close else ""


def _may_be_like(one: int, other: int, alike: float) -> bool:
    """Whether texts of these lengths can be similar enough, if one contained the other."""
    return one == other or 2 * min(one, other) / (one + other) >= alike
