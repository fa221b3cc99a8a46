"""Separates the options of a directive from its argument and its content.

docutils creates a state machine for each block of options, and MyST scans it character by
character. Here, both are only used if a line is not a plain `:name: value`; then they also report
what is wrong.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from docutils.parsers.rst.states import Body
from docutils.statemachine import StringList
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.warnings_ import create_warning

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive

_PLAIN = re.compile(r":([a-z]+(?:-[a-z]+)*):(?: +(\S.*))?")

#: A value that means more to MyST than its text, due to quotes, blocks, comments or tabs.
_MORE_TO_MYST = re.compile(r"['\"|>#]|.*(?: #|[\t\0])")


class Given(NamedTuple):
    """The parts of a directive: its argument, its options, and its content.

    `lines` are those of the options, counted from the directive's own line; they are not known for
    options that docutils has read. `messages` are MyST's.
    """

    argument: str
    options: Mapping[str, str]
    lines: Mapping[str, int]
    content: StringList
    content_offset: int
    messages: Sequence[nodes.system_message] = ()


def of_rst(directive: Directive, whole: type[Directive]) -> Given:
    """Return the parts of an RST directive that was parsed as one without options.

    The options are in its argument, and are read as `whole` declares them. Raise MarkupError if
    they are wrong.
    """
    written = directive.arguments[0].split("\n") if directive.arguments else []
    at = next((at for at, line in enumerate(written) if line[:1] == ":"), len(written))
    options = _plain(written[at:], whole.option_spec or ()) if at else None
    if options is None:
        return _as_docutils_reads(directive, whole)
    is_below = not directive.block_text.partition("\n")[0].partition("::")[2].strip()
    lines = {name: line for line, name in enumerate(options, at + is_below)}
    argument = "\n".join(written[:at])
    return Given(argument, options, lines, directive.content, directive.content_offset)


def _as_docutils_reads(directive: Directive, whole: type[Directive]) -> Given:
    state, machine, line = directive.state, directive.state_machine, directive.lineno
    lines = machine.input_lines
    assert isinstance(state, Body)  # it has just run the directive
    assert lines is not None
    first = line - machine.input_offset - 1
    above, sign, text = lines[first].partition("::")
    start = len(above + sign) + len(text) - len(text.lstrip(" "))
    block, _, _ = lines.get_indented(first, first_indent=start)
    found = state.parse_directive_block(block, line - 1, whole, {})  # type: ignore[no-untyped-call]
    arguments, options, content, content_offset = found
    return Given("".join(arguments), options, {}, content, content_offset)


def of_myst(directive: Directive, whole: type[Directive]) -> Given:
    """Return the parts of a MyST directive that was parsed as one without options.

    The options are above its content, and are read as `whole` declares them.
    """
    argument, content = "".join(directive.arguments), directive.content
    # There are none if MyST has removed a blank line.
    first = content[0] if content and not directive.content_offset else ""
    if not (first.startswith("---") or first.lstrip().startswith(":")):
        return Given(argument, {}, {}, content, directive.content_offset)
    above = [*itertools.takewhile(_is_option, content)]
    options = _plain(above, whole.option_spec or ()) if above else None
    if options is None or any(map(_MORE_TO_MYST.match, options.values())):
        return _as_myst_reads(directive, whole)
    lines = {name: line for line, name in enumerate(options, 1)}
    offset = len(above)
    offset += offset < len(content) and not content[offset].strip()
    return Given(argument, options, lines, content[offset:], offset)


def _is_option(line: str) -> bool:
    """Return whether MyST, or at least MyST before 5, takes a line for an option."""
    return line.lstrip().startswith(":")


def _as_myst_reads(directive: Directive, whole: type[Directive]) -> Given:
    document, line = directive.state.document, directive.lineno
    found = parse_directive_text(whole, "", "\n".join(directive.content), line=line)
    warnings = (
        create_warning(
            document,
            f"{directive.name!r}: {each.msg}",
            each.type,
            line=line if each.lineno is None else each.lineno,
        )
        for each in found.warnings
    )
    content = StringList(found.body, document["source"])
    above = {name: line_of(name, directive.content) for name in found.options}
    return Given(
        "".join(directive.arguments),
        found.options,
        {name: at + 1 for name, at in above.items() if at is not None},
        content,
        found.body_offset,
        [warning for warning in warnings if warning],
    )


def line_of(option: str, lines: Iterable[str]) -> int | None:
    """Return the index of the first line that an option may be on, or None."""
    pattern = re.compile(rf"\s*:?{re.escape(option)}:(?:\s|$)")
    return next((number for number, line in enumerate(lines) if pattern.match(line)), None)


def _plain(lines: Sequence[str], known: Container[str]) -> dict[str, str] | None:
    """Return the options on these lines, or None if any line is not one plain, known option."""
    options: dict[str, str] = {}
    for line in lines:
        match = _PLAIN.fullmatch(line)
        if match is None or match[1] in options or match[1] not in known:
            return None
        options[match[1]] = match[2] or ""
    return options
