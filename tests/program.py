"""The command line, run as a user runs it: as a process in a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ferry import TEXT

HERE = Path(__file__).parents[1]
PROGRAM = [sys.executable, "-m", "sphinxcontrib_spec"]

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

#: What is canonical in another layout than this.
UNTIDY = TEXT.replace("\n- ", "\n* ").replace("| AIS |", "|  AIS|")


def named(title: str, text: str = TEXT) -> str:
    """The spec under another title."""
    return text.replace("# Spec: Ferry Delay Notices", f"# Spec: {title}")


@dataclass(frozen=True)
class Run:
    """What a run left: its status, and what it wrote where."""

    status: int
    out: str
    err: str


class Folder:
    """A folder to run the program in, apart from any other project."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(HERE),
            "PYTHONWARNINGS": "error",
            "HOME": str(root / "home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C.UTF-8",
        }
        self.write({"pyproject.toml": ""})

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write files, named relative to the folder."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, name: str) -> str:
        """What stands in a file now."""
        return (self.root / name).read_bytes().decode()

    def run(
        self,
        *words: str,
        stdin: str | bytes = "",
        cwd: str = ".",
        program: list[str] = PROGRAM,
        **env: str,
    ) -> Run:
        """Run the program to its end; that it never shows a traceback is tested on the way."""
        done = subprocess.run(
            [*program, *words],
            cwd=self.root / cwd,
            env=self.env | env,
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str, program: list[str] = PROGRAM) -> subprocess.Popen[bytes]:
        """Start the program in a process group of its own, with pipes to talk to it."""
        return subprocess.Popen(
            [*program, *words],
            cwd=self.root,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def findings(self, *words: str, **more: Any) -> list[dict[str, Any]]:
        """What `check` finds, as data."""
        run = self.run("check", "--output-format", "json", *words, **more)
        found: list[dict[str, Any]] = json.loads(run.out)
        return found

    def git(self, *words: str) -> None:
        """Run git, which must succeed."""
        subprocess.run(["git", *words], cwd=self.root, check=True, capture_output=True)


def changed(code: str) -> list[str]:
    """The program after some code of a test's own, which changes what it runs on."""
    return [sys.executable, "-c", f"{code}\nfrom sphinxcontrib_spec.cli import main\nmain()\n"]
