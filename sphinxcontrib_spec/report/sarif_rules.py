"""Rules as SARIF describes them, made from their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec.patterns import pattern

if TYPE_CHECKING:
    from sphinxcontrib_spec.rules import Rule

#: Where the documentation is.
HOME = "https://sphinxcontrib-spec.readthedocs.io/en/stable/"

#: The severities, as SARIF calls them.
LEVELS = {"error": "error", "warning": "warning", "info": "note"}

#: The severities, as GitHub's code scanning sorts alerts.
_ALERTS = {"error": "error", "warning": "warning", "info": "recommendation"}

#: What opens an example: which of the two it is, and its file's name, stand where nobody sees them.
_EXAMPLE = pattern(
    r"\n+(?P<fence>`{3,})(?P<markup>\w+) (?P<kind>bad|good)(?: (?P<file>\S+))?$", re.MULTILINE
)


def descriptor(rule: Rule) -> dict[str, Any]:
    """A `reportingDescriptor`: what the rule wants, its page, and how it is set by default.

    The page is Markdown, which is given as plain text, too, as SARIF asks for both.
    """
    summary = rule.page.partition("\n")[0]
    prose = rule.page.partition("```")[0].strip()
    page = _EXAMPLE.sub(_introduced, rule.page)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": prose},
        "help": {"text": page, "markdown": f"# {rule.code} {rule.name}\n\n{page}"},
        "helpUri": f"{HOME}reference/rules.html#{rule.code.lower()}",
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": not rule.off},
        "properties": {
            "tags": ["specification"],
            "problem.severity": _ALERTS[rule.severity],
            "fix": rule.fix or "none",
            "off": rule.off,
        },
    }


def _introduced(example: re.Match[str]) -> str:
    file = f", in `{example['file']}`" if example["file"] else ""
    return f"\n\n{example['kind'].title()}{file}:\n\n{example['fence']}{example['markup']}"
