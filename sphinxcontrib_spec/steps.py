"""The numbered steps of a workflow: items of a list, or lines in a block of code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .model import Block
from .patterns import pattern
from .source import BLANKS, Text

#: The number of a list item, at its beginning.
NUMBER = pattern(r"(\d{1,9})[.)](?=\s|$)")

#: The beginning of a line of code that is a step.
STEP_LINE = pattern(r"^([ \t]*)(\d{1,9})[.)][ \t]", re.MULTILINE)

#: A single line of code with a number may be anything.
_LEAST_LINES = 2


class Step(NamedTuple):
    """One step: its number, the number as it is written, its words, and how far it is set in.

    The words are the first paragraph of a list item, or one line of code.
    """

    number: int
    sign: Text
    text: Text
    indent: int = 0


def steps(block: Block) -> list[Step]:
    """Every numbered step in a list or in code, in order; none in any other block.

    A list's items stand side by side; of lines in code, those that are set in further than
    others are parts of these.
    """
    if block.kind == "list":
        return list(_items(block))
    return list(_lines(block)) if block.kind == "code" else []


def outer(found: list[Step]) -> list[Step]:
    """The steps that are no parts of others: the least indented ones."""
    least = min((step.indent for step in found), default=0)
    return [step for step in found if step.indent == least]


def has_steps(block: Block) -> bool:
    """Whether a block can be taken for a sequence of steps."""
    if block.kind == "list":
        return any(map(NUMBER.match, block.entries))
    return block.kind == "code" and len(STEP_LINE.findall(block.text)) >= _LEAST_LINES


def _items(block: Block) -> Iterator[Step]:
    for entry in block.entries:
        if number := NUMBER.match(entry):
            words = entry[number.end() :]
            start = len(entry) - len(words.lstrip(BLANKS))
            stop = max(start, len(entry.rstrip(BLANKS)))
            sign, text = entry.pieces(((0, number.end()), (start, stop)))
            yield Step(int(number[1]), sign, text)


def _lines(block: Block) -> Iterator[Step]:
    found = list(STEP_LINE.finditer(block.text))
    signs = block.text.pieces((match.start(2), match.end(2) + 1) for match in found)
    ends = (match.end() for match in found)
    words = block.text.pieces((end, _line_end(block.text, end)) for end in ends)
    for match, sign, text in zip(found, signs, words, strict=True):
        yield Step(int(match[2]), sign, text.trimmed(), len(match[1].expandtabs()))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)
