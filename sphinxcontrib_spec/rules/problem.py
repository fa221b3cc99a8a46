"""The Problem Statement: SPEC201 to SPEC207."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec.measure import names_quantity
from sphinxcontrib_spec.model import AnyBlock, Block, List, Section
from sphinxcontrib_spec.sentences import sentences

from ._prose import paragraphs, said, words_of
from ._rule import Problem, Rule, quoted
from ._shapes import first_line
from ._subject import Subject, blocks_of, is_empty

_KEY = "problem_statement"
_FEWEST, _MOST = 3, 6

_GAPS = frozenset(
    """although barely but can't cannot currently despite doesn't don't even ever fails hand hardly
    however impossible instead insufficient isn't lack lacking lacks manual manually missing
    must neither never no nobody none nor not nothing only outdated rarely regardless still
    though today unable unavailable unclear unless unsupported until wasn't whereas without
    won't wrong yet""".split()
)
_AFFECTED = frozenset(
    """agent agents anybody anyone author authors child children citizens client clients clinic
    clinics companies company consumer contributor crew crews crowd customer department
    departments developer driver employee engineer everybody everyone farmer group groups
    guest guests hospital hospitals household households institute institutions libraries
    library maintainer manager men nobody office offices on-call operator organisation
    organisations organization organizations owner parents passenger patient patients people
    person public pupil pupils reader residents reviewer school schools scientist somebody
    someone staff student students subjects team teams tenant tenants user vendor visitor
    volunteer who whoever whom women you""".split()
)

#: Endings of those who do something, and what ends so and does not.
_DOER = re.compile(r".{2,}(?:ers|ors|ists?|ians?|ants|ees|eers?|[^u]man|men)\Z")
_THINGS = frozenset(
    """acumen adapters agrees alters answers assist assists browsers buffers buttons career chapters
    characters clusters colors colours computers considers consist consists constants
    containers controllers counters covers degrees delivers differs discovers enters errors
    exist exists factors fees filters folders frontiers german grants headers identifiers
    indicators insist invariants iterators layers letters list lists markers matters median
    members mirrors monitors motors needs numbers offers orders others papers parameters
    persist persists pier pointers printers processors quarters refers regimen registers
    renders roman routers sectors sees selectors sensors servers specimen suffers timers
    towers transfers trees triggers twist variants vectors wants wrappers""".split()
)
_COSTS = frozenset(
    """accident accidents block blocked blocks bottleneck bottlenecks break breaks broke broken burn
    burned burns cause caused causes collide collides collision complain complaint complaints
    corrupt corrupted corrupts cost costly costs crash crashes damage damaged damages delay
    delayed delays diverge diverges drift drifts drop dropped drops duplicate duplicated
    error errors expensive fail failed fails failure failures fine fined fines force forced
    forces hours hurt hurts idle incident incidents injured injuries lag lags late leak
    leaked leaks lose loses losing loss losses lost miss missed misses mistake mistakes
    outage outages outdated overtime paid pay paying pays penalties penalty redo refund
    refunds repeat repeated repeats risk risks rot rots scrap scrapped slow slower slows
    stale stuck suffer suffers toil twice unsafe wait waited waiting waits waste wasted
    wastes wrong""".split()
)


def problem_has_list(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement is written without lists.

    Bullets name things side by side. A problem is told in sentences, which say what follows from
    what; who cannot write them does not understand it yet.

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

    Join the points into sentences: what is missing, whom it affects, what it costs.
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

    Fewer leave open what is missing, whom it affects or what it costs; more have begun to tell of
    the solution or the history.

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
    section = _section(subject)
    if section is None or _has_list(section):
        return
    found = [sentence for text in paragraphs(section) for sentence in sentences(text)]
    if 0 < len(found) < _FEWEST:
        yield Problem(
            section.heading,
            f"the problem statement has {_counted(len(found))}, fewer than {_FEWEST}",
            "say what is missing, who is affected and what it costs",
        )
    elif len(found) > _MOST:
        yield Problem(
            found[_MOST],
            f"the problem statement has {_counted(len(found))}, more than {_MOST}: "
            f"{quoted(found[_MOST])} is one too many",
            'move what is not the problem itself to "Background and Context"',
        )


def problem_not_prose(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement is continuous prose.

    A table, code or a heading in it stands where a sentence should say what is wrong.

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
    section = _section(subject)
    if section is None:
        return
    advice = 'say it in sentences, and move it to "Appendix"'
    for block in _blocks(subject):
        if isinstance(block, Block) and block.kind in ("table", "code"):
            what = "a table" if block.kind == "table" else "a code block"
            at = first_line(block.text).trimmed()
            yield Problem(at, f"the problem statement has {what}", advice)
    for part in section.sections:
        yield Problem(
            part.heading,
            f"the problem statement has a heading of its own: {quoted(part.heading)}",
            "take the heading off, and write one paragraph",
        )
    if not paragraphs(section) and not _has_list(section):
        yield Problem(
            section.heading,
            "the problem statement has no paragraph",
            "write three to six sentences of prose",
        )


def problem_no_gap(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says what is broken or missing today.

    It is recognised by words such as "no", "not", "only", "currently" or "even though".

    ```markdown bad
    ## Problem Statement
    Scientists of nine groups produce 40 TB of raw data a week. It is kept on disks that cost the
    institute 310,000 EUR a year. The disks are read for five years and then kept for checks.
    ```
    ```markdown good
    ## Problem Statement
    Scientists of nine groups produce 40 TB of raw data a week. It is kept on disks that cost the
    institute 310,000 EUR a year, although nobody reads them after five years. No cheaper storage is
    offered.
    ```

    Say what does not work today, or what does not exist.
    """
    if found := _lacks(subject, _GAPS):
        yield Problem(
            found.heading,
            "the problem statement does not say what is missing or broken today",
            'say so: "Today <who> cannot <what>, because <cause>"',
        )


def problem_no_affected(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says who is affected.

    A problem that nobody has need not be solved.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. The disks cost 310,000 EUR a year. Data is
    deleted to stay within the quota, and eleven publications can no longer be checked.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. The disks cost 310,000 EUR a year.
    Scientists delete data to stay within their quota, and eleven publications can no longer be
    checked.
    ```

    Name those who have the problem, and what it makes them do.
    """
    section = _lacks(subject, _AFFECTED)
    if section is None:
        return
    words = words_of(said(section))
    if not any(_DOER.match(word) for word in words - _THINGS):
        yield Problem(
            section.heading,
            "the problem statement names nobody who is affected",
            'say who: "<users, operators, …> have to <what>"',
        )


def problem_no_cost(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement says what it costs not to solve it.

    Time, money, errors or risk: without them nobody can tell why this comes first. A number is
    taken for a cost.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists are asked to look through their
    data. Nobody knows which data is needed again.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists lose 90 minutes a week looking
    through their data. Nobody knows which data is needed again.
    ```

    Say what happens, or how much is paid, while nothing is done.
    """
    if section := _without_cost(subject):
        yield Problem(
            section.heading,
            "the problem statement does not say what it costs",
            'say what follows: "This causes <delay, cost, error> of <how much>"',
        )


def problem_no_quantity(subject: Subject) -> Iterator[Problem]:
    """The Problem Statement holds a number.

    "Slow" and "often" are opinions; "40 s" and "50 times a day" can be checked, and tell how much
    a solution is worth.

    ```markdown bad
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists waste their time by looking
    through their data. Publications can no longer be checked, because their data was lost.
    ```
    ```markdown good
    ## Problem Statement
    No cheap storage exists for data that is rarely read. Scientists lose 90 minutes a week looking
    through their data. Publications can no longer be checked, because their data was lost.
    ```

    Say how much, how many or how often.
    """
    section = _section(subject)
    if section is None or _is_no_prose(section) or _without_cost(subject):
        return  # who does not say the cost, is told to say how much
    if not names_quantity(said(section)):
        yield Problem(
            section.heading,
            "the problem statement has no number",
            'say how much or how often: "<N> times a <day>, <N> <minutes, EUR, errors> each"',
        )


def _section(subject: Subject) -> Section | None:
    section = subject.known.get(_KEY)
    return None if section is None or is_empty(section) else section


def _blocks(subject: Subject) -> Iterator[AnyBlock]:
    section = _section(subject)
    return blocks_of(section) if section else iter(())


def _has_list(section: Section) -> bool:
    return any(
        isinstance(block, List) or (isinstance(block, Block) and block.kind == "list")
        for block in blocks_of(section)
    )


def _is_no_prose(section: Section) -> bool:
    """Whether a section is told already that it has nothing to read."""
    return not paragraphs(section) and not _has_list(section)


def _lacks(subject: Subject, words: frozenset[str]) -> Section | None:
    """The Problem Statement, if it has none of the words and is English."""
    section = _section(subject)
    if section is None or _is_no_prose(section) or not subject.is_english:
        return None
    return section if words.isdisjoint(words_of(said(section))) else None


def _without_cost(subject: Subject) -> Section | None:
    """The Problem Statement, if it has neither a number nor a word that says what it costs."""
    section = _lacks(subject, _COSTS)
    return None if section is None or names_quantity(said(section)) else section


def _counted(number: int) -> str:
    return f"{number} sentence{'s' * (number != 1)}"


RULES = (
    Rule("SPEC201", "error", problem_has_list),
    Rule("SPEC202", "warning", problem_length),
    Rule("SPEC203", "warning", problem_not_prose),
    Rule("SPEC204", "info", problem_no_gap),
    Rule("SPEC205", "info", problem_no_affected),
    Rule("SPEC206", "info", problem_no_cost),
    Rule("SPEC207", "info", problem_no_quantity),
)
