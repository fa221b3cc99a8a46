"""Show the changes of a file as a diff that `git apply -p0` and other programs accept."""

from __future__ import annotations

import io
import os
import sys
from difflib import unified_diff
from typing import Any

import click

from ._terminal import echo, is_dumb, is_terminal

_NO_NEWLINE = "\\ No newline at end of file\n"

#: The styles of lines on a terminal, by the characters that they begin with.
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
    """Return a diff in the format of `git diff --no-prefix`; empty if nothing has changed."""
    lines = unified_diff(_lines(old), _lines(new), _ended(name), _ended(name))
    changes = "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)
    return changes and f"diff --git {_quoted(name)} {_quoted(name)}\n{changes}"


def with_new_name(text: str, name: str, new_name: str) -> str:
    """Add a rename to the diff of a file, which may be empty."""
    changes = text.partition("\n")[2]
    changes = changes.replace(f"+++ {_ended(name)}\n", f"+++ {_ended(new_name)}\n", 1)
    old, new = _quoted(name), _quoted(new_name)
    return f"diff --git {old} {new}\nrename from {old}\nrename to {new}\n{changes}"


def echo_diff(text: str) -> None:
    """Write a diff to standard output: coloured on a terminal, unchanged to a file or pipe."""
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
    """Return the line without its end, and escape what affects a terminal, except tabs."""
    from sphinxcontrib_spec.report import shown

    return "\t".join(map(shown, line.rstrip("\n").split("\t")))


def _ended(name: str) -> str:
    """Terminate a name at the end of a line with a tab if it contains a space, as git does."""
    return f"{name}\t" if " " in name and _quoted(name) == name else _quoted(name)


def _quoted(name: str) -> str:
    """Quote and escape the name as git does, if necessary."""
    if name.isprintable() and not set('"\\') & set(name):
        return name
    return '"' + "".join(map(_escaped, name)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if ord(char) >= ord(" ") else f"\\{ord(char):03o}"


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="\n").readlines()
