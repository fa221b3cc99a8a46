"""What CONTRIBUTING.md says of the project, done: the house is as drawn, the examples work."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from program import HERE, Folder, needs_git

GUIDE = (HERE / "CONTRIBUTING.md").read_text(encoding="utf-8")
PACKAGE = HERE / "sphinxcontrib_spec"

EXAMPLES = dict(re.findall(r"^```diff (\w+)\n(.*?)^```\n", GUIDE, re.DOTALL | re.MULTILINE))


def drawn() -> dict[str, str]:
    """What stands on the line of each rank."""
    (house,) = re.findall(r"^```text\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    return dict(re.findall(r"^ rank +(\d+) +(.*)$", house, re.MULTILINE))


def test_the_house_is_drawn_as_the_contracts_have_it() -> None:
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == ["sphinxcontrib_spec"]
    )
    ranks = [set(re.split(r"\s*[|:]\s*", layer)) for layer in reversed(layers)]
    assert {int(rank): set(rooms.split()) for rank, rooms in drawn().items()} == dict(
        enumerate(ranks)
    )


def test_every_room_is_drawn_and_every_room_that_is_drawn_is_there() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
    there = {room for room in rooms if not room.startswith("__")}
    assert there == {room for line in drawn().values() for room in line.split()}


def test_every_folder_of_ext_is_described_and_every_file_of_the_shortest_way_is_there() -> None:
    ext = PACKAGE / "ext"
    house = GUIDE.partition("\n## The architecture\n")[2].partition("\n## ")[0]
    folders = {path.parent.name for path in ext.glob("*/__init__.py")}
    assert set(re.findall(r"^\| `(\w+)` \|", house, re.MULTILINE)) == folders
    files = re.findall(r"`([\w/]+\.py)`", house)
    assert len(files) == 5
    assert all((PACKAGE / file).is_file() for file in files)


def test_every_module_opens_with_a_sentence() -> None:
    for path in PACKAGE.rglob("*.py"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert re.fullmatch(r'"""\S.*[.:?]?("""|[.:?])?', first), path
        assert len(first) > 20, path


@pytest.fixture
def copy(folder: Folder) -> Folder:
    """A copy of the package to change, which is what the program runs from then on."""
    shutil.copytree(
        PACKAGE, folder.root / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__")
    )
    folder.env["PYTHONPATH"] = str(folder.root)
    # Else the same second and the same size would leave the old code in the cache.
    folder.env["PYTHONDONTWRITEBYTECODE"] = "1"
    return folder


def code(copy: Folder) -> dict[str, bytes]:
    """Every file of the copy."""
    root = copy.root / PACKAGE.name
    return {str(path.relative_to(copy.root)): path.read_bytes() for path in root.rglob("*.py")}


def apply(copy: Folder, name: str, *, back: bool = False) -> set[str]:
    """Make the change of an example, or take it back; the files that are others then."""
    before = code(copy)
    words = ["git", "apply", "-R"] if back else ["git", "apply"]
    subprocess.run(words, cwd=copy.root, input=EXAMPLES[name].encode(), check=True)
    after = code(copy)
    return {name for name in before | after if before.get(name) != after.get(name)}


def counted(name: str) -> int:
    """How many files the guide says an example touches."""
    (number,) = re.findall(rf"^### A {name} \((\d+) files?\)$", GUIDE, re.MULTILINE)
    return int(number)


def python(copy: Folder, *words: str) -> str:
    """What Python says that runs the copy."""
    run = copy.run(*words, program=[sys.executable])
    assert run.status == 0, run.err
    return run.out


@needs_git
def test_a_rule_is_added_as_the_guide_says_and_removed_again(copy: Folder) -> None:
    before, listed = code(copy), copy.run("rule").out
    assert len(apply(copy, "rule")) == counted("rule")
    added = set(copy.run("rule").out.splitlines()) - set(listed.splitlines())
    assert [line.split()[:2] for line in added] == [["SPEC233", "background-asks"]]
    page = copy.run("rule", "background-asks").out
    assert "Severity: info" in page
    bad, good = re.findall(r"^```markdown (?:bad|good)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    for text, found in ((bad, ["SPEC233"]), (good, [])):
        copy.write({"spec-library.md": f"# Spec: Library\n{text}"})
        told = copy.findings("spec-library.md", "--select", "SPEC233")
        assert [finding["code"] for finding in told] == found
    assert len(apply(copy, "rule", back=True)) == counted("rule")
    assert code(copy) == before
    assert copy.run("rule").out == listed
    assert copy.run("check", "--select", "SPEC233").status == 2


@needs_git
def test_a_column_is_added_as_the_guide_says(copy: Folder) -> None:
    assert len(apply(copy, "column")) == counted("column")
    copy.run("new", "Library")
    text = copy.read("spec-library.md")
    assert "| Failure | Probability | Impact | Detection | Mitigation |" in text
    assert "   :detection: [How it is noticed]\n" in copy.run("export", "--to", "rst").out
    assert '"detection": "[How it is noticed]"' in copy.run("export", "--to", "json").out
    lacking = re.sub(r" Detection \|| \[How it is noticed\] \|", "", text).replace("|---|\n", "|\n")
    copy.write({"spec-library.md": lacking})
    told = copy.findings("spec-library.md", "--select", "SPEC401")
    assert 'no column "Detection"' in told[0]["message"]
    again = (
        "from sphinxcontrib_spec.interchange import json_schema;"
        "print('detection' in json_schema.schema_json())"
    )
    assert python(copy, "-c", again) == "True\n"


@needs_git
def test_a_section_is_added_as_the_guide_says(copy: Folder) -> None:
    assert len(apply(copy, "section")) == counted("section")
    copy.run("new", "Library")
    text = copy.read("spec-library.md")
    assert "\n## Rollout\n[Who gets it first, and how it is undone.]\n\n## Open Questions\n" in text
    assert '"rollout": [' in copy.run("export", "--to", "json").out
    assert copy.run("format", "--check").status == 0
    asked = "from pathlib import Path; from sphinxcontrib_spec import reader; "
    asked += "print(reader.read(Path('spec-library.md').read_text()).rollout.heading)"
    assert python(copy, "-c", asked) == "Rollout\n"
    copy.write({"spec-library.md": text.replace("## Rollout\n[Who", "[Who")})
    told = copy.findings("spec-library.md", "--select", "SPEC111")
    assert told[0]["message"] == 'the section "Rollout" is missing'
