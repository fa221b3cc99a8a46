"""Rules on which sections there are, and in what order: SPEC111 to SPEC113."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.runs import longest_rise

from ._fix import unsafe
from ._rule import Problem, Rule, quoted
from ._shapes import form, heading, renaming
from ._subject import Subject
from ._tree import in_order, with_blank

_ORDER = {section.key: number for number, section in enumerate(schema.SECTIONS)}


def section_missing(subject: Subject) -> Iterator[Problem]:
    """Every section of the format is present; only the Appendix is optional.

    Reviewers look for the same things in the same places. If a section has no content, it is worth
    saying so. If another heading has some of the words, the finding is reported there.

    ```markdown bad
    ## Problem Statement
    ## Goals
    ## Non-Goals
    ## Background and Context
    ## Design
    ## Success Metrics
    ## Open Questions
    ```
    ```markdown good
    ## Problem Statement
    ## Goals
    ## Non-Goals
    ## Background and Context
    ## Design
    ## Failure Modes
    ## Success Metrics
    ## Open Questions
    ```

    Add the heading and the content of the section.
    """
    for section in schema.SECTIONS:
        if section.optional or section.key in subject.known or section.key in subject.mistaken:
            continue
        like = subject.resembling.get(section.key)
        yield Problem(
            like.heading if like else None,
            f'the section "{section.heading}" is missing',
            renaming(like, section, subject.spec)
            if like
            else f"add {heading(section, subject.spec)}: {form(section)}",
            fix=None if like else unsafe(subject.spec, partial(_with_section, key=section.key)),
        )


def section_order(subject: Subject) -> Iterator[Problem]:
    """The sections are in the order of the format.

    Somebody who reads many specs knows where to find the failure modes. Sections of your own may be
    anywhere in between.

    ```markdown bad
    ## Problem Statement
    ## Non-Goals
    ## Goals
    ## Background and Context
    ## Design
    ## Failure Modes
    ## Success Metrics
    ## Open Questions
    ```
    ```markdown good
    ## Problem Statement
    ## Goals
    ## Non-Goals
    ## Background and Context
    ## Design
    ## Failure Modes
    ## Success Metrics
    ## Open Questions
    ```

    Move the section to its place.
    """
    there = [
        section
        for section in subject.sections
        if section.key in _ORDER and subject.known[section.key] is section
    ]
    numbers = [_ORDER[section.key] for section in there]
    if numbers == sorted(numbers):
        return
    right = longest_rise(numbers)
    top = {id(section) for section in subject.spec.sections if section.level > 1}
    movable = len(top) == len(subject.spec.sections) and all(id(one) in top for one in there)
    fix = unsafe(subject.spec, in_order) if movable else None
    for index, section in enumerate(there):
        if index in right:
            continue
        other = next((there[i] for i in range(index) if numbers[i] > numbers[index]), None)
        side, move = ("below", "above") if other else ("above", "below")
        other = other or [there[i] for i in right if numbers[i] < numbers[index]][-1]
        yield Problem(
            section.heading,
            f"{quoted(section.heading)} stands {side} {quoted(other.heading)}",
            f"move it {move} {quoted(other.heading)}",
            fix=fix,
        )


def section_duplicate(subject: Subject) -> Iterator[Problem]:
    """Each section of the format is in the spec only once.

    If there are two lists of goals, one of them is soon forgotten.

    ```markdown bad
    ## Goals
    - Every file has two copies

    ## Goals
    - A single file is restored in < 4 h
    ```
    ```markdown good
    ## Goals
    - Every file has two copies
    - A single file is restored in < 4 h
    ```

    Merge the two, or give one of them another heading.
    """
    for section in subject.sections:
        if section.key:
            first = subject.known[section.key]
            if first is not section:
                yield Problem(
                    section.heading,
                    f"{quoted(section.heading)} is here a second time",
                    f"merge it with the section on line {first.heading.span.line}",
                )


def _with_section(spec: Spec, key: str) -> Spec:
    return replace(spec, sections=with_blank(spec.sections, key))


RULES = (
    Rule("SPEC111", "error", section_missing, fix="unsafe"),
    Rule("SPEC112", "warning", section_order, fix="unsafe"),
    Rule("SPEC113", "error", section_duplicate),
)
