"""Rules on items that lack a typed link to them: SPEC711 and SPEC712."""

from __future__ import annotations

from collections.abc import Iterator

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import ItemEntry, PageEntry
from sphinxcontrib_spec.source import Span

from ._project import Project
from ._rule import Problem, Rule, quoted


def failure_unmitigated_high(project: Project) -> Iterator[Problem]:
    """A failure mode of the highest probability and impact is mitigated by a decision.

    A failure that is both likely and severe deserves a decision. The decision may be in any spec of
    the project, so the command line does not check this rule if it cannot read all of them.

    ```markdown bad
    # Spec: Tape Archive
    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Fire | High | High | The other building has a copy |
    ```
    ```markdown good
    # Spec: Tape Archive
    ### Key Design Decisions
    | Decision | Options Considered | Chosen | Rationale |
    |---|---|---|---|
    | Copies | One, two | Two | Tapes fail (mitigates [Fire](#failure-mode-fire)) |

    ## Failure Modes
    | Failure | Probability | Impact | Mitigation |
    |---|---|---|---|
    | Fire | High | High | The other building has a copy |
    ```

    Link to it from the decision that makes it rarer or less severe; if there is none, make one.
    """
    for page, item in _without_link(project, "mitigates", only_gravest=True):
        yield Problem(
            _place(page, item),
            f"{quoted(item.title)} has the highest probability and impact, and no decision "
            "mitigates it",
            f"end a decision's rationale with {_form('mitigates', item)}",
        )


def goal_unverified(project: Project) -> Iterator[Problem]:
    """Every goal is verified by a success metric.

    Without a metric, nobody knows whether a goal is reached. The rule is off until it is selected,
    because it requires typed links everywhere.

    ```markdown bad
    # Spec: Tape Archive
    ## Goals
    - Restore a single file in < 4 h in 95 % of requests <!-- #restore -->

    ## Success Metrics
    - 95 % of restores take < 4 h in 12 months
    ```
    ```markdown good
    # Spec: Tape Archive
    ## Goals
    - Restore a single file in < 4 h in 95 % of requests <!-- #restore -->

    ## Success Metrics
    - 95 % of restores take < 4 h in 12 months (verifies [Restore a single file](#goal-restore))
    ```

    Link to it from the metric that verifies it; if there is none, add one.
    """
    for page, item in _without_link(project, "verifies"):
        yield Problem(
            _place(page, item),
            f"no success metric verifies {quoted(item.title)}",
            f"end a metric with {_form('verifies', item)}",
        )


def _without_link(
    project: Project, verb: str, *, only_gravest: bool = False
) -> Iterator[tuple[PageEntry, ItemEntry]]:
    """Yield the items that no typed link with this verb can be meant for, if all links are known.

    A link that is reported as wrong may be meant for them: one mistake gives one finding.
    """
    if not project.complete:
        return
    kind = schema.LINK[verb].target
    for page in project.pages:
        for item in page.items:
            if item.kind != kind or (only_gravest and not item.gravest):
                continue
            if item.title in schema.PLACEHOLDERS:
                continue
            if not project.ties.leads_to(verb, names.full_id(page.spec_slug, kind, item.slug)):
                yield page, item


def _form(verb: str, item: ItemEntry) -> str:
    return f"({verb} [{item.title}](#{names.anchor(item.kind, item.slug)}))"


def _place(page: PageEntry, item: ItemEntry) -> Span:
    return Span(item.path or page.path, item.line, item.column)


RULES = (
    Rule("SPEC711", "info", failure_unmitigated_high, scope="project"),
    Rule("SPEC712", "info", goal_unverified, off=True, scope="project"),
)
