"""Convert rules and their pages to SARIF's descriptions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec.patterns import pattern

if TYPE_CHECKING:
    from sphinxcontrib_spec.rules import Rule

#: The URL of the documentation.
HOME = "https://sphinxcontrib-spec.readthedocs.io/en/stable/"

#: The severities in SARIF's terms.
LEVELS = {"error": "error", "warning": "warning", "info": "note"}

#: The severities by which GitHub's code scanning sorts alerts.
_ALERTS = {"error": "error", "warning": "warning", "info": "recommendation"}

#: The opening fence of an example, whose kind and file name do not appear in rendered Markdown.
_EXAMPLE = pattern(
    r"\n+(?P<fence>`{3,})(?P<markup>\w+) (?P<kind>bad|good)(?: (?P<file>\S+))?$", re.MULTILINE
)


def descriptor(rule: Rule) -> dict[str, Any]:
    """Return a `reportingDescriptor`: the rule's summary, page and default configuration.

    The page is Markdown. It is also given as plain text, because SARIF requires both.
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
