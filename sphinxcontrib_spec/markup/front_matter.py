"""Read the top-level keys of a page's front matter, and remove keys from it.

Front matter is YAML. Only what headers are written in is interpreted: words, quoted or not, on one
line or several, and lists of them. Any other value is returned as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..patterns import pattern

_KEY = pattern(r"([A-Za-z][\w -]*):[ \t]*(.*)")

#: The beginning of a line that belongs to the value of the key above it.
_GOES_ON = pattern(r"[ \t]+\S|-(?:[ \t]|$)")
_COMMENT = pattern(r"(?:^|(?<=[ \t]))#.*")
_QUOTED = pattern(r"""'((?:[^']|'')*)'|"((?:[^"\\]|\\["\\])*)\"""")
_ESCAPED = pattern(r"\\([\"\\])")
_FLOW_LIST = pattern(r"\[(.*)\]")
_BLOCK = pattern(r"[|>][-+1-9]{0,2}")

#: A value that YAML does not read as plain characters.
_NO_PLAIN_VALUE = pattern(r"[|>&*!%@`\[\]{},#\"']|[?-](?:\s|$)|.*:(?:\s|$)")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))

_FENCED = pattern(r"\ufeff?---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")

#: The key that says whether a page is a spec, and its values in lower case.
IS_SPEC = "spec"
YES = frozenset(("true", "yes", "on", "1"))
NO = frozenset(("false", "no", "off", "0"))


class Entry(NamedTuple):
    """A top-level key with its value, and the range of lines that it takes up.

    `is_plain` is true for a single line that contains nothing besides the key and the value.
    """

    key: str
    value: str
    lines: range
    is_plain: bool


def entries(text: str) -> list[Entry]:
    """Return the keys of a front matter that have a value, in order."""
    lines = text.split("\n")
    found = []
    for at, line in enumerate(lines):
        key = _KEY.fullmatch(line)
        if not key:
            continue
        stop = at + 1
        for number in range(at + 1, len(lines)):
            if _GOES_ON.match(lines[number]):
                stop = number + 1
            elif lines[number].strip():
                break
        first, more = key[2].strip(), [line.strip() for line in lines[at + 1 : stop]]
        value = _value(first, [line for line in more if line])
        if value not in _NOTHING:
            is_plain = not more and _is_plain(first)
            found.append(Entry(key[1].strip(), value, range(at, stop), is_plain))
    return found


def declines(text: str) -> bool:
    """Return whether a text begins with front matter that says that it is not a spec."""
    front = _FENCED.match(text) if text.startswith(("---", "\ufeff---")) else None
    return front is not None and any(
        entry.key == IS_SPEC and entry.value.lower() in NO for entry in entries(front[0])
    )


def without(text: str, said: Mapping[str, str]) -> str | None:
    """Remove keys from a front matter that are `said` elsewhere, by lower-case key and value.

    Return an empty string if nothing else is left, or None if one of them is more than a plain
    line.
    """
    found = entries(text)
    keys = [entry.key.lower() for entry in found]
    gone: set[int] = set()
    for key, entry in zip(keys, found, strict=True):
        if said.get(key) == entry.value:
            if not entry.is_plain or keys.count(key) > 1:
                return None
            gone.update(entry.lines)
    if not gone:
        return text
    kept = [line for at, line in enumerate(text.split("\n")) if at not in gone]
    return "\n".join(kept) if any(line.strip(" \t-.") for line in kept) else ""


def _value(first: str, more: Sequence[str]) -> str:
    """Return the words of a value that begins after its key and may continue on the lines below."""
    begins = first if _QUOTED.match(first) else _without_comment(first)
    if more and _BLOCK.fullmatch(begins):
        return " ".join(more)
    if more and not begins and all(line.startswith("-") for line in more):
        return ", ".join([_one_line(line[1:].strip()) for line in more])
    return _one_line(" ".join([begins, *more]).strip())


def _one_line(text: str) -> str:
    """Return the words of a value, or the text itself if it is not a scalar or a list of them."""
    if (value := _scalar(text)) is not None:
        return value
    if flow := _FLOW_LIST.fullmatch(_without_comment(text)):
        values = [_scalar(part.strip()) for part in flow[1].split(",")]
        if None not in values:
            return ", ".join(filter(None, values))
    return text


def _scalar(text: str) -> str | None:
    """Return the words of a plain or quoted value without its comment; None if it is neither."""
    if quoted := _QUOTED.match(text):
        if _without_comment(text[quoted.end() :]):
            return None
        single, double = quoted.groups()
        return single.replace("''", "'") if double is None else _ESCAPED.sub(r"\1", double)
    words = _without_comment(text)
    return None if _NO_PLAIN_VALUE.match(words) else words


def _is_plain(text: str) -> bool:
    """Return whether this is a plain or quoted value and nothing else."""
    return bool(_QUOTED.fullmatch(text)) or _scalar(text) == text


def _without_comment(text: str) -> str:
    return _COMMENT.sub("", text).rstrip()
