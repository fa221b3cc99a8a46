"""Definition lists, which MyST has and CommonMark lacks: indented text below one belongs to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..patterns import pattern
from .block_tree import BlockNode
from .lines import Line

if TYPE_CHECKING:
    from .blocks import Piece

_MARK = pattern(r"^[ ]{0,3}[:~][ \t]+\S", re.MULTILINE)


def has_definition(text: str) -> bool:
    """Return whether a line of a paragraph begins a definition."""
    return bool(_MARK.search(text))


def go_on(found: Sequence[Piece], block: BlockNode, lines: Sequence[Line]) -> bool:
    """Return whether a block of these lines continues the definition in the last piece."""
    if not found or block.type != "paragraph" or not lines[0].text.startswith(" "):
        return False
    last = found[-1]
    is_text = last.seen.type == "paragraph"
    return last.is_set_in or (is_text and any(has_definition(line.text) for line in last.lines))
