"""Render findings as workflow commands of GitHub Actions, which shows them at their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinxcontrib_spec.files import Unreadable
    from sphinxcontrib_spec.findings import Finding

    from .outcome import Outcome

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}

#: Characters that would end a message, and further ones that would end a property, with the escapes
#: that the runner decodes:
#: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})


def as_annotations(outcome: Outcome) -> Iterator[str]:
    """Yield one command for each file that could not be read or written and for each finding.

    The files come first, because GitHub shows only the first commands of a step.
    """
    for failure in outcome.failures:
        yield f"{_failure(failure, outcome.folder)}\n"
    for finding in outcome.findings:
        yield f"{_annotation(finding, outcome.folder)}\n"


def _failure(failure: Unreadable, folder: str) -> str:
    properties: dict[str, str | int] = {"file": folder + failure.path}
    if failure.line:
        properties |= {"line": failure.line, "col": failure.column}
    properties["title"] = "sphinx-spec"
    return _command("error", properties, failure.reason)


def _annotation(finding: Finding, folder: str) -> str:
    properties: dict[str, str | int] = {"file": folder + finding.path}
    if finding.line:
        properties |= {"line": finding.line, "endLine": finding.end_line}
        # GitHub does not accept columns of a range of several lines.
        if finding.column and finding.line == finding.end_line:
            properties |= {"col": finding.column, "endColumn": finding.end_column}
    properties["title"] = f"{finding.code} {finding.name}"
    return _command(_COMMANDS[finding.severity], properties, finding.message, finding.help)


def _command(name: str, properties: dict[str, str | int], *parts: str) -> str:
    said = ",".join(
        f"{key}={shown(str(value)).translate(_IN_PROPERTIES)}" for key, value in properties.items()
    )
    message = "\n".join(shown(part) for part in parts if part)
    return f"::{name} {said}::{message.translate(_IN_DATA)}"
