"""The numbers of steps, in lists and in lines of code, and how they are renumbered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from typing import NamedTuple

from sphinxcontrib_spec.model import Block, Section
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import TAB_STOP
from sphinxcontrib_spec.steps import STEP_LINE, Step, outer, steps

from ._fix import Fix
from ._fix import Step as FixStep
from ._subject import Subject, blocks_of

#: The beginning of a step that is numbered in some other way.
_COUNT = pattern(
    r"^[ \t|>*_+-]{0,20}(?:step|phase|stage)?[ ]?[(\[]?(\d{1,2})"
    r"(?:[.:)\]]|[*_]{1,3}|[ \t]{0,9}[|–—-])",
    re.IGNORECASE | re.MULTILINE,
)
_MARKER = pattern(r"([ \t]*)([-+*]|\d{1,9}[.)])([ \t]*)")
#: The beginning of a line in which a tab would not move along with the spaces before it.
_TABBED = pattern(r"[ ]+(?:(?:[-+*>]|\d{1,9}[.)])[ ]*)*\t")
#: Words that refer to a step by number; the beginning of the next line may be a step itself.
_NAMED_STEP = pattern(
    r"\b(?:steps?|go ?to|back to)(?:[ \t]+|\n[ \t>]*(?!\d+[.)][ \t]))[#(]?\d", re.IGNORECASE
)

#: More spaces than this after a marker begin indented code; the content is then one space after the
#: marker.
_MOST_SPACES = 4


class Numbered(NamedTuple):
    """A list of steps, the last number before it, and the number that it should begin with.

    `labelled` says that it comes first or follows a label, so that it may start over.
    """

    block: Block
    steps: list[Step]
    last: int
    labelled: bool
    start: int


def runs(section: Section, steps_of: Mapping[int, list[Step]]) -> list[list[Numbered]]:
    """Return the numbered lists directly under a heading, grouped by continuous numbering.

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
    """Return a fix that renumbers the steps in code."""
    return _in_order(subject, [FixStep(block, numbered_lines)])


def lists_in_order(subject: Subject, run: Iterable[Numbered]) -> Fix:
    """Return a fix that renumbers lists with continuous numbering."""
    return _in_order(
        subject, [FixStep(one.block, partial(numbered_list, start=one.start)) for one in run]
    )


def _in_order(subject: Subject, numbered: Iterable[FixStep]) -> Fix:
    """Return a fix of these steps; it is unsafe if the spec refers to a step by number."""
    return Fix("unsafe" if subject.once(_names_a_step) else "safe", tuple(numbered))


def _names_a_step(subject: Subject) -> bool:
    """Whether a step is referred to by number, in text or in code."""
    texts = (block.text for block in subject.blocks if isinstance(block, Block))
    return any(map(_NAMED_STEP.search, (subject.words, *texts)))


def numbered_list(block: Block, start: int) -> Block:
    """Renumber the items of a list from `start`, and indent their content accordingly.

    A list stays the same if the positions of its items are unknown, or if a tab would not move
    along: it may be part of code.
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
    """Return the column at which a list item's content begins."""
    column = len(marker.expandtabs(TAB_STOP))
    content = len((marker + gap).expandtabs(TAB_STOP))
    return content if 0 < content - column <= _MOST_SPACES else column + 1


def _is_label(line: str, indent: int) -> bool:
    """Whether a line of code separates the steps below it: it is blank, or not part of a step."""
    set_in = len(line) - len(line.lstrip())
    return not line.strip() or not (STEP_LINE.match(line) or set_in > indent)


def numbered_lines(block: Block) -> Block:
    """Renumber the least indented steps of a code block from 1, starting over under each label."""
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
    """Whether the content under a heading begins to count 1, 2 in some other way than as a list."""
    text = "\n".join(block.text for block in blocks_of(section) if isinstance(block, Block))
    return [int(match[1]) for match in _COUNT.finditer(text)][:2] == [1, 2]


def labelled(block: Block) -> list[list[Step]]:
    """Return the outer steps in code, split before each "1." that has a label of its own."""
    lines = block.text.split("\n")
    found: list[list[Step]] = [[]]
    for step in outer(steps(block)):
        above = step.sign.span.line - block.text.span.line - 1
        begins = step.number == 1 and found[-1] and 0 <= above < len(lines)
        if begins and _is_label(lines[above], step.indent):
            found.append([])
        found[-1].append(step)
    return found
