"""The numbers of steps, in lists and in lines of code, and how they are given anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from typing import NamedTuple

from sphinxcontrib_spec.model import Block, Section
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.steps import STEP_LINE, Step, outer, steps

from ._fix import Fix
from ._fix import Step as FixStep
from ._subject import Subject, blocks_of

#: What begins a step that is numbered in some other way.
_COUNT = pattern(
    r"^[ \t|>*_+-]{0,20}(?:step|phase|stage)?[ ]?[(\[]?(\d{1,2})"
    r"(?:[.:)\]]|[*_]{1,3}|[ \t]{0,9}[|–—-])",
    re.IGNORECASE | re.MULTILINE,
)
_MARKER = pattern(r"([ \t]*)([-+*]|\d{1,9}[.)])([ \t]*)")
#: How a line begins in which a tab would not move along with the spaces before it.
_TABBED = pattern(r"[ ]+(?:(?:[-+*>]|\d{1,9}[.)])[ ]*)*\t")
#: Words that speak of a step by its number; what begins the next line may be a step itself.
_NAMED_STEP = pattern(
    r"\b(?:steps?|go ?to|back to)(?:[ \t]+|\n[ \t>]*(?!\d+[.)][ \t]))[#(]?\d", re.IGNORECASE
)
_TAB_STOP = 4

#: More spaces than this after a marker begin indented code, and the content one space after it.
_MOST_SPACES = 4


class Numbered(NamedTuple):
    """A list of steps, the number before it as it is, and the one that it should begin with.

    `labelled` says that it stands first or under a label, so that it may begin anew.
    """

    block: Block
    steps: list[Step]
    last: int
    labelled: bool
    start: int


def runs(section: Section, steps_of: Mapping[int, list[Step]]) -> list[list[Numbered]]:
    """The numbered lists right under a heading, those together that count on.

    `steps_of` has the steps of each block, by its identity.
    """
    found: list[list[Numbered]] = []
    last = right = 0
    labelled = True
    for block in section.blocks:
        if not isinstance(block, Block) or block.kind in ("code", "comment"):
            continue
        numbered = steps_of[id(block)]
        if not numbered:
            last, right, labelled = (0, 0, True) if block.kind == "list" else (last, right, True)
            continue
        anew = not right or (labelled and numbered[0].number == 1 != last + 1)
        right = 0 if anew else right
        if anew:
            found.append([])
        found[-1].append(Numbered(block, numbered, last, labelled, right + 1))
        last, right, labelled = numbered[-1].number, right + len(block.entries), False
    return found


def lines_in_order(subject: Subject, block: Block) -> Fix:
    """A fix that numbers the steps in code anew."""
    return _in_order(subject, [FixStep(block, numbered_lines)])


def lists_in_order(subject: Subject, run: Iterable[Numbered]) -> Fix:
    """A fix that numbers lists which count on anew."""
    return _in_order(
        subject, [FixStep(one.block, partial(numbered_list, start=one.start)) for one in run]
    )


def _in_order(subject: Subject, numbered: Iterable[FixStep]) -> Fix:
    """These steps of a fix; unsafe if the spec speaks of a step by its number."""
    return Fix("unsafe" if subject.once(_names_a_step) else "safe", tuple(numbered))


def _names_a_step(subject: Subject) -> bool:
    """Whether a step is spoken of by its number, in words or in code."""
    texts = (block.text for block in subject.blocks if isinstance(block, Block))
    return any(map(_NAMED_STEP.search, (subject.words, *texts)))


def numbered_list(block: Block, start: int) -> Block:
    """The list with its items numbered from `start` on, what stands in them moved along.

    A list whose items' places are not known stays the same, and so does one in which a tab would
    not move along: it may be part of code.
    """
    lines = block.text.split("\n")
    begins = [entry.span.line - block.text.span.line for entry in block.entries]
    if begins != sorted({*begins} & {*range(len(lines))}):
        return block
    for number, (begin, stop) in enumerate(pairwise([*begins, len(lines)]), start):
        marker = _MARKER.match(lines[begin])
        if marker is None:
            return block
        indent, sign, gap = marker.groups()
        new = f"{number}{')' if sign[-1] == ')' else '.'}"
        shift = _column(indent + new, gap) - _column(indent + sign, gap)
        after = (lines[begin][marker.end(2) :], *lines[begin + 1 : stop])
        if shift and any(map(_TABBED.match, after)):
            return block
        least = " " * _column(indent + sign, gap)
        lines[begin] = f"{indent}{new}{lines[begin][marker.end(2) :]}"
        for at in range(begin + 1, stop):
            if lines[at].startswith(least):
                lines[at] = f"{' ' * max(shift, 0)}{lines[at][max(-shift, 0) :]}"
    text = "\n".join(lines)
    return block if text == block.text else replace(block, text=block.text.reworded(text))


def _column(marker: str, gap: str) -> int:
    """The column at which a list item's content stands."""
    column = len(marker.expandtabs(_TAB_STOP))
    content = len((marker + gap).expandtabs(_TAB_STOP))
    return content if 0 < content - column <= _MOST_SPACES else column + 1


def _is_label(line: str, indent: int) -> bool:
    """Whether a line of code sets apart the steps below it: it is blank, or no part of a step."""
    set_in = len(line) - len(line.lstrip())
    return not line.strip() or not (STEP_LINE.match(line) or set_in > indent)


def numbered_lines(block: Block) -> Block:
    """The code with its least indented steps numbered from 1 on, under each label anew."""
    found = list(STEP_LINE.finditer(block.text))
    least = min((len(match[1].expandtabs()) for match in found), default=0)
    numbers = count(1)

    def number(match: re.Match[str]) -> str:
        nonlocal numbers
        if len(match[1].expandtabs()) != least:
            return match[0]
        begin = block.text.rfind("\n", 0, max(match.start() - 1, 0)) + 1
        above = block.text[begin : max(match.start() - 1, 0)]
        if int(match[2]) == 1 and match.start() and _is_label(above, least):
            numbers = count(1)
        return f"{match[1]}{next(numbers)}{match[0][match.end(2) - match.start() :]}"

    text = STEP_LINE.sub(number, block.text)
    return block if text == block.text else replace(block, text=block.text.reworded(text))


def counts_otherwise(section: Section) -> bool:
    """Whether what stands under a heading begins with 1, 2, 3 in some other way than a list."""
    said = "\n".join(block.text for block in blocks_of(section) if isinstance(block, Block))
    return [int(match[1]) for match in _COUNT.finditer(said)][:2] == [1, 2]


def labelled(block: Block) -> list[list[Step]]:
    """The outer steps in code, cut before each "1." that stands under a label of its own."""
    lines = block.text.split("\n")
    found: list[list[Step]] = [[]]
    for step in outer(steps(block)):
        above = step.sign.span.line - block.text.span.line - 1
        begins = step.number == 1 and found[-1] and 0 <= above < len(lines)
        if begins and _is_label(lines[above], step.indent):
            found.append([])
        found[-1].append(step)
    return found
