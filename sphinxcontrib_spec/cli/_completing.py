"""What a shell offers while a command line is typed, besides what click knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Let the shell offer its files and folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Rules whose code or name begins as what stands after the last comma; all codes if nothing."""
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
