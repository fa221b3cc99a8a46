"""Complete arguments and options in a shell, in addition to click's own completion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Let the shell complete names of files and folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Complete codes and names of rules after the last comma; all codes if nothing is typed."""
    from click.shell_completion import CompletionItem

    from sphinxcontrib_spec.rules import RULES

    before, comma, begun = incomplete.rpartition(",")
    given = {word.strip() for word in before.split(",")}
    offered = []
    for rule in RULES:
        for word, other in ((rule.code, rule.name), (rule.name, rule.code)):
            starts = word.startswith(begun) and (begun or word == rule.code)
            if starts and word not in given:
                offered.append(CompletionItem(f"{before}{comma}{word}", help=other))
    return offered
