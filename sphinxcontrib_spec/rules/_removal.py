"""Removes a code from a comment, and the comment itself with its last code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from sphinxcontrib_spec import ignores
from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.model import AnyBlock, Block, Group, HeaderLine, List, Section, Spec, Table
from sphinxcontrib_spec.notices import Notice
from sphinxcontrib_spec.source import Text

from ._fix import Fix, Step, safe

_Headed = TypeVar("_Headed", Section, Spec)


def without_selector(notice: Notice, selector: str) -> Fix | None:
    """Return a fix that removes a selector from a comment.

    A comment without another selector is removed, together with its line if it stands there alone.
    Returns None for a comment in a place that is not changed, such as a directive or the header row
    of a table.
    """
    cut = _Cut(notice, selector)
    home, parent = notice.home, notice.parent
    match home:
        case Block(kind="comment"):
            steps = Step(home, partial(_in_block, cut=cut)), Step(parent, _without_empty_comments)
            return Fix("safe", steps)
        case Block():
            return safe(home, partial(_in_block, cut=cut))
        case Section():
            return safe(home, partial(_in_heading, cut=cut))
        case Spec() | HeaderLine():
            return safe(parent, partial(_in_head, cut=cut)) if isinstance(parent, Spec) else None
        case Group():
            return safe(home, partial(_in_label, cut=cut))
        case Table() | List():
            return None
        case _:
            return None if home.about.source else safe(home, partial(_in_item, cut=cut))


class _Cut:
    """Removes one selector from a comment, which may have lost other selectors before."""

    def __init__(self, notice: Notice, selector: str) -> None:
        self.comment = notice.text  # as it was read
        self._wanted = notice.asked
        self._selector = selector.lower()

    def __call__(self, text: Text) -> Text:
        """Return the text with the comment changed; the same text if it does not contain it."""
        start, stop = self._found(text)
        if start < 0:
            return text
        rest = ignores.without(text[start:stop], self._selector)
        before = text[:start] if rest else text[:start].rstrip(" \t")
        after = text[stop:]
        if not rest and before[-1:] in ("", "\n"):
            after = after.removeprefix("\n")  # the comment had a line of its own
        return text.reworded(f"{before}{rest}{after}")

    def _found(self, text: Text) -> tuple[int, int]:
        """Return the start and end of the comment, as it was read or what is left of it.

        The latter is searched from the end, as the last fixes are applied first.
        """
        start = text.find(self.comment)
        if start >= 0:
            return start, start + len(self.comment)
        for start, stop in reversed([*_comments(text)]):
            if self._is_meant(Text(text[start:stop])):
                return start, stop
        return -1, -1

    def _is_meant(self, comment: Text) -> bool:
        found, wanted = ignores.asked(comment), self._wanted
        return (
            (found.verb, found.reason) == (wanted.verb, wanted.reason)
            and self._selector in map(str.lower, found.selectors)
            and set(found.selectors) <= set(wanted.selectors)
        )


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each comment in a text."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        stop = end + len("-->")
        yield start, stop
        start = text.find("<!--", stop)


def _in_block(block: Block, cut: _Cut) -> Block:
    text = cut(block.text)
    if text is block.text:
        return block
    return replace(block, text=text.trimmed() if block.kind == "comment" else text)


def _without_empty_comments(parent: _Headed) -> _Headed:
    if isinstance(parent, Section):
        return replace(parent, blocks=_kept(parent.blocks))
    header = replace(parent.header, after=len(_kept(parent.lead[: parent.header.after])))
    lead = _kept(parent.lead)
    return replace(parent, header=header, preamble=_kept(parent.preamble), lead=lead)


def _kept(blocks: tuple[AnyBlock, ...]) -> tuple[AnyBlock, ...]:
    return tuple(
        block
        for block in blocks
        if not (isinstance(block, Block) and block.kind == "comment" and not block.text)
    )


def _in_heading(node: _Headed, cut: _Cut) -> _Headed:
    notes = _in_notes(node.notes, cut)
    if notes != node.notes:
        return replace(node, notes=notes)
    heading = cut(node.heading)
    return node if heading is node.heading else replace(node, heading=heading.trimmed())


def _in_head(spec: Spec, cut: _Cut) -> Spec:
    """Return the spec with its title changed, or its header: its text and one of its lines."""
    titled = _in_heading(spec, cut)
    text = cut(spec.header.text)
    if titled is not spec or text is spec.header.text:
        return titled
    lines = list(spec.header.lines)
    for at, line in enumerate(lines):
        notes = _in_notes(line.notes, cut)
        if notes != line.notes:
            lines[at] = replace(line, notes=notes)
            break
    return replace(spec, header=replace(spec.header, lines=tuple(lines), text=text))


def _in_label(group: Group, cut: _Cut) -> Group:
    label = cut(group.label)
    return group if label is group.label else replace(group, label=label.trimmed())


def _in_item(item: Item, cut: _Cut) -> Item:
    notes = _in_notes(item.about.notes, cut)
    if notes != item.about.notes:
        return replace(item, about=replace(item.about, notes=notes))
    for name in (*(field.key for field in item.kind.fields), "tail"):
        text = getattr(item, name, None)
        if isinstance(text, Text) and (new := cut(text)) is not text:
            changes: dict[str, Any] = {name: new.trimmed() if name != "tail" else new}
            return replace(item, **changes)
    return item


def _in_notes(notes: tuple[Text, ...], cut: _Cut) -> tuple[Text, ...]:
    """Return the notes with the comment, or what is left of it, changed or removed."""
    whole = cut.comment in notes
    for at in [notes.index(cut.comment)] if whole else reversed(range(len(notes))):
        note = notes[at]
        new = cut(note)
        if new is not note:
            return (*notes[:at], *([new] if new else ()), *notes[at + 1 :])
    return notes
