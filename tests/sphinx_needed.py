"""Which test files need Sphinx: told by what they import, ask for and run, not by a list to keep."""

from __future__ import annotations

import ast
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TESTS = Path(__file__).parent

#: Nothing else in the package imports Sphinx or docutils: a contract in pyproject.toml says so. The
#: benchmarks of performance run builds.
SPHINX_SIDE = (
    *("sphinx", "docutils", "myst_parser", "sphinx_pytest"),
    *("sphinxcontrib_spec.ext", "benchmarks.performance"),
)

#: What conftest.py gives to tests that build.
FIXTURES = {"project"}
BUILDS = {"conftest.Project", "conftest.Build", "conftest.CONF"}

IS_THERE = find_spec("sphinx") is not None


@cache
def needs_sphinx(path: Path) -> bool:
    """Whether a test file imports Sphinx, asks for a project to build, or runs `sphinx`."""
    found = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    imported = {name for node in found for name in _imported(node)}
    return (
        any(name == one or name.startswith(one + ".") for name in imported for one in SPHINX_SIDE)
        or bool(imported & BUILDS)
        or any(isinstance(node, ast.arg) and node.arg in FIXTURES for node in found)
        or any(isinstance(node, ast.Constant) and node.value == "sphinx" for node in found)
        or any(needs_sphinx(beside) for name in imported if (beside := _beside(name)))
    )


def test_files(*, sphinx: bool) -> list[Path]:
    """The test files that need Sphinx, or those that do not, in order."""
    return [path for path in sorted(TESTS.glob("test_*.py")) if needs_sphinx(path) == sphinx]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _beside(name: str) -> Path | None:
    """The file of a module that stands beside the tests, but for what every test has."""
    path = TESTS / f"{name}.py"
    return path if name not in ("conftest", "sphinx_needed") and path.exists() else None
