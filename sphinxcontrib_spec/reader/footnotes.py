"""Footnotes, of which CommonMark knows nothing: what is set in below one is its text, no code."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import pattern
from .block_tree import BlockNode
from .lines import Line

_MARK = pattern(r"[ ]{0,3}\[\^[^\]\s]+\]:")

#: What CommonMark takes a footnote for: one of a single word is a link reference definition.
_TAKEN_FOR = ("paragraph", "definition")


def is_footnote(text: str) -> bool:
    """Whether a text begins with the mark of a footnote."""
    return bool(_MARK.match(text))


def whole(seen: BlockNode, lines: Sequence[Line], code: BlockNode) -> BlockNode | None:
    """A block of these lines together with the indented code after it, if that is no code.

    It is the text of the footnote that the block ends in. None if it ends in no footnote.
    """
    if seen.type not in _TAKEN_FOR or not _end_in_one(lines):
        return None
    kind = "paragraph" if is_footnote(lines[0].text) else seen.type
    return seen._replace(type=kind, stop=code.stop)


def _end_in_one(lines: Sequence[Line]) -> bool:
    """Whether a footnote begins in the last lines, no blank one being between."""
    for line in reversed(lines):
        if not line.text.strip(" \t"):
            return False
        if is_footnote(line.text):
            return True
    return False
