"""Read the header: the lines under the title that give the status, the date and the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .. import ignores, schema
from ..markup.front_matter import entries
from ..model import Block, Header, HeaderForm, HeaderLine
from ..patterns import pattern
from ..source import BLANKS, Text
from .header_table import pairs
from .lines import Line
from .records import peeled

_BOLD = pattern(
    r"(?:\*\*|^\*\*\*|^__)([^*:\n]+?)(?::(?:\*{2,3}|__)|(?:\*{2,3}|__)[ \t]*:)", re.MULTILINE
)
_CANONICAL = pattern(r"\*\*[^*:\n]+:\*\*(?!\S)")
_FIELD = pattern(r"^:([^:\n]+):(?:[ \t]+|$)", re.MULTILINE)
_PLAIN = pattern(r"^([^\W\d_][\w -]{0,30}):(?:[ \t]+|$)", re.MULTILINE)
_MARKER = pattern(r"(?:[-+*]|\d{1,9}[.)])[ \t]+")
_SPEC_COMMENTS = pattern(rf"(?:{ignores.COMMENT}\s*)+", re.DOTALL)
_SEPARATORS = " \t|·•,;"
_ENTITY = pattern(r"&#?\w+;")


class _Run(NamedTuple):
    """Consecutive blocks, from `start` to before `stop`, that may be a header."""

    start: int
    stop: int
    lines: list[HeaderLine]
    form: HeaderForm


def header(blocks: Sequence[Block], lines: Sequence[Line], path: str) -> tuple[Header, int]:
    """Find the header among these blocks; return it and the index of the block after it.

    `Header.after` is the number of blocks above it. The header is the first run of blocks with a
    status, a date or an author: paragraphs of `**Key:** value`, field lists, lists, tables and
    plain `Key: value` lines. If there is none, paragraphs of bold keys at the very beginning are
    the header. Spec comments may precede the blocks of a header or stand between them.
    """
    first: _Run | None = None
    for run in _runs(blocks, path):
        if _if_any_known(run.lines):
            return _header(run, blocks, lines)
        first = first or run
    return _header(first, blocks, lines) if first and not first.start else (Header(), 0)


def _header(run: _Run, blocks: Sequence[Block], lines: Sequence[Line]) -> tuple[Header, int]:
    text = _verbatim(blocks[run.start : run.stop], lines)
    return Header(tuple(run.lines), run.form, text, run.start), run.stop


def _runs(blocks: Sequence[Block], path: str) -> Iterator[_Run]:
    """Yield every run of consecutive blocks that may be a header."""
    run: _Run | None = None
    start = 0
    for stop, block in enumerate(blocks, 1):
        if block.kind == "comment" and _SPEC_COMMENTS.fullmatch(block.text):
            continue
        found, form = _read(block, path)
        if run and _belongs_to(run, found, form):
            run.lines.extend(found)
            run = run._replace(stop=stop, form=form)
            continue
        if run:
            yield run
            start = run.stop
        run = _Run(start, stop, found, form) if found else None
        if not found:
            start = stop
    if run:
        yield run


def _belongs_to(run: _Run, found: Sequence[HeaderLine], form: HeaderForm) -> bool:
    """Return whether a block continues a run: in the same form, or with other known keys."""
    if not found or (form == run.form and form in ("bold", "plain")):
        return bool(found)
    known = {line.label.lower() for line in found} & schema.KNOWN_LABEL.keys()
    return bool(known) and known.isdisjoint(line.label.lower() for line in run.lines)


def front_matter(text: str) -> tuple[HeaderLine, ...]:
    """Return the front matter's entries that the format's header knows, with canonical labels."""
    return tuple(
        HeaderLine(Text(field.label), Text(entry.value))
        for entry in entries(text)
        if (field := schema.KNOWN_LABEL.get(entry.key.lower()))
    )


def _read(block: Block, path: str) -> tuple[list[HeaderLine], HeaderForm]:
    if block.kind == "paragraph":
        if _BOLD.match(block.text):
            matches = [*_BOLD.finditer(block.text)]
            canonical = all(
                _CANONICAL.match(block.text, at) and (at == 0 or block.text[at - 1] == "\n")
                for at in [match.start() for match in matches]
            )
            found = _split_at(block.text, matches)
            if not block.text.startswith("**") or block.text.startswith("***"):
                found = _if_any_known(found)
            return found, "bold" if canonical else "plain"
        if _FIELD.match(block.text):
            return _if_any_known(_split_at_keys(_FIELD, block.text)), "fields"
        if _PLAIN.match(block.text):
            return _plain(block.text), "plain"
    elif block.kind == "list":
        return _if_any_known([line for entry in block.entries for line in _entry(entry)]), "list"
    elif block.kind == "table":
        return pairs(block.text, path), "table"
    return [], ""


def _plain(text: Text) -> list[HeaderLine]:
    """Read lines of `Key: value`; unknown keys are accepted among known ones."""
    found = _if_any_known(_split_at_keys(_PLAIN, text))
    known = [line for line in found if line.label.lower() in schema.KNOWN_LABEL]
    return found if len(known) > 1 or len(found) > text.count("\n") else []


def _split_at_keys(marked: re.Pattern[str], text: Text) -> list[HeaderLine]:
    """Split the text at its keys."""
    return _split_at(text, [*marked.finditer(text)])


def _split_at(text: Text, matches: Sequence[re.Match[str]]) -> list[HeaderLine]:
    """Split the text at these keys; what stands between two keys is the value of the first."""
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
    """Return the length of the value in the words before the next key, without the separator.

    Within a line, separators are punctuation; at the end of a line, the backslash of a hard break
    may be one.
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
    """Shrink a range to exclude surrounding white space; a blank one becomes empty, at its end."""
    words = text[start:stop].lstrip(BLANKS)
    return stop - len(words), stop - len(words) + len(words.rstrip(BLANKS))


def _entry(entry: Text) -> list[HeaderLine]:
    marker = _MARKER.match(entry)
    text = entry.part(marker.end()) if marker else entry
    for keyed in (_BOLD, _PLAIN):
        if keyed.match(text):
            return _split_at_keys(keyed, text)
    return []


def _if_any_known(found: list[HeaderLine]) -> list[HeaderLine]:
    return found if any(line.label.lower() in schema.KNOWN_LABEL for line in found) else []


def _verbatim(blocks: Sequence[Block], lines: Sequence[Line]) -> Text:
    """Return all lines of the header, including blank lines between its paragraphs."""
    if len(blocks) == 1:
        return blocks[0].text
    first = blocks[0].text.span
    last = blocks[-1].text
    stop = last.span.line + last.count("\n")
    inside = [line for line in lines if first.line <= line.number <= stop]
    return Text("\n".join(line.text for line in inside), first)
