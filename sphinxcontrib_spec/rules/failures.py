"""Rules on the table of Failure Modes: SPEC401 to SPEC406."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import FailureMode
from sphinxcontrib_spec.levels import Level, read_level
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.source import Text

from ._cells import empty_cells, is_blank, still_open, tables
from ._directives import with_field
from ._fix import safe
from ._rule import Problem, Rule, joined, nearest, quoted
from ._shapes import table_problems
from ._subject import Subject


def failures_not_table(subject: Subject) -> Iterator[Problem]:
    """Failure Modes is a table of failures, with probability, impact and mitigation.

    Other names for a column (`Risk`, `Likelihood`), another order and additional columns are
    understood, and are only infos.

    ```markdown bad
    ## Failure Modes
    - A cartridge may become unreadable.
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | The copy in the other building is read |
    ```

    Write each failure as a row with these four columns.
    """
    yield from table_problems(subject, "failure_modes")


def failure_cell_empty(subject: Subject) -> Iterator[Problem]:
    """No cell of a failure mode is empty.

    If you decide to accept a failure, say so in its mitigation. `TBD` is fine while the spec is a
    draft.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | Accepted: the copy on disk is kept for a year |
    ```

    Fill the cell.
    """
    for table in tables(subject, FailureMode.kind):
        yield from empty_cells(table)
        yield from still_open(table, ["mitigation"], subject.status)


def level_unknown(subject: Subject) -> Iterator[Problem]:
    """Probability and Impact are levels.

    They are used to sort and compare failure modes. Numbers and reasons may follow the level.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Perhaps | Medium | The copy in the other building is read |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | A cartridge is unreadable | Low | Medium | The copy in the other building is read |
    ```

    Choose a level, or set the option `levels` to yours.
    """
    levels = subject.settings.levels
    for _, field, cell, level in subject.once(_levels):
        if not level.level:
            near = nearest(inline.plain(cell), levels, 0.6)
            yield Problem(
                cell,
                f"{quoted(cell)} is not a level of {field.label.lower()}",
                f'did you mean "{near}"?' if near else f"write {joined(levels, 'or')}",
            )


def level_alias(subject: Subject) -> Iterator[Problem]:
    """A level is written with its configured name.

    `Very Low`, `Critical`, `Med` and the like are understood, and a range counts as the higher
    level; but a table with two names for one level is harder to sort.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Both buildings burn | Very Low | High | None: the loss is insured |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Both buildings burn | Low | High | None: the loss is insured |
    ```

    Write the level in the message.
    """
    for *_, cell, level in subject.once(_levels):
        if level.form in ("alias", "range"):
            higher = ", the higher one" if level.form == "range" else ""
            yield Problem(
                cell, f'{quoted(cell)} is read as "{level.level}"{higher}', f'write "{level.level}"'
            )


def level_case(subject: Subject) -> Iterator[Problem]:
    """A level has the same case as in the configuration.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | The robot stops | medium | Low | Cartridges are carried by hand until it is repaired |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | The robot stops | Medium | Low | Cartridges are carried by hand until it is repaired |
    ```

    Correct the case.
    """
    for row, field, cell, level in subject.once(_levels):
        if level.form == "case":
            spelt = re.sub(re.escape(level.level), level.level, cell, count=1, flags=re.IGNORECASE)
            yield Problem(
                cell,
                f'{quoted(cell)} is not spelt "{level.level}"',
                f'write "{level.level}"',
                fix=safe(row, partial(with_field, field=field, old=cell, value=spelt)),
            )


def level_qualified(subject: Subject) -> Iterator[Problem]:
    """A level is alone in its cell.

    A remark beside it is understood and kept, but it is easier to find in the mitigation.

    ```markdown bad
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | The robot stops | Low (twice in 2025) | Low | Cartridges are carried by hand |
    ```
    ```markdown good
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | The robot stops | Low | Low | As twice in 2025, cartridges are carried by hand |
    ```

    Move the remark to the failure or its mitigation.
    """
    for *_, cell, level in subject.once(_levels):
        if level.remark:
            yield Problem(
                cell,
                f'{quoted(cell)} is read as "{level.level}" with the remark {quoted(level.remark)}',
                f'write "{level.level}", and move the remark to the mitigation',
            )


def _levels(subject: Subject) -> list[tuple[FailureMode, schema.Field, Text, Level]]:
    """Return every level cell that is not blank: its row, field, text and the level in it."""
    fields = [field for field in FailureMode.kind.fields if field.holds == "level"]
    levels = subject.settings.levels
    return [
        (row, field, cell, read_level(cell, levels))
        for row in subject.items
        if isinstance(row, FailureMode)
        for field in fields
        if not is_blank(cell := getattr(row, field.key))
    ]


RULES = (
    Rule("SPEC401", "error", failures_not_table, fix="safe"),
    Rule("SPEC402", "error", failure_cell_empty),
    Rule("SPEC403", "warning", level_unknown),
    Rule("SPEC404", "info", level_alias),
    Rule("SPEC405", "warning", level_case, fix="safe"),
    Rule("SPEC406", "info", level_qualified),
)
