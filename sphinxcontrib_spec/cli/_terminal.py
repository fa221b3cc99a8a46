"""What a command tells: on standard output, on standard error, and by its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click

CLEAN = 0
FINDINGS = 1
COULD_NOT_RUN = 2

#: What stands for standard output where a file or folder is to be named.
STDOUT = "-"

#: So many characters are written at once.
_AT_ONCE = 65_536

#: What a shell makes of a program that the user interrupted.
INTERRUPTED = 130


def echo(text: str, err: bool = False) -> None:
    """Write a text as UTF-8 and with its line ends as they are.

    It goes to standard output, or to standard error with `err`. If that is closed, or
    nobody reads it any more, the command ends there.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is None:
        raise stop(f"standard {'error' if err else 'output'} is closed")
    try:
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "backslashreplace"))
        stream.buffer.flush()
    except BrokenPipeError as error:
        raise stop("the output was closed before everything was written") from error


def echo_all(pieces: Iterable[str], err: bool = False) -> None:
    """Write many pieces of text, some at a time; see `echo`."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size > _AT_ONCE:
            echo("".join(waiting), err)
            waiting.clear()
            size = 0
    echo("".join(waiting), err)


def echo_line(text: str) -> None:
    """Write one line to standard output; what cannot be printed is escaped."""
    from sphinxcontrib_spec.report import shown

    echo(f"{shown(text)}\n")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sits before a stream, which is None if it is closed: no file and no pipe."""
    return stream is not None and stream.isatty()


def is_dumb() -> bool:
    """Whether the terminal, if there is one, shows what it gets line by line and no colours."""
    return os.environ.get("TERM") == "dumb"


def note(text: str) -> None:
    """Write one line to standard error; what cannot be printed is escaped."""
    from sphinxcontrib_spec.report import shown

    click.echo(shown(text), err=True)


def flush() -> None:
    """Write what is left of the output, or drop it where that cannot be done.

    Python does so itself when it ends, and another exit status comes of it if it fails.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def stop(reason: str) -> click.ClickException:
    """The error, to be raised, that ends a command which cannot run."""
    return click.ClickException(reason)
