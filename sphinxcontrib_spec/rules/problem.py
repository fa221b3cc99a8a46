"""Rules on the form of the Problem Statement: SPEC201 to SPEC203."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec.model import AnyBlock, Block, List, Section
from sphinxcontrib_spec.sentences import count, most, sentences
from sphinxcontrib_spec.source import Text

from ._prose import paragraphs
from ._rule import Problem, Rule, quoted
from ._shapes import first_line
from ._subject import Subject, blocks_of, is_empty

_KEY = "problem_statement"
_FEWEST, _MOST = 3, 6


def problem_has_list(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement is written without lists.

    Bullets only name things side by side. Sentences say what follows from what; if they are hard to
    write, the problem is not understood yet.

    ```markdown bad
    ## Problem Statement
    - The institute pays 310,000 EUR a year for disks that nobody reads
    - Scientists delete data by hand to stay within their quota
    ```
    ```markdown good
    ## Problem Statement
    The institute pays 310,000 EUR a year for disks that nobody reads. Because their quota is full,
    scientists delete data by hand. Eleven publications of last year can no longer be checked.
    ```

    Turn the points into sentences: what is missing, whom it affects, what it costs.
    """
    for block in _blocks(subject):
        if (isinstance(block, Block) and block.kind == "list") or isinstance(block, List):
            at = first_line(block.text) if isinstance(block, Block) else block.span
            yield Problem(
                at,
                "the problem statement has a list",
                'join its points into sentences: "<what is missing>, so <who> <pays what>"',
            )
            return


def problem_length(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement has three to six sentences.

    Fewer sentences leave out what is missing, whom it affects or what it costs. More sentences are
    probably about the solution or the history.

    ```markdown bad
    ## Problem Statement
    Scientists delete data by hand, because no cheap storage is offered. It costs 310,000 EUR.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage is offered for data that is rarely read. Scientists delete it by hand to stay
    within their quota. Eleven publications of last year can no longer be checked.
    ```

    Say what is missing, who is affected and what it costs; move the rest to Background and
    Context.
    """
    section = statement(subject)
    if section is None or _has_list(section):
        return
    texts = subject.once(_paragraphs)
    number = sum(map(count, texts))
    if number < _FEWEST:
        number = min(sum(map(most, texts)), _FEWEST)  # report only what are surely too few
    if 0 < number < _FEWEST:
        yield Problem(
            section.heading,
            f"the problem statement has {_counted(number)}, fewer than {_FEWEST}",
            "say what is missing, who is affected and what it costs",
        )
    elif number > _MOST:
        surplus = [sentence for text in texts for sentence in sentences(text)][_MOST]
        yield Problem(
            surplus,
            f"the problem statement has {_counted(number)}, more than {_MOST}: "
            f"{quoted(surplus)} is one too many",
            'move what is not the problem itself to "Background and Context"',
        )


def problem_not_prose(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement is continuous prose.

    A table, code or a heading takes the place of a sentence that says what is wrong.

    ````markdown bad
    ## Problem Statement
    Scientists delete data by hand, because no cheap storage is offered. It costs them 90 minutes a
    week. Eleven publications of last year can no longer be checked:

    ```text
    run7.h5: missing
    ```
    ````
    ````markdown good
    ## Problem Statement
    Scientists delete data by hand, because no cheap storage is offered. It costs them 90 minutes a
    week. Eleven publications of last year can no longer be checked.

    ## Appendix
    ```text
    run7.h5: missing
    ```
    ````

    Say it in sentences, and move the rest to the Appendix.
    """
    section = statement(subject)
    if section is None:
        return
    advice = 'say it in sentences, and move it to "Appendix"'
    for block in _blocks(subject):
        if isinstance(block, Block) and block.kind in ("table", "code"):
            what = "a table" if block.kind == "table" else "a code block"
            at = first_line(block.text).trimmed()
            yield Problem(at, f"the problem statement has {what}", advice)
    for part in section.sections:
        if part.key:
            continue  # its level is wrong, which another rule reports
        yield Problem(
            part.heading,
            f"the problem statement has a heading of its own: {quoted(part.heading)}",
            "remove the heading, and write one paragraph",
        )
    if not subject.once(_paragraphs) and not _has_list(section):
        yield Problem(
            section.heading,
            "the problem statement has no paragraph",
            "write three to six sentences of prose",
        )


def statement(subject: Subject) -> Section | None:
    """Return the Problem Statement, unless it is empty."""
    return subject.once(_statement)


def _statement(subject: Subject) -> Section | None:
    section = subject.known.get(_KEY)
    return None if section is None or is_empty(section) else section


def _blocks(subject: Subject) -> Iterator[AnyBlock]:
    section = statement(subject)
    return blocks_of(section) if section else iter(())


def _has_list(section: Section) -> bool:
    return any(
        isinstance(block, List) or (isinstance(block, Block) and block.kind == "list")
        for block in blocks_of(section)
    )


def is_no_prose(subject: Subject) -> bool:
    """Whether the Problem Statement has no sentences, which another rule reports."""
    return not subject.once(_paragraphs)


def _paragraphs(subject: Subject) -> list[Text]:
    section = statement(subject)
    return paragraphs(section) if section else []


def _counted(number: int) -> str:
    return f"{number} sentence{'s' * (number != 1)}"


RULES = (
    Rule("SPEC201", "error", problem_has_list),
    Rule("SPEC202", "warning", problem_length),
    Rule("SPEC203", "warning", problem_not_prose),
)
