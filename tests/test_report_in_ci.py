"""What the documentation says of CI: its snippets are read, and their commands run."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import snippets
import yaml
from ferry import NAME, TEXT
from junitparser import JUnitXml
from program import HERE, Folder

FAULTY = TEXT.replace("| Medium | High |", "| | High |")

SNIPPETS: list[dict[str, Any]] = [
    yaml.safe_load(each.text) for each in snippets.of_language("yaml")
]
WORKFLOWS = [snippet["jobs"]["specs"] for snippet in SNIPPETS if "jobs" in snippet]
(GITLAB,) = (snippet["specs"] for snippet in SNIPPETS if "specs" in snippet)
(PRE_COMMIT,) = (snippet["repos"] for snippet in SNIPPETS if "repos" in snippet)


def commands(job: dict[str, Any]) -> list[list[str]]:
    """The words of every command of ours in a job."""
    lines = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
    words = map(shlex.split, lines)
    return [rest for first, *rest in words if first == "sphinx-spec"]


def uploads(job: dict[str, Any]) -> Iterator[str]:
    """The files that a job hands on, whether its check failed or not."""
    for step in job.get("steps", ()):
        if "upload-sarif" in step.get("uses", ""):
            assert step["if"] == "${{ !cancelled() }}"
            assert job["permissions"]["security-events"] == "write"
            yield step["with"]["sarif_file"]
    if artifacts := job.get("artifacts"):
        assert artifacts["when"] == "always"
        yield from artifacts["reports"].values()


@pytest.mark.parametrize("job", [*WORKFLOWS, GITLAB])
@pytest.mark.parametrize(("text", "status"), [(TEXT, 0), (FAULTY, 1)])
def test_a_job_fails_if_it_finds_something_and_leaves_its_report(
    folder: Folder, job: dict[str, Any], text: str, status: int
) -> None:
    folder.write({f"docs/{NAME}": text})
    (words,) = commands(job)
    run = folder.run(*words, GITHUB_STEP_SUMMARY="summary")
    assert (run.status, run.err) == (status, "")
    assert ("SPEC402" in run.out) == bool(status)
    assert folder.read("summary").startswith("\n## Design specs: ")
    for file in uploads(job):
        report = folder.read(file)
        assert ("SPEC402" in report) == bool(status)
        if file.endswith(".sarif"):
            assert json.loads(report)["version"] == "2.1.0"
        else:
            assert JUnitXml.fromstring(report.encode()).failures == status


def test_jobs_show_annotations_code_scanning_and_tests() -> None:
    formats = [
        words[words.index("--output-format") + 1]
        for job in [*WORKFLOWS, GITLAB]
        for words in commands(job)
    ]
    assert formats == ["github", "sarif", "junit"]
    assert [len([*uploads(job)]) for job in [*WORKFLOWS, GITLAB]] == [0, 1, 1]


def test_hooks_are_called_as_they_are() -> None:
    hooks = yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    named = {hook["id"] for repo in PRE_COMMIT for hook in repo["hooks"]}
    assert named == {hook["id"] for hook in hooks}


def test_no_snippet_is_of_another_form() -> None:
    assert len(SNIPPETS) == len(WORKFLOWS) + len([GITLAB, PRE_COMMIT])
