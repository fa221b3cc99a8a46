"""Uses the texts of an external generator of specs, in its own trees and in ours.

The generator is a Python file with `Spec(number)`, whose attributes are listed in `_ours`, and with
`generate(folder, count, trees)`, which writes the trees named below.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import specs

#: Our kinds of trees, and the generator's names for its own.
_NAMES = {
    "canonical": "myst-plain",
    "tables-rst": "rst-plain",
    "needs-md": "needs-myst",
    "needs-rst": "needs-rst",
}

#: Kinds that an external generator cannot write: its specs in our directives.
WRITTEN_HERE = ("directives-md", "directives-rst")


def specs_of(generator: Path, count: int) -> Iterator[specs.Spec]:
    """Return the specs of a generator."""
    module = _loaded(generator)
    return (_ours(module.Spec(number)) for number in range(1, count + 1))


def write(kind: str, count: int, folder: Path, generator: Path) -> None:
    """Write one of the generator's own trees; its configuration stays in it, as with a page."""
    aside = folder.with_name(f"{folder.name}.given")
    _loaded(generator).generate(aside, count, [_NAMES[kind]])
    (aside / _NAMES[kind]).rename(folder)
    shutil.rmtree(aside)


def _loaded(generator: Path) -> Any:
    found = importlib.util.spec_from_file_location("given_generator", generator)
    assert found
    assert found.loader
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _ours(one: Any) -> specs.Spec:
    """Convert a spec of the generator to one of ours."""
    place = {failure["id"]: number for number, failure in enumerate(one.failures)}
    return specs.Spec(
        title=f"{one.title.title()} {one.i:05}",
        status=one.status,
        date=one.date,
        author=one.author,
        problem=one.problem.split("\n"),
        goals=one.goals,
        non_goals=one.nongoals,
        background=one.background.split("\n"),
        api=[
            specs.Code("Users opt in like this:", "python", one.code1),
            specs.Code("There is another form:", "python", one.code2),
        ],
        data=specs.Code("Entries are files:", "python", one.code3),
        steps=one.steps,
        decisions=[
            specs.Decision(
                each["title"],
                each["options"].split(", "),
                each["chosen"],
                each["rationale"],
                [place[link] for link in each["links"]],
            )
            for each in one.decisions
        ],
        failures=[
            specs.Failure(each["title"], each["probability"], each["impact"], each["mitigation"])
            for each in one.failures
        ],
        metrics=[
            specs.Metric(each["text"], number % len(one.goals))
            for number, each in enumerate(one.metrics)
        ],
        questions=[
            specs.Question(each["text"], each["owner"], each["deadline"]) for each in one.questions
        ],
        appendix=one.appendix.split("\n"),
    )
