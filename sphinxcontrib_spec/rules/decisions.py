"""The table of Key Design Decisions: SPEC321 to SPEC324."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec import inline
from sphinxcontrib_spec.items import Decision

from ._cells import empty_cells, is_blank, tables
from ._rule import Problem, Rule, Severity, quoted
from ._shapes import table_problems
from ._subject import Subject

_OPEN = re.compile(r"(?:TBD|TBC|TODO)\b.*|\?+", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|`[^`]*`")
_SEPARATOR = re.compile(r"[,;\n]|\s[/+|]\s|\s(?:or|vs\.?)\s|<br\s*/?>", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_SETTLED = re.compile(r"(?:both|hybrid|none|neither|defer)", re.IGNORECASE)
_BY_PLACE = re.compile(
    r"(?:the\s+)?(?:first|second|third|last|former|latter|(?:option|alternative)\s+[\dA-Z])\b",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    """a an and as at be by for from in into is it its no not of on only or per that the then
    this to use using via with""".split()
)

#: A word that long, found anywhere in the other cell, is no accident.
_TELLING = 4


def decisions_not_table(subject: Subject) -> Iterator[Problem]:
    """Key Design Decisions is a table of what was decided, among what, for which and why.

    Columns may be called by an alias (`Alternatives`, `Why`), stand in another order, or have
    others beside them: that is understood, and only noted.

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

    Make each decision a row with these four columns.
    """
    yield from table_problems(subject, "key_design_decisions")


def decision_cell_empty(subject: Subject) -> Iterator[Problem]:
    """Every cell of a decision says something.

    A choice without its reason will be made again. `TBD` will do while the spec is a draft.

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
    severity: Severity = "info" if subject.status in ("", "Draft") else "warning"
    for table in tables(subject, Decision.kind):
        yield from empty_cells(table)
        for row in table.rows:
            for field in Decision.kind.fields:
                cell = getattr(row, field.key)
                if _OPEN.fullmatch(cell.strip()):
                    yield Problem(
                        cell,
                        f"{field.label} is still open: {quoted(cell)}",
                        "say it before the spec is approved",
                        severity,
                    )


def decision_one_option(subject: Subject) -> Iterator[Problem]:
    """A decision names at least two options.

    Where there is one option, nothing was decided. Options are told apart by commas,
    semicolons, `or`, `vs` and by `/` or `+` between spaces.

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

    Name what else there was, if only to leave everything as it is.
    """
    for row in _decided(subject):
        options = row.options_considered
        if len(_options(options)) < 2 and _is_considered(row.chosen, options):
            yield Problem(
                options,
                f"{quoted(options)} is the only option",
                'name what else was considered: "<option>, <option>"',
            )


def decision_not_considered(subject: Subject) -> Iterator[Problem]:
    """What was chosen is one of the options considered.

    Sharing a word with one of them is enough (`Local filesystem` answers `filesystem`), and so
    is beginning with Both, Hybrid, None, Neither or Defer.

    ```markdown bad
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk | Object store | No machines of our own |
    ```
    ```markdown good
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Medium | Tape, disk, object store | Object store | No machines of our own |
    ```

    Add the choice to the options, or choose one of them.
    """
    for row in _decided(subject):
        if not _is_considered(row.chosen, row.options_considered):
            yield Problem(
                row.chosen,
                f"{quoted(row.chosen)} is none of the options {quoted(row.options_considered)}",
                "add it to the options, or choose one of them",
            )


def _decided(subject: Subject) -> Iterator[Decision]:
    """The decisions that say what was considered and what was chosen."""
    for row in subject.items:
        if isinstance(row, Decision):
            cells = (row.options_considered, row.chosen)
            if not any(is_blank(cell) or _OPEN.fullmatch(cell.strip()) for cell in cells):
                yield row


def _options(cell: str) -> list[str]:
    """The options of a cell; what separates them does not count inside of parentheses."""
    shown = _ASIDE.sub(lambda aside: "_" * len(aside[0]), cell)
    return [option for option in _SEPARATOR.split(shown) if option.strip()]


def _is_considered(chosen: str, options: str) -> bool:
    if _SETTLED.match(chosen.strip("*_ ")) or _BY_PLACE.match(chosen):
        return True
    ours, theirs = inline.plain(chosen).casefold(), inline.plain(options).casefold()
    if ours in theirs or theirs in ours:
        return True
    words, others = _words(ours), _words(theirs)
    if not words.isdisjoint(others):
        return True
    within, others_within = "".join(_WORD.findall(ours)), "".join(_WORD.findall(theirs))
    return any(_is_telling(word) and word in others_within for word in words) or any(
        _is_telling(word) and word in within for word in others
    )


def _words(text: str) -> set[str]:
    """The content words of a text, without the plural's s."""
    return {
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in _WORD.findall(text)
        if word not in _SMALL_WORDS
    }


def _is_telling(word: str) -> bool:
    return len(word) >= (_TELLING if word.isascii() else 2)


RULES = (
    Rule("SPEC321", "error", decisions_not_table, fix="safe"),
    Rule("SPEC322", "warning", decision_cell_empty),
    Rule("SPEC323", "info", decision_one_option),
    Rule("SPEC324", "warning", decision_not_considered),
)
