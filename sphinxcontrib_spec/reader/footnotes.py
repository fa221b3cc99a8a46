"""Read footnotes: for CommonMark, which has none, indented text below one is code."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import pattern
from .block_tree import BlockNode
from .lines import Line

_MARK = pattern(r"[ ]{0,3}\[\^[^\]\s]+\]:")

#: The types of block that CommonMark takes a footnote for. A footnote of a single word is a link
#: reference definition to it.
_TAKEN_FOR = ("paragraph", "definition")


def is_footnote(text: str) -> bool:
    """Return whether a text begins with a footnote's marker."""
    return bool(_MARK.match(text))


def whole(seen: BlockNode, lines: Sequence[Line], after: BlockNode) -> BlockNode | None:
    """Merge a block with the block after it, if that one is the text of a footnote.

    It is if it is indented code, or a paragraph that begins on the line below a footnote of a
    single word. Return the merged block, or None if the two are not parts of one footnote.
    """
    if after.type == "paragraph":
        if seen.type != "definition" or seen.stop < after.first:
            return None
    elif after.type != "code_block":
        return None
    if seen.type not in _TAKEN_FOR or not _end_in_one(lines):
        return None
    kind = "paragraph" if is_footnote(lines[0].text) else seen.type
    return seen._replace(type=kind, stop=after.stop)


def _end_in_one(lines: Sequence[Line]) -> bool:
    """Return whether a footnote begins in the last lines, with no blank line after its start."""
    for line in reversed(lines):
        if not line.text.strip(" \t"):
            return False
        if is_footnote(line.text):
            return True
    return False
