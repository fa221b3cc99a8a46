"""Write the output of commands to standard output and standard error; exit statuses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TextIO

import click

CLEAN = 0
FINDINGS = 1
COULD_NOT_RUN = 2

#: The argument that means standard output where a file or folder is expected.
STDOUT = "-"

#: The number of characters that are written at once.
_AT_ONCE = 65_536

#: The exit status by which shells report a program that the user interrupted.
INTERRUPTED = 130


def echo(text: str, err: bool = False) -> None:
    """Write a text as UTF-8, without changing its line endings.

    It goes to standard output, or to standard error with `err`. If the stream is closed or its
    reader is gone, the command ends.
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
    """Write many pieces of text, several at a time; see `echo`."""
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
    """Write one line to standard output; unprintable characters are escaped."""
    from sphinxcontrib_spec.report import shown

    echo(f"{shown(text)}\n")


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; None is a closed stream."""
    return stream is not None and stream.isatty()


def is_dumb() -> bool:
    """Return whether the terminal, if any, has neither colours nor cursor movement."""
    return os.environ.get("TERM") == "dumb"


def note(text: str) -> None:
    """Write one line to standard error; unprintable characters are escaped."""
    from sphinxcontrib_spec.report import shown

    click.echo(shown(text), err=True)


def flush() -> None:
    """Flush the output, or drop the rest of it if that is impossible.

    Python does that at exit, too, but changes the exit status if it fails.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def stop(reason: str) -> click.ClickException:
    """Return the exception to raise if a command cannot run."""
    return click.ClickException(reason)
