"""Markdown in a reStructuredText page, as it is: the directive `spec-markdown`."""

from __future__ import annotations

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.patterns import pattern

#: How far the Markdown stands from the directive.
INDENT = "   "

#: What ends a line of reStructuredText, behind which the next one must be indented too.
_LINE_END = pattern(r"(?<=[\n\x1c-\x1e\x85\u2028\u2029])")


def excerpt(text: str) -> str:
    """The directive that holds this Markdown, which begins and ends in a line that is not blank.

    docutils takes away what all lines are set in by, so that stands in an option.
    """
    head = [f".. {schema.MARKDOWN_DIRECTIVE}::"]
    if all(line[0].isspace() for line in _LINE_END.split(text) if line.strip()):
        lines = text.split("\n")
        depth = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" "))
        text = "\n".join([line[depth:] for line in lines])
        head.append(f"{INDENT}:{schema.INDENT_OPTION}: {depth}")
    return "\n".join([*head, "", indented(text)])


def indented(text: str) -> str:
    """The text with each line set in that is not empty."""
    lines = _LINE_END.split(text)
    return "".join(f"{INDENT}{line}" if line.strip("\n") else line for line in lines)
