"""The command line: `sphinx-spec` and its commands.

A command is a function that returns its exit status: 0 for clean, 1 for findings. Whatever keeps
it from running is one line on standard error, and 2. A command is imported when it is named, and
what it needs when it runs, so that `--version` answers at once, and Sphinx never is.
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

#: The commands, in the order of their use: where each stands, and its function there.
_COMMANDS = {
    "new": ("new", "new"),
    "check": ("check", "check"),
    "format": ("format", "format_"),
    "export": ("export", "export"),
    "rule": ("rule", "rule"),
}

#: So many new objects are worth a look at which of them are garbage.
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
    """A group as click wants it for commands that are imported late."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name, if there is one."""
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
    """Run the command line and leave with its exit status."""
    # Modules and specs make many objects that stay: to look for garbage among them takes time.
    gc.set_threshold(_MANY)
    try:
        status = cli.main(prog_name=PROGRAM, standalone_mode=False)
    except click.ClickException as error:
        status = _ended(error)
    except click.Abort:
        status = _ended(stop("interrupted"), INTERRUPTED)
    except UnicodeEncodeError as error:  # the name of a file, made of a title
        status = _ended(stop(f"{error.object}: not a possible file name in {error.encoding}"))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        status = _ended(stop(f"{where}{(error.strerror or str(error)).lower()}"))
    flush()
    # Nothing is garbage but all of it, and that needs no look.
    gc.freeze()
    sys.exit(status)


def _ended(error: click.ClickException, status: int = COULD_NOT_RUN) -> int:
    """Say what ended a command, if anybody can be told; the exit status."""
    with suppress(OSError):
        error.show()
    return status
