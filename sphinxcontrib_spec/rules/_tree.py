"""Adds, removes and reorders sections, and moves them to their level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.blank import blank_section
from sphinxcontrib_spec.model import Section, Spec, nested

_ORDER = {key: number for number, key in enumerate(schema.SECTION)}
_DEEPEST_HEADING = 6


def with_blank(sections: Sequence[Section], key: str) -> tuple[Section, ...]:
    """Return the sections with a blank one of the format inserted at its place.

    It comes after the last one that precedes it in the format, and after whatever unknown sections
    follow that one; if there is none, before the first section of the format. Subsections of it
    that exist elsewhere are left out.
    """
    level = schema.SECTION[key].level
    flat = [part for section in sections for part in section.walk()]
    known = {
        at: _ORDER[one.key]
        for at, one in enumerate(flat)
        if one.key and schema.SECTION[one.key].level == level
    }
    at = max((at + 1 for at, order in known.items() if order < _ORDER[key]), default=0)
    if at:
        while at < len(flat) and at not in known and flat[at].level >= level:
            at += 1
    else:
        at = min(known, default=len(flat))
    there = {one.key for one in flat}
    blank = any(one.blank for one in flat[max(at - 1, 0) :][:1])
    stub = [
        replace(part, blank=blank)
        for part in blank_section(schema.SECTION[key]).walk()
        if part.key not in there
    ]
    return nested([*flat[:at], *stub, *flat[at:]])


def in_order(spec: Spec) -> Spec:
    """Return the spec with its sections in the format's order, each with what followed it."""
    runs: list[list[Section]] = [[]]
    seen = set()
    for section in spec.sections:
        if section.key and section.key not in seen:
            seen.add(section.key)
            runs.append([])
        runs[-1].append(section)
    first, *others = runs
    others.sort(key=lambda run: _ORDER[run[0].key])
    return replace(spec, sections=(*first, *(section for run in others for section in run)))


def at_its_level(spec: Spec, key: str) -> Spec:
    """Return the spec with the first section of this key, and its subsections, at the right level.

    The subsections are what is below it up to the next section of the format, which has a level of
    its own.
    """
    flat = list(spec.walk())
    start = next((at for at, section in enumerate(flat) if section.key == key), None)
    if start is None:
        return spec
    section = flat[start]
    shift = schema.SECTION[key].level - section.level
    below = takewhile(lambda part: part.level > section.level and not part.key, flat[start + 1 :])
    moved = [replace(part, level=part.level + shift) for part in (section, *below)]
    if any(part.level > _DEEPEST_HEADING for part in moved):
        return spec
    return replace(spec, sections=nested([*flat[:start], *moved, *flat[start + len(moved) :]]))


def without(spec: Spec, key: str) -> Spec:
    """Return the spec without the first section of this key and its subsections."""
    found = spec.section(key)

    def kept(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            replace(section, sections=kept(section.sections))
            for section in sections
            if section is not found
        )

    return replace(spec, sections=kept(spec.sections))
