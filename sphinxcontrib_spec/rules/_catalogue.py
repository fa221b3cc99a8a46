"""All rules in code order, and the topic of each group of a hundred codes."""

from __future__ import annotations

from . import (
    appendix,
    background,
    code,
    comments,
    decisions,
    failures,
    fences,
    goals,
    header,
    headings,
    includes,
    item_directives,
    markup,
    metrics,
    problem_parts,
    project,
    questions,
    questions_list,
    rows,
    strays,
    structure,
    title,
    typed_links,
    unlinked,
    workflow,
)
from . import problem as problem_statement
from ._rule import Rule

RULES: tuple[Rule, ...] = (
    *title.RULES,
    *header.RULES,
    *structure.RULES,
    *headings.RULES,
    *strays.RULES,
    *item_directives.RULES,
    *includes.RULES,
    *problem_statement.RULES,
    *problem_parts.RULES,
    *goals.RULES,
    *background.RULES,
    *code.RULES,
    *fences.RULES,
    *workflow.RULES,
    *decisions.RULES,
    *failures.RULES,
    *metrics.RULES,
    *questions_list.RULES,
    *questions.RULES,
    *appendix.RULES,
    *project.RULES,
    *typed_links.RULES,
    *unlinked.RULES,
    *markup.RULES,
    *rows.RULES,
    *comments.RULES,
)

#: The rules by code and by name.
RULE = {rule.code: rule for rule in RULES} | {rule.name: rule for rule in RULES}

#: The topic of each group of rules, by code prefix.
GROUPS = {
    "SPEC1": "File, title, header and sections",
    "SPEC2": "Problem, goals, non-goals and background",
    "SPEC3": "Design",
    "SPEC4": "Failure modes",
    "SPEC5": "Success metrics",
    "SPEC6": "Open questions and appendix",
    "SPEC7": "Names and references",
    "SPEC8": "Markup that loses text",
    "SPEC9": "Comments to the checker",
}
