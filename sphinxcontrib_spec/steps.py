"""Reads the numbered steps of a workflow from a list or from the lines of a code block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .model import Block
from .patterns import pattern
from .source import BLANKS, Text

#: The number at the beginning of a list item.
NUMBER = pattern(r"(\d{1,9})[.)](?=\s|$)")

#: The beginning of a line of code that is a step.
STEP_LINE = pattern(r"^([ \t]*)(\d{1,9})[.)][ \t]", re.MULTILINE)

#: A single numbered line of code may be anything, so it takes at least this many.
_LEAST_LINES = 2


class Step(NamedTuple):
    """One step: its number, the number as written, its text, and its indentation.

    The text is the first paragraph of a list item, or one line of code.
    """

    number: int
    sign: Text
    text: Text
    indent: int = 0


def steps(block: Block) -> list[Step]:
    """Return every numbered step in a list or code block, in order; none for any other block.

    The items of a list are all on one level; in code, lines that are indented further than others
    are substeps of them.
    """
    if block.kind == "list":
        return list(_items(block))
    return list(_lines(block)) if block.kind == "code" else []


def outer(found: list[Step]) -> list[Step]:
    """Return the steps that are not substeps of others: the least indented ones."""
    least = min((step.indent for step in found), default=0)
    return [step for step in found if step.indent == least]


def has_steps(block: Block) -> bool:
    """Whether a block can be read as a sequence of steps."""
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
