"""The command line: `sphinx-spec` and its commands.

A command is a function that returns its exit status: 0 for clean, 1 for findings. Whatever keeps
it from running is one line on standard error, and 2. What a command needs is imported when it
runs, so that `--version` and `--help` answer at once, and Sphinx never is.
"""

from __future__ import annotations

import sys

import click

from sphinxcontrib_spec import __version__

from ._say import COULD_NOT_RUN
from .check import check
from .export import export
from .format import format_
from .new import new
from .rule import rule

PROGRAM = "sphinx-spec"

_EPILOG = """\
\b
Examples:
  sphinx-spec new "Tide Gauge Feed"      a blank spec to fill in
  sphinx-spec check                      every spec below this folder
  sphinx-spec check docs/spec-quay.md    one file
  sphinx-spec format --diff docs         what formatting would change
  sphinx-spec rule SPEC402               why a finding is one, and what to do

\b
Exit status: 0 clean, 1 findings, 2 could not run.
Settings stand in [tool.sphinxcontrib-spec] of pyproject.toml.
"""


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def cli() -> None:
    """Check, format and export design specs: Markdown files called `spec-<slug>.md`.

    The same checks run in a Sphinx build with the extension `sphinxcontrib_spec`, which reads
    specs in reStructuredText too.
    """


def main() -> None:
    """Run the command line and leave with its exit status."""
    try:
        status = cli.main(prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = COULD_NOT_RUN
    except click.Abort:
        click.echo("Error: interrupted", err=True)
        status = COULD_NOT_RUN
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {where}{(error.strerror or str(error)).lower()}", err=True)
        status = COULD_NOT_RUN
    sys.exit(status)


for _command in (new, check, format_, export, rule):
    cli.add_command(_command)
