"""Rules on Goals and Non-Goals: SPEC211 to SPEC223."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec.items import Goal, NonGoal
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import is_table
from sphinxcontrib_spec.patterns import pattern

from ._measured import undecided
from ._rule import Problem, Rule, quoted
from ._shapes import list_problems
from ._subject import Subject, blocks_of
from ._verdicts import boundaries

#: What separates a reason, or begins one.
_REASON = pattern(
    r"\s[—–]\s|\s--?\s|[(;:,]|[.!]\s+\w|→|\b(?:as|because|due|for now|future|later|only|once"
    r"|other than|out of|per|planned|since|so|so far|stays?|until|v\d+|\d+\.\d+|version|yet"
    r"|belongs? (?:in|to)|given|instead|(?:is|are) left to|(?:covered|done|handled|owned) by)\b",
    re.IGNORECASE,
)


#: Characters that do so on their own.
_SETTING_APART = "(;:,→"


def goals_not_list(subject: Subject) -> Iterator[Problem]:
    """Goals is a list with one goal per bullet.

    Each goal is reached or missed separately. Labels, headings, check boxes and tables are fine; a
    numbered list is understood.

    ```markdown bad
    ## Goals
    Data that nobody opens is moved to tape, and a single file is restored within 4 h.
    ```
    ```markdown good
    ## Goals
    - Move data that was not opened for 180 days to tape within 7 days
    - Restore a single file within 4 h
    ```

    Begin each goal with `-`.
    """
    yield from _list_problems(subject, "goals")


def goal_not_measurable(subject: Subject) -> Iterator[Problem]:
    """Somebody who did not write a goal can decide whether it is reached.

    Readers must be able to tell pass from fail by what they observe, without inventing a threshold,
    a baseline or the meaning of an adjective. A number with a limit makes that possible, also in a
    column of targets, and so does something that either exists or does not.

    ```markdown bad
    ## Goals
    - Improve the speed of restores
    - Two copies of every file
    ```
    ```markdown good
    ## Goals
    - Cut the median restore of 1 TB from 9 h to < 4 h
    - Two copies of every file
    ```

    Say from what to what, how it is measured, or what will exist. Only you know the number.
    """
    yield from undecided(subject, Goal, surely=True)


def goal_weak(subject: Subject) -> Iterator[Problem]:
    """A goal leaves no doubt about whether it is reached.

    Some of the words have to be interpreted, or only a topic is named and nothing is said about it.

    ```markdown bad
    ## Goals
    - Support additional tape formats
    - Two copies of every file
    ```
    ```markdown good
    ## Goals
    - Support LTO-8 and LTO-9 tapes
    - Two copies of every file
    ```

    Replace the word with what you mean.
    """
    yield from undecided(subject, Goal, surely=False)


def goal_unquantified(subject: Subject) -> Iterator[Problem]:
    """A goal has a number.

    The rule is off until it is selected: many goals are reached when something exists, and need no
    number.

    ```markdown bad
    ## Goals
    - Restores can be cancelled
    ```
    ```markdown good
    ## Goals
    - A cancelled restore frees its drive within 60 s
    ```

    Add how much, how fast or how often.
    """
    for goal, verdict in subject.measured:
        if isinstance(goal, Goal) and verdict.basis == "binary":
            yield Problem(
                goal.text,
                f"{quoted(goal.text)} can be decided, but has no number",
                'say how much, how fast or how often: "… within <N> <unit>"',
            )


def non_goals_not_list(subject: Subject) -> Iterator[Problem]:
    """Non-Goals is a list with one boundary per bullet.

    Labels, headings, check boxes and tables are fine; a numbered list is understood.

    ```markdown bad
    ## Non-Goals
    Home folders are not backed up, and nothing is deleted.
    ```
    ```markdown good
    ## Non-Goals
    - Backup of home folders — the campus service does that
    - Deletion of data, because publications must stay checkable
    ```

    Begin each of them with `-`.
    """
    yield from _list_problems(subject, "non_goals")


def non_goal_vague(subject: Subject) -> Iterator[Problem]:
    """A non-goal names what is out of scope.

    "Everything else" does not correct anybody's expectations. A single word is only an info,
    because it may be enough for people who know the system.

    ```markdown bad
    ## Non-Goals
    - Other things
    - Backup of home folders — the campus service does that
    ```
    ```markdown good
    ## Non-Goals
    - Tapes of other institutes, which have no barcodes
    - Backup of home folders — the campus service does that
    ```

    Name what somebody might expect but will not get.
    """
    for item, is_vague in subject.once(_non_goals):
        if is_vague:
            one_word = len(inline.plain(item.text).split()) == 1
            yield Problem(
                item.text,
                f"{quoted(item.text)} does not say what is out of scope",
                'name what somebody might expect: "<feature> for <whom> — <reason>"',
                "info" if one_word else None,
            )


def non_goal_no_reason(subject: Subject) -> Iterator[Problem]:
    """A non-goal says why it is out of scope, or who does it instead.

    A boundary with a reason is not discussed again.

    ```markdown bad
    ## Non-Goals
    - Backup of home folders
    ```
    ```markdown good
    ## Non-Goals
    - Backup of home folders — the campus service does that
    ```

    Add ` — ` and the reason, or who does it instead.
    """
    for item, is_vague in subject.once(_non_goals):
        if is_vague:
            continue
        if item.body or item.about.extra:
            continue
        words = inline.plain(item.text)
        if any(sign in words for sign in _SETTING_APART) or _REASON.search(words):
            continue
        if not any(part.kind in ("link", "autolink", "role") for part in inline.parts(item.text)):
            yield Problem(
                item.text,
                f"{quoted(item.text)} gives no reason",
                'add one: "… — <reason, or who does it>"',
            )


def _non_goals(subject: Subject) -> list[tuple[NonGoal, bool]]:
    """Return the non-goals, and whether each names nothing; empty if the language is unknown."""
    return list(boundaries(subject.items)) if subject.is_english else []


def _list_problems(subject: Subject, key: str) -> Iterator[Problem]:
    """Report what keeps a section from being a list; a table with any columns counts, too."""
    section = subject.known.get(key)
    for block in blocks_of(section) if section else ():
        if is_table(block):
            return
    yield from list_problems(subject, key)


RULES = (
    Rule("SPEC211", "error", goals_not_list, fix="safe"),
    Rule("SPEC212", "warning", goal_not_measurable),
    Rule("SPEC213", "info", goal_weak),
    Rule("SPEC214", "info", goal_unquantified, off=True),
    Rule("SPEC221", "error", non_goals_not_list, fix="safe"),
    Rule("SPEC222", "warning", non_goal_vague),
    Rule("SPEC223", "info", non_goal_no_reason),
)
