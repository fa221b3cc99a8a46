"""Generates invented specs: a number gives the same spec in every tree, of whatever size."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from . import phrases

#: The number of items in every spec, by kind.
COUNTS = {"goal": 3, "non-goal": 3, "decision": 4, "failure": 5, "metric": 5, "question": 3}
ITEMS = sum(COUNTS.values())


class Code(NamedTuple):
    """A block of code and its introduction."""

    intro: str
    language: str
    text: str


class Decision(NamedTuple):
    """A row of Key Design Decisions; `mitigates` holds indices of failure modes."""

    decision: str
    options: Sequence[str]
    chosen: str
    rationale: str
    mitigates: Sequence[int]


class Failure(NamedTuple):
    """A row of Failure Modes."""

    failure: str
    probability: str
    impact: str
    mitigation: str


class Metric(NamedTuple):
    """A line of Success Metrics; `verifies` is the index of a goal."""

    text: str
    verifies: int


class Question(NamedTuple):
    """A line of Open Questions."""

    text: str
    owner: str
    deadline: str


class Spec(NamedTuple):
    """A spec independent of markup; paragraphs are sequences of lines."""

    title: str
    status: str
    date: str
    author: str
    problem: Sequence[str]
    goals: Sequence[str]
    non_goals: Sequence[str]
    background: Sequence[str]
    api: Sequence[Code]
    data: Code
    steps: Sequence[str]
    decisions: Sequence[Decision]
    failures: Sequence[Failure]
    metrics: Sequence[Metric]
    questions: Sequence[Question]
    appendix: Sequence[str]

    @property
    def slug(self) -> str:
        """The file name of the spec after `spec-`."""
        return self.title.lower().replace(" ", "-")


class _Pen:
    """Draws phrases and the numbers in them from one random generator."""

    def __init__(self, number: int) -> None:
        self.lot = random.Random(number * 6151 + 7)  # noqa: S311 - the same text on each machine
        self.thing = self.lot.choice(phrases.THINGS)
        self.place = self.lot.choice(phrases.PLACES)

    def say(self, phrase: str) -> str:
        a = self.lot.randint(2, 9)
        b = a + self.lot.randint(1, 9)
        c = b + self.lot.randint(1, 30)
        d = c + self.lot.randint(1, 99)
        name = self.thing.replace(" ", "_")
        # Not str.format, as braces are common in code.
        for key, value in {"a": a, "b": b, "c": c, "d": d}.items():
            phrase = phrase.replace(f"{{{key}}}", str(value))
        return (
            phrase.replace("{thing}", self.thing)
            .replace("{place}", self.place)
            .replace("{name}", name)
        )

    def draw(self, pool: Sequence[str], count: int) -> list[str]:
        return [self.say(phrase) for phrase in self.lot.sample(pool, count)]

    def code(self, code: tuple[str, str, str]) -> Code:
        intro, language, text = code
        return Code(intro, language, self.say(text))

    def date(self, year: int) -> str:
        return f"{year}-{self.lot.randint(1, 12):02}-{self.lot.randint(1, 28):02}"

    def decision(self, decision: tuple[str, str], number: int) -> Decision:
        options = self.say(decision[1]).split("|")
        mitigates = [number] if number % 2 == 0 else [number, number + 1]
        chosen = self.lot.choice(options)
        rationale = self.say(self.lot.choice(phrases.RATIONALES))
        return Decision(self.say(decision[0]), options, chosen, rationale, mitigates)


def spec(number: int) -> Spec:
    """Return the spec with this number."""
    pen = _Pen(number)
    lot, draw = pen.lot, pen.draw
    first, second, table = map(pen.code, phrases.CODE)
    goals = draw(phrases.GOALS, COUNTS["goal"])
    if number % 10 == 0:
        goals[-1] = pen.say(phrases.WEAK_GOAL)
    decisions = lot.sample(phrases.DECISIONS, COUNTS["decision"])
    return Spec(
        title=f"{pen.thing.title()} {lot.choice(phrases.WORKS)} {number:05}",
        status=lot.choice(phrases.STATUSES),
        date=pen.date(2026),
        author=lot.choice(phrases.PEOPLE),
        problem=draw(phrases.PROBLEMS, 6),
        goals=goals,
        non_goals=draw(phrases.NON_GOALS, COUNTS["non-goal"]),
        background=draw(phrases.BACKGROUND, 4),
        api=(first, second),
        data=table,
        steps=[pen.say(step) for step in phrases.STEPS],
        decisions=[pen.decision(one, place) for place, one in enumerate(decisions)],
        failures=[
            Failure(failure, lot.choice(phrases.LEVELS), lot.choice(phrases.LEVELS), mitigation)
            for failure, mitigation in zip(
                draw(phrases.FAILURES, COUNTS["failure"]),
                draw(phrases.MITIGATIONS, COUNTS["failure"]),
                strict=True,
            )
        ],
        metrics=[
            Metric(text, place % COUNTS["goal"])
            for place, text in enumerate(draw(phrases.METRICS, COUNTS["metric"]))
        ],
        questions=[
            Question(text, lot.choice(phrases.PEOPLE), pen.date(2031))
            for text in draw(phrases.QUESTIONS, COUNTS["question"])
        ],
        appendix=draw(phrases.APPENDIX, 2),
    )
