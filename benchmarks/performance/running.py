"""Runs commands in turns, and measures each process: CPU time, wall clock, memory."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .contestants import Contestant, Stage
from .trees import make

#: Seconds between two samples of the memory of several processes.
_LOOK = 0.2

_EDIT = re.compile(r"\nEdited at \d+\.\n\Z")


class Run(NamedTuple):
    """The cost of one run of a command, including all its processes.

    CPU (user and system) and wall clock are in seconds. Memory is in bytes: that of the largest
    process, or the total of all if the contestant says so. The size of its output is in bytes, too.
    """

    round: int
    cpu: float
    wall: float
    memory: int
    size: int


#: Where old output is kept until the measurements are over.
_ASIDE = "aside"


class FailedError(Exception):
    """A command did not do what it is measured for."""


def rounds(
    stage: Stage, asked: int, first: int, root: Path, generator: Path | None
) -> Iterator[dict[str, list[Run]]]:
    """Yield the cost of each round of a stage by contestant, beginning with the round `first`.

    Missing trees are created before. Raises `FailedError` if a command fails.
    """
    for tree in {one.tree: None for one in stage.contestants if one.tree}:
        if not (root / f"{tree.folder}.whole").exists():
            _tell(f"  writing {tree.folder}")
        make(tree, root, generator)
    count = stage.rounds(asked)
    for number in range(first - stage.warm, count):
        found: dict[str, list[Run]] = {}
        for one in stage.contestants:
            run = measured(one, number, root)
            found.setdefault(one.name, []).append(run)
            where = f"round {number + 1} of {count}" if number >= first else "warm-up"
            _tell(
                f"  {where}  {one.name:28}{run.cpu:9.3f} s CPU{run.wall:9.3f} s"
                f"{run.memory / 1e6:9.1f} MB"
            )
        if number >= first:
            yield found


def measured(one: Contestant, number: int, root: Path) -> Run:
    """Run a command, with its output in `said.txt`; raises `FailedError` if it fails."""
    for folder in one.fresh:
        _put_aside(root / folder, root)
    if one.edits:
        _edit(root / one.edits)
    with (root / "said.txt").open("w+", encoding="utf-8", errors="replace") as said:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own table of commands
            one.command, cwd=root, env=_environment(root), stdout=said, stderr=subprocess.STDOUT
        )
        try:
            together = _watched(process.pid) if one.adds_up else 0
            # The status of an ended process is kept until this call collects it.
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            # If this is interrupted, the command must end, too.
            process.kill()
            raise
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(max(0, said.seek(0, os.SEEK_END) - 2000))
        _must_be_done(one, process.returncode, said.read(), root)
    return Run(
        number,
        usage.ru_utime + usage.ru_stime,
        wall,
        together or _largest(usage),
        (root / one.weighs).stat().st_size if one.weighs else 0,
    )


def clear(root: Path) -> None:
    """Remove the output that was put aside."""
    shutil.rmtree(root / _ASIDE, ignore_errors=True)


def _put_aside(folder: Path, root: Path) -> None:
    """Move a folder out of the way of a new one.

    It is not deleted now: file systems such as ext4 avoid reusing what was deleted within the last
    minutes, and creating a file then takes up to fifteen times as long.
    """
    if folder.exists():
        aside = root / _ASIDE / str(time.time_ns())
        aside.parent.mkdir(exist_ok=True)
        folder.rename(aside)


def _must_be_done(one: Contestant, status: int, said: str, root: Path) -> None:
    made = len(list(root.glob(one.makes[0]))) if one.makes else 0
    if status not in one.statuses or one.says not in said or (one.makes and made != one.makes[1]):
        about = f", {made} of {one.makes[1]} files made" if one.makes else ""
        raise FailedError(f"{one.name}: status {status}{about}: {' '.join(one.command)}\n{said}")


def _environment(root: Path) -> dict[str, str]:
    """Return an environment with its own cache, without colours or a checkout on the path."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    ours = {"PYTHONHASHSEED": "0", "NO_COLOR": "1", "XDG_CACHE_HOME": str(root / "cache")}
    return kept | ours


def _edit(file: Path) -> None:
    """Append a new line to a page."""
    text = _EDIT.sub("", file.read_text("utf-8"))
    file.write_text(f"{text}\nEdited at {time.time_ns()}.\n", "utf-8")


def _largest(usage: resource.struct_rusage) -> int:
    # A process starts with the peak memory of its parent, which is why this one stays small.
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _watched(pid: int) -> int:
    """Return the peak memory of a process and its descendants; shared pages count once."""
    import psutil

    most = 0
    process = psutil.Process(pid)
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            family = [process, *process.children(recursive=True)]
            most = max(most, sum(map(_portion, family)))
        except psutil.NoSuchProcess:
            continue
        time.sleep(_LOOK)
    return most


def _portion(process: object) -> int:
    info = process.memory_full_info()  # type: ignore[attr-defined]
    return int(getattr(info, "pss", info.uss))


def _tell(line: str) -> None:
    print(line, flush=True)
