"""The list of Success Metrics: SPEC501."""

from __future__ import annotations

from collections.abc import Iterator

from ._rule import Problem, Rule
from ._shapes import list_problems
from ._subject import Subject


def metrics_not_list(subject: Subject) -> Iterator[Problem]:
    """Success Metrics is a list, one criterion in each bullet.

    Each bullet is decided by itself when the work is done. Check boxes, labels and a table with
    a column of targets are fine; a numbered list is understood.

    ```markdown bad
    ## Success Metrics
    Restores should be fast, and most files should come back within half a day.
    ```
    ```markdown good
    ## Success Metrics
    - 95 % of restores of one file end within 4 h
    - 99 % of restores of one file end within 12 h
    ```

    Write each criterion behind a `-`.
    """
    yield from list_problems(subject, "success_metrics")


RULES = (Rule("SPEC501", "error", metrics_not_list, fix="safe"),)
