"""Rules on Success Metrics: SPEC501 to SPEC504."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec.items import SuccessMetric
from sphinxcontrib_spec.markup import inline
from sphinxcontrib_spec.patterns import pattern

from ._measured import undecided
from ._rule import Problem, Rule, quoted
from ._shapes import list_problems
from ._subject import Subject

#: Words that say compared with what, for how long or under which load.
_CIRCUMSTANCES = frozenset(
    """after against at baseline before between compared currently daily during each every first for
    from in monthly now on over per since than today under until versus vs weekly when while within
    yearly""".split()
)
_FROM_TO = ("→", "->")
_WORD = pattern(r"\w+")


def metrics_not_list(subject: Subject) -> Iterator[Problem]:
    """Success Metrics is a list with one criterion per bullet.

    Each criterion is decided separately when the work is done. Check boxes, labels and a table with
    a column of targets are fine; a numbered list is understood.

    ```markdown bad
    ## Success Metrics
    Restores should be fast, and most files should come back within half a day.
    ```
    ```markdown good
    ## Success Metrics
    - 95 % of restores of one file end within 4 h
    - 99 % of restores of one file end within 12 h
    ```

    Begin each criterion with `-`.
    """
    yield from list_problems(subject, "success_metrics")


def metric_not_measurable(subject: Subject) -> Iterator[Problem]:
    """Somebody who did not write a success metric can decide whether it is met.

    Metrics define when the work is done: the name of a metric says what to look at, but only a
    target says when it is enough. The target may be in a column of its own, or in a line `Target:
    …` below.

    ```markdown bad
    ## Success Metrics
    - Restores are faster
    - 0 restores with a wrong checksum in 12 months
    ```
    ```markdown good
    ## Success Metrics
    - p95 of restores of one file < 4 h, measured over a month (today: 31 h)
    - 0 restores with a wrong checksum in 12 months
    ```

    Add the limit, its unit and the time over which it is measured. Only you know the number.
    """
    yield from undecided(subject, SuccessMetric, surely=True)


def metric_weak(subject: Subject) -> Iterator[Problem]:
    """A success metric leaves no doubt about whether it is met.

    Some of the words have to be interpreted, or only a topic is named and nothing is said about it.

    ```markdown bad
    ## Success Metrics
    - Weekly report on idle drives
    - 0 restores with a wrong checksum in 12 months
    ```
    ```markdown good
    ## Success Metrics
    - Every drive idles less than 2 h a day
    - 0 restores with a wrong checksum in 12 months
    ```

    Replace the word with what you mean, or add a limit.
    """
    yield from undecided(subject, SuccessMetric, surely=False)


def metric_no_baseline(subject: Subject) -> Iterator[Problem]:
    """A number has a baseline, a period or a load.

    The rule is off until it is selected: some numbers, such as "no data is lost", need none of
    these.

    ```markdown bad
    ## Success Metrics
    - Restore time < 4 h
    ```
    ```markdown good
    ## Success Metrics
    - Restore time < 4 h (today: 31 h)
    ```

    Add the baseline, the time over which it is measured, or the load.
    """
    for metric, verdict in subject.measured:
        if not isinstance(metric, SuccessMetric) or verdict.basis != "quantified":
            continue
        words = " ".join([inline.plain(metric.text), metric.body, *metric.about.extra]).lower()
        if (
            _CIRCUMSTANCES.isdisjoint(words.split())  # cheap, and enough in most cases
            and not any(sign in words for sign in _FROM_TO)
            and _CIRCUMSTANCES.isdisjoint(_WORD.findall(words))
        ):
            yield Problem(
                verdict.evidence[0],
                f"{quoted(metric.text)} has a target, but no baseline, time or load",
                'say compared with what: "… (today: <value>)", "… over <time>" or "… under <load>"',
            )


RULES = (
    Rule("SPEC501", "error", metrics_not_list, fix="safe"),
    Rule("SPEC502", "warning", metric_not_measurable),
    Rule("SPEC503", "info", metric_weak),
    Rule("SPEC504", "info", metric_no_baseline, off=True),
)
