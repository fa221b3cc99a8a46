"""Reports goals and metrics that cannot be decided, with a form to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinxcontrib_spec.items import Goal, SuccessMetric
from sphinxcontrib_spec.measure import Verdict, measure
from sphinxcontrib_spec.measure.rows import KINDS, Measured
from sphinxcontrib_spec.patterns import pattern
from sphinxcontrib_spec.source import Text

from ._rule import Problem, quoted
from ._subject import Subject

_COMPARATIVE = pattern(r"(?:\w+er|less|more|worse)(?:-\w+)*", re.IGNORECASE)

#: For each problem: what is wrong with the words at fault, and a form that states it better.
_WORDINGS = {
    "direction": (
        "{fault} without a target",
        'say from what to what: "{verb}<metric> from <baseline> to <target> under <load>"',
    ),
    "activity": (
        "{fault} does not say when it is done",
        'say what will exist when it is done: "<thing> is <added, removed, documented>"',
    ),
    "feeling": (
        "{fault} is about people's opinions, but nothing says how to measure them",
        'say who is asked what: "<N> of <M> <people> rate <thing> at least <score>"',
    ),
    "vague": (
        "{fault} means something different to every reader",
        'say how it is measured: "<metric> < <bound> <unit>", or what <thing> does',
    ),
    "comparative": (
        "{fault} than what?",
        'say from what to what: "<metric> from <baseline> to <target>"',
    ),
    "amount": ("{fault} is not a number", 'write the number: "at least <N> <things>"'),
    "metric": (
        "{fault} is a metric without a target",
        'add the target: "<metric> < <bound> <unit> over <time>"',
    ),
    "topic": (
        "{fault} makes no claim",
        'say what will be true: "<who or what> <does what>"',
    ),
    "deadline": (
        "{fault} says when, not how much",
        'say what is reached by then: "<metric> >= <target> {fault_bare}"',
    ),
    "limit": (
        "{fault} is met by any smaller change",
        'give the minimum: "<metric> from <baseline> to <target>"',
    ),
    "aside": (
        "{fault} is not what must be reached",
        'say what must be reached: "<metric> from <baseline> to <target>"',
    ),
}


def undecided(
    subject: Subject, item_type: type[Goal | SuccessMetric], surely: bool
) -> Iterator[Problem]:
    """Report the items that others could not decide: `surely`, or possibly."""
    for item, verdict, sure in subject.once(_doubtful):
        if sure == surely and isinstance(item, item_type):
            yield _problem(item.text, verdict, sure)


def _doubtful(subject: Subject) -> list[tuple[Measured, Verdict, bool]]:
    """Return the goals and metrics that cannot be decided, and whether that is certain.

    The text below an item may state what its own words do not.
    """
    found: list[tuple[Measured, Verdict, bool]] = []
    for item, verdict in subject.measured:
        if verdict.measurable:
            continue
        below = {measure(line, KINDS[type(item)]).basis for line in _lines(item)}
        if "quantified" not in below:
            found.append((item, verdict, verdict.score < 0 and "binary" not in below))
    return found


def _problem(text: Text, verdict: Verdict, sure: bool) -> Problem:
    fault = verdict.evidence[0]
    compares = verdict.problem in ("vague", "amount") and _COMPARATIVE.fullmatch(fault)
    message, form = _WORDINGS["comparative" if compares else verdict.problem]
    has = "has no pass/fail test" if sure else "may have no pass/fail test"
    words = {
        "fault": quoted(fault),
        "fault_bare": " ".join(fault.split()),
        "verb": f"{fault} " if fault[0].isupper() else "",
    }
    return Problem(fault, f"{quoted(text)} {has}: {message.format(**words)}", form.format(**words))


def _lines(item: Measured) -> list[str]:
    """Return the text of an item below its first paragraph, line by line."""
    return [words for line in item.body.splitlines() if (words := line.strip().lstrip("-*+ "))]
