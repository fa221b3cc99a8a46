"""The command `sphinx-spec rule`: explain what is checked, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from . import _completing
from ._terminal import CLEAN, echo, stop

if TYPE_CHECKING:
    from sphinxcontrib_spec.rules import Rule

_EPILOG = """\
\b
Examples:
  sphinx-spec rule                       list all rules
  sphinx-spec rule SPEC4                 list the rules for failure modes
  sphinx-spec rule failure-cell-empty    explain one rule

Exit status: 0, or 2 if there is no such rule.
"""

_FIXES = {
    None: "none",
    "safe": "safe, with --fix",
    "unsafe": "unsafe, with --fix --unsafe-fixes",
}


@click.command(short_help="List rules, or explain one.", epilog=_EPILOG)
@click.argument("code", default="", shell_complete=_completing.rules)
def rule(code: str) -> int:
    """List rules, or explain one.

    CODE is the code or the name of the rule to explain, or the beginning of the codes to list;
    the default is to list all rules.
    """
    from sphinxcontrib_spec import config

    try:
        found = config.find_rules(code or "SPEC")
    except config.ConfigError as error:
        raise stop(str(error)) from error
    if len(found) == 1:
        (one,) = found
        head = f"# {one.code} {one.name}\n\nSeverity: {_severity(one)}\n\nFix: {_FIXES[one.fix]}"
        echo(f"{head}\n\n{one.page}\n")
    else:
        width = max(len(one.name) for one in found)
        for one in found:
            summary = one.page.partition("\n")[0]
            echo(f"{one.code}  {one.name:{width}}  {_severity(one):12}  {summary}\n")
    return CLEAN


def _severity(rule: Rule) -> str:
    return f"{rule.severity}, off" if rule.off else rule.severity
