"""Puts names in backticks, in any text of a spec."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from sphinxcontrib_spec.items import Item
from sphinxcontrib_spec.links import Owner
from sphinxcontrib_spec.model import Block, Group, HeaderLine, Section, Spec
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._fix import Fix, Step
from ._keys import with_value

#: What belongs to the same word as a name, such as a path, before it and after it.
_BEFORE = pattern(r"(?:[/.~@$]|[^\W_])(?:[/.~:@$%+=-]|[^\W_]|(?<=[^\W_])_(?=[^\W_]))*\Z")
_AFTER = pattern(r"(?:[/.~:@$%+=-]*(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])))*(?:\(\)|/(?!\S))?")
#: How many characters of the word are looked at on each side of the name.
_FARTHEST = 80
_NO_CODE = pattern(r"[`\n|]")


class Word(NamedTuple):
    """The start and end of a word in a text that has not been changed yet."""

    start: int
    stop: int


def in_backticks(
    spec: Spec, owner: Owner, text: Text, names: Sequence[Sequence[Word]]
) -> list[Fix | None]:
    """Return a fix for each name in a text, given by the pieces of the name.

    Names that share a word share a fix; a name that cannot be code as written has none.
    """
    words: list[Word] = []
    for piece in sorted(piece for pieces in names for piece in pieces):
        word = _whole(text, piece)
        if words and word.start <= words[-1].stop:
            last = words.pop()
            word = Word(last.start, max(last.stop, word.stop))
        words.append(word)
    fixes: dict[Word, Fix | None] = {}
    found = []
    for pieces in names:
        own = {words[bisect_right(words, (piece.start + 1,)) - 1] for piece in pieces}
        shared = next((word for word in own if word in fixes), None)
        fix = fixes[shared] if shared else _fix(spec, owner, text, sorted(own), 2 * len(words))
        for word in own:
            fixes.setdefault(word, fix)
        found.append(fix)
    return found


def _whole(text: str, piece: Word) -> Word:
    before = text[max(0, piece.start - _FARTHEST) : piece.start]
    lead = _BEFORE.search(before)
    rest = _AFTER.match(text, piece.stop, piece.stop + _FARTHEST)
    start = piece.start - (len(before) - lead.start() if lead else 0)
    return Word(start, rest.end() if rest else piece.stop)


def _fix(spec: Spec, owner: Owner, text: Text, words: Sequence[Word], slack: int) -> Fix | None:
    steps = []
    for word in words:
        said = text[word.start : word.stop]
        before = text[max(word.start - 1, 0) : word.start]
        after = text[word.stop : word.stop + 1]
        if _NO_CODE.search(said) or before in ("`", "\\") or after == "`":
            return None
        step = _step(spec, owner, text, _Wrap(word.start, said, slack))
        if step is None:
            return None
        steps.append(step)
    return Fix("safe", tuple(steps))


class _Wrap(NamedTuple):
    """Puts a word in backticks; it may have moved by `slack` characters since it was found."""

    start: int
    word: str
    slack: int

    def __call__(self, text: Text) -> Text:
        """Return the text with backticks around the word; the same one if it has them."""
        at = text.find(self.word, self.start, self.start + len(self.word) + self.slack)
        if at < 0 or text[at - 1 : at] == "`":
            return text
        stop = at + len(self.word)
        return text.reworded(f"{text[:at]}`{self.word}`{text[stop:]}")


def _step(spec: Spec, owner: Owner, text: Text, wrap: _Wrap) -> Step | None:
    match owner:
        case Spec() | Section():
            return Step(owner, partial(_in_field, field="heading", wrap=wrap))
        case Group():
            return Step(owner, partial(_in_field, field="label", wrap=wrap))
        case Block():
            start = wrap.start + owner.text.find(text)
            return Step(owner, partial(_in_field, field="text", wrap=wrap._replace(start=start)))
        case HeaderLine():
            return Step(spec, partial(_in_header, label=owner.label, wrap=wrap))
        case _:
            return _item_step(owner, text, wrap)


def _item_step(item: Item, text: Text, wrap: _Wrap) -> Step | None:
    field = next((one.key for one in item.kind.fields if getattr(item, one.key) is text), "")
    if not field:
        return None
    inside = wrap
    if item.about.source:
        source = item.about.source
        offset = source.find(text)
        if offset < 0 or source.at(offset) != text.span:
            return None
        if source.lstrip().startswith("`") and "\n" not in source[:offset]:
            return None  # the opening line of a backtick fence cannot contain backticks
        inside = wrap._replace(start=wrap.start + offset)
    return Step(item, partial(_in_item, field=field, wrap=wrap, inside=inside))


def _in_field(node: Any, field: str, wrap: _Wrap) -> Any:
    text = getattr(node, field)
    new = wrap(text)
    return node if new is text else replace(node, **{field: new})


def _in_header(spec: Spec, label: str, wrap: _Wrap) -> Spec:
    value = spec.header.get(label) or Text()
    new = wrap(value)
    return spec if new is value else with_value(spec, label, new)


def _in_item(item: Any, field: str, wrap: _Wrap, inside: _Wrap) -> Any:
    """Return the item with the word wrapped, also in its directive and in a question's tail."""
    old = getattr(item, field)
    new = wrap(old)
    if new is old:
        return item
    changes: dict[str, Any] = {field: new}
    if item.about.source:
        changes["about"] = replace(item.about, source=inside(item.about.source))
    if field in ("owner", "deadline"):
        changes["tail"] = item.tail.reworded(item.tail.replace(old, new, 1))
    return replace(item, **changes)
