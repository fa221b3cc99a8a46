"""What a shell offers when the Tab key is pressed, asked of the program as shells ask it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

import pytest
from program import PROGRAM, Folder

from sphinxcontrib_spec.report import FORMATS
from sphinxcontrib_spec.rules import RULES

#: How each shell's script asks, and how the answer says a value.
SHELLS = {
    "bash": (r"plain,(.+)", True),
    "zsh": (r"plain\n(.+)\n.+", True),
    "fish": (r"plain,([^\t\n]+).*", False),
}


def offered(folder: Folder, shell: str, *words: str) -> list[str]:
    """What is offered for the last of these words."""
    pattern, told_whole = SHELLS[shell]
    line, begun = shlex.join(["sphinx-spec", *words]), words[-1]
    if not told_whole:
        line = shlex.join(["sphinx-spec", *words[:-1]])
    asked = {
        "_SPHINX_SPEC_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words)) if told_whole else begun,
    }
    run = folder.run(**asked)
    assert (run.status, run.err) == (0, "")
    return re.findall(pattern, run.out)


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_choices_and_rules_are_offered(folder: Folder, shell: str) -> None:
    assert offered(folder, shell, "f") == ["format"]
    assert offered(folder, shell, "check", "--output-format", "") == list(FORMATS)
    assert offered(folder, shell, "export", "--to", "m") == ["markdown", "myst"]
    assert offered(folder, shell, "rule", "SPEC40") == [
        rule.code for rule in RULES if rule.code.startswith("SPEC40")
    ]
    assert offered(folder, shell, "rule", "failure-cell") == ["failure-cell-empty"]
    assert offered(folder, shell, "rule", "") == [rule.code for rule in RULES]
    assert "--unsafe-fixes" in offered(folder, shell, "check", "--")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_lists_of_rules_go_on_after_a_comma(folder: Folder, option: str) -> None:
    assert offered(folder, "bash", "check", option, "goal-u") == [
        rule.name for rule in RULES if rule.name.startswith("goal-u")
    ]
    assert offered(folder, "zsh", "check", option, "SPEC401,failure-cell") == [
        "SPEC401,failure-cell-empty"
    ]
    assert "SPEC401,SPEC401" not in offered(folder, "bash", "check", option, "SPEC401,SPEC40")


def test_shells_are_asked_for_files_where_a_file_belongs(folder: Folder) -> None:
    for words in (("check", "do"), ("check", "--output-file", "do"), ("format", "do")):
        run = folder.run(
            _SPHINX_SPEC_COMPLETE="bash_complete",
            COMP_WORDS=shlex.join(["sphinx-spec", *words]),
            COMP_CWORD=str(len(words)),
        )
        assert run.out == "file,do\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_that_asks_the_program(folder: Folder, shell: str) -> None:
    script = folder.run(_SPHINX_SPEC_COMPLETE=f"{shell}_source").out
    assert f"_SPHINX_SPEC_COMPLETE={shell}_complete" in script
    assert "sphinx-spec" in script


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_completes_with_what_the_help_says_to_add(folder: Folder) -> None:
    folder.write({"bin/sphinx-spec": f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n'})
    (folder.root / "bin" / "sphinx-spec").chmod(0o755)
    (line,) = re.findall(r"~/\.bashrc +(eval .*)", folder.run("--help").out)
    script = (
        f"{line}\n"
        "complete -p sphinx-spec >&2\n"
        "COMP_WORDS=(sphinx-spec rule failure-cell)\n"
        "COMP_CWORD=2\n"
        "_sphinx_spec_completion sphinx-spec\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    env = folder.env | {"PATH": f"{folder.root}/bin:{folder.env['PATH']}"}
    run = subprocess.run(
        ["bash", "-c", script], cwd=folder.root, env=env, capture_output=True, check=False
    )
    assert run.returncode == 0
    assert b"-F _sphinx_spec_completion sphinx-spec" in run.stderr
    assert run.stdout == b"failure-cell-empty\n"
