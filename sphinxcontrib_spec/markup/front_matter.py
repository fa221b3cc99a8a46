"""The front matter of a page: what the keys at its top level say, and how to leave one out.

It is YAML, of which this reads what a header is written in: words, quoted or not, on one line or
several, and lists of them. Any other value is read as the words that it is written in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..patterns import pattern

_KEY = pattern(r"([A-Za-z][\w -]*):[ \t]*(.*)")

#: What begins a line that belongs to the value of the key above it.
_GOES_ON = pattern(r"[ \t]+\S|-(?:[ \t]|$)")
_COMMENT = pattern(r"(?:^|(?<=[ \t]))#.*")
_QUOTED = pattern(r"""'((?:[^']|'')*)'|"((?:[^"\\]|\\["\\])*)\"""")
_ESCAPED = pattern(r"\\([\"\\])")
_FLOW_LIST = pattern(r"\[(.*)\]")
_BLOCK = pattern(r"[|>][-+1-9]{0,2}")

#: What begins, or is in, a value that YAML reads as more than its characters.
_NO_PLAIN_VALUE = pattern(r"[|>&*!%@`\[\]{},#\"']|[?-](?:\s|$)|.*:(?:\s|$)")
_NOTHING = frozenset(("", "~", "null", "Null", "NULL"))

_FENCED = pattern(r"\ufeff?---[ \t]*\r?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")

#: The key that says whether a page is a spec, and how it says so, in lower case.
IS_SPEC = "spec"
YES = frozenset(("true", "yes", "on", "1"))
NO = frozenset(("false", "no", "off", "0"))


class Entry(NamedTuple):
    """A key at the top level with its value, and the lines that both stand in.

    `is_plain` says that it is one line, which says no more than the key and the value.
    """

    key: str
    value: str
    lines: range
    is_plain: bool


def entries(text: str) -> list[Entry]:
    """The keys of a front matter that have a value, in order."""
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
    """Whether a text says in the front matter that it begins with that it is no spec."""
    front = _FENCED.match(text) if text.startswith(("---", "\ufeff---")) else None
    return front is not None and any(
        entry.key == IS_SPEC and entry.value.lower() in NO for entry in entries(front[0])
    )


def without(text: str, said: Mapping[str, str]) -> str | None:
    """A front matter without the keys that are `said` elsewhere: values by keys in lower case.

    It is empty if nothing else was in it; None if one of them is more than a plain line.
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
    """The words of a value that begins behind its key and may go on below it."""
    begins = first if _QUOTED.match(first) else _without_comment(first)
    if more and _BLOCK.fullmatch(begins):
        return " ".join(more)
    if more and not begins and all(line.startswith("-") for line in more):
        return ", ".join([_one_line(line[1:].strip()) for line in more])
    return _one_line(" ".join([begins, *more]).strip())


def _one_line(text: str) -> str:
    """The words of a value, or the text itself if it is something else."""
    if (value := _scalar(text)) is not None:
        return value
    if flow := _FLOW_LIST.fullmatch(_without_comment(text)):
        values = [_scalar(part.strip()) for part in flow[1].split(",")]
        if None not in values:
            return ", ".join(filter(None, values))
    return text


def _scalar(text: str) -> str | None:
    """The words of a plain or quoted value, which a comment may follow; None if it is neither."""
    if quoted := _QUOTED.match(text):
        if _without_comment(text[quoted.end() :]):
            return None
        single, double = quoted.groups()
        return single.replace("''", "'") if double is None else _ESCAPED.sub(r"\1", double)
    words = _without_comment(text)
    return None if _NO_PLAIN_VALUE.match(words) else words


def _is_plain(text: str) -> bool:
    """Whether this is a plain or quoted value and nothing else."""
    return bool(_QUOTED.fullmatch(text)) or _scalar(text) == text


def _without_comment(text: str) -> str:
    return _COMMENT.sub("", text).rstrip()
