"""The argument PATHS, which most commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def with_paths(command: Command) -> Command:
    """Give a command the argument PATHS and the option --stdin-filename."""
    named = click.option(
        "--stdin-filename", metavar="NAME", default="", help="What file standard input (-) is."
    )
    return click.argument("paths", nargs=-1, metavar="[PATHS]...")(named(command))
