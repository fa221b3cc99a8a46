"""Formats a file, and refuses to if the result would change the content or would not be stable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import NamedTuple

from .memory import uncollected
from .model import AnyBlock, Block, Header, Spec
from .reader import Statement, read, statements
from .source import Span
from .writer import letters, without, write


class Refusal(NamedTuple):
    """Why a file is not changed, and where its author should look."""

    reason: str
    span: Span


class Formatted(NamedTuple):
    """The text in canonical form, or the unchanged text and the reason."""

    text: str
    refusal: Refusal | None = None


@uncollected
def formatted(text: str, path: str = "", *, strict: bool = False) -> Formatted:
    """The canonical form of a Markdown text, or the text itself and a refusal.

    A text that is already canonical is never refused. Otherwise the new text must be read as an
    equal spec, must itself be canonical, and must have the same content in the same order, as
    defined by `reader.statements`. The strict form may also move the header, with the same letters
    in it, and drops thematic breaks before headings and the alignment of columns.
    """
    spec = read(text, path)
    new = write(spec, strict=strict)
    if new == text:
        return Formatted(text)
    again = read(new, path)
    if _compared(again, strict) != _compared(spec, strict):
        reason = "from here on, the canonical form would be read as a different spec"
        return Formatted(text, Refusal(reason, _first_difference(spec, again)))
    if write(again, strict=strict) != new:
        reason = "formatting the result again would change it"
        return Formatted(text, Refusal(reason, Span(path, 1, 1)))
    before, after = statements(text), statements(new)
    if strict:
        before, header = _strict(before, spec)
        after, new_header = _strict(after, again)
        if header != new_header:
            reason = "the canonical form would lose part of the header"
            return Formatted(text, Refusal(reason, spec.header.text.span))
    line = _first_unsaid(before, after)
    if line:
        reason = "from here on, the canonical form would lose content"
        return Formatted(text, Refusal(reason, Span(path, line, 1)))
    return Formatted(new)


def _compared(spec: Spec, strict: bool) -> Spec:
    """Return what must stay equal; in the strict form the header may leave the front matter."""
    if not strict:
        return spec
    rest = [_without_header(block, spec.header) for block in spec.preamble]
    return replace(spec, preamble=tuple(block for block in rest if block))


def _without_header(block: AnyBlock, header: Header) -> AnyBlock | None:
    """Return a block without the header's keys if it is front matter; None if nothing is left."""
    if not isinstance(block, Block) or block.kind != "front matter":
        return block
    rest = without(block.text, header)
    return (
        replace(block, text=block.text.reworded(rest)) if rest else block if rest is None else None
    )


def _first_unsaid(before: Sequence[Statement], after: Sequence[Statement]) -> int:
    """Return the line of the first leaf that differs between the two; 0 if none does."""
    for old, new in zip_longest(before, after):
        if old is None or new is None or old[1:] != new[1:]:
            return old.line if old else before[-1].line if before else 1
    return 0


def _strict(leaves: Sequence[Statement], spec: Spec) -> tuple[list[Statement], Counter[str]]:
    """Return the leaves that the strict form must keep in order, and the header's letter counts."""
    text = spec.header.text
    header = range(text.span.line, text.span.line + text.count("\n") + 1) if text else ()
    kept, apart = [], []
    for leaf, following in zip_longest(leaves, leaves[1:]):
        if leaf.kind == "front matter" or leaf.line in header:
            apart.append(leaf.words)
        elif leaf.kind != "alignment" and not (leaf.kind == "hr" and _is_heading(following)):
            kept.append(leaf)
    return kept, letters("".join(apart))


def _is_heading(leaf: Statement | None) -> bool:
    return leaf is not None and leaf.kind in ("h1", "h2", "h3", "h4", "h5", "h6")


def _first_difference(one: Spec, other: Spec) -> Span:
    pairs = zip(one.walk(), other.walk(), strict=False)
    different = next((a for a, b in pairs if a.blocks != b.blocks or a.heading != b.heading), None)
    return different.heading.span if different else Span(one.path, 1, 1)
