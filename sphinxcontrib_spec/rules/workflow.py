"""Rules on the steps of the workflow: SPEC311 to SPEC314."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Block, Section
from sphinxcontrib_spec.patterns import may_hold, pattern
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.steps import Step, has_steps, steps

from ._fix import Fix
from ._fix import Step as FixStep
from ._numbers import (
    counts_otherwise,
    labelled,
    lines_in_order,
    lists_in_order,
    numbered_list,
    runs,
)
from ._rule import Problem, Rule, quoted
from ._shapes import shows_code
from ._subject import Subject, blocks_of, is_empty

_KEY = "workflow_sequence"
_NUMBERED_HEADING = pattern(r"(?:Step\s+)?\d+\b", re.IGNORECASE)
_BRANCH_LABEL = pattern(r"[^.;:]{1,40}:(?=\s)|(?:if|else|when|otherwise|unless)\b", re.IGNORECASE)
_ARROW = pattern(r"→|⇒|[-=]>")
_CONDITIONS = ("if", "else", "otherwise", "unless")
_RESULTS = ("HIT", "MISS")
_BRANCH_WORD = pattern(rf"\b(?:(?i:{'|'.join(_CONDITIONS)})|{'|'.join(_RESULTS)})\b")
_BRANCH_WORDS = (*_CONDITIONS, *map(str.lower, _RESULTS))
_MORE = pattern(r";\s|\band then\b|\bafter that\b", re.IGNORECASE)
_MORE_WORDS = (";", "and then", "after that")
_NEXT_SENTENCE = pattern(
    r"[.!?。\uff01\uff1f](?:(?<=[.!?])(?<!\be\.g.)(?<!\bi\.e.)(?<!\betc.)(?<!\bvs.)\s+(?=[A-Z])"
    r"|(?<=[。\uff01\uff1f])\s*(?=\w))"
)
_ENDS = (".", "!", "?")
_HIDING = frozenset(("code", "role", "autolink", "comment", "image"))


def workflow_not_numbered(subject: Subject) -> Iterator[Problem]:
    """Workflow / Sequence is a numbered list of steps, or numbered lines in a code block.

    Reviews, log messages and failure modes can refer to a number. Steps that are numbered in a
    table or in paragraphs are only an info.

    ```markdown bad
    ### Workflow / Sequence
    - The robot fetches the cartridge
    - The drive reads the file
    ```
    ```markdown good
    ### Workflow / Sequence
    1. The robot fetches the cartridge
    2. The drive reads the file
    ```

    Number the steps in the order in which they happen.
    """
    section = subject.known.get(_KEY)
    if section is None or is_empty(section):
        return
    if any(isinstance(block, Block) and has_steps(block) for block in blocks_of(section)):
        return
    if sum(bool(_NUMBERED_HEADING.match(part.heading)) for part in section.sections) > 1:
        return
    if counts_otherwise(section):
        yield Problem(
            section.heading,
            f"{quoted(section.heading)} numbers its steps, but not as a list",
            'write "1. <the first step>", "2. <the next>"',
            "info",
        )
        return
    yield Problem(
        section.heading,
        f"{quoted(section.heading)} has no numbered steps",
        'write "1. <the first step>", "2. <the next>"',
        fix=_in_numbers(section),
    )


def workflow_numbering(subject: Subject) -> Iterator[Problem]:
    """The steps are numbered 1, 2, 3 and so on.

    Numbers start again in each code block and under each label, also in code; a list that code
    interrupts continues. If the spec refers to a step by its number, the fix is unsafe.

    ```markdown bad
    ### Workflow / Sequence
    1. The robot fetches the cartridge
    3. The drive reads the file
    ```
    ```markdown good
    ### Workflow / Sequence
    1. The robot fetches the cartridge
    2. The drive reads the file
    ```

    Renumber the steps, and correct references to them.
    """
    section = subject.known.get(_KEY)
    for part in section.walk() if section else ():
        # One fix renumbers a whole block of code, or all lists with continuous numbering.
        for block in part.blocks:
            if isinstance(block, Block) and block.kind == "code":
                in_lines = partial(subject.once, partial(lines_in_order, block=block))
                for found in labelled(block):
                    yield from _misnumbered(found, 0, True, in_lines)
        for run in runs(part, subject.once(_steps)):
            in_lists = partial(subject.once, partial(lists_in_order, run=run))
            for one in run:
                yield from _misnumbered(one.steps, one.last, one.labelled, in_lists)


def step_compound(subject: Subject) -> Iterator[Problem]:
    """Each step of the workflow is one action.

    If a step with two actions fails, it is unclear which of them failed. The consequences of a
    branch (`HIT:`, `If …`) may be in one step.

    ```markdown bad
    ### Workflow / Sequence
    1. The robot fetches the cartridge and then the drive winds it to the file
    2. The drive reads the file
    ```
    ```markdown good
    ### Workflow / Sequence
    1. The robot fetches the cartridge
    2. The drive winds it to the file
    3. The drive reads the file
    ```

    Split it into two steps.
    """
    section = subject.known.get(_KEY)
    all_steps = "\0".join(subject.once(_step_texts)) if section else ""
    if not (may_hold(all_steps, _MORE_WORDS) or _NEXT_SENTENCE.search(all_steps)):
        return
    for step in subject.once(_step_texts):
        more = may_hold(step, _MORE_WORDS) and _MORE.search(step)
        if not more and not (may_hold(step[:-1], _ENDS) and _NEXT_SENTENCE.search(step)):
            continue
        shown = inline.masked(step, _HIDING)
        match = _MORE.search(shown) or _NEXT_SENTENCE.search(shown)
        if match and not (_BRANCH_LABEL.match(shown) or _ARROW.search(shown)):
            rest = step.part(match.start()).trimmed()
            yield Problem(
                rest, f"{quoted(step)} is more than one action", "make it a step of its own"
            )


def workflow_no_diagram(subject: Subject) -> Iterator[Problem]:
    """A workflow with branches has a diagram.

    Two paths through a list are hard to follow.

    ```markdown bad
    ### Workflow / Sequence
    1. If the cartridge is in the robot, the drive loads it
    2. Otherwise an operator is asked for it
    ```
    ````markdown good
    ### Workflow / Sequence
    1. If the cartridge is in the robot, the drive loads it
    2. Otherwise an operator is asked for it

    ```text
    request -> in robot? -yes-> load
                     -no-> ask operator -> load
    ```
    ````

    Draw the branches in a code block.
    """
    section = subject.known.get(_KEY)
    if section is None or shows_code(section):
        return
    words = subject.once(_step_texts)
    for step in words if may_hold("\n".join(words), _BRANCH_WORDS) else ():
        if not may_hold(step, _BRANCH_WORDS):
            continue
        if _BRANCH_WORD.search(step) and _BRANCH_WORD.search(inline.masked(step, _HIDING)):
            yield Problem(
                section.heading,
                f"{quoted(step)} is a branch, and no diagram shows it",
                "draw the branches in a code block",
            )
            return


def _in_numbers(section: Section) -> Fix | None:
    """Return a fix that numbers the bullets under a heading, continuing across code and comments.

    None if none of the lists can be numbered.
    """
    numbered = []
    for part in section.walk():
        last = 0
        for block in part.blocks:
            if isinstance(block, Block) and block.kind == "list":
                change = partial(numbered_list, start=last + 1)
                if change(block) is not block:
                    numbered.append(FixStep(block, change))
                last += len(block.entries)
            elif not isinstance(block, Block) or block.kind not in ("code", "comment"):
                last = 0
    return Fix("safe", tuple(numbered)) if numbered else None


def _misnumbered(
    found: list[Step], last: int, anew: bool, fix_of_all: Callable[[], Fix]
) -> Iterator[Problem]:
    """Report the first step whose number does not follow the previous one."""
    for index, (number, at, *_) in enumerate(found):
        if number != last + 1 and not (anew and index == 0 and number == 1):
            after = f'"{last}."' if last else "nothing"
            yield Problem(
                at,
                f'step "{number}." follows {after}',
                f'write "{last + 1}.", and continue from there',
                fix=fix_of_all(),
            )
            return
        last = number


def _step_texts(subject: Subject) -> list[Text]:
    """Return the text of each numbered step, without its number."""
    section = subject.known.get(_KEY)
    of_blocks = subject.once(_steps)
    blocks = blocks_of(section) if section else ()
    return [step.text for block in blocks for step in of_blocks[id(block)]]


def _steps(subject: Subject) -> dict[int, list[Step]]:
    """Return the numbered steps of each block of the workflow, by the block's identity."""
    section = subject.known.get(_KEY)
    return {
        id(block): steps(block) if isinstance(block, Block) else []
        for part in (section.walk() if section else ())
        for block in part.blocks
    }


RULES = (
    Rule("SPEC311", "error", workflow_not_numbered, fix="safe"),
    Rule("SPEC312", "warning", workflow_numbering, fix="safe"),
    Rule("SPEC313", "info", step_compound),
    Rule("SPEC314", "info", workflow_no_diagram),
)
