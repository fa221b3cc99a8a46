"""Measures the worst files of 100 kB: none may take over 20 times as long as an ordinary one.

    python benchmarks/worst_cases.py [WORDS OF A NAME]

prints, for each kind of file, how long each work took as a multiple of the time for an ordinary
file, and exits with status 1 if one took more than 20 times as long. `markdown-it` is the bare
block parser; all other work begins with reading, which includes one run of it. If that alone takes
more than 20 times its own ordinary time, our work may take that multiple of ours, as it cannot do
without the parser.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from sphinxcontrib_spec import interchange, rules
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.writer import write

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import worst

SIZE = 100_000
MOST = 20

#: Seconds after which a file is given up.
LIMIT = 60


def parsed(text: str) -> object:
    """Parse blocks only: the lower bound for reading."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser.parse(text)


#: What users do with a file, beginning with its text.
WORK: dict[str, Callable[[str], object]] = {
    "markdown-it": parsed,
    "read": read,
    "check": lambda text: rules.check(read(text, "spec-x.md"), file_name="spec-x.md"),
    "format": formatted,
    "strict": lambda text: formatted(text, strict=True),
    "Markdown": lambda text: write(read(text), as_markdown=True),
    "JSON": lambda text: interchange.specs_json([interchange.to_data(read(text))]),
}


def steps(text: str) -> dict[str, float]:
    """Return the CPU seconds that each work takes for a text."""
    taken: dict[str, float] = {}
    for name, work in WORK.items():
        gc.collect()
        start = time.process_time()
        work(text)
        taken[name] = time.process_time() - start
    return taken


def limited(text: str) -> dict[str, float] | None:
    """Do the same in a separate process; returns None if it takes too long."""
    with multiprocessing.Pool(1) as pool:
        try:
            return pool.apply_async(steps, (text,)).get(LIMIT)
        except multiprocessing.TimeoutError:
            return None


def main(wanted: str) -> int:
    """Print the table; returns the exit status."""
    runs = [steps(worst.ordinary(SIZE)) for _ in range(5)]
    base = {name: sorted(run[name] for run in runs)[2] for name in runs[0]}
    print(f"{'times an ordinary file':34}" + "".join(f"{name:>12}" for name in base))
    print(f"{'ordinary, in ms':34}" + "".join(f"{base[name] * 1000:12.1f}" for name in base))
    slow = 0
    for name, make in worst.CASES.items():
        if wanted not in name:
            continue
        taken = limited(make(SIZE))
        if taken is None:
            print(f"{name:34}  takes more than {LIMIT} s")
            slow += 1
            continue
        ratios = {work: taken[work] / base[work] for work in WORK}
        is_slow = max(ratios.values()) > max(MOST, ratios["markdown-it"])
        slow += is_slow
        said = "".join(f"{ratio:12.1f}" for ratio in ratios.values())
        print(f"{name:34}{said}{'  SLOW' * is_slow}", flush=True)
    print(f"{slow} of {len(worst.CASES)} kinds of files are too slow")
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
