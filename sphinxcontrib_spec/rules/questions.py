"""Open Questions and the Appendix: SPEC601 to SPEC611."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sphinxcontrib_spec import inline, schema
from sphinxcontrib_spec.items import OpenQuestion
from sphinxcontrib_spec.model import Block, List, Table
from sphinxcontrib_spec.source import Span, Text

from ._rule import Problem, Rule, Severity, joined, quoted
from ._shapes import form
from ._subject import Subject, blocks_of, is_empty, spoken

_KEY = "open_questions"
_STRUCK = re.compile(r"~~([^~]+)~~(\W*\Z)?")
_RESOLVED = re.compile(
    r"\b(?:RESOLVED|ANSWERED|CLOSED|DECIDED)\b"
    r"|(?i:(?:^|[\[(*_])(?:resolved|answered|closed|decided)\b\W{0,3}[:\])*_—–-])",
    re.MULTILINE,
)
_TBD = re.compile(r"TBD\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")

#: Who has got that far has no time left to find an owner.
_LATE = ("Approved", "Implemented", "Shipped")


def questions_not_numbered(subject: Subject) -> Iterator[Problem]:
    """Open Questions is a numbered list, or says that there are none.

    Questions are spoken of by their numbers: "what about the second?"

    ```markdown bad
    ## Open Questions
    - Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    Number the questions; if there are none, write `None.`
    """
    section = subject.known.get(_KEY)
    if section is None or is_empty(section):
        return
    wanted = form(schema.SECTION[_KEY])
    found = False
    for block in blocks_of(section):
        if isinstance(block, List | Table):
            found = True
            if isinstance(block, Table) or not block.ordered:
                shape = "a table" if isinstance(block, Table) else "a list of bullets"
                yield Problem(
                    block.span, f"{quoted(section.heading)} is {shape}, not numbered", wanted
                )
    said = [block.text.strip() for block in spoken(section) if isinstance(block, Block)]
    if not found and schema.NOTHING not in said:
        yield Problem(section.heading, f"{quoted(section.heading)} has no numbered list", wanted)


def question_no_owner(subject: Subject) -> Iterator[Problem]:
    """Every open question has an owner.

    A question that everybody should answer is answered by nobody. One that is struck through
    or marked as resolved needs none.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Deadline: 2026-06-01
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    End the question in ` — Owner: <name>, Deadline: <date>`; `TBD` is a name, if need be.
    """
    yield from _without(subject, "owner")


def question_no_deadline(subject: Subject) -> Iterator[Problem]:
    """Every open question has a deadline.

    Without one, the day on which it must be answered is the day on which it is too late.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    End the question in `, Deadline: <date>`; `TBD` is a date, if need be.
    """
    yield from _without(subject, "deadline")


def question_deadline_form(subject: Subject) -> Iterator[Problem]:
    """A deadline is an ISO date, or `TBD`.

    Words are kept as they are, but only a date can be passed.

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
    for question in _open(subject):
        deadline = inline.plain(question.deadline)
        if deadline and not _TBD.match(deadline) and _day(deadline) is None:
            yield Problem(
                question.deadline, f"{quoted(question.deadline)} is no date", "write <YYYY-MM-DD>"
            )


def question_tbd(subject: Subject) -> Iterator[Problem]:
    """An open question has a real owner and a real deadline.

    `TBD` is allowed, and noted; once the spec is approved, implemented or shipped, it is a
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
    for question in _open(subject):
        parts = {"owner": question.owner, "deadline": question.deadline}
        left = [name for name, text in parts.items() if _TBD.match(inline.plain(text))]
        if left:
            yield Problem(
                parts[left[0]],
                f"{joined(left)} of {quoted(question.question)} "
                f"{'are' if len(left) > 1 else 'is'} not known yet",
                f"write {joined(f'<{name}>' for name in left)}",
                severity,
            )


def question_overdue(subject: Subject) -> Iterator[Problem]:
    """An open question is answered before its deadline.

    What is today is told on the command line, never taken from the clock: the same spec gives
    the same findings every day.

    ```markdown bad
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 1999-12-31
    ```
    ```markdown good
    ## Open Questions
    1. ~~Who pays for the second robot?~~ The library does. — Deadline: 1999-12-31
    ```

    Answer the question, or agree on another day.
    """
    today = subject.settings.today
    for question in _open(subject) if today else ():
        day = _day(inline.plain(question.deadline))
        if day and day < date.fromisoformat(today):
            yield Problem(
                question.deadline,
                f"{quoted(question.question)} was to be answered by {day}",
                "answer it, or agree on another day",
            )


def appendix_empty(subject: Subject) -> Iterator[Problem]:
    """An Appendix holds something.

    It is the one section that may be left out.

    ```markdown bad
    ## Appendix
    ```
    ```markdown good
    ## Appendix
    Prices of cartridges were compared in March 2026.
    ```

    Delete the heading.
    """
    section = subject.known.get("appendix")
    if section and is_empty(section):
        yield Problem(section.heading, f"{quoted(section.heading)} is empty", "delete the heading")


def _open(subject: Subject) -> Iterator[OpenQuestion]:
    """The questions that nobody has answered."""
    for question in subject.items:
        if isinstance(question, OpenQuestion) and not _is_resolved(question):
            yield question


def _is_resolved(question: OpenQuestion) -> bool:
    said = question.question
    struck = _STRUCK.match(said)
    if struck and ("?" in struck[1] or struck[2] is not None):
        return True
    return question.box.lower() == "[x]" or (
        any(_RESOLVED.search(text) for text in (said, question.body))
    )


def _without(subject: Subject, part: str) -> Iterator[Problem]:
    for question in _open(subject):
        if not getattr(question, part).strip():
            said = question.question
            at: Text | Span = said if said.span.line else question.about.span
            tail = "Owner: <name>" if part == "owner" else "Deadline: <date>"
            if question.about.source:
                advice = f'add ":{part}:"'
            elif part == "owner":
                advice = f'end it in " — {tail}, Deadline: <date>"'
            else:
                advice = f'end it in ", {tail}"'
            yield Problem(at, f"{quoted(said)} has no {part}", advice)


def _day(text: str) -> date | None:
    match = _ISO.match(text)
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


RULES = (
    Rule("SPEC601", "warning", questions_not_numbered),
    Rule("SPEC602", "error", question_no_owner),
    Rule("SPEC603", "error", question_no_deadline),
    Rule("SPEC604", "info", question_deadline_form),
    Rule("SPEC605", "info", question_tbd),
    Rule("SPEC606", "warning", question_overdue, off=True),
    Rule("SPEC611", "info", appendix_empty),
)
