"""Finds headings unknown to the format that resemble a missing one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.model import Section
from sphinxcontrib_spec.patterns import pattern

from ._rule import nearest

#: Longer headings than this do not resemble any heading of the format.
_LONGEST = 2 * max(len(section.heading) for section in schema.SECTION.values())
_OPTIONAL = {section.heading for section in schema.SECTIONS if section.optional}
_WORD = pattern(r"[^\W\d_]+")
_SMALL_WORDS = frozenset(("and", "or", "the", "of"))


def mistaken(sections: Sequence[Section], known: Collection[str]) -> dict[str, Section]:
    """Return, by key, the headings that nearly spell one of the format whose key is not `known`."""
    missing = {section.heading: key for key, section in schema.SECTION.items() if key not in known}
    found: dict[str, Section] = {}
    for section in sections if missing else ():
        if not section.key and section.level > 1 and len(section.heading) <= _LONGEST:
            heading = nearest(section.heading, missing)
            if heading and not is_one_more(section.heading, heading):
                found.setdefault(missing[heading], section)
    return found


def resembling(sections: Sequence[Section], known: Collection[str]) -> dict[str, Section]:
    """Return, by key, the headings whose words are part of a missing one's, or include them all."""
    found: dict[str, Section] = {}
    for key, wanted in schema.SECTION.items():
        if key in known:
            continue
        words = _content_words(wanted.heading)
        for section in sections:
            if not section.key and section.level == wanted.level:
                own = _content_words(section.heading)
                if own and (own <= words or words <= own):
                    found.setdefault(key, section)
    return found


def is_one_more(heading: str, wanted: str) -> bool:
    """Whether a heading is that of one more optional section, such as "Appendix B"."""
    return wanted in _OPTIONAL and _content_words(wanted) <= _content_words(heading)


def _content_words(heading: str) -> set[str]:
    return set(_WORD.findall(heading.casefold())) - _SMALL_WORDS
