"""Describes the environment of a run: machine, versions, revision, date."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from .contestants import CACHE, GIVEN, MDFORMAT, NEEDS, RUMDL
from .stages import PROGRAMS

#: The distributions that contribute to the cost of some contestant.
_DISTRIBUTIONS = """
sphinxcontrib-spec sphinx docutils myst-parser markdown-it-py click sphinx-needs mdformat
mdformat-gfm rumdl
""".split()

HERE = Path(__file__).parents[2]


def today() -> str:
    """Return the date in ISO form."""
    return datetime.now(UTC).date().isoformat()


def machine() -> dict[str, str]:
    """Describe the machine in words."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "processor": _processor(),
        "cores": str(cores),
        "memory": f"{pages / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
    }


def load() -> float:
    """Return the number of processes competing for a core; figures are good below one."""
    return round(os.getloadavg()[0], 1)


def versions() -> dict[str, str]:
    """Return the version of every measured distribution that is installed."""
    found = {"Python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        version = _version(name)
        if version:
            found[name] = version
    return found


def revision() -> str:
    """Return the revision of this project, with a + if there are changes; empty outside of git."""
    git = shutil.which("git")
    if not git:
        return ""
    said = [
        subprocess.run(  # noqa: S603 - git, with our own arguments
            [git, *words.split()], cwd=HERE, capture_output=True, text=True, check=False
        ).stdout.strip()
        for words in ("rev-parse --short=10 HEAD", "status --porcelain --untracked-files=no")
    ]
    return said[0] + "+" * bool(said[1])


def available(generator: Path, *, peers: bool) -> set[str]:
    """Return which peers are installed, and whether there is a cache and an external generator."""
    found = {name for name in (NEEDS, RUMDL, MDFORMAT) if peers and _version(name)}
    if peers and generator.is_file():
        found.add(GIVEN)
    help_text = subprocess.run(  # noqa: S603 - our own program
        [PROGRAMS / "sphinx-spec", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    if "--no-cache" in help_text:
        found.add(CACHE)
    return found


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
