"""Changes the keys of a header, in whatever form it is written.

Each function returns the same spec if the form leaves no safe way to make the change.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.markup.front_matter import without
from sphinxcontrib_spec.model import Block, Header, HeaderForm, HeaderLine, Spec
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

#: What may follow a value on its line: the end of a row, or a hard break.
_REST = pattern(r"[ \t]*+\|?+[ \t]*+\\?")

_LETTER = pattern(r"[^\W_]")


def with_value(spec: Spec, label: str, value: str) -> Spec:
    """Return the spec with a new value in the header's first line with this label."""
    header = spec.header
    line = _line(header, label)
    if line is None:
        return spec
    lines = tuple(
        HeaderLine(each.label, each.value.reworded(value)) if each is line else each
        for each in header.lines
    )
    if match := _pair(line).search(header.text):
        gap = "" if line.value else " "
        text = header.text[: match.end(1)] + gap + value + header.text[match.end() :]
        return replace(spec, header=replace(header, lines=lines, text=header.text.reworded(text)))
    front = _front_matter(spec)
    key = re.escape(line.label)
    wanted = rf"(?im)^({key}:[ \t]*([\"']?)){re.escape(line.value)}(?=\2[ \t]*$)"
    if front is None or not line.value or not (match := re.search(wanted, front.text)):
        return spec
    text = front.text[: match.end(1)] + value + front.text[match.end() :]
    return _with_front_matter(spec, text, replace(header, lines=lines))


def with_line(spec: Spec, label: str, value: str) -> Spec:
    """Return the spec with a new first header line, in the form of the existing first line.

    If the label, or another name for it, is mentioned above the first section, its value may
    already be there in an unknown form, and so may a word for the status.
    """
    header = spec.header
    if _is_mentioned(spec, label):
        return spec
    line = HeaderLine(Text(label), Text(value))
    lines = (line, *header.lines)
    front = _front_matter(spec)
    if front and header.lines and not header.lines[0].value.span.line:
        fence, _, rest = front.text.partition("\n")
        key = label if f"\n{header.lines[0].label}:" in front.text else label.lower()
        text = f"{fence}\n{key}: {value}\n{rest}"
        return _with_front_matter(spec, text, replace(header, lines=lines))
    if not header.lines:
        return _with_text(spec, lines, f"**{label}:** {value}")
    first = header.text.partition("\n")[0]
    match = _pair(header.lines[0]).search(first)
    if header.form != "table" and match and _REST.fullmatch(first, match.end()):
        written = f"{first[: match.start()]}{label}{match[1]}{value}{first[match.end() :]}"
    elif first.startswith("**"):
        written = f"**{label}:** {value}"
    else:
        return spec
    return _with_text(spec, lines, f"{written}\n{header.text}", header.form)


def in_bold(spec: Spec) -> Spec:
    """Return the spec with its header as lines of `**Key:** value`, if no letter gets lost."""
    header = spec.header
    text = "\n".join(f"**{line.label}:** {line.value}".rstrip() for line in header.lines)
    if header.form != "front matter":
        same = _letters(header.text) == _letters(text + _names_of_columns(header))
        breaks = "\\\n" in text  # a backslash at the end of a value would become a hard break
        return _with_text(spec, header.lines, text) if same and not breaks else spec
    front = _front_matter(spec)
    values = {line.label.lower(): line.value for line in header.lines}
    rest = without(front.text, values) if front else None
    if rest is None:
        return spec
    return _with_text(_with_front_matter(spec, rest, header), header.lines, text)


def _is_mentioned(spec: Spec, label: str) -> bool:
    blocks = [block for block in (*spec.preamble, *spec.lead) if isinstance(block, Block)]
    names = "|".join(map(re.escape, schema.HEADER_FIELD[label].aliases))
    values = "".join(rf"|{value}\b" for value in (schema.STATUSES if label == "Status" else ()))
    mention = re.compile(rf"\b(?:(?i:{label}\b|(?:{names})\W{{0,4}}[:|]){values})")
    return any(map(mention.search, (spec.header.text, *(block.text for block in blocks))))


def _line(header: Header, label: str) -> HeaderLine | None:
    return next((line for line in header.lines if line.label.lower() == label.lower()), None)


def _pair(line: HeaderLine) -> re.Pattern[str]:
    """Return the pattern of a label and its value; its group is what stands between them."""
    between = r"\W*?" if line.value else r"[*_]*:[*_]*"
    return re.compile(rf"(?<!\w)(?<!\w ){re.escape(line.label)}({between}){re.escape(line.value)}")


def _letters(text: str) -> Counter[str]:
    return Counter(_LETTER.findall(text))


def _names_of_columns(header: Header) -> str:
    """Return the first row of a table of keys and values, if it is not a line of the header."""
    row, _, _ = header.text.partition("\n")
    is_left_out = header.lines[0].label.span.line == header.text.span.line + 2
    return row if header.form == "table" and is_left_out and "<!--" not in row else ""


def _with_text(
    spec: Spec, lines: tuple[HeaderLine, ...], text: str, form: HeaderForm = "bold"
) -> Spec:
    text = spec.header.text.reworded(text)
    return replace(spec, header=replace(spec.header, lines=lines, form=form, text=text))


def _front_matter(spec: Spec) -> Block | None:
    first = spec.preamble[0] if spec.preamble else None
    return first if isinstance(first, Block) and first.kind == "front matter" else None


def _with_front_matter(spec: Spec, text: str, header: Header) -> Spec:
    """Return the spec with a new header and new front matter (removed if it is empty)."""
    front, *others = spec.preamble
    assert isinstance(front, Block)  # `_front_matter` has checked this
    preamble = (replace(front, text=front.text.reworded(text)), *others) if text else tuple(others)
    return replace(spec, preamble=preamble, header=header)
