"""Rule on the list of Open Questions: SPEC601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.items import title
from sphinxcontrib_spec.model import Block, List, Table, entries_of
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._fix import safe
from ._rule import Problem, Rule, quoted
from ._shapes import form
from ._subject import Subject, blocks_of, is_empty, spoken

_KEY = "open_questions"
_NOTHING_FORM = f'write "{schema.NOTHING}"'

#: A whole question or paragraph that says that there are no questions.
NO_QUESTION = pattern(
    r"[\W_]*(?:none|nothing|nil|n/a|no (?:\w+ ){0,2}questions?)(?![^\W_])[^?\n]{0,60}",
    re.IGNORECASE,
)


def questions_not_numbered(subject: Subject) -> Iterator[Problem]:
    """Open Questions is a numbered list, or says that there are none.

    Numbers make it possible to refer to a question: "What about the second one?"

    ```markdown bad
    ## Open Questions
    - Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```
    ```markdown good
    ## Open Questions
    1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01
    ```

    Number the questions; if there are none, write `None.`
    """
    section = subject.known.get(_KEY)
    if section is None or is_empty(section):
        return
    wanted = form(schema.SECTION[_KEY])
    found, last = False, 0
    for block in blocks_of(section):
        if isinstance(block, Table):
            found = True
            yield Problem(
                block.span, f"{quoted(section.heading)} is a table, not a numbered list", wanted
            )
        elif isinstance(block, List):
            found = True
            if none := _only_none(block):
                yield Problem(none, f"{quoted(none)} is no question", _NOTHING_FORM)
            elif not block.ordered:
                shape = "prose" if block.paragraphs else "a list of bullets"
                yield Problem(
                    block.span,
                    f"{quoted(section.heading)} is {shape}, not a numbered list",
                    wanted,
                    fix=safe(block, partial(_numbered, start=last + 1)),
                )
            last = (block.start - 1 if block.ordered else last) + len(block.entries)
    texts = [block for block in spoken(section) if isinstance(block, Block)]
    if found or any(block.text.strip() == schema.NOTHING for block in texts):
        return
    if len(texts) == 1 and NO_QUESTION.fullmatch(texts[0].text):
        yield _otherwise_none(texts[0])
    else:
        yield Problem(section.heading, f"{quoted(section.heading)} has no numbered list", wanted)


def _only_none(block: List) -> Text | None:
    """Return the only item of a list, if it says that there are no questions."""
    titles = [title(item) for item in entries_of(block)]
    return titles[0] if len(titles) == 1 and NO_QUESTION.fullmatch(titles[0]) else None


def _otherwise_none(block: Block) -> Problem:
    """Return the problem of a paragraph that says in another way that there are no questions."""
    if block.text.strip(" \n._*").casefold() != schema.NOTHING.strip(".").casefold():
        message = f"{quoted(block.text)} says in other words that there is no question"
        return Problem(block.text, message, _NOTHING_FORM, "info")
    return Problem(
        block.text,
        f'{quoted(block.text)} is not spelt "{schema.NOTHING}"',
        _NOTHING_FORM,
        fix=safe(block, lambda one: replace(one, text=one.text.reworded(schema.NOTHING))),
    )


def _numbered(block: List, start: int) -> List:
    loose = block.loose and not block.paragraphs
    return replace(block, ordered=True, paragraphs=False, start=start, loose=loose)


RULES = (Rule("SPEC601", "warning", questions_not_numbered, fix="safe"),)
