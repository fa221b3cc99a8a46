"""The rules, and what runs them on a spec, on a whole project or on an exported page.

Whatever needs the rules themselves is only imported when it is first used: a build in which no
document is read needs findings, but no rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinxcontrib_spec.findings import UNUSED, Finding, Severity, Suppression, meant, rank
from sphinxcontrib_spec.late import late

from ._fix import Edit, Fix, Safety, in_spec, mended
from ._rule import DEFAULTS, Lost, Problem, Rule, Settings

if TYPE_CHECKING:
    from ._catalogue import GROUPS, RULE, RULES
    from ._running import check, check_includes, check_many, check_page, check_project
    from ._silence import silenced
    from .includes import NotIncluded
    from .item_directives import misplaced, unread
else:  # type checkers would take any name for a late one
    __getattr__ = late(
        __name__,
        {
            "_catalogue": ("GROUPS", "RULE", "RULES"),
            "_running": ("check", "check_includes", "check_many", "check_page", "check_project"),
            "_silence": ("silenced",),
            "includes": ("NotIncluded",),
            "item_directives": ("misplaced", "unread"),
        },
    )

__all__ = [
    "DEFAULTS",
    "GROUPS",
    "RULE",
    "RULES",
    "UNUSED",
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
    "check_many",
    "check_page",
    "check_project",
    "in_spec",
    "meant",
    "mended",
    "misplaced",
    "rank",
    "silenced",
    "unread",
]
