"""Compares the cost of reading and formatting with that of other Markdown parsers, in one process.

    python -m benchmarks.reading [FOLDER]

reads 100 invented specs, or every `spec-*.md` of a folder, with each contestant in turn, round
after round, and prints the median CPU time per file and the median of the ratios to
markdown-it-py's full parse.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import mdformat
from markdown_it import MarkdownIt

from sphinxcontrib_spec import rules
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.reader import read

from .performance import pages
from .performance.markup import MARKDOWN
from .performance.specs import spec

SPECS, ROUNDS = 100, 7
FULL = "markdown-it-py, full parse"
CONTESTANTS: dict[str, Callable[[str], object]] = {
    FULL: MarkdownIt("commonmark").enable("table").parse,
    "read": read,
    "read and check": lambda text: rules.check(read(text), file_name="spec-x.md"),
    "format": formatted,
    "mdformat": lambda text: mdformat.text(text, extensions={"gfm"}),
}


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU time that a contestant takes for all texts."""
    gc.collect()
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def invented() -> list[str]:
    """Return canonical Markdown as in the other benchmarks."""
    every = map(spec, range(1, SPECS + 1))
    return [pages.page(each, MARKDOWN, pages.plain, "") for each in every]


def main(*folders: str) -> None:
    """Measure and print."""
    files = [path for folder in folders for path in sorted(Path(folder).rglob("spec-*.md"))]
    texts = [path.read_text("utf-8") for path in files] if folders else invented()
    for work in CONTESTANTS.values():
        seconds(work, texts)  # fills the caches
    found = [
        {name: seconds(work, texts) for name, work in CONTESTANTS.items()} for _ in range(ROUNDS)
    ]
    print(f"{len(texts)} files, {ROUNDS} rounds")
    for name in CONTESTANTS:
        taken = statistics.median(each[name] for each in found) / len(texts)
        ratios = sorted(each[name] / each[FULL] for each in found)
        print(
            f"{name:28} {taken * 1000:7.3f} ms a file   {statistics.median(ratios):6.3f} x"
            f"   ({ratios[0]:.3f} to {ratios[-1]:.3f})"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
