"""The header: the lines under the title that say the status, the date and the author."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import schema
from ..front_matter import entries
from ..model import Block, Header, HeaderForm, HeaderLine
from ..patterns import pattern
from ..source import BLANKS, Text
from .header_table import pairs
from .lines import Line
from .records import peeled

_BOLD = pattern(r"\*\*([^*:\n]+?)(?::\*\*|\*\*[ \t]*:)")
_CANONICAL = pattern(r"\*\*[^*:\n]+:\*\*(?!\S)")
_FIELD = pattern(r"^:([^:\n]+):(?:[ \t]+|$)", re.MULTILINE)
_PLAIN = pattern(r"^([^\W\d_][\w -]{0,30}):(?:[ \t]+|$)", re.MULTILINE)
_MARKER = pattern(r"(?:[-+*]|\d{1,9}[.)])[ \t]+")
_OURS = pattern(r"(?:<!--\s*spec:(?:(?!-->).)*-->\s*)+", re.DOTALL)
_SEPARATORS = " \t|·•,;"
_ENTITY = pattern(r"&#?\w+;")

KNOWN = {field.label.lower(): field for field in schema.HEADER}


def header(blocks: Sequence[Block], lines: Sequence[Line], path: str) -> tuple[Header, int]:
    """The header that these blocks begin with, and how many of them it takes.

    Paragraphs of `**Key:** value` are one whatever their keys; field lists, lists, tables and
    plain `Key: value` lines are one if they hold the status, the date or the author. Comments of
    ours may stand above and between them.
    """
    found: list[HeaderLine] = []
    form: HeaderForm = ""
    taken = 0
    for count, block in enumerate(blocks, 1):
        if block.kind == "comment" and _OURS.fullmatch(block.text):
            continue
        read, its_form = _read(block, path)
        if not read or (form and form != its_form):
            break
        if its_form not in ("bold", "plain") and found:
            break
        found += read
        form = its_form
        taken = count
    if not taken:
        return Header(), 0
    return Header(tuple(found), form, _verbatim(blocks[:taken], lines)), taken


def front_matter(text: str) -> tuple[HeaderLine, ...]:
    """The keys of a front matter that the format's header knows, by their labels."""
    return tuple(
        HeaderLine(Text(field.label), Text(entry.value))
        for entry in entries(text)
        if (field := KNOWN.get(entry.key.lower()))
    )


def _read(block: Block, path: str) -> tuple[list[HeaderLine], HeaderForm]:
    if block.kind == "paragraph":
        if _BOLD.match(block.text):
            matches = [*_BOLD.finditer(block.text)]
            canonical = all(
                _CANONICAL.match(block.text, at) and (at == 0 or block.text[at - 1] == "\n")
                for at in [match.start() for match in matches]
            )
            return _cut(block.text, matches), "bold" if canonical else "plain"
        if _FIELD.match(block.text):
            return _known(_keyed(_FIELD, block.text)), "fields"
        if _PLAIN.match(block.text) and all(map(_PLAIN.match, block.text.split("\n"))):
            return _known(_keyed(_PLAIN, block.text)), "plain"
    elif block.kind == "list":
        return _known([line for entry in block.entries for line in _entry(entry)]), "list"
    elif block.kind == "table":
        return pairs(block.text, path), "table"
    return [], ""


def _keyed(marked: re.Pattern[str], text: Text) -> list[HeaderLine]:
    """The text cut at its keys."""
    return _cut(text, [*marked.finditer(text)])


def _cut(text: Text, matches: Sequence[re.Match[str]]) -> list[HeaderLine]:
    """The text cut at these keys; what stands between two of them is the first one's value."""
    ends = [match.start() for match in matches[1:]] + [len(text)]
    ranges: list[tuple[int, int]] = []
    for match, end in zip(matches, ends, strict=True):
        stop = end
        if end < len(text):
            stop = match.end() + _length_of_value(text[match.end() : end])
        ranges += _trimmed(text, *match.span(1)), _trimmed(text, match.end(), stop)
    pieces = text.pieces(ranges)
    found = []
    for label, words in zip(pieces, pieces, strict=True):
        value, _, notes = peeled(words, named=False)
        found.append(HeaderLine(label, value, notes))
    return found


def _length_of_value(words: str) -> int:
    """How much of the words before another key is a value, without what sets the two apart.

    On one line these are signs; at the end of a line it may be the backslash of a hard break.
    """
    value = words.rstrip(BLANKS)
    if "\n" not in words[len(value) :]:
        signed = words.rstrip(_SEPARATORS)
        entity = _ENTITY.match(words, signed.rfind("&")) if "&" in signed else None
        return max(len(signed), entity.end()) if entity else len(signed)
    backslashes = len(value) - len(value.rstrip("\\"))
    is_broken = words.startswith("\n", len(value)) and backslashes % 2 == 1
    return len(value) - is_broken


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    """The range without the white space around it; at its end, if there is nothing else."""
    words = text[start:stop].lstrip(BLANKS)
    return stop - len(words), stop - len(words) + len(words.rstrip(BLANKS))


def _entry(entry: Text) -> list[HeaderLine]:
    marker = _MARKER.match(entry)
    text = entry.part(marker.end()) if marker else entry
    for keyed in (_BOLD, _PLAIN):
        if keyed.match(text):
            return _keyed(keyed, text)
    return []


def _known(found: list[HeaderLine]) -> list[HeaderLine]:
    return found if any(line.label.lower() in KNOWN for line in found) else []


def _verbatim(blocks: Sequence[Block], lines: Sequence[Line]) -> Text:
    """All of the header's lines, the blank ones between its paragraphs included."""
    if len(blocks) == 1:
        return blocks[0].text
    first = blocks[0].text.span
    last = blocks[-1].text
    stop = last.span.line + last.count("\n")
    inside = [line for line in lines if first.line <= line.number <= stop]
    return Text("\n".join(line.text for line in inside), first)
