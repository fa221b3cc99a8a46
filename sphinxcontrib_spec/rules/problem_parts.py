"""Rules on the content of the Problem Statement: SPEC204 to SPEC207."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sphinxcontrib_spec.measure import names_quantity
from sphinxcontrib_spec.model import Section

from ._problem_words import AFFECTED, COSTS, DOER, ENDINGS, GAPS, THINGS
from ._prose import said, words_of
from ._rule import Problem, Rule
from ._subject import Subject
from .problem import is_no_prose, statement


def problem_no_gap(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says what is broken or missing today.

    It is recognised by words such as "no", "not", "only", "currently" or "even though", and by
    what goes wrong: "fails", "late", "is lost".

    ```markdown bad
    ## Problem Statement
    Scientists of nine groups produce 40 TB of raw data a week. It is kept on disks that cost the
    institute 310,000 EUR a year. The disks are read for five years and then kept for checks.
    ```
    ```markdown good
    ## Problem Statement
    Scientists of nine groups produce 40 TB of raw data a week. It is kept on disks that cost the
    institute 310,000 EUR a year, although nobody reads them after five years. No cheaper storage is
    offered.
    ```

    Say what does not work today, or what does not exist.
    """
    if found := _lacks(subject, GAPS.isdisjoint):
        yield Problem(
            found.heading,
            "the problem statement does not say what is missing or broken today",
            'say so: "Today <who> cannot <what>, because <cause>"',
        )


def problem_no_affected(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says who is affected.

    A problem that affects nobody does not need to be solved.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. The disks cost 310,000 EUR a year. Data is
    deleted to stay within the quota, and eleven publications can no longer be checked.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. The disks cost 310,000 EUR a year.
    Scientists delete data to stay within their quota, and eleven publications can no longer be
    checked.
    ```

    Name the people who have the problem, and say what it makes them do.
    """
    if found := _lacks(subject, _names_nobody):
        yield Problem(
            found.heading,
            "the problem statement names nobody who is affected",
            'say who: "<users, operators, …> have to <what>"',
        )


def problem_no_cost(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says what the problem costs.

    Without time, money, errors or risks, nobody can tell why this problem comes first. Any number
    counts as a cost.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists are asked to look through their
    data. Nobody knows which data is needed again.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists lose 90 minutes a week looking
    through their data. Nobody knows which data is needed again.
    ```

    Say what happens, or how much is paid, while nothing is done.
    """
    if section := subject.once(_without_cost):
        yield Problem(
            section.heading,
            "the problem statement does not say what it costs",
            'say what follows: "This causes <delay, cost, error> of <how much>"',
        )


def problem_no_quantity(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement contains a number.

    "Slow" and "often" are opinions; "40 s" and "50 times a day" can be checked, and tell how much
    a solution is worth.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists waste their time by looking
    through their data. Publications can no longer be checked, because their data was lost.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists lose 90 minutes a week looking
    through their data. Publications can no longer be checked, because their data was lost.
    ```

    Say how much, how many or how often.
    """
    section = statement(subject)
    if section is None or is_no_prose(subject) or subject.once(_has_quantity):
        return
    if not subject.once(_without_cost):  # a missing cost is reported with advice to quantify it
        yield Problem(
            section.heading,
            "the problem statement has no number",
            'say how much or how often: "<N> times a <day>, <N> <minutes, EUR, errors> each"',
        )


def _lacks(subject: Subject, are_silent: Callable[[set[str]], bool]) -> Section | None:
    """Return the Problem Statement, if it is English and its words do not mention something.

    The words between blanks usually mention it, and they are found faster than all words.
    """
    section = statement(subject)
    if section is None or is_no_prose(subject) or not subject.is_english:
        return None
    is_silent = are_silent(subject.once(_alone)) and are_silent(subject.once(_statement_words))
    return section if is_silent else None


def _without_cost(subject: Subject) -> Section | None:
    """Return the Problem Statement, if it has neither a number nor a word for its cost."""
    return None if subject.once(_has_quantity) else _lacks(subject, COSTS.isdisjoint)


def _statement_text(subject: Subject) -> str:
    section = statement(subject)
    return said(section) if section else ""


def _names_nobody(words: set[str]) -> bool:
    """Whether no word denotes people, or names them by what they do."""
    if not AFFECTED.isdisjoint(words):
        return False
    doers = (word for word in words if word.endswith(ENDINGS) and word not in THINGS)
    return not any(map(DOER.match, doers))


def _alone(subject: Subject) -> set[str]:
    """Return what stands between blanks, in lower case: words, possibly with punctuation."""
    return set(subject.once(_statement_text).lower().split())


def _statement_words(subject: Subject) -> set[str]:
    return words_of(subject.once(_statement_text))


def _has_quantity(subject: Subject) -> bool:
    return names_quantity(subject.once(_statement_text))


RULES = (
    Rule("SPEC204", "info", problem_no_gap),
    Rule("SPEC205", "info", problem_no_affected),
    Rule("SPEC206", "info", problem_no_cost),
    Rule("SPEC207", "info", problem_no_quantity),
)
