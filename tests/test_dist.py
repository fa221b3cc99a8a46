"""What is released: wheel and sdist, built, checked, installed and used: `tox run -e dist`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from email import message_from_string
from pathlib import Path

import ferry
import pytest
from program import HERE, needs_git

pytestmark = pytest.mark.skipif("DIST" not in os.environ, reason="only `tox run -e dist` builds")

#: The spec's own code is no HTTP, which Sphinx says of it.
CONF = """extensions = ["sphinxcontrib_spec"]
suppress_warnings = ["misc.highlighting_failure"]
"""
PAGE = "Home\n====\n\n.. toctree::\n\n   spec-ferry-delay-notices\n"


def run(*words: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """What a program says, which must succeed."""
    done = subprocess.run(
        [*map(str, words)], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def built(source: Path, out: Path, kind: str) -> Path:
    """What a build of this kind makes of a source tree, with the backend installed here."""
    run(sys.executable, "-m", "build", "-n", f"--{kind}", "--outdir", out, ".", cwd=source)
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory) -> Path:
    return built(HERE, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def unpacked(sdist, tmp_path_factory) -> Path:
    """The sdist's own tree."""
    root = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(root, filter="data")
    (tree,) = root.iterdir()
    return tree


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return built(HERE, tmp_path_factory.mktemp("wheel"), "wheel")


def members(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_twine_and_check_wheel_contents_find_nothing(sdist, wheel):
    said = run(sys.executable, "-m", "twine", "check", "--strict", sdist, wheel, cwd=HERE)
    assert said.count("PASSED") == 2
    run("check-wheel-contents", wheel, cwd=HERE)


@needs_git
def test_the_wheel_holds_the_package_and_nothing_else(wheel):
    listed = run("git", "ls-files", "sphinxcontrib_spec", cwd=HERE).splitlines()
    held = members(wheel)
    assert {name for name in held if ".dist-info/" not in name} == set(listed)
    assert {"sphinxcontrib_spec/py.typed"} <= set(held)
    for name in listed:
        assert held[name] == (HERE / name).read_bytes()
    info = wheel.name.rpartition("-py3")[0] + ".dist-info"
    about = message_from_string(held[f"{info}/METADATA"].decode())
    assert about["License-Expression"] == "MIT"
    assert f"{info}/licenses/LICENSE" in held
    assert about.get_payload() == (HERE / "README.md").read_text(encoding="utf-8")
    assert held[f"{info}/entry_points.txt"].decode().split() == [
        *("[console_scripts]", "sphinx-spec", "=", "sphinxcontrib_spec.cli:main")
    ]


def test_the_sdist_builds_the_same_wheel(unpacked, wheel, tmp_path):
    again = built(unpacked, tmp_path, "wheel")
    assert again.name == wheel.name
    assert members(again) == members(wheel)


@needs_git
def test_the_sdist_holds_what_is_needed_to_test_and_document_it(unpacked):
    listed = run("git", "ls-files", "-z", "tests", "docs", "benchmarks", cwd=HERE)
    listed = listed.rstrip("\0").split("\0")
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "tox.ini", ".ci/run", *listed):
        assert (unpacked / name).read_bytes() == (HERE / name).read_bytes()


def test_the_wheel_works_in_an_environment_of_its_own(wheel, tmp_path):
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONWARNINGS": "error"}
    python, program = programs / "python", programs / "sphinx-spec"
    quiet = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run(python, "-m", "pip", "install", "-q", wheel, cwd=tmp_path, env=quiet)
    run(python, "-m", "pip", "check", cwd=tmp_path, env=quiet)

    version = wheel.name.split("-")[1]
    for words in ([program], [python, "-m", "sphinxcontrib_spec"]):
        assert run(*words, "--version", cwd=tmp_path, env=env) == f"sphinx-spec {version}\n"
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / ferry.NAME).write_text(ferry.TEXT, encoding="utf-8")
    said = run(program, "check", docs, cwd=tmp_path, env=env)
    assert said.startswith("Checked 1 spec: ")

    (docs / "conf.py").write_text(CONF, encoding="utf-8")
    (docs / "index.rst").write_text(PAGE, encoding="utf-8")
    sphinx = [python, "-m", "sphinx", "-q", "-W"]
    env.pop("PYTHONWARNINGS")  # Sphinx's own dependencies use what will go
    run(*sphinx, "-b", "html", docs, "html", cwd=tmp_path, env=env)
    run(*sphinx, "-b", "spec", docs, "specs", cwd=tmp_path, env=env)
    page = (tmp_path / "html" / "spec-ferry-delay-notices.html").read_text(encoding="utf-8")
    assert 'class="spec-item' in page
    assert (tmp_path / "html" / "_static" / "sphinxcontrib-spec.css").exists()
    exported = tmp_path / "specs" / ferry.NAME
    assert exported.read_text(encoding="utf-8") == ferry.TEXT
    shutil.rmtree(tmp_path / "env")
