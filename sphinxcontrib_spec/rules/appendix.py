"""Rule on the Appendix: SPEC611."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ._fix import safe
from ._rule import Problem, Rule, quoted
from ._subject import Subject, is_empty
from ._tree import without


def appendix_empty(subject: Subject) -> Iterator[Problem]:
    """The Appendix is not empty.

    It is the only section that may be left out.

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
        yield Problem(
            section.heading,
            f"{quoted(section.heading)} is empty",
            "delete the heading",
            fix=None if section.blocks else safe(subject.spec, partial(without, key=section.key)),
        )


RULES = (Rule("SPEC611", "info", appendix_empty, fix="safe"),)
