"""Rules on the table of Key Design Decisions: SPEC321 to SPEC324."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec.items import Decision
from sphinxcontrib_spec.markup import inline

from ._cells import empty_cells, is_blank, is_open, still_open, tables
from ._choices import are_names, is_considered, options_of
from ._rule import Problem, Rule, quoted
from ._shapes import table_problems
from ._subject import Subject


def decisions_not_table(subject: Subject) -> Iterator[Problem]:
    """Key Design Decisions is a table of decisions, with the options, the choice and the reason.

    Other names for a column (`Alternatives`, `Why`), another order and additional columns are
    understood, and are only infos.

    ```markdown bad
    ### Key Design Decisions
    We chose tape because disks cost four times as much.
    ```
    ```markdown good
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Tape | A quarter of the price for each TB and year |
    ```

    Write each decision as a row with these four columns.
    """
    yield from table_problems(subject, "key_design_decisions")


def decision_cell_empty(subject: Subject) -> Iterator[Problem]:
    """No cell of a decision is empty.

    A choice without a reason will be questioned again. `TBD` is fine while the spec is a draft.

    ```markdown bad
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Tape | |
    ```
    ```markdown good
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Tape | A quarter of the price for each TB and year |
    ```

    Fill the cell.
    """
    open_cells = subject.once(_open_cells)
    for table in tables(subject, Decision.kind):
        yield from empty_cells(table)
        if open_cells:
            yield from still_open(table, table.keys, subject.status)


def decision_one_option(subject: Subject) -> Iterator[Problem]:
    """A decision names at least two options.

    With only one option, nothing was decided. Options are separated by commas, semicolons, `or`,
    `vs`, and `/` or `+` between spaces.

    ```markdown bad
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape | Tape | A quarter of the price for each TB and year |
    ```
    ```markdown good
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape vs disk | Tape | A quarter of the price for each TB and year |
    ```

    Name the alternatives, even if the only one is to change nothing.
    """
    for row in subject.once(_decided):
        options = row.options_considered
        is_one = len(options_of(options)) < 2
        if is_one and id(row) not in subject.once(_not_considered):
            yield Problem(
                options,
                f"{quoted(options)} is the only option",
                'name what else was considered: "<option>, <option>"',
            )


def decision_not_considered(subject: Subject) -> Iterator[Problem]:
    """What was chosen is one of the options considered.

    It is enough if they share a word (`Local filesystem` matches `filesystem`), or if the choice
    begins with Both, Hybrid, None, Neither, Defer and the like. If some options are not names, the
    choice may describe one in other words, and is only an info; a column called Alternatives may
    leave out the choice.

    ```markdown bad
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | S3 | No machines of our own |
    ```
    ```markdown good
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk, S3 | S3 | No machines of our own |
    ```

    Add the choice to the options, or choose one of them.
    """
    others = _beside_alternatives(subject)
    apart = subject.once(_not_considered)
    for row in subject.once(_decided) if apart else ():
        if id(row) in apart and id(row) not in others:
            yield Problem(
                row.chosen,
                f"{quoted(row.chosen)} is none of the options {quoted(row.options_considered)}",
                "add it to the options, or choose one of them",
                None if are_names(row) else "info",
            )


def _decided(subject: Subject) -> list[Decision]:
    """Return the decisions that name both the options considered and the choice."""
    open_cells = subject.once(_open_cells)
    return [
        row
        for row in subject.items
        if isinstance(row, Decision)
        and not is_blank(row.options_considered)
        and not is_blank(row.chosen)
        and open_cells.isdisjoint((id(row.options_considered), id(row.chosen)))
    ]


def _not_considered(subject: Subject) -> frozenset[int]:
    """Return the decisions whose choice is none of the options, by identity."""
    return frozenset(
        id(row)
        for row in subject.once(_decided)
        if not is_considered(row.chosen, row.options_considered)
    )


def _open_cells(subject: Subject) -> frozenset[int]:
    """Return the cells of decisions that are still open, by identity."""
    cells = (
        getattr(row, field.key)
        for row in subject.items
        if isinstance(row, Decision)
        for field in Decision.kind.fields
    )
    return frozenset(id(cell) for cell in cells if is_open(cell))


def _beside_alternatives(subject: Subject) -> set[int]:
    """Return the decisions whose options are alternatives to the choice, by identity."""
    found: set[int] = set()
    for table in tables(subject, Decision.kind):
        pairs = zip(table.keys, table.columns, strict=True)
        column = next((column for key, column in pairs if key == "options_considered"), "")
        if inline.plain(column).casefold().startswith("alternative"):
            found.update(map(id, table.rows))
    return found


RULES = (
    Rule("SPEC321", "error", decisions_not_table, fix="safe"),
    Rule("SPEC322", "warning", decision_cell_empty),
    Rule("SPEC323", "info", decision_one_option),
    Rule("SPEC324", "warning", decision_not_considered),
)
