"""Many files at once: side by side, in stable order, interrupted, killed and watched."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from ferry import TEXT
from program import PROGRAM, Folder, changed, named

from sphinxcontrib_spec import derive

ANSI = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")

COMMANDS = [
    ["check", "--no-cache", "--show-info"],
    ["check", "--no-cache", "--output-format", "json"],
    ["format", "--diff"],
]


#: As much of a spec as can be formatted, and that.
FORMATTED = "# Spec: Ferry Delay Notices\n\n## Goals\n- Moor any vessel within 9 min\n"
UNTIDY = FORMATTED.replace("- ", "* ")


def many(folder: Folder, number: int, text: str = UNTIDY) -> dict[str, str]:
    """Write specs to several folders; the answer is the title of each file's."""
    titles = {f"{n % 7}/spec-{n:03}.md": f"Pier {n}" for n in range(number)}
    folder.write({name: named(title, text) for name, title in titles.items()})
    return titles


def left_over(folder: Folder) -> list[Path]:
    return [path for path in folder.root.rglob(".*") if path.is_file()]


# Side by side


@pytest.mark.parametrize("command", COMMANDS)
def test_any_number_of_jobs_says_the_same(folder: Folder, command: list[str]) -> None:
    many(folder, 60)
    many(folder, 20, derive.blank_spec())
    folder.write({"3/spec-bad.md": b"\xff", "5/spec-empty.md": "", "5/spec-link.md": TEXT * 2})
    (folder.root / "6" / "spec-alias.md").symlink_to("../1/spec-001.md")
    one = folder.run(*command, "--jobs", "1")
    assert one.out
    assert one.err == "Error: 3/spec-bad.md:1:1: not UTF-8: byte 1 of line 1 is 0xff\n"
    assert folder.run(*command, "--jobs", "4") == one
    assert folder.run(*command) == one


def test_any_number_of_jobs_writes_the_same(folder: Folder) -> None:
    titles = many(folder, 60)
    run = folder.run("format", "-j", "3")
    assert (run.status, run.err) == (0, "")
    assert run.out.splitlines() == [f"Formatted {name}" for name in sorted(titles)]
    assert all(folder.read(name) == named(title, FORMATTED) for name, title in titles.items())
    assert folder.run("format", "--check").out == ""


@pytest.mark.parametrize("jobs", ["0", "-1", "two"])
def test_jobs_are_one_or_more(folder: Folder, jobs: str) -> None:
    assert folder.run("check", "--jobs", jobs).status == 2


def test_a_few_files_start_no_process(folder: Folder) -> None:
    many(folder, 31)
    run = folder.run("check", "-j", "8", program=changed("import os; del os.fork"))
    assert (run.status, run.err) == (1, "")


@pytest.mark.parametrize(
    "without",
    [
        "sys.modules['multiprocessing'] = None",
        "sys.modules['_multiprocessing'] = None",
        "import multiprocessing.synchronize; multiprocessing.synchronize.SemLock.__init__ = fail",
    ],
)
def test_a_system_without_semaphores_does_one_file_after_the_other(
    folder: Folder, without: str
) -> None:
    many(folder, 40)
    expected = folder.run("check", "--no-cache", "-j", "1")
    code = f"import sys\ndef fail(*_, **__): raise OSError(38, 'not implemented')\n{without}"
    assert folder.run("check", "--no-cache", "-j", "2", program=changed(code)) == expected


#: A program that fails at one of its files.
FAILING = """
import os, signal
from sphinxcontrib_spec import rules
check = rules.check
def failing(spec, *more):
    if spec.path.endswith("spec-017.md"):
        {}
    return check(spec, *more)
rules.check = failing
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_error_of_ours_in_one_file_leaves_the_others_alone(folder: Folder, jobs: str) -> None:
    many(folder, 40)
    code = FAILING.format("raise KeyError('tide')")
    run = folder.run("check", "-j", jobs, program=changed(code))
    assert run.status == 2
    assert run.err == (
        "Error: 3/spec-017.md: internal error, please report it: KeyError: 'tide' (<string>:7)\n"
    )
    assert "\nChecked 39 specs: " in run.out


#: A program whose workers die at their first file.
DYING = """
import multiprocessing, os, signal
from sphinxcontrib_spec import rules
check = rules.check
def dying(spec, *more):
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return check(spec, *more)
rules.check = dying
"""


def test_a_worker_that_dies_is_an_error(folder: Folder) -> None:
    many(folder, 40)
    run = folder.run("check", "-j", "2", program=changed(DYING))
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith("Error: a worker process died, perhaps for lack of memory, at or ")
    assert "--jobs 1" in run.err


# Interrupted and killed


def begun(folder: Folder, jobs: str) -> subprocess.Popen[bytes]:
    """The program amidst the many files that it formats."""
    warn_of_nothing(folder)
    process = folder.start("format", "--jobs", jobs)
    assert process.stdout
    assert process.stdout.readline().startswith(b"Formatted ")
    return process


def warn_of_nothing(folder: Folder) -> None:
    """Let a program be interrupted where it has just opened a file, which it cannot close then."""
    del folder.env["PYTHONWARNINGS"]


def are_old_or_new(folder: Folder, titles: dict[str, str]) -> bool:
    return all(
        folder.read(name) in (named(title, UNTIDY), named(title, FORMATTED))
        for name, title in titles.items()
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_all_workers_and_leaves_whole_files(folder: Folder, jobs: str) -> None:
    titles = many(folder, 300)
    process = begun(folder, jobs)
    os.killpg(process.pid, signal.SIGINT)
    # The pipes are not closed before the last process that holds them is gone.
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == b"\nError: interrupted\n"
    assert are_old_or_new(folder, titles)
    assert left_over(folder) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("signal_", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_killed_leaves_whole_files_and_no_worker(
    folder: Folder, jobs: str, signal_: signal.Signals
) -> None:
    titles = many(folder, 300)
    process = begun(folder, jobs)
    process.send_signal(signal_)
    process.communicate(timeout=60)
    assert process.returncode == -signal_
    assert are_old_or_new(folder, titles)
    # What it leaves besides is hidden, and in nobody's way.
    assert all(path.name.startswith(".sphinx-spec-") for path in left_over(folder))
    assert folder.run("format").status == 0
    assert folder.run("format", "--check").out == ""
    assert f"Checked {len(titles)} specs" in folder.run("check").out


# Watched


def watched(folder: Folder, *words: str, both: bool = False, **env: str) -> tuple[int, str, str]:
    """The status of a run, its standard output, and what a terminal showed of it."""
    ours, its = pty.openpty()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [*PROGRAM, *words],
            cwd=folder.root,
            env=folder.env | {"TERM": "xterm"} | env,
            stdout=its if both else out,
            stderr=its,
        )
        os.close(its)
        shown = on_screen(ours)
        status = process.wait()
        out.seek(0)
        return status, out.read().decode(), shown


def on_screen(terminal: int) -> str:
    """All that was written to a terminal, which is closed when nobody has it open any more."""
    shown = b""
    with contextlib.suppress(OSError):  # so a terminal says that nobody writes to it any more
        while data := os.read(terminal, 10_000):
            shown += data
    os.close(terminal)
    return shown.decode()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_shows_how_far_it_is(folder: Folder, command: list[str], jobs: str) -> None:
    many(folder, 100)
    plain = folder.run(*command)
    status, out, shown = watched(folder, *command, "--jobs", jobs)
    assert (status, out) == (plain.status, plain.out)
    label = "Formatting" if command[0] == "format" else "Checking"
    assert f"{label}  [####" in shown
    assert "100%" in shown
    status, _, shown = watched(folder, *command, both=True)
    assert status == plain.status
    bar, _, after = shown.rpartition("100%")
    assert f"{label}  [####" in bar
    lines = ANSI.sub("", after).split("\r\n")
    assert lines[1:] == plain.out.replace("\r\n", "\n").split("\n")


#: An interrupt while an answer is handed on, when nobody is at work under the bar.
HANDING_ON = """
from sphinxcontrib_spec.cli import _known
def kept(self, answer):
    raise KeyboardInterrupt
_known.Known.kept = kept
"""


@pytest.mark.parametrize(
    "code", [FAILING.format("os.killpg(0, signal.SIGINT)"), HANDING_ON], ids=["at work", "between"]
)
def test_a_bar_that_is_interrupted_is_ended(folder: Folder, code: str) -> None:
    many(folder, 100)
    warn_of_nothing(folder)
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [*changed(code), "check"],
        cwd=folder.root,
        env=folder.env,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    shown = on_screen(ours)
    assert process.wait() == 130
    assert shown.endswith("\r\nError: interrupted\r\n")
    assert "Traceback" not in shown


@pytest.mark.parametrize(
    ("number", "env"), [(99, {}), (100, {"TERM": "dumb"}), (100, {"CI": "true"})]
)
def test_no_bar_is_shown_for_little_or_in_a_log(
    folder: Folder, number: int, env: dict[str, str]
) -> None:
    many(folder, number)
    assert watched(folder, "check", **env)[2] == ""


def test_a_diff_is_coloured_on_a_terminal_and_obeyed_by_none(folder: Folder) -> None:
    text = UNTIDY.replace("* Moor", "* \x1b[2J\tMoor")
    folder.write({"spec-a.md": text})
    _, _, shown = watched(folder, "format", "--diff", both=True)
    assert "\x1b[31m-* \\x1b[2J\tMoor" in shown
    assert "\x1b[32m+- \\x1b[2J\tMoor" in shown
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        _, _, plain = watched(folder, "format", "--diff", both=True, **env)
        assert "\x1b" not in plain
        assert ANSI.sub("", shown) == plain
    assert watched(folder, "format", "--diff", both=True, NO_COLOR="")[2] == shown
    assert "\x1b[2J\tMoor" in folder.run("format", "--diff").out
