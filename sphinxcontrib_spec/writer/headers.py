"""The header written anew: `**Key:** value` lines, and a front matter without them."""

from __future__ import annotations

from collections import Counter

from ..markup import front_matter as front
from ..model import Block, Header, HeaderLine, Spec
from ..patterns import pattern
from .ends import joined

_KEY = pattern(r"\*\*[^*:\n]+(?::\*\*|\*\*[ \t]*:)")

#: What the forms of a header are made of, and no form has in common with all others.
SIGNS = "*_:|-\\·•,;.#\"'"


def letters(text: str) -> Counter[str]:
    """How often each character stands in a header, whatever its form: no case, blanks and signs."""
    return Counter("".join(text.casefold().translate(_WITHOUT_SIGNS).split()))


_WITHOUT_SIGNS = str.maketrans("", "", SIGNS)


def lines(header: Header) -> str:
    """The header as lines of bold keys; as it was written if these would not hold all of it."""
    found = [
        joined([f"**{line.label}:**", line.value, *line.notes]).rstrip(" ") for line in header.lines
    ]
    text = "\n".join(found)
    if header.form in ("", "front matter") or not header.text:
        return text
    # A backslash that ends a value would break the line before the next key.
    safe = all(map(_can_be_said, header.lines)) and "\\\n" not in text
    return text if safe and letters(header.text) <= letters(text) else header.text


def _can_be_said(line: HeaderLine) -> bool:
    is_key = _KEY.fullmatch(f"**{line.label}:**")
    return bool(is_key) and "\n" not in line.value and not _KEY.search(line.value)


def without(front_matter: str, header: Header) -> str | None:
    """A front matter without the header's lines that stand in it; empty if nothing else does.

    None if it has to stay as it is, as one of them is more than a plain value.
    """
    said = {line.label.lower(): line.value for line in header.lines if not line.value.span.line}
    return front.without(front_matter, said)


def stays_above(spec: Spec) -> bool:
    """Whether the header stays as it is, as it cannot be taken out of the front matter."""
    return bool(spec.header.form == "front matter" or spec.header.text) and any(
        without(block.text, spec.header) is None
        for block in spec.preamble
        if isinstance(block, Block) and block.kind == "front matter"
    )
