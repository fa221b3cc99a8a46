"""Finds leftover template placeholders in a spec, and what they keep from being checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sphinxcontrib_spec import links, schema
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import (
    AnyBlock,
    Block,
    Group,
    HeaderLine,
    List,
    Section,
    Spec,
    Table,
    entries_of,
)
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

#: A text that is entirely in brackets, and the words in them.
BRACKETED = pattern(r"\\?\[([^\[\]]*)\]")

_NO_BRACKETS = frozenset(("code", "role", "link", "image", "autolink"))
_FIRST_WORDS = {re.split(r"[\W_]", text[1:])[0] for text in schema.PLACEHOLDERS}
_OPENING = pattern(rf"\[(?:{'|'.join(sorted(_FIRST_WORDS))})")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A piece of the template that was not filled in, and the node that it belongs to."""

    text: Text
    owner: links.Owner


def may_hold_one(words: str) -> bool:
    """Whether a text, or a concatenation of texts, may contain a placeholder."""
    return _may_hold_brackets(words) or schema.LEVEL_PLACEHOLDER in words


def placeholders(texts: links.OwnedTexts) -> Iterator[Placeholder]:
    """Yield every leftover of the template in the texts, in order."""
    for owner, text in texts:
        if "[" in text:
            yield from (Placeholder(part, owner) for part in _brackets(text))
        elif text == schema.LEVEL_PLACEHOLDER and not isinstance(
            owner, Block | Group | HeaderLine | Section | Spec
        ):
            yield Placeholder(text, owner)


@cache
def _placeholder() -> re.Pattern[str]:
    """Return a pattern for all placeholders, wrapped anywhere and with escaped punctuation."""
    return re.compile(
        "|".join(
            r"\s+".join(
                "".join(char if char.isalnum() else rf"\\?{re.escape(char)}" for char in word)
                for word in placeholder.split()
            )
            for placeholder in dict.fromkeys(schema.PLACEHOLDERS)
        )
    )


def _may_hold_brackets(text: str) -> bool:
    """Whether one of the template's bracketed strings begins, or seems to begin, in a text."""
    return "\\[" in text or _OPENING.search(text) is not None


def _brackets(text: Text) -> Iterator[Text]:
    """Yield the template's bracketed strings in a text, except those in code and links."""
    if not _may_hold_brackets(text):
        return
    wanted = _placeholder()
    if wanted.search(text):
        shown = inline.masked(text, _NO_BRACKETS)
        yield from text.pieces(match.span() for match in wanted.finditer(shown))


def lines(owner: links.Owner) -> Iterator[tuple[str, int]]:
    """Yield the lines that the owner of a text occupies."""
    match owner:
        case Spec() | Section():
            pieces = [owner.heading]
        case HeaderLine():
            pieces = [owner.label, owner.value]
        case Block():
            pieces = [owner.text]
        case Group():
            pieces = [owner.label]
        case _:
            fields = (getattr(owner, field.key) for field in owner.kind.fields)
            pieces = [owner.about.source, *fields, owner.about.overflow]
            yield owner.about.span[:2]
    for piece in pieces:
        if piece.span.line:
            for line in range(piece.span.line, piece.at(len(piece)).line + 1):
                yield piece.span.path, line


def is_unfilled(block: AnyBlock, owners: set[int]) -> bool:
    """Whether a block, or each item of it, is among the owners of placeholders, given by `id`."""
    items: tuple[Item, ...]
    if isinstance(block, Table):
        items = block.rows
    elif isinstance(block, List):
        items = tuple(entries_of(block))
    else:
        return id(block) in owners
    return bool(items) and all(id(item) in owners for item in items)
