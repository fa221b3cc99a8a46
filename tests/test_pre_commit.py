"""The hooks for pre-commit: what they run on, and a commit that they stop or mend."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ferry import NAME, TEXT
from program import HERE, PROGRAM, UNTIDY, Folder, needs_git

from sphinxcontrib_spec.files import is_spec

HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook
    for hook in yaml.safe_load((HERE / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}

FAULTY = TEXT.replace("| Medium | High |", "| | High |")

#: What pre-commit installs the hooks from.
SOURCES = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "sphinxcontrib_spec")


def test_there_is_a_hook_to_check_and_one_to_format() -> None:
    assert list(HOOKS) == ["sphinx-spec-check", "sphinx-spec-format"]
    for hook in HOOKS.values():
        assert (hook["language"], hook["types"], hook["require_serial"]) == (
            *("python", ["markdown"]),
            True,
        )


def test_our_own_specs_are_formatted_and_checked_before_a_commit() -> None:
    config = yaml.safe_load((HERE / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (repo,) = config["repos"]
    assert repo["repo"] == "local"
    hooks = {hook["id"]: hook for hook in repo["hooks"]}
    assert list(hooks) == [*sorted(HOOKS, reverse=True), "ruff-check", "ruff-format", "mypy"]
    ours = [path.relative_to(HERE).as_posix() for path in HERE.glob("docs/**/spec-*.md")]
    assert len(ours) > 1
    for name in HOOKS:
        assert hooks[name]["entry"] == HOOKS[name]["entry"]
        assert all(re.search(hooks[name]["files"], path) for path in ours)
        assert not re.search(hooks[name]["files"], "tests/manners/spec-lunchbox.md")
    folder = str(HERE / "docs")
    for words in (["check", folder], ["format", "--check", folder]):
        run = subprocess.run([*PROGRAM, *words], cwd=HERE, capture_output=True, check=False)
        assert run.returncode == 0, run.stdout.decode()


def test_what_a_host_runs_is_what_ci_runs() -> None:
    workflow = yaml.safe_load((HERE / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["ci"]["steps"]
    assert ".ci/run" in [step.get("run") for step in steps]
    assert os.access(HERE / ".ci" / "run", os.X_OK)
    project = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    pythons = re.findall(r"Python :: (3\.\d+)", project)
    tested = [*workflow["jobs"]["python"]["strategy"]["matrix"]["python"], "3.11"]
    assert sorted(tested) == sorted(pythons)


@pytest.mark.parametrize(
    "path",
    [
        *("spec-a.md", "docs/spec-a.md", "docs/a b/spec-ä.md", "spec-a.md/readme.md", "Spec-a.md"),
        *(
            "my-spec-a.md",
            "docs/spec.md",
            "spec-a.mdx",
            "spec-a.rst",
            "spec-a/notes.md",
            "spec-.md",
        ),
    ],
)
def test_hooks_run_on_what_is_called_as_a_spec_is(path: str) -> None:
    for hook in HOOKS.values():
        assert bool(re.search(hook["files"], path)) == is_spec(path.rpartition("/")[2])


def entry(name: str) -> list[str]:
    """The program of a hook, as it runs here."""
    first, *words = HOOKS[name]["entry"].split()
    assert first == "sphinx-spec"
    return [*PROGRAM, *words]


def test_what_the_project_leaves_out_no_hook_works_on(folder: Folder) -> None:
    texts = {
        "old/spec-b.md": UNTIDY,
        "spec-guide.md": f"---\nspec: false\n---\n{FAULTY}",
    }
    folder.write(texts)
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["old"]\n'})
    for name in HOOKS:
        assert folder.run(*texts, program=entry(name)).status == 0
        assert folder.run(*texts, NAME, program=entry(name)).status == 2
    assert {path: folder.read(path) for path in texts} == texts
    folder.write({NAME: FAULTY})
    run = folder.run(*texts, NAME, program=entry("sphinx-spec-check"))
    assert (run.status, run.out.splitlines()[-1]) == (1, "Checked 1 spec: 1 error")


@needs_git
@pytest.mark.skipif("TOX_ENV_NAME" not in os.environ, reason="installs from PyPI, as tox does")
def test_a_commit_is_checked_and_formatted(folder: Folder, tmp_path: Path) -> None:
    hooks, commit = tmp_path / "hooks", tmp_path / "commit"
    hooks.mkdir()
    for name in SOURCES:
        copy = shutil.copytree if (HERE / name).is_dir() else shutil.copy
        copy(HERE / name, hooks / name)
    author = ("-c", "user.name=Inga", "-c", "user.email=inga@example.org")
    for words in (("init", "-q"), ("add", "."), (*author, "commit", "-q", "-m", "Hooks")):
        folder.git("-C", str(hooks), *words)

    def run(hook: str) -> tuple[int, str]:
        """The status of a hook that is run on all files, and what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", hook, "--all-files"],
            cwd=commit,
            env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "installed")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr
        return done.returncode, done.stdout

    texts = {NAME: FAULTY, "docs/spec-untidy.md": UNTIDY, "docs/notes.md": FAULTY + "*  no spec"}
    wanted = {"repo": str(hooks), "rev": "HEAD", "hooks": [{"id": name} for name in HOOKS]}
    texts[".pre-commit-config.yaml"] = json.dumps({"repos": [wanted]})
    folder.write({f"commit/{name}": text for name, text in texts.items()})
    folder.git("init", "-q", "commit")
    folder.git("-C", "commit", "add", ".")
    status, out = run("sphinx-spec-check")
    assert status == 1
    assert f"{NAME}:" in out
    assert "SPEC402 error failure-cell-empty" in out
    assert "notes.md" not in out
    status, out = run("sphinx-spec-format")
    assert status == 1
    assert "Formatted docs/spec-untidy.md" in out
    assert (commit / "docs/spec-untidy.md").read_text(encoding="utf-8") == TEXT
    assert (commit / "docs/notes.md").read_text(encoding="utf-8") == texts["docs/notes.md"]
    assert run("sphinx-spec-format")[0] == 0
