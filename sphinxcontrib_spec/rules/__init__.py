"""Every rule, in code order, and what all of them find in a spec or among many."""

from __future__ import annotations

from collections.abc import Sequence

from sphinxcontrib_spec.links import PageEntry
from sphinxcontrib_spec.memory import uncollected
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.source import Span

from . import (
    appendix,
    background,
    code,
    decisions,
    failures,
    goals,
    header,
    headings,
    includes,
    markup,
    metrics,
    problem_parts,
    project,
    questions,
    strays,
    structure,
    title,
    workflow,
)
from . import problem as problem_statement
from ._fix import Edit, Fix, Safety, mended
from ._rule import DEFAULTS, Finding, Lost, Problem, Rule, Settings, Severity, Suppression
from ._subject import Subject
from .includes import NotIncluded
from .strays import misplaced, unread

__all__ = [
    "DEFAULTS",
    "RULE",
    "RULES",
    "Edit",
    "Finding",
    "Fix",
    "Lost",
    "NotIncluded",
    "Problem",
    "Rule",
    "Safety",
    "Settings",
    "Severity",
    "Suppression",
    "check",
    "check_includes",
    "check_page",
    "check_project",
    "mended",
    "misplaced",
    "unread",
]

RULES: tuple[Rule, ...] = (
    *title.RULES,
    *header.RULES,
    *structure.RULES,
    *headings.RULES,
    *strays.RULES,
    *includes.RULES,
    *problem_statement.RULES,
    *problem_parts.RULES,
    *goals.RULES,
    *background.RULES,
    *code.RULES,
    *workflow.RULES,
    *decisions.RULES,
    *failures.RULES,
    *metrics.RULES,
    *questions.RULES,
    *appendix.RULES,
    *project.RULES,
    *markup.RULES,
)

#: The rules by code, and by name.
RULE = {rule.code: rule for rule in RULES} | {rule.name: rule for rule in RULES}

_OF_A_SPEC = tuple(rule for rule in RULES if rule.scope == "spec")
_OF_A_PROJECT = tuple(rule for rule in RULES if rule.scope == "project")
_OF_A_PAGE = tuple(rule for rule in RULES if rule.scope == "page")
_OF_INCLUDES = tuple(rule for rule in RULES if rule.scope == "include")
_PLACEHOLDER = RULE["placeholder-left"].code

#: Rules from here on judge what stands under headings, the ones before the headings themselves.
_FIRST_OF_CONTENT = "SPEC200"


@uncollected()
def check(spec: Spec, settings: Settings = DEFAULTS, file_name: str = "") -> list[Finding]:
    """What the rules find in one spec, sorted, whatever the severity and rules that are off too.

    `file_name` is the name of the spec's file; without it nothing is said about it. A
    placeholder mutes what other rules find in its row, list item or paragraph.
    """
    subject = Subject(spec, settings, file_name)
    found: list[Finding] = []
    for rule in _OF_A_SPEC:
        for problem in rule.check(subject):
            finding = rule.finding(problem, subject.top)
            if problem.at is None or not _is_muted(finding, subject):
                found.append(finding)
    return sorted(found, key=Finding.order)


def check_project(
    pages: Sequence[PageEntry], settings: Settings = DEFAULTS, complete: bool = True
) -> list[Finding]:
    """What the rules find among all pages, sorted.

    If there are specs besides them that cannot be read here, `complete` is false, and a
    reference to one of those is no problem.
    """
    subject = project.Project(pages, settings, complete)
    top = Span("", 1, 1)
    return sorted(
        rule.finding(problem, top) for rule in _OF_A_PROJECT for problem in rule.check(subject)
    )


def check_page(lost: Sequence[Lost]) -> list[Finding]:
    """What the rules find in a page that is said in Markdown, by what it lost then, sorted."""
    top = Span("", 1, 1)
    return sorted(rule.finding(problem, top) for rule in _OF_A_PAGE for problem in rule.check(lost))


def check_includes(found: Sequence[NotIncluded]) -> list[Finding]:
    """What the rules find in what pages do not include as they mean to, sorted."""
    top = Span("", 1, 1)
    problems = ((rule, problem) for rule in _OF_INCLUDES for problem in rule.check(found))
    return sorted(rule.finding(problem, top) for rule, problem in problems)


def _is_muted(finding: Finding, subject: Subject) -> bool:
    if finding.code == _PLACEHOLDER:
        return False
    line = (finding.path, finding.line)
    return line in subject.muted or (finding.code >= _FIRST_OF_CONTENT and line in subject.unfilled)
