"""Embeds Markdown verbatim in a reStructuredText page, in the directive `spec-markdown`."""

from __future__ import annotations

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.patterns import pattern

#: The indentation of the Markdown below the directive.
INDENT = "   "

#: Characters, as they stand in a set of a pattern, that are white space or end a line to docutils
#: or Python, but not to Markdown. A line feed, which ends a line everywhere, is not among them.
FOREIGN = r"\0\t\v\f\r\x1c-\x1f\x85\u2028\u2029"

#: What ends a line of reStructuredText; the next line must be indented, too.
_LINE_END = pattern(r"(?<=[\n\x1c-\x1e\x85\u2028\u2029])")


def excerpt(text: str) -> str:
    """Return the directive that holds this Markdown, whose first and last lines are not blank.

    docutils removes the common indentation of all lines, so an option states it.
    """
    head = [f".. {schema.MARKDOWN_DIRECTIVE}::"]
    if all(line[0].isspace() for line in _LINE_END.split(text) if line.strip()):
        lines = text.split("\n")
        depth = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" "))
        text = "\n".join([line[depth:] for line in lines])
        head.append(f"{INDENT}:{schema.INDENT_OPTION}: {depth}")
    return "\n".join([*head, "", indented(text)])


def indented(text: str) -> str:
    """Return the text with every line indented that is not empty."""
    lines = _LINE_END.split(text)
    return "".join(f"{INDENT}{line}" if line.strip("\n") else line for line in lines)
