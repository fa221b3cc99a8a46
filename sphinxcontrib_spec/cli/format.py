"""The command `sphinx-spec format`: rewrite specs in canonical form."""

from __future__ import annotations

import click

from ._paths import with_force_exclude, with_jobs, with_paths
from ._terminal import CLEAN, COULD_NOT_RUN, FINDINGS, echo, echo_line, note

_EPILOG = """\
\b
Examples:
  sphinx-spec format                     every spec below this folder
  sphinx-spec format --check             for CI: change nothing, fail if a file would change
  sphinx-spec format --diff docs         show what would change
  sphinx-spec format - < draft.md        from standard input to standard output

Exit status: 0 if all files are formatted, 1 if a file could not be formatted safely, or would
change with --check or --diff, 2 if a file could not be read or written or the command could not
run, 130 if interrupted.

\b
Files:
  pyproject.toml         [tool.sphinxcontrib-spec]: exclude
  .gitignore             files that git ignores are not searched

\b
Environment:
  NO_COLOR, TERM=dumb    diffs without colours
  CI, TERM=dumb          no progress bar
"""


@click.command("format", short_help="Rewrite specs in canonical form.", epilog=_EPILOG)
@with_paths
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@click.option("--strict", is_flag=True, help="Also drop optional blank lines, ---, and alignment.")
@with_force_exclude
@with_jobs
def format_(
    paths: tuple[str, ...],
    stdin_filename: str,
    check: bool,
    diff: bool,
    strict: bool,
    force_exclude: bool,
    jobs: int | None,
) -> int:
    """Rewrite specs in canonical form: spacing, bullets, numbers and tables.

    No words are changed. A file is written only if it is proven to have the same content
    afterwards; otherwise it is left as it is, and the reason is given. The same goes for a file
    that changes in the meantime. PATHS are Markdown files, folders, which are searched for
    spec-*.md, or - for standard input; the default is the current folder.
    """
    from contextlib import closing
    from functools import partial

    from sphinxcontrib_spec.files import Unreadable

    from ._diff import echo_diff
    from ._formatting import format_file
    from ._sources import find, split_names
    from ._workers import cores, work_on

    found = find(paths, stdin_filename, force_exclude=force_exclude)
    failed = found.note_closed()
    places, _ = split_names(found.places)
    work = partial(format_file, strict=strict, writes=not (check or diff), diffs=diff)
    changed = refused = False
    with closing(work_on(places, len(places), work, jobs or cores(), "Formatting")) as answers:
        for one in answers:
            if isinstance(one, Unreadable):
                failed = True
                note(f"Error: {one}")
            elif one:
                if one.refusal:
                    refused = True
                    note(one.refusal)
                changed |= one.changed
                if diff:
                    echo_diff(one.shown)
                elif one.shown:
                    echo(one.shown)
                elif one.changed:
                    echo_line(f"{'Would format' if check else 'Formatted'} {one.name}")
    if found.left_out and not (check or diff):
        echo(found.left_out)
    if failed:
        return COULD_NOT_RUN
    return FINDINGS if refused or (changed and (check or diff)) else CLEAN
