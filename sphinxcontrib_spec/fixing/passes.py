"""Apply as many fixes to a file in one pass as can be proven to do what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple, TypeAlias

from sphinxcontrib_spec.model import Section, Spec
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import Finding, Fix, mended
from sphinxcontrib_spec.writer import chunks, file_of, write

from .merge import Original

#: The maximum number of sets of fixes tried in one pass to find those that cannot be applied.
_MOST_TRIES = 64

#: The maximum amount of text printed to compute the edits of each fix alone.
_MOST_LINES, _MOST_CHARACTERS = 500_000, 40_000_000

_READ_OTHERWISE = "the fixed file would be read differently"
_TOO_MANY = "too many other fixes failed"


#: A finding and its fix that is to be applied.
Pair: TypeAlias = tuple[Finding, Fix]


class Draft(NamedTuple):
    """A file after fixes: its text, its spec, and the fixes that changed something."""

    text: str
    spec: Spec
    fixes: frozenset[Fix]


class Choice(NamedTuple):
    """The draft with all fixes that can be applied, and the reasons why the others cannot."""

    draft: Draft
    left_out: Sequence[tuple[Finding, str]]


class Press:
    """Print specs that share most sections with one spec, and write each of these only once."""

    def __init__(self, spec: Spec) -> None:
        """Write each section of this spec."""
        self._known = {id(section): (section, _chunks(section)) for section in spec.sections}

    def print(self, spec: Spec) -> list[str]:
        """Return the lines of a spec's canonical text."""
        found = chunks(replace(spec, sections=()))
        for section in spec.sections:
            _, of_section = self._known.get(id(section)) or (section, _chunks(section))
            found += of_section
        return file_of(found).split("\n")


def _chunks(section: Section) -> list[str]:
    return chunks(Spec(sections=(section,)))


def drafted(original: Original, spec: Spec, fixes: Sequence[Fix]) -> Draft | None:
    """Apply fixes; return None if the new file is not read as the spec that the fixes result in."""
    new, taken = mended(spec, fixes)
    printed = write(new)
    text = original.merged(printed.split("\n"))
    again = read(text, spec.path)
    return Draft(text, again, taken) if again == new and write(again) == printed else None


def chosen(
    text: str, spec: Spec, pairs: Sequence[Pair], objection: Callable[[Draft], str]
) -> Choice:
    """Choose as many of the fixes as can be applied together, by bisection.

    The pairs are in document order. `objection` returns what speaks against a draft; empty if
    nothing.
    """
    best = Draft(text, spec, frozenset())
    left_out: list[tuple[Finding, str]] = []
    if not pairs:
        return Choice(best, left_out)
    original = Original(text, write(spec).split("\n"))
    tries = 0

    def grown(taken: list[Pair], more: Sequence[Pair]) -> list[Pair]:
        nonlocal best, tries
        tries += 1
        if tries > _MOST_TRIES:
            left_out.append((more[0][0], _TOO_MANY))
            return taken
        draft = drafted(original, spec, [fix for _, fix in (*taken, *more)])
        reason = objection(draft) if draft else _READ_OTHERWISE
        if draft and not reason:
            best = draft
            return [*taken, *more]
        if len(more) == 1:
            left_out.append((more[0][0], reason))
            return taken
        half = len(more) // 2
        return grown(grown(taken, more[:half]), more[half:])

    grown([], pairs)
    return Choice(best, left_out)


def each_alone(text: str, spec: Spec, pairs: Sequence[Pair]) -> Iterator[tuple[Fix, str]]:
    """Yield the file with each of the fixes alone, except those that cannot be applied.

    For a big file with very many fixes, the last ones are omitted, because each takes time in
    proportion to the whole file.
    """
    taken: list[Fix] = []
    for safety in ("safe", "unsafe"):
        of_this = [pair for pair in pairs if pair[1].safety == safety]
        draft, _ = chosen(text, spec, of_this, lambda _: "")
        taken += (fix for _, fix in of_this if fix in draft.fixes)
    press = Press(spec)
    base = press.print(spec)
    original = Original(text, base)
    most = min(_MOST_LINES // len(base), _MOST_CHARACTERS // (len(text) + 1))
    for fix in islice(dict.fromkeys(taken), most):
        yield fix, original.merged(press.print(mended(spec, [fix])[0]))
