"""Rewrite the header as `**Key:** value` lines, and front matter without the header's keys."""

from __future__ import annotations

from collections import Counter

from ..markup import front_matter as front
from ..model import Block, Header, HeaderLine, Spec
from ..patterns import pattern
from .ends import joined

_KEY = pattern(r"\*\*[^*:\n]+(?::\*\*|\*\*[ \t]*:)")

#: Characters that the forms of a header consist of, and that are not in every form.
SIGNS = "*_:|-\\·•,;.#\"'"


def letters(text: str) -> Counter[str]:
    """Count the characters of a header independently of its form: ignore case, blanks and signs."""
    return Counter("".join(text.casefold().translate(_WITHOUT_SIGNS).split()))


_WITHOUT_SIGNS = str.maketrans("", "", SIGNS)


def lines(header: Header) -> str:
    """Return the header as lines of bold keys, or unchanged if these would lose part of it."""
    found = [
        joined([f"**{line.label}:**", line.value, *line.notes]).rstrip(" ") for line in header.lines
    ]
    text = "\n".join(found)
    if header.form in ("", "front matter") or not header.text:
        return text
    # A backslash at the end of a value would break the line before the next key.
    safe = all(map(_can_be_said, header.lines)) and "\\\n" not in text
    return text if safe and letters(header.text) <= letters(text) else header.text


def _can_be_said(line: HeaderLine) -> bool:
    is_key = _KEY.fullmatch(f"**{line.label}:**")
    return bool(is_key) and "\n" not in line.value and not _KEY.search(line.value)


def without(front_matter: str, header: Header) -> str | None:
    """Return a front matter without the header's keys; empty if it has no others.

    Return None if it has to stay as it is, because one of the values is more than a plain line.
    """
    said = {line.label.lower(): line.value for line in header.lines if not line.value.span.line}
    return front.without(front_matter, said)


def stays_above(spec: Spec) -> bool:
    """Return whether the header stays as it is, as it cannot be removed from the front matter."""
    return bool(spec.header.form == "front matter" or spec.header.text) and any(
        without(block.text, spec.header) is None
        for block in spec.preamble
        if isinstance(block, Block) and block.kind == "front matter"
    )
