"""`sphinx-spec check`: what is wrong with these specs."""

from __future__ import annotations

import click

from sphinxcontrib_spec.report import FORMATS, Outcome

from ._paths import with_paths
from ._say import CLEAN, COULD_NOT_RUN, FINDINGS, say

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
  sphinx-spec check --output-format json > findings.json
  cat draft.md | sphinx-spec check - --stdin-filename spec-draft.md

Exit status: 0 if there is no finding at or above --fail-on, 1 if there is one, 2 if a file could
not be read or the command could not run.
"""


@click.command(short_help="Say what is wrong with specs, and where.", epilog=_EPILOG)
@with_paths
@click.option(
    "--output-format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="How findings are written; json always holds the infos.",
)
@click.option(
    "--fail-on",
    type=click.Choice(list(_FAILURES)),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
@click.option("--show-info", is_flag=True, help="Show infos, too: remarks that are never urgent.")
def check(
    paths: tuple[str, ...], stdin_filename: str, output_format: str, fail_on: str, show_info: bool
) -> int:
    """Check specs, and say what is wrong, where, and what to do about it.

    PATHS are Markdown files, whatever they are called, folders, which are searched for
    spec-*.md, or - for standard input; without any it is this folder. What git ignores is left
    out, and so are hidden and built folders. References are looked up in all specs of the
    project; findings are shown for PATHS alone.
    """
    from sphinxcontrib_spec import config, links, rules

    from ._sources import gather

    sources = gather(paths, stdin_filename)
    project = sources.project
    settings = project.config.settings
    pages = {source.name: links.page_entry(source.spec) for source in sources.specs}
    others = [links.page_entry(spec) for spec in sources.others()] if pages else []
    findings = [
        finding
        for source in sources.specs
        for finding in rules.check(source.spec, settings, source.file_name)
    ]
    complete = project.marked and not project.is_for_sphinx
    among_all = rules.check_project([*pages.values(), *others], settings, complete=complete)
    findings += (finding for finding in among_all if finding.path in pages)
    found = tuple(config.selected(findings, project.config))
    shown = found
    if not (show_info or project.config.show_info or output_format == "json"):
        shown = tuple(finding for finding in found if finding.severity != "info")
    say(FORMATS[output_format](Outcome(shown, len(pages), len(found) - len(shown))))
    if sources.note_unreadable():
        return COULD_NOT_RUN
    failed = any(finding.severity in _FAILURES[fail_on] for finding in found)
    return FINDINGS if failed else CLEAN
