"""Which characters of a text CommonMark would read as markup: those that need a backslash.

The rules are CommonMark's (https://spec.commonmark.org/0.31.2/#inlines) and, at the start of a
line, its blocks' and MyST's. Where the versions of CommonMark differ, both readings count.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..patterns import pattern

_SPECIAL = pattern(r"\\|\*+|_+|~+|[`\[\]<&!{]")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = pattern(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]*;))")
_ROLE = pattern(r"\{[\w:+-]+\}(?=`)")
_ANGLE = pattern(r"<(?:[A-Za-z/!?]|[^\s<>@]+@)")

#: What begins a block at the start of a line; its last character is the one to escape.
_OPENING = pattern(
    r"""\#(?=\#{0,5}(?:[ \t]|$)) | > | [+*](?=[ \t]|$) | -(?=[ \t]|-*$)
    | ([-*_+])(?=(?:[ \t]*\1){2,}[ \t]*$) | \+(?=(?:[ \t]*\+){2}) | ~(?=~~)
    | :(?=::) | % | \((?=.+\)=[ \t]*$)
    | \d{1,9}[.)](?=[ \t]|$)""",
    re.VERBOSE,
)
#: What makes the line above it a heading, or the head of a table.
_UNDERLINE = pattern(r"=+[ \t]*$|(?=[^-]*-)[-:|][-:| \t]*$")


class Run(NamedTuple):
    """Where text stands among markup, and whether it is inside of emphasis or a link's label."""

    start: int
    stop: int
    starred: bool
    labelled: bool


def escapes(flat: str, runs: Sequence[Run], *, lines: bool) -> list[int]:
    """Where backslashes go in the Markdown `flat`, of which only the runs are text, in order.

    Without `lines` it is one line that no block can begin in: a table's cell, or a heading.
    """
    found: set[int] = set()
    for run in runs:
        if run.start and flat[run.start - 1] == "]" and flat[run.start] in ":([":
            found.add(run.start)  # it would go with the footnote's mark before it
        for match in _SPECIAL.finditer(flat, run.start, run.stop):
            start, stop = match.span()
            if _IS_MARKUP[flat[start]](flat, start, stop, run):
                found.update(range(start, stop))
    if lines:
        stops = [run.stop for run in runs]
        for at in _block_starts(flat):
            run_at = bisect_right(stops, at)
            if run_at < len(runs) and runs[run_at].start <= at:
                found.add(at)
    return sorted(found)


def is_entity(text: str, at: int) -> bool:
    """Whether a character reference begins there."""
    entity = _ENTITY.match(text, at)
    if entity is None or entity[1] is None:
        return entity is not None
    from html.entities import html5

    return entity[1] in html5


def is_space(char: str) -> bool:
    """Whether this is white space beside which no emphasis begins or ends."""
    return char in " \t\n\r\f" or unicodedata.category(char) == "Zs"


def is_punctuation(char: str) -> bool:
    """Whether this is punctuation in every version of CommonMark."""
    return char in _PUNCTUATION or unicodedata.category(char)[0] == "P"


def may_be_punctuation(char: str) -> bool:
    """Whether this is punctuation or, by the latest version, a symbol that counts as such."""
    return char in _PUNCTUATION or unicodedata.category(char)[0] in "PS"


def _block_starts(flat: str) -> Iterator[int]:
    """The characters that would begin a block, or make one of the line above."""
    if flat.startswith("[") and "]:" in flat:
        yield 0  # a link reference definition
    start = 0
    for line in flat.split("\n"):
        opening = _OPENING.match(line)
        if opening and not (start and _cannot_interrupt(opening[0])):
            yield start + opening.end() - 1
        elif start and _UNDERLINE.match(line):
            yield start
        start += len(line) + 1


def _cannot_interrupt(marker: str) -> bool:
    """Whether the marker is a number that begins no list inside of a paragraph: any but 1."""
    return marker[:-1].isdigit() and int(marker[:-1]) != 1


def _backslash(flat: str, _start: int, stop: int, _run: Run) -> bool:
    return stop == len(flat) or flat[stop] == "\n" or flat[stop] in _PUNCTUATION


def _stars(flat: str, start: int, stop: int, run: Run) -> bool:
    """Whether these may begin emphasis or, inside of some, end it."""
    return _opens(flat, start, stop) or (run.starred and not _stands_alone(flat, start, stop))


def _underscores(flat: str, start: int, stop: int, run: Run) -> bool:
    """The same for underscores, which neither begin nor end emphasis inside of a word."""
    before, after = _ends_word(flat[start - 1 : start]), _ends_word(flat[stop : stop + 1])
    opens = before and _opens(flat, start, stop)
    return opens or (run.starred and after and not _stands_alone(flat, start, stop))


def _tildes(flat: str, start: int, _stop: int, _run: Run) -> bool:
    """They may end struck text if others stand before them: one or two in GFM, any in MyST."""
    return 0 <= flat.find("~") < start and not is_space(flat[start - 1])


def _opens(flat: str, start: int, stop: int) -> bool:
    """Whether these delimiters may begin emphasis; what none does begin, none can end.

    Those that touch a delimiter of ours would be read as part of it.
    """
    before, after = flat[start - 1 : start], flat[stop : stop + 1]
    if flat[start] in (before, after):
        return True
    if after and (is_space(after) or not is_punctuation(after)):
        return not is_space(after)
    return _ends_word(before)


def _ends_word(char: str) -> bool:
    """Whether a word may end before or after this character."""
    return not char or char.isspace() or may_be_punctuation(char)


def _stands_alone(flat: str, start: int, stop: int) -> bool:
    """Whether white space is on both sides."""
    return start > 0 and stop < len(flat) and is_space(flat[start - 1]) and is_space(flat[stop])


def _always(_flat: str, _start: int, _stop: int, _run: Run) -> bool:
    return True


def _opening_bracket(flat: str, _start: int, stop: int, run: Run) -> bool:
    return run.labelled or flat[stop : stop + 1] == "^"


def _closing_bracket(flat: str, _start: int, stop: int, run: Run) -> bool:
    return run.labelled or flat[stop : stop + 1] in ("(", "[")


def _angle(flat: str, start: int, _stop: int, _run: Run) -> bool:
    return bool(_ANGLE.match(flat, start))


def _ampersand(flat: str, start: int, _stop: int, _run: Run) -> bool:
    return is_entity(flat, start)


def _exclamation(flat: str, _start: int, stop: int, run: Run) -> bool:
    """A mark at the end of a text would make an image of the link that follows."""
    return stop == run.stop and flat[stop : stop + 1] == "["


def _brace(flat: str, start: int, _stop: int, run: Run) -> bool:
    """A name in braces would make a role of the code that follows."""
    role = _ROLE.match(flat, start)
    return role is not None and role.end() == run.stop


#: Whether characters of a text would be read as markup, by the first of them.
_IS_MARKUP: dict[str, Callable[[str, int, int, Run], bool]] = {
    "\\": _backslash,
    "*": _stars,
    "_": _underscores,
    "~": _tildes,
    "`": _always,
    "[": _opening_bracket,
    "]": _closing_bracket,
    "<": _angle,
    "&": _ampersand,
    "!": _exclamation,
    "{": _brace,
}
