"""Rules on the header with status, date and author: SPEC105 to SPEC110."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.source import Text

from ._days import ISO_DAY, first_day, meant_days
from ._fix import Fix, safe
from ._keys import in_bold, with_line, with_value
from ._rule import Problem, Rule, joined, nearest, quoted
from ._shapes import first_line
from ._subject import Subject

_FORMS = {
    "list": "a list",
    "table": "a table",
    "plain": "plain text",
    "fields": "a field list",
    "front matter": "front matter",
}


def status_missing(subject: Subject) -> Iterator[Problem]:
    """The header has a status.

    A reader must know whether this is an idea or a promise.

    ```markdown bad
    # Spec: Tape Archive
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** In Review
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```

    Add the line under the title; a new spec is a `Draft`.
    """
    draft = schema.HEADER_FIELD["Status"].default
    for problem in _missing(subject, "Status"):
        has_line = subject.spec.status is not None
        change = partial(with_value if has_line else with_line, label="Status", value=draft)
        mistyped = isinstance(problem.at, Text) and not has_line
        fits = subject.spec.heading and not mistyped
        yield problem._replace(fix=_fix(subject.spec, change)) if fits else problem


def status_unknown(subject: Subject) -> Iterator[Problem]:
    """The status begins with one of the configured words.

    Lists of specs are sorted by status. A remark may follow it: `Draft (second round)`.

    ```markdown bad
    # Spec: Tape Archive
    **Status:** Nearly done
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Approved, with two open questions
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```

    Use one of the known words, or set the option `statuses` to yours.
    """
    value = subject.spec.status
    if not value or not value.strip():
        return
    statuses = subject.settings.statuses
    if not subject.status:
        near = nearest(inline.plain(value), statuses, 0.76)  # "Released" is not "Rejected"
        yield Problem(
            value,
            f"{quoted(value)} is not a known status",
            f'did you mean "{near}"?' if near else f"write one of {joined(statuses, 'or')}",
        )
    elif subject.status not in value:
        status = re.compile(re.escape(subject.status), re.IGNORECASE)
        spelt = status.sub(subject.status, value, count=1)
        yield Problem(
            value,
            f'{quoted(value)} is not spelt "{subject.status}"',
            f'write "{subject.status}"',
            fix=_fix(subject.spec, partial(with_value, label="Status", value=spelt)),
        )


def date_missing(subject: Subject) -> Iterator[Problem]:
    """The header has a date.

    Numbers and decisions become outdated: readers have to know how old they are.

    ```markdown bad
    # Spec: Tape Archive
    **Status:** Draft
    **Author:** I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```

    Add the date on which the spec was written.
    """
    yield from _missing(subject, "Date")


def date_invalid(subject: Subject) -> Iterator[Problem]:
    """The date is valid and has the form `YYYY-MM-DD`.

    `04/05/2026` is in April for some readers and in May for others. A remark after a date is only
    an info.

    ```markdown bad
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 14 April 2026
    **Author:** I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor
    ```

    Write the date as in ISO 8601.
    """
    value = subject.spec.date
    said = inline.plain(value) if value else ""
    is_day = ISO_DAY.fullmatch(said) and first_day(said)
    if value is None or not said or (is_day and said == value.strip()):
        return
    if ISO_DAY.fullmatch(said) and not is_day:
        yield Problem(value, f"{quoted(value)} is not a valid date", "correct it: <YYYY-MM-DD>")
        return
    if first_day(said) and not is_day:
        yield Problem(
            value,
            f"{quoted(value)} is more than a date",
            f'write "{said[:10]}", and move the rest elsewhere',
            "info",
        )
        return
    days = [said] if is_day else meant_days(said)
    yield Problem(
        value,
        f"{quoted(value)} is not a date of the form YYYY-MM-DD",
        f"write {joined(days, 'or') if days else '<YYYY-MM-DD>'}",
        fix=_fix(subject.spec, partial(with_value, label="Date", value=days[0]))
        if len(days) == 1
        else None,
    )


def author_missing(subject: Subject) -> Iterator[Problem]:
    """The header has an author.

    Readers with questions need somebody to ask. Any name will do, also that of a team or a tool.

    ```markdown bad
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:**
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor, storage team
    ```

    Add the line under the title.
    """
    yield from _missing(subject, "Author")


def header_form(subject: Subject) -> Iterator[Problem]:
    """The header is written as lines of `**Key:** value`.

    Other forms are understood, and the order and additional keys do not matter; but files with the
    same form are easier to search. On a page in reStructuredText or MyST, a field list or front
    matter is fine, too.

    ```markdown bad
    # Spec: Tape Archive
    - Status: Draft
    - Date: 2026-04-14
    - Author: I. Okafor
    ```
    ```markdown good
    # Spec: Tape Archive
    **Status:** Draft
    **Date:** 2026-04-14
    **Author:** I. Okafor
    **Reviewers:** R. Tanaka
    ```

    Write each key in bold, including its colon.
    """
    header = subject.spec.header
    if header.form in ("", "bold"):
        return
    if header.form in ("fields", "front matter") and subject.spec.surface != "markdown":
        return
    known = (line for line in header.lines if line.label.lower() in schema.KNOWN_LABEL)
    first = next(known, header.lines[0])
    yield Problem(
        first_line(header.text) or None,
        f"the header is written as {_FORMS[header.form]}",
        f'write lines of bold keys: "**{first.label}:** {first.value}"',
        fix=_fix(subject.spec, in_bold),
    )


def _missing(subject: Subject, label: str) -> Iterator[Problem]:
    header = subject.spec.header
    field = schema.HEADER_FIELD[label]
    line = next((line for line in header.lines if line.label.casefold() == label.casefold()), None)
    key = f":{label}:" if subject.spec.surface == "rst" else f"**{label}:**"
    form = f"{key} {field.form}"
    if line is None:
        others = (other for other in header.lines if other.label.lower() not in schema.KNOWN_LABEL)
        mistyped = next((other.label for other in others if _is_like(other.label, field)), None)
        yield Problem(
            mistyped,
            f'the header has no "{label}"',
            f'did you mean "{label}" by {quoted(mistyped)}?'
            if mistyped
            else f'add "{form}" under the title',
        )
    elif not line.value.strip():
        at: Text | None = line.label if line.label.span.line else None
        yield Problem(at, f'"{label}" has no value', f'write "{form}"')


def _is_like(key: str, field: schema.HeaderField) -> bool:
    """Return whether a key is another word for a label, or misspells it."""
    return key.casefold() in field.aliases or bool(nearest(key, [field.label]))


def _fix(spec: Spec, change: Callable[[Spec], Spec]) -> Fix | None:
    """Return a fix of the header, if its form allows the change."""
    return safe(spec, change) if change(spec) is not spec else None


RULES = (
    Rule("SPEC105", "error", status_missing, fix="safe"),
    Rule("SPEC106", "warning", status_unknown, fix="safe"),
    Rule("SPEC107", "error", date_missing),
    Rule("SPEC108", "error", date_invalid, fix="safe"),
    Rule("SPEC109", "error", author_missing),
    Rule("SPEC110", "info", header_form, fix="safe"),
)
