"""The command line: `sphinx-spec` and its commands.

A command is a function that returns its exit status: 0 for clean, 1 for findings. Any reason why it
cannot run is reported in one line on standard error, with exit status 2. A command is imported only
when it is invoked, and what it needs only when it runs, so that `--version` answers at once. Sphinx
is never imported.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from importlib import import_module

import click

from sphinxcontrib_spec import __version__

from ._terminal import COULD_NOT_RUN, INTERRUPTED, flush, stop

PROGRAM = "sphinx-spec"

#: The commands, in the order in which they are used: the module and the function of each.
_COMMANDS = {
    "new": ("new", "new"),
    "check": ("check", "check"),
    "format": ("format", "format_"),
    "export": ("export", "export"),
    "rule": ("rule", "rule"),
}

#: The garbage collector runs only after this number of new objects.
_MANY = 50_000

_EPILOG = """\
\b
Examples:
  sphinx-spec new "Tide Gauge Feed"      write a blank spec to fill in
  sphinx-spec check                      check every spec below the current folder
  sphinx-spec check docs/spec-quay.md    check one file
  sphinx-spec check --fix docs           fix what can be fixed safely
  sphinx-spec format --diff docs         show what formatting would change
  sphinx-spec rule SPEC402               explain a rule

\b
Exit status: 0 clean, 1 findings, 2 could not run, 130 interrupted.
Options are read from [tool.sphinxcontrib-spec] in pyproject.toml.
More about a command: sphinx-spec COMMAND --help

\b
To complete commands, options and rules with the Tab key, add this to
  ~/.bashrc                     eval "$(_SPHINX_SPEC_COMPLETE=bash_source sphinx-spec)"
  ~/.zshrc, below compinit      eval "$(_SPHINX_SPEC_COMPLETE=zsh_source sphinx-spec)"
  ~/.config/fish/completions/sphinx-spec.fish
                                _SPHINX_SPEC_COMPLETE=fish_source sphinx-spec | source
"""


class _Commands(click.Group):
    """A click group that imports its commands lazily."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return the command with this name; None if there is none."""
        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name]
        command = getattr(import_module(f"{__name__}.{module}"), function)
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def cli() -> None:
    """Check, format and export design specs: Markdown files called `spec-<slug>.md`.

    The extension `sphinxcontrib_spec` runs the same checks in a Sphinx build, also for specs in
    reStructuredText.
    """


def main() -> None:
    """Run the command line and exit with its status."""
    # Modules and specs create many long-lived objects, so searching them for garbage takes time.
    gc.set_threshold(_MANY)
    try:
        status = cli.main(prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        status = _ended(error)
    except click.Abort:
        status = _ended(stop("interrupted"), INTERRUPTED)
    except UnicodeEncodeError as error:  # a file name derived from a title
        status = _ended(stop(f"{error.object}: not a possible file name in {error.encoding}"))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        status = _ended(stop(f"{where}{(error.strerror or str(error)).lower()}"))
    flush()
    # At exit, everything is garbage; searching for it would be a waste of time.
    gc.freeze()
    sys.exit(status)


def _ended(error: click.ClickException, status: int = COULD_NOT_RUN) -> int:
    """Report what ended a command, if standard error can be written; return the exit status."""
    with suppress(OSError):
        error.show()
    return status
