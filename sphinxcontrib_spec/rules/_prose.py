"""The prose of a section, and the words in it."""

from __future__ import annotations

from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Block, Section
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.prose import prose
from sphinxcontrib_spec.source import Text

from ._subject import blocks_of

_WORDS = pattern(r"[^\W\d_][\w'’-]*")


def paragraphs(section: Section) -> list[Text]:
    """Return the paragraphs of a section and its subsections, also quoted ones, without images."""
    return [
        block.text
        for block in blocks_of(section)
        if isinstance(block, Block)
        and block.kind in ("paragraph", "quote")
        and _WORDS.search(_without_pictures(block.text))
    ]


def _without_pictures(text: str) -> str:
    return inline.masked(text, ("image",)) if "![" in text else text


def said(section: Section) -> str:
    """Return all text of a section, including lists and tables."""
    blocks = (block for block in blocks_of(section) if isinstance(block, Block))
    return " ".join(inline.plain(text) for text in map(prose, blocks) if text)


def words_of(text: str) -> set[str]:
    """Return the words of a text, in lower case."""
    return {word.lower() for word in _WORDS.findall(text)}
