"""The header written anew: `**Key:** value` lines, and a front matter without them."""

from __future__ import annotations

from collections import Counter

from .. import schema
from ..model import Header, HeaderLine
from ..patterns import pattern
from .ends import joined

_YAML_KEY = pattern(r"([A-Za-z][\w -]*):[ \t]*(.*)")
_KEY = pattern(r"\*\*[^*:\n]+(?::\*\*|\*\*[ \t]*:)")
_KNOWN = frozenset(field.label.lower() for field in schema.HEADER)

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


def without(front_matter: str, header: Header) -> str:
    """A front matter without the lines that the header holds; empty if nothing else is in it."""
    kept = [line for line in front_matter.split("\n") if not _is_in(header, line)]
    text = "\n".join(kept)
    fences_only = all(line.strip() in ("---", "...", "") for line in kept)
    return "" if fences_only and text != front_matter else text


def _is_in(header: Header, line: str) -> bool:
    key = _YAML_KEY.match(line)
    if not key or key[1].lower() not in _KNOWN:
        return False
    value = header.get(key[1])
    return bool(value) and key[2].strip().strip("\"'") == str(value).strip("\"'")
