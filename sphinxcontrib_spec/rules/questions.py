"""Rules on what each open question has to name: SPEC602 to SPEC606."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.findings import Severity
from sphinxcontrib_spec.items import OpenQuestion, tail
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Span, Text

from ._answers import is_answered
from ._cells import tables
from ._days import first_day
from ._directives import is_misnamed, with_field, with_tail
from ._fix import unsafe
from ._rule import Problem, Rule, joined, quoted
from ._subject import Subject
from ._tails import as_tail, misplaced

_FORMS = {"owner": "Owner: <name>", "deadline": "Deadline: <YYYY-MM-DD>"}
_TBD = pattern(r"TBD\b", re.IGNORECASE)

#: Statuses in which there is no time left to find an owner.
_LATE = ("Approved", "Implemented", "Shipped")


def question_no_owner(subject: Subject) -> Iterator[Problem]:
    """Every open question has an owner.

    A question for everybody is answered by nobody. A question that is struck through, marked as
    resolved or followed by `Answer: …` needs no owner. If the owner is named, but not after a dash
    at the end, tools do not find it: that is a warning, and the fix, which only moves the owner
    there, is safe.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Deadline: 2026-06-01
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    End the question with ` — Owner: <name>, Deadline: <date>`. If the name is not known yet, write
    `TBD`.
    """
    yield from _without(subject, "owner")


def question_no_deadline(subject: Subject) -> Iterator[Problem]:
    """Every open question has a deadline.

    Without a deadline, a question is only answered when it is too late. A deadline that is named,
    but not at the end of the question, is a warning.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    End the question with `, Deadline: <date>`. If the date is not known yet, write `TBD`.
    """
    yield from _without(subject, "deadline")


def question_deadline_form(subject: Subject) -> Iterator[Problem]:
    """A deadline is an ISO date, or `TBD`.

    Other words are kept, but only a date can be overdue.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: before the summer
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    Write the day.
    """
    for question, deadline, day in subject.once(_deadlines):
        if deadline and day is None and not _TBD.match(deadline):
            yield Problem(
                question.deadline, f"{quoted(question.deadline)} is no date", "write <YYYY-MM-DD>"
            )


def question_tbd(subject: Subject) -> Iterator[Problem]:
    """An open question has a real owner and a real deadline.

    `TBD` is allowed, but is an info; once the spec is approved, implemented or shipped, it is a
    warning.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: TBD, Deadline: 2026-06-01
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    Ask somebody.
    """
    severity: Severity = "warning" if subject.status in _LATE else "info"
    for question in subject.once(_open):
        parts = {"owner": question.owner, "deadline": question.deadline}
        left = [name for name, text in parts.items() if _TBD.match(inline.plain(text))]
        if left:
            yield Problem(
                parts[left[0]],
                f"{joined(left)} of {quoted(question.question)} "
                f"{'are' if len(left) > 1 else 'is'} not known yet",
                f'write "{", ".join(_FORMS[name] for name in left)}"',
                severity,
            )


def question_overdue(subject: Subject) -> Iterator[Problem]:
    """An open question is answered before its deadline.

    You give the current date, with `sphinx-spec check --today` or the option `today`. It is never
    taken from the clock, so the same spec gives the same findings every day. If you give a date,
    the rule is on.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 1999-12-31
    ```
    ```markdown good
    ## Open Questions
    1. ~~Who pays for the second robot?~~ The library does. — Deadline: 1999-12-31
    ```

    Answer the question, or agree on a new deadline.
    """
    today = subject.settings.today
    for question, _, day in subject.once(_deadlines) if today else ():
        if day and day < date.fromisoformat(today):
            yield Problem(
                question.deadline,
                f"{quoted(question.question)} was due on {day}",
                "answer it, or agree on another day",
            )


def _open(subject: Subject) -> list[OpenQuestion]:
    """Return the questions that are not answered."""
    questions = (item for item in subject.items if isinstance(item, OpenQuestion))
    return [question for question in questions if not is_answered(question)]


def _deadlines(subject: Subject) -> list[tuple[OpenQuestion, str, date | None]]:
    """Return these questions, each with its deadline as plain text and the date in it, if any."""
    plain_deadlines = [
        (question, inline.plain(question.deadline)) for question in subject.once(_open)
    ]
    return [(question, deadline, first_day(deadline)) for question, deadline in plain_deadlines]


def _without(subject: Subject, part: str) -> Iterator[Problem]:
    """Report the open questions without an owner, or without a deadline."""
    field = next(field for field in OpenQuestion.kind.fields if field.key == part)
    silent = [
        each
        for each in subject.once(_open)
        if not getattr(each, part).strip() and not is_misnamed(each, field)
    ]
    if not silent:
        return
    columns = {
        id(row): table.keys for table in tables(subject, OpenQuestion.kind) for row in table.rows
    }
    for question in silent:
        found = misplaced(question)
        if part not in found:
            yield _absent(question, field, columns.get(id(question)))
        elif part == "owner" or "owner" not in found:
            words = [
                quoted(inline.plain(labelled.words).replace("*", "")) for labelled in found.values()
            ]
            values = {key: labelled.value for key, labelled in found.items()}
            owner, deadline = (
                str(values.get(key) or getattr(question, key).partition(",")[0]) for key in _FORMS
            )
            yield Problem(
                found[part].words,
                f"{joined(words)} {'are' if len(words) > 1 else 'is'} not read as {joined(found)}",
                f'end the question with "{tail(owner or "<name>", deadline or "<YYYY-MM-DD>")}"',
                "warning",
                as_tail(question, found),
            )


def _absent(question: OpenQuestion, field: schema.Field, columns: Sequence[str] | None) -> Problem:
    """Return the problem for a missing part of a question; `columns` is None outside of tables."""
    part = field.key
    asked = question.question
    at: Text | Span = asked if asked.span.line else question.about.span
    if question.about.source:
        advice = f'add ":{part}: {_FORMS[part].partition(" ")[2]}"'
    elif columns is not None:
        advice = (
            f"write <{part}> in its cell" if part in columns else f'add a column "{field.label}"'
        )
    elif part == "deadline" and question.owner:
        advice = f'end it with ", {_FORMS[part]}"'
    elif part == "owner" and question.deadline:
        advice = f'write "{_FORMS[part]}, " before its deadline'
    else:
        advice = f'end it with " — {_FORMS["owner"]}, {_FORMS["deadline"]}"'
    change = with_tail if columns is None else with_field
    fits = asked.strip() and not question.around and (columns is None or part in columns)
    change = partial(change, field=field, old=getattr(question, part), value="TBD")
    fix = unsafe(question, change) if fits else None
    return Problem(at, f"{quoted(asked)} has no {part}", advice, fix=fix)


RULES = (
    Rule("SPEC602", "error", question_no_owner, fix="unsafe"),
    Rule("SPEC603", "error", question_no_deadline, fix="unsafe"),
    Rule("SPEC604", "info", question_deadline_form),
    Rule("SPEC605", "info", question_tbd),
    Rule("SPEC606", "warning", question_overdue, off=True, needs="today"),
)
