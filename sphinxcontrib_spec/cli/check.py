"""`sphinx-spec check`: what is wrong with these specs."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sphinxcontrib_spec.baseline import Baseline
from sphinxcontrib_spec.report import FORMATS

from . import _completing
from ._paths import with_force_exclude, with_jobs, with_paths
from ._terminal import CLEAN, COULD_NOT_RUN, FINDINGS, echo

if TYPE_CHECKING:
    from sphinxcontrib_spec.config import Config

    from ._known import Known
    from ._sources import Found

#: What `--fail-on` asks for: at least one finding of these severities.
_FAILURES = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "info": ("error", "warning", "info"),
    "never": (),
}

_EPILOG = """\
\b
Examples:
  sphinx-spec check
  sphinx-spec check docs specs/spec-quay.md --show-info
  sphinx-spec check --fix                mend what can be mended with no loss of meaning
  sphinx-spec check --diff --unsafe-fixes docs
  sphinx-spec check --output-format sarif --output-file specs.sarif
  sphinx-spec check --select SPEC4,goal-not-measurable --ignore SPEC404
  sphinx-spec check --today "$(date +%F)"      questions that are overdue, too
  sphinx-spec check --baseline known.json --write-baseline
  sphinx-spec check --baseline known.json      only what is not known yet
  cat draft.md | sphinx-spec check - --stdin-filename spec-draft.md

Exit status: 0 if there is no finding at or above --fail-on, 1 if there is one, or a change with
--diff, 2 if a file could not be read or written or the command could not run, 130 if interrupted.
With --fix, what was fixed does not count.

\b
Files:
  pyproject.toml         [tool.sphinxcontrib-spec]: levels, statuses, select, ignore, severity,
                         per-file-ignores, exclude, show-info; that of the nearest folder, from
                         all PATHS upwards, with a pyproject.toml or a .git
  .gitignore             what git ignores is not searched
  .sphinx-spec-cache     what is kept of files that did not change; may be deleted at any time
  FILE of --baseline     JSON, sorted, with a finding on each line

\b
Environment:
  GITHUB_STEP_SUMMARY    a file that a summary in Markdown is added to, as in GitHub Actions
  NO_COLOR, TERM=dumb    diffs without colours
  CI, TERM=dumb          no progress bar
"""


@click.command(short_help="Say what is wrong with specs, and where.", epilog=_EPILOG)
@with_paths
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are written; json, json-lines, sarif and junit always hold the infos.",
)
@click.option(
    "-o",
    "--output-file",
    metavar="FILE",
    shell_complete=_completing.files,
    default="",
    help="Where they are written, - being standard output; the terminal gets them as text then.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILURES)),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=_completing.rules,
    help="Use only these rules: codes, names or beginnings of codes, with commas between.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    shell_complete=_completing.rules,
    help="Leave these rules out, besides configured ones.",
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Tell only what this file does not know yet.",
)
@click.option(
    "--write-baseline", is_flag=True, help="Write all that is found to the baseline, and pass."
)
@click.option(
    "--today",
    default="",
    metavar="DAY",
    help="Find questions that are overdue on this day, given as 2026-03-01.",
)
@click.option("--show-info", is_flag=True, help="Show infos, too: remarks that are never urgent.")
@click.option("--fix", is_flag=True, help="Make the changes that keep the meaning of a spec.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Count fixes that may change the meaning or the file's name, and make them with --fix.",
)
@click.option("--diff", is_flag=True, help="Write nothing, and show what --fix would change.")
@with_force_exclude
@with_jobs
@click.option(
    "--no-cache",
    is_flag=True,
    help="Check every file anew, and keep nothing in .sphinx-spec-cache for the next time.",
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
    """Check specs, and say what is wrong, where, and what to do about it.

    PATHS are Markdown files, whatever they are called, folders, which are searched for
    spec-*.md, or - for standard input; without any it is this folder. What git ignores is left
    out, and so are hidden and built folders. References are looked up in all specs of the
    project; findings are shown for PATHS alone.

    With --fix, only what is left is told; the fixed text of standard input goes to standard
    output. With --diff, the diff goes there, and what is found is told as without it. Findings
    go to standard error then.

    What a baseline knows, and what a comment such as <!-- spec: ignore[SPEC212] --> ignores, is
    neither told nor counted nor fixed.
    """
    from ._checking import check_all
    from ._reporting import Report, checked_file
    from ._review import Review
    from ._sources import STDIN, find
    from ._wanted import Wanted, read_baseline, with_rules, with_today
    from ._workers import cores

    if write_baseline and (baseline is None or diff):
        raise click.UsageError(
            "--write-baseline writes, which --diff never does"
            if baseline
            else "--write-baseline needs the file: --baseline FILE"
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
    """What is known of the files found; nothing if nobody wants that or it cannot be kept."""
    if no_cache or not any(place.path for place in found.places):
        return nullcontext()
    try:
        from ._known import Known
    except ImportError:
        return nullcontext()  # a Python without SQLite
    known = Known.of(found, config)
    return closing(known) if known else nullcontext()
