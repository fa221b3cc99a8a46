"""Which tests the environment without Sphinx runs: all that can do without it, and no other."""

from __future__ import annotations

from pathlib import Path

import sphinx_needed
from program import HERE

CORE = {path.stem for path in sphinx_needed.test_files(sphinx=False)}
REST = {path.stem for path in sphinx_needed.test_files(sphinx=True)}


def test_the_core_is_tested_without_sphinx() -> None:
    package = HERE / "sphinxcontrib_spec"
    rooms = {path.stem for path in (*package.iterdir(), *package.glob("markup/*"))} - {"ext"}
    tested = {room for room in rooms if f"test_{room}" in CORE}
    assert tested >= {"cells", "config", "derive", "fixing", "ignores", "interchange", "links"}
    assert tested >= {"measure", "names", "reader", "report", "roles", "rules", "schema"}
    assert {
        "test_cli",
        "test_cli_check",
        "test_cli_format",
        "test_export",
        "test_roundtrip",
    } <= CORE
    assert not {name for name in CORE if name.startswith("test_ext_")}


def test_what_builds_is_not() -> None:
    assert {"test_demo", "test_ext_builder", "test_ext_domain", "test_bad_input"} <= REST


def test_need_is_told_by_imports_fixtures_and_programs(tmp_path: Path) -> None:
    texts = {
        "import docutils.nodes\n": True,
        "def late():\n    from sphinx import addnodes\n": True,
        "from sphinxcontrib_spec.ext import builder\n": True,
        "from sphinxcontrib_spec import ext\n": True,
        "from conftest import Project\n": True,
        "import shapes\n": True,
        "from benchmarks.performance import tables\n": True,
        "def test_it(project): ...\n": True,
        'COMMAND = ["-m", "sphinx", "-W"]\n': True,
        "import sphinxcontrib_spec\n": False,
        "from sphinxcontrib_spec import extras\n": False,
        "from conftest import SARIF_SCHEMA\n": False,
        "import ferry\nimport tapes\n": False,
        "'what sphinx says'\n": False,
    }
    for number, (text, needs) in enumerate(texts.items()):
        path = tmp_path / f"test_{number}.py"
        path.write_text(text, encoding="utf-8")
        assert sphinx_needed.needs_sphinx(path) == needs, text
