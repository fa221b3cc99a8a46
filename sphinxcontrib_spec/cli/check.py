"""The command `sphinx-spec check`: report what is wrong with specs."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_spec.baseline import Baseline
from sphinxcontrib_spec.findings import SEVERITIES
from sphinxcontrib_spec.report import FORMATS

from . import _completing
from ._paths import with_force_exclude, with_jobs, with_paths
from ._terminal import CLEAN, COULD_NOT_RUN, FINDINGS, echo

if TYPE_CHECKING:
    from sphinxcontrib_spec.config import Config

    from ._known import Known
    from ._sources import Found

#: The severities of which `--fail-on` requires at least one finding.
_FAILURES: dict[str, tuple[str, ...]] = {
    **{severity: SEVERITIES[: number + 1] for number, severity in enumerate(SEVERITIES)},
    "never": (),
}

_EPILOG = """\
\b
Examples:
  sphinx-spec check
  sphinx-spec check docs specs/spec-quay.md --show-info
  sphinx-spec check --fix                fix what can be fixed without changing the meaning
  sphinx-spec check --diff --unsafe-fixes docs
  sphinx-spec check --output-format sarif --output-file specs.sarif
  sphinx-spec check --select SPEC4,goal-not-measurable --ignore SPEC404
  sphinx-spec check --today "$(date +%F)"      report overdue questions, too
  sphinx-spec check --baseline known.json --write-baseline
  sphinx-spec check --baseline known.json      report only new findings
  cat draft.md | sphinx-spec check - --stdin-filename spec-draft.md

Exit status: 0 if there is no finding at or above --fail-on, 1 if there is one or if --diff shows a
change, 2 if a file could not be read or written or the command could not run, 130 if interrupted.
With --fix, findings that were fixed do not count.

\b
Files:
  pyproject.toml         [tool.sphinxcontrib-spec]: levels, statuses, select, ignore, severity,
                         per-file-ignores, exclude, show-info, today; it is read from the nearest
                         folder above all PATHS with a pyproject.toml or a .git
  .gitignore             files that git ignores are not searched
  .sphinx-spec-cache     cached findings of unchanged files; may be deleted at any time
  FILE of --baseline     JSON, sorted, one finding per line

\b
Environment:
  GITHUB_STEP_SUMMARY    file to append a Markdown summary to, as set by GitHub Actions
  NO_COLOR, TERM=dumb    diffs without colours
  CI, TERM=dumb          no progress bar
"""


@click.command(short_help="Report what is wrong in specs, and where.", epilog=_EPILOG)
@with_paths
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Format of the report; json, json-lines, sarif and junit always include infos.",
)
@click.option(
    "-o",
    "--output-file",
    metavar="FILE",
    shell_complete=_completing.files,
    default="",
    help="File for the report, or - for standard output; the terminal then gets the text format.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILURES)),
    default="warning",
    show_default=True,
    help="Lowest severity that makes the exit status 1.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=_completing.rules,
    help="Use only these rules: codes, names or beginnings of codes, separated by commas.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    shell_complete=_completing.rules,
    help="Ignore these rules, in addition to those configured.",
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Report only findings that are not in this file.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Write all findings to the baseline, and succeed."
)
@click.option(
    "--today",
    default="",
    metavar="YYYY-MM-DD",
    help="Report open questions that are overdue on this date.",
)
@click.option("--show-info", is_flag=True, help="Show infos, too: hints that are never urgent.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed without changing the meaning.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Count unsafe fixes, too, or make them with --fix; they may change the meaning or rename "
    "files.",
)
@click.option("--diff", is_flag=True, help="Write nothing; show what --fix would change.")
@with_force_exclude
@with_jobs
@click.option(
    "--no-cache",
    is_flag=True,
    help="Neither read nor write .sphinx-spec-cache.",
)
def check(
    paths: tuple[str, ...],
    stdin_filename: str,
    output_format: str,
    output_file: str,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    baseline: Path | None,
    write_baseline: bool,
    today: str,
    show_info: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    force_exclude: bool,
    jobs: int | None,
    no_cache: bool,
) -> int:
    """Check specs, and report what is wrong, where, and what to do about it.

    PATHS are Markdown files with any name, folders, which are searched for spec-*.md, or - for
    standard input; the default is the current folder. Files that git ignores are skipped, and so
    are hidden folders and build folders. References are looked up in all specs of the project;
    findings are reported only for PATHS.

    With --fix, only the remaining findings are reported. With --diff, all findings are. The
    diff, or the fixed text of standard input, goes to standard output, and the findings then go
    to standard error.

    Findings that are in the baseline, or that a comment such as <!-- spec: ignore[SPEC212] -->
    suppresses, are not reported, counted or fixed.
    """
    from ._checking import check_all
    from ._reporting import Report, checked_file
    from ._review import Review
    from ._sources import STDIN, find
    from ._wanted import Wanted, read_baseline, with_rules, with_today
    from ._workers import cores

    if write_baseline and (baseline is None or diff):
        raise click.UsageError(
            "--write-baseline writes a file, which --diff never does"
            if baseline
            else "--write-baseline needs --baseline FILE"
        )
    fixes = None
    if fix or diff:
        from ._fixing import Fixes

        fixes = Fixes(unsafe=unsafe_fixes, writes=not diff)
    found = find(paths, stdin_filename, force_exclude=force_exclude)
    known = read_baseline(baseline, may_be_new=write_baseline) if baseline else Baseline()
    edits = FORMATS[output_format].edits
    config = with_today(found.project.config, today)
    with _cache(found, config, no_cache=no_cache) as cache:
        rules = cache.rules() if cache else None
        config = with_rules(config, select, ignore, rules)
        shows_info = show_info or config.show_info or fail_on == "info"
        report = Report(output_format, checked_file(output_file, found, baseline), shows_info)
        wanted = Wanted(config, known, rules)
        review = Review(
            found,
            wanted,
            shows_info=report.keeps_infos,
            diffs=diff,
            edits=edits,
            for_baseline=baseline is not None,
            tried=fixes.written if fixes else (),
        )
        with closing(check_all(found, wanted, jobs or cores(), fixes, edits, cache)) as answers:
            for answer in answers:
                review.take(answer)
        review.look_at_all(cache)
    if baseline:
        from ._baseline import note_stale, write

        if write_baseline:
            write(baseline, review)
        else:
            note_stale(baseline, review)
    if found.left_out and fixes and fixes.writes:
        echo(found.left_out)
    outcome = review.outcome(unsafe=unsafe_fixes, failing=_FAILURES[fail_on])
    delivered = report.deliver(outcome, err=diff or (fix and STDIN in paths))
    if review.failed or not delivered:
        return COULD_NOT_RUN
    failures = sum(review.severities[severity] for severity in _FAILURES[fail_on])
    return FINDINGS if failures or review.differs else CLEAN


def _cache(found: Found, config: Config, *, no_cache: bool) -> AbstractContextManager[Known | None]:
    """Return the cache for these files; None if it is disabled, useless or unavailable."""
    if no_cache or not any(place.path for place in found.places):
        return nullcontext()
    try:
        from ._known import Known
    except ImportError:
        return nullcontext()  # a Python without SQLite
    known = Known.of(found, config)
    return closing(known) if known else nullcontext()
