"""The argument PATHS, which most commands take, and the options that go with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from . import _completing

Command = TypeVar("Command", bound=Callable[..., Any])


def with_paths(command: Command) -> Command:
    """Add the argument PATHS and the option --stdin-filename to a command."""
    named = click.option(
        "--stdin-filename",
        metavar="NAME",
        default="",
        help="File name to report for standard input (-).",
    )
    paths = click.argument(
        "paths", nargs=-1, metavar="[PATHS]...", shell_complete=_completing.files
    )
    return paths(named(command))


def with_force_exclude(command: Command) -> Command:
    """Add the option --force-exclude to a command."""
    return click.option(
        "--force-exclude",
        is_flag=True,
        help="Skip files that are excluded or that say `spec: false`, even if they are named.",
    )(command)


def with_jobs(command: Command) -> Command:
    """Add the option --jobs to a command."""
    return click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of files to work on at once; the default is the number of cores.",
    )(command)
