"""`sphinx-spec format`: specs in canonical form."""

from __future__ import annotations

import io
from difflib import unified_diff

import click

from ._paths import with_paths
from ._say import CLEAN, COULD_NOT_RUN, FINDINGS, note, say

_EPILOG = """\
\b
Examples:
  sphinx-spec format                     every spec below this folder
  sphinx-spec format --check             for CI: change nothing, fail if something would
  sphinx-spec format --diff docs         what would change
  sphinx-spec format - < draft.md        from standard input to standard output

Exit status: 0 if all is formatted, 1 if a file is refused, or would change with --check or
--diff, 2 if a file could not be read or written.
"""


@click.command("format", short_help="Write specs in canonical form.", epilog=_EPILOG)
@with_paths
@click.option("--check", is_flag=True, help="Write nothing, and say what would be written.")
@click.option("--diff", is_flag=True, help="Write nothing, and show what would change.")
@click.option("--strict", is_flag=True, help="Drop optional blank lines, rules and alignment.")
def format_(
    paths: tuple[str, ...], stdin_filename: str, check: bool, diff: bool, strict: bool
) -> int:
    """Write specs in the one canonical form: spacing, bullets, numbers and tables.

    Words stay as they are. A file is written only if it is proven to say the same afterwards,
    and else left as it is, with the reason. PATHS are files, folders, which are searched for
    spec-*.md, or - for standard input; without any it is this folder.
    """
    from sphinxcontrib_spec import files
    from sphinxcontrib_spec.formatting import formatted

    from ._sources import gather

    sources = gather(paths, stdin_filename)
    changed, refused, failed = 0, 0, sources.note_unreadable()
    for source in sources.specs:
        text, refusal = formatted(source.text, source.name, strict=strict)
        if refusal:
            refused += 1
            _, line, column = refusal.span
            note(f"{source.name}:{line}:{column}: error: not formatted: {refusal.reason}")
        changed += text != source.text
        if diff:
            say(_diff(source.text, text, source.name))
        elif source.path is None and not check:
            say(text)
        elif text == source.text:
            continue
        elif check or source.path is None:
            say(f"Would format {source.name}\n")
        else:
            try:
                files.write(source.path, text)
                say(f"Formatted {source.name}\n")
            except OSError as error:
                failed = True
                note(f"Error: {source.name}: {files.reason(error)}")
    if failed:
        return COULD_NOT_RUN
    return FINDINGS if refused or (changed and (check or diff)) else CLEAN


def _diff(old: str, new: str, name: str) -> str:
    lines = unified_diff(_lines(old), _lines(new), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    return io.StringIO(text, newline="\n").readlines()
