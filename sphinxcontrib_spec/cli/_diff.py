"""What would change in a file, as a diff that `git apply -p0` takes, and other programs too."""

from __future__ import annotations

import io
import os
import sys
from difflib import unified_diff
from typing import Any

import click

from ._terminal import echo, is_dumb, is_terminal

_NO_NEWLINE = "\\ No newline at end of file\n"

#: How the first signs of a line are shown on a terminal.
_STYLES: dict[str, dict[str, Any]] = {
    "diff": {"bold": True},
    "rename": {"bold": True},
    "---": {"bold": True},
    "+++": {"bold": True},
    "@@": {"fg": "cyan"},
    "-": {"fg": "red"},
    "+": {"fg": "green"},
}


def diff(old: str, new: str, name: str) -> str:
    """The lines to take out and to put in, as in `git diff --no-prefix`; empty for no change."""
    lines = unified_diff(_lines(old), _lines(new), _ended(name), _ended(name))
    changes = "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)
    return changes and f"diff --git {_quoted(name)} {_quoted(name)}\n{changes}"


def with_new_name(text: str, name: str, new_name: str) -> str:
    """The diff of a file, or none, with the other name that the file gets besides."""
    changes = text.partition("\n")[2]
    changes = changes.replace(f"+++ {_ended(name)}\n", f"+++ {_ended(new_name)}\n", 1)
    old, new = _quoted(name), _quoted(new_name)
    return f"diff --git {old} {new}\nrename from {old}\nrename to {new}\n{changes}"


def echo_diff(text: str) -> None:
    """Write a diff to standard output: in colours on a terminal, as it is to a file or pipe."""
    if not is_terminal(sys.stdout):
        echo(text)
        return
    in_colours = os.name == "posix" and not is_dumb() and not os.environ.get("NO_COLOR")
    for line in _lines(text):
        echo((_coloured(_printable(line)) if in_colours else _printable(line)) + "\n")


def _coloured(line: str) -> str:
    style = next((style for start, style in _STYLES.items() if line.startswith(start)), {})
    return click.style(line, **style) if style else line


def _printable(line: str) -> str:
    """The line without its end; what a terminal would obey is escaped, but for tabs."""
    from sphinxcontrib_spec.report import shown

    return "\t".join(map(shown, line.rstrip("\n").split("\t")))


def _ended(name: str) -> str:
    """The name at the end of a line, where a tab must tell that a space in it is part of it."""
    return f"{name}\t" if " " in name and _quoted(name) == name else _quoted(name)


def _quoted(name: str) -> str:
    """The name, in quotes and with escapes as git has them if it needs them."""
    if name.isprintable() and not set('"\\') & set(name):
        return name
    return '"' + "".join(map(_escaped, name)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if ord(char) >= ord(" ") else f"\\{ord(char):03o}"


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="\n").readlines()
