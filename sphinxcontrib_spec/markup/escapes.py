"""Find the characters of a text that CommonMark would read as markup, to escape them.

The rules are those of CommonMark (https://spec.commonmark.org/0.31.2/#inlines) and, at the start of
a line, also those of its blocks and of MyST. If versions of CommonMark differ, both readings count.
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

#: Markup that begins a block at the start of a line; its last character is the one to escape.
_OPENING = pattern(
    r"""\#(?=\#{0,5}(?:[ \t]|$)) | > | [+*](?=[ \t]|$) | -(?=[ \t]|-*$)
    | ([-*_+])(?=(?:[ \t]*\1){2,}[ \t]*$) | \+(?=(?:[ \t]*\+){2}) | ~(?=~~)
    | :(?=::) | % | \((?=.+\)=[ \t]*$)
    | \d{1,9}[.)](?=[ \t]|$)""",
    re.VERBOSE,
)
#: A line that turns the line above it into a heading, or into the header of a table.
_UNDERLINE = pattern(r"=+[ \t]*$|(?=[^-]*-)[-:|][-:| \t]*$")


class Run(NamedTuple):
    """The range of a text among markup, and whether it is inside emphasis or a link's label."""

    start: int
    stop: int
    starred: bool
    labelled: bool


def escapes(flat: str, runs: Sequence[Run], *, lines: bool) -> list[int]:
    """Return where backslashes go in the Markdown `flat`, in which only the runs are text.

    Without `lines`, it is a single line in which no block can begin: a table cell or a heading.
    """
    found: set[int] = set()
    for run in runs:
        if run.start and flat[run.start - 1] == "]" and flat[run.start] in ":([":
            found.add(run.start)  # else it would extend the footnote marker before it
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
    """Return whether a character reference begins at this offset."""
    entity = _ENTITY.match(text, at)
    if entity is None or entity[1] is None:
        return entity is not None
    from html.entities import html5

    return entity[1] in html5


def is_space(char: str) -> bool:
    """Return whether this is white space, next to which emphasis cannot begin or end."""
    return char in " \t\n\r\f" or unicodedata.category(char) == "Zs"


def is_punctuation(char: str) -> bool:
    """Return whether this is punctuation in every version of CommonMark."""
    return char in _PUNCTUATION or unicodedata.category(char)[0] == "P"


def may_be_punctuation(char: str) -> bool:
    """Return whether this is punctuation, or a symbol that the latest CommonMark counts as such."""
    return char in _PUNCTUATION or unicodedata.category(char)[0] in "PS"


def _block_starts(flat: str) -> Iterator[int]:
    """Yield the offsets of characters that would begin a block, or change the line above to one."""
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
    """Return whether the marker is a number other than 1, which cannot interrupt a paragraph."""
    return marker[:-1].isdigit() and int(marker[:-1]) != 1


def _backslash(flat: str, _start: int, stop: int, _run: Run) -> bool:
    return stop == len(flat) or flat[stop] == "\n" or flat[stop] in _PUNCTUATION


def _stars(flat: str, start: int, stop: int, run: Run) -> bool:
    """Return whether these may begin emphasis or, inside emphasis, end it."""
    return _opens(flat, start, stop) or (run.starred and not _stands_alone(flat, start, stop))


def _underscores(flat: str, start: int, stop: int, run: Run) -> bool:
    """Do the same for underscores, which neither begin nor end emphasis inside a word."""
    before, after = _ends_word(flat[start - 1 : start]), _ends_word(flat[stop : stop + 1])
    opens = before and _opens(flat, start, stop)
    return opens or (run.starred and after and not _stands_alone(flat, start, stop))


def _tildes(flat: str, start: int, _stop: int, _run: Run) -> bool:
    """Return whether these may end struck text, as any number of tildes does in MyST."""
    return 0 <= flat.find("~") < start and not is_space(flat[start - 1])


def _opens(flat: str, start: int, stop: int) -> bool:
    """Return whether these delimiters may begin emphasis; if none do, none can end it.

    Delimiters that touch one of ours would be read as part of it.
    """
    before, after = flat[start - 1 : start], flat[stop : stop + 1]
    if flat[start] in (before, after):
        return True
    if after and (is_space(after) or not is_punctuation(after)):
        return not is_space(after)
    return _ends_word(before)


def _ends_word(char: str) -> bool:
    """Return whether a word may end before or after this character."""
    return not char or char.isspace() or may_be_punctuation(char)


def _stands_alone(flat: str, start: int, stop: int) -> bool:
    """Return whether there is white space on both sides."""
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
    """Return whether this sign ends a text before a link, which it would turn into an image."""
    return stop == run.stop and flat[stop : stop + 1] == "["


def _brace(flat: str, start: int, _stop: int, run: Run) -> bool:
    """Return whether a name in braces ends a text before code, which it would turn into a role."""
    role = _ROLE.match(flat, start)
    return role is not None and role.end() == run.stop


#: Functions that tell whether characters of a text would be read as markup, by the first character.
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
