"""Runs the benchmark: `python -m benchmarks.performance`, in the tox environment `bench`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import machine, results, running, table, trees
from .contestants import CACHE, GIVEN, Sizes, Stage
from .stages import stages

#: Where the documentation keeps the results that it shows.
_DOCS = machine.HERE / "docs" / "_performance"

_GENERATOR = machine.HERE.parent / "shared" / "bench" / "gen.py"


def options(words: Sequence[str]) -> argparse.Namespace:
    """Parse the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="tox run -e bench --", description="What builds and checks cost, beside others."
    )
    parser.add_argument("--specs", type=int, default=1000, metavar="N", help="of the large trees")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="of full builds")
    parser.add_argument("--quick", action="store_true", help="50 specs, one round: only a trial")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="STAGE",
        help="run this stage anew, and keep what is known of the others",
    )
    parser.add_argument("--resume", action="store_true", help="run only what is missing yet")
    parser.add_argument("--no-peers", action="store_true", help="leave other tools out")
    parser.add_argument(
        "--generator",
        type=Path,
        default=Path(os.environ.get("SPEC_BENCH_GENERATOR", _GENERATOR)),
        metavar="FILE",
        help="of specs of another hand, see given.py (also: SPEC_BENCH_GENERATOR)",
    )
    parser.add_argument("--folder", type=Path, default=Path("build/bench"), help="to work in")
    parser.add_argument("--page", action="store_true", help="give the results to docs")
    parser.add_argument(
        "--redraw", action="store_true", help="measure nothing, make what docs shows anew"
    )
    parser.add_argument("--no-plots", action="store_true", help="draw nothing")
    asked = parser.parse_args(words)
    if asked.quick:
        asked.specs, asked.rounds = 50, 1
    return asked


def main(words: Sequence[str]) -> int:
    """Measure, save and show; exit status 1 if a command failed, 2 if nothing can be done."""
    asked = options(words)
    root: Path = asked.folder.resolve()
    if not asked.redraw:
        status = measure(asked, root, root / "results.json")
        if status:
            return status
    file = (_DOCS if asked.redraw else root) / "results.json"
    found = results.load(file)
    if asked.redraw:
        # Rows are derived from the runs, and their texts may have changed since.
        results.save(found, file)
        found = results.load(file)
    print("", *table.lines(found), sep="\n")
    if asked.page:
        _DOCS.mkdir(exist_ok=True)
        (_DOCS / "results.json").write_bytes((root / "results.json").read_bytes())
    if asked.page or asked.redraw:
        (_DOCS / "results.md").write_text(table.page(found), "utf-8")
    if not asked.no_plots:
        # Imported only now: it is large, and would count as memory of every process started before.
        from .plots import draw

        draw(found, _DOCS if asked.page or asked.redraw else root)
    return 0


def measure(asked: argparse.Namespace, root: Path, file: Path) -> int:
    """Run what was asked for and save it after each round; returns the exit status."""
    available = machine.available(asked.generator, peers=not asked.no_peers)
    todo = stages(Sizes(asked.specs), available)
    unknown = set(asked.only) - {stage.name for stage in todo}
    if unknown:
        known = ", ".join(stage.name for stage in todo)
        return _stop(f"no such stage: {', '.join(sorted(unknown))}; there are {known}")
    found = {
        "date": machine.today(),
        "specs": asked.specs,
        "load": machine.load(),
        "machine": machine.machine(),
        "versions": machine.versions(),
        "revision": machine.revision(),
        "runs": {},
    }
    if (asked.only or asked.resume) and file.exists():
        earlier = results.load(file)
        differing = [key for key in results.SETTINGS if earlier[key] != found[key]]
        if differing:
            return _stop(f"{file} is of other {', '.join(differing)}: begin anew")
        found["runs"] = earlier["runs"]
    root.mkdir(parents=True, exist_ok=True)
    trees.configure(root)
    (root / "pyproject.toml").touch()
    _warn(asked, available, found["load"])
    try:
        for stage in todo:
            if asked.only and stage.name not in asked.only:
                continue
            if asked.only:
                found["runs"].pop(stage.name, None)
            _run(stage, asked, root, file, found)
    except running.FailedError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    finally:
        running.clear(root)
    results.save(found, file)
    return 0


def _run(
    stage: Stage, asked: argparse.Namespace, root: Path, file: Path, found: results.Results
) -> None:
    first = results.rounds_done(found, stage.name)
    if first >= stage.rounds(asked.rounds):
        print(f"{stage.name}: done before")
        return
    print(f"{stage.name}:", flush=True)
    start = time.monotonic()
    for new in running.rounds(stage, asked.rounds, first, root, asked.generator):
        results.add(found, stage.name, new)
        results.save(found, file)
    print(f"{stage.name}: {time.monotonic() - start:.0f} s", flush=True)


def _warn(asked: argparse.Namespace, available: set[str], load: float) -> None:
    """Print prominent warnings about what will be missing or wrong."""
    missing = ("rumdl", "mdformat", "sphinx-needs")
    left_out = [] if asked.no_peers else [name for name in missing if name not in available]
    if left_out:
        print(f"!!! Left out, as not installed here: {', '.join(left_out)}")
    if CACHE not in available:
        print("!!! Left out: this version of `check` has no cache")
    if GIVEN not in available and not asked.no_peers:
        print(f"!!! Left out: the trees of another generator, as there is no {asked.generator}")
    if load > 1:
        print(f"!!! {load} processes want a core: figures of a busy machine are worth little")


def _stop(words: str) -> int:
    print(f"bench: {words}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
