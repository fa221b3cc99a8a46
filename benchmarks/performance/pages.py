"""Writes a spec as a page: with plain tables, with one directive per item, or as needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .markup import MARKDOWN, Markup, bullets, numbers
from .specs import Spec


class Parts(NamedTuple):
    """The four sections that hold most items, without their headings."""

    decisions: str
    failures: str
    metrics: str
    questions: str


Items = Callable[[Spec, Markup], Parts]


def page(spec: Spec, markup: Markup, items: Items, see_also: str) -> str:
    """Return the text of a spec's page; `see_also` is a link to another page, or empty."""
    parts = items(spec, markup)
    more = [f"See also {see_also}."] if see_also else []
    fields = {"Status": spec.status, "Date": spec.date, "Author": spec.author}
    blocks = [
        markup.heading(1, f"Spec: {spec.title}") + markup.header(fields),
        markup.heading(2, "Problem Statement") + markup.prose(spec.problem),
        markup.heading(2, "Goals") + bullets(spec.goals),
        markup.heading(2, "Non-Goals") + bullets(spec.non_goals),
        markup.heading(2, "Background and Context") + markup.prose([*spec.background, *more]),
        markup.heading(2, "Design").rstrip("\n") + "\n",
        markup.heading(3, "API / Interface") + "\n".join(map(markup.code, spec.api)),
        markup.heading(3, "Data Model") + markup.code(spec.data),
        markup.heading(3, "Workflow / Sequence") + numbers(spec.steps),
        _tight(markup.heading(3, "Key Design Decisions"), parts.decisions),
        markup.heading(2, "Failure Modes") + parts.failures,
        markup.heading(2, "Success Metrics") + parts.metrics,
        markup.heading(2, "Open Questions") + parts.questions,
        markup.heading(2, "Appendix") + markup.prose(spec.appendix),
    ]
    return "\n".join(blocks)


def plain(spec: Spec, markup: Markup) -> Parts:
    """Write tables and lists, as anyone does; in Markdown with one id and one typed link."""
    failures = [list(failure) for failure in spec.failures]
    decisions = [
        [one.decision, ", ".join(one.options), one.chosen, one.rationale] for one in spec.decisions
    ]
    if markup is MARKDOWN:
        failures[0][0] += " <!-- #f1 -->"
        decisions[0][3] += f" (mitigates [{spec.failures[0].failure}](#failure-mode-f1))"
    return Parts(
        markup.table(["Decision", "Options Considered", "Chosen", "Rationale"], decisions),
        markup.table(["Failure", "Probability", "Impact", "Mitigation"], failures),
        bullets([metric.text for metric in spec.metrics]),
        numbers(
            [f"{one.text} — Owner: {one.owner}, Deadline: {one.deadline}" for one in spec.questions]
        ),
    )


def directives(spec: Spec, markup: Markup) -> Parts:
    """Write one of this project's directives per item, with ids and typed links."""
    write = markup.directive
    return Parts(
        _each(
            write(
                "spec-decision",
                one.decision,
                {
                    "id": f"d{number}",
                    "options": ", ".join(one.options),
                    "chosen": one.chosen,
                    "mitigates": "; ".join(f"f{place + 1}" for place in one.mitigates),
                },
                f"{one.rationale}\n",
            )
            for number, one in enumerate(spec.decisions, 1)
        ),
        _each(
            write(
                "failure-mode",
                one.failure,
                {"id": f"f{number}", "probability": one.probability, "impact": one.impact},
                f"{one.mitigation}\n",
            )
            for number, one in enumerate(spec.failures, 1)
        ),
        _each(
            write(
                "success-metric",
                one.text,
                {"id": f"m{number}", "verifies": spec.goals[one.verifies]},
                "",
            )
            for number, one in enumerate(spec.metrics, 1)
        ),
        _each(
            write(
                "open-question",
                one.text,
                {"id": f"q{number}", "owner": one.owner, "deadline": one.deadline},
                "",
            )
            for number, one in enumerate(spec.questions, 1)
        ),
    )


def needs(spec: Spec, markup: Markup) -> Parts:
    """Write the same items as needs, with as many links.

    As goals are not needs, a failure links to a metric instead.
    """
    prefix = spec.title.rpartition(" ")[2]

    def need(kind: str, number: int, title: str, options: dict[str, str], body: str) -> str:
        named = {"id": f"S{prefix}_{kind[0].upper()}{number}"} | options
        return markup.directive(kind, title, named, f"{body}\n")

    return Parts(
        _each(
            need(
                "decision",
                number,
                one.decision,
                {
                    "considered": ", ".join(one.options),
                    "chosen": one.chosen,
                    "addresses": ", ".join(f"S{prefix}_F{place + 1}" for place in one.mitigates),
                },
                one.rationale,
            )
            for number, one in enumerate(spec.decisions, 1)
        ),
        _each(
            need(
                "failure",
                number,
                one.failure,
                {
                    "probability": one.probability,
                    "impact": one.impact,
                    "measured": f"S{prefix}_M{number}",
                },
                one.mitigation,
            )
            for number, one in enumerate(spec.failures, 1)
        ),
        _each(
            need("metric", number, one.text.replace("<", "under"), {}, one.text)
            for number, one in enumerate(spec.metrics, 1)
        ),
        _each(
            need(
                "question",
                number,
                one.text,
                {"owner": one.owner, "deadline": one.deadline},
                one.text,
            )
            for number, one in enumerate(spec.questions, 1)
        ),
    )


def _each(written: Iterable[str]) -> str:
    return "\n".join(written)


def _tight(heading: str, content: str) -> str:
    """Join a Markdown heading and its content, without a blank line above a table."""
    return heading[:-1] + content if content.startswith("|") else heading + content
