"""Rules on the spelling and content of the format's headings: SPEC114 to SPEC117."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.model import Section

from ._fix import Fix, Safety, safe, unsafe
from ._likeness import is_one_more
from ._rule import Problem, Rule, nearest, quoted
from ._shapes import form, heading, renaming
from ._subject import Subject, is_empty
from ._tree import at_its_level, with_blank

#: The similarity above which a heading is a misspelling of one that the spec also has.
_ALIKE = 0.85
_HEADINGS = tuple(section.heading for section in schema.SECTIONS)
_DESIGN = next(section for section in schema.SECTIONS if section.key == "design")


def section_level(subject: Subject) -> Iterator[Problem]:
    """Each heading of the format has the right level.

    In the table of contents and in every tool, the level determines what belongs to what.

    ```markdown bad
    ### Success Metrics
    - Restoring one file from tape takes < 4 h in 95 % of requests
    ```
    ```markdown good
    ## Success Metrics
    - Restoring one file from tape takes < 4 h in 95 % of requests
    ```

    Use the level of the format: 3 for the parts of Design, 2 for all other sections.
    """
    for section in subject.sections:
        if section.key:
            known = schema.SECTION[section.key]
            if section.level != known.level:
                is_first = subject.known[section.key] is section
                change = partial(at_its_level, key=section.key)
                yield Problem(
                    section.heading,
                    f"{quoted(section.heading)} is a heading of level {section.level}, "
                    f"not {known.level}",
                    f"write {heading(known, subject.spec)}",
                    fix=safe(subject.spec, change) if is_first else None,
                )


def section_unknown(subject: Subject) -> Iterator[Problem]:
    """Each heading of level 2 is one of the format's, with the same spelling.

    A heading that resembles one of them is taken for a mistake, and is a warning. So is one that
    has a number or a different case, although it is understood. If all headings are numbered, there
    is one finding. A section of your own is fine, and only an info.

    ```markdown bad
    ## Sucess Metrics
    - Restoring one file from tape takes < 4 h in 95 % of requests
    ```
    ```markdown good
    ## Success Metrics
    - Restoring one file from tape takes < 4 h in 95 % of requests
    ```

    Use the suggested heading, or keep yours if it is a section of your own.
    """
    slips = {id(section): key for key, section in subject.mistaken.items()}
    # The rule for the missing section has reported these.
    reported = set(map(id, subject.resembling.values()))
    numbered = [section for section in subject.sections if _is_numbered(section)]
    if len(numbered) > 1:
        reported.update(map(id, numbered))
        yield _all_numbered(subject, numbered)
    for section in subject.sections:
        if id(section) in reported:
            continue
        key = section.key or slips.get(id(section), "")
        known = schema.SECTION.get(key)
        if known is None:
            if section.level != 2:
                continue
            near = nearest(section.heading, _HEADINGS, _ALIKE)
            if near and not is_one_more(section.heading, near):
                yield Problem(
                    section.heading,
                    f"{quoted(section.heading)} is not a section of the format",
                    f'did you mean "{near}"? The spec already has that section',
                )
            else:
                yield Problem(
                    section.heading,
                    f"{quoted(section.heading)} is not a section of the format",
                    'keep it, or put it under "Appendix"',
                    "info",
                )
        elif not section.key:
            yield Problem(
                section.heading,
                f"{quoted(section.heading)} is not a section of the format",
                f'did you mean "{known.heading}"?',
            )
        elif section.heading != known.heading:
            yield Problem(
                section.heading,
                f'{quoted(section.heading)} is not spelt "{known.heading}"',
                f"write {heading(known, subject.spec)}",
                fix=_spelt(subject, section, known),
            )


def section_empty(subject: Subject) -> Iterator[Problem]:
    """No section of the format is empty, and no item of its lists.

    An empty section looks as if nobody had thought about it. Comments do not count. An item is
    identified by its first words, so code or a quote alone is not enough.

    ```markdown bad
    ## Non-Goals
    <!-- to be agreed with the archive team -->
    ```
    ```markdown good
    ## Non-Goals
    - Tapes older than LTO-6, because no drive here reads them
    ```

    Write the content. If there are no open questions, write `None.`
    """
    for section in subject.sections:
        known = schema.SECTION.get(section.key)
        if known and not known.optional and is_empty(section) and not _parts_of(known, subject):
            yield Problem(section.heading, f"{quoted(section.heading)} is empty", form(known))
    for item in subject.items:
        # For a row of a table, other rules report the empty cells.
        if not title(item).strip() and item.kind.shape != "table":
            label = item.kind.label.lower()
            body = str(getattr(item, "body", "")).strip()
            yield Problem(
                item.about.span,
                f"this {label} {'has no text of its own' if body else 'is empty'}",
                f"write <{item.kind.title.label.lower()}>" + ("" if body else ", or delete it"),
                "warning" if body else None,
            )


def subsection_missing(subject: Subject) -> Iterator[Problem]:
    """Design has its four parts.

    Each of them answers a different question: how it is used, what it stores, what happens in which
    order, and why it was designed this way.

    ```markdown bad
    ## Design
    ### API / Interface
    ### Workflow / Sequence
    ### Key Design Decisions
    ```
    ```markdown good
    ## Design
    ### API / Interface
    ### Data Model
    ### Workflow / Sequence
    ### Key Design Decisions
    ```

    Add the part under Design.
    """
    design = subject.known.get(_DESIGN.key)
    if design is None or design.level != _DESIGN.level:
        return
    if is_empty(design) and not _parts_of(_DESIGN, subject):
        return
    there = {section.key for section in design.walk()}
    displaced = {  # reported by the rule for the wrong level
        id(below)
        for section in subject.sections
        if section.key and section.level != schema.SECTION[section.key].level
        for below in section.walk()
    }
    for part in _DESIGN.sections:
        if part.key in there or part.key in subject.mistaken:
            continue
        elsewhere = subject.known.get(part.key)
        if elsewhere and id(elsewhere) in displaced:
            continue
        like = subject.resembling.get(part.key)
        if elsewhere:
            yield Problem(
                elsewhere.heading,
                f'{quoted(elsewhere.heading)} is outside "{_DESIGN.heading}"',
                f'move it under "{_DESIGN.heading}"',
            )
        else:
            yield Problem(
                like.heading if like else design.heading,
                f'"{_DESIGN.heading}" has no "{part.heading}"',
                renaming(like, part, subject.spec)
                if like
                else f"add {heading(part, subject.spec)}: {form(part)}",
                fix=None if like else unsafe(design, partial(_with_part, key=part.key)),
            )


def _parts_of(known: schema.Section, subject: Subject) -> bool:
    """Whether the spec has a subsection of a section of the format, wherever it is."""
    return any(part.key in subject.known for part in known.sections)


def _is_numbered(section: Section) -> bool:
    """Whether a heading is exactly one of the format's except for a number in front."""
    known = schema.SECTION.get(section.key)
    if known is None or section.heading == known.heading:
        return False
    return names.NUMBER.sub("", section.heading) == known.heading


def _all_numbered(subject: Subject, sections: list[Section]) -> Problem:
    fixes = [_spelt(subject, section, schema.SECTION[section.key]) for section in sections]
    safety: Safety = "safe" if all(fix.safety == "safe" for fix in fixes) else "unsafe"
    first = sections[0]
    return Problem(
        first.heading,
        f"the headings are numbered: {quoted(first.heading)} and {len(sections) - 1} more",
        f"write {heading(schema.SECTION[first.key], subject.spec)}, and the others likewise",
        fix=Fix(safety, tuple(step for fix in fixes for step in fix.steps)),
    )


def _spelt(subject: Subject, section: Section, known: schema.Section) -> Fix:
    """Return a fix to the format's spelling; unsafe if a link leads to the current one."""
    old, new = (
        next(names.heading_anchors([inline.plain(each)]))
        for each in (section.heading, known.heading)
    )
    fix = unsafe if old != new and old in subject.fragments else safe
    return fix(section, lambda one: replace(one, heading=one.heading.reworded(known.heading)))


def _with_part(design: Section, key: str) -> Section:
    return replace(design, sections=with_blank(design.sections, key))


RULES = (
    Rule("SPEC114", "error", section_level, fix="safe"),
    Rule("SPEC115", "warning", section_unknown, fix="safe"),
    Rule("SPEC116", "error", section_empty),
    Rule("SPEC117", "error", subsection_missing, fix="unsafe"),
)
