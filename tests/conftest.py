"""A Sphinx project in a temporary folder, built as often as a test likes."""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import commonmark
import pytest
from hypothesis import settings
from program import Folder
from sphinx.testing.util import SphinxTestApp

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CONF = 'extensions = ["sphinxcontrib_spec"]\nhtml_sidebars = {"**": []}\n'
#: The anchors that MyST gives headings besides, as viewers of Markdown know them.
MYST_SPANS = re.compile(r'<span id="[^"]*"></span>(?=<h\d>)')
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Build:
    """What one build left: its folder, every page's body, what it read, wrote and said."""

    app: SphinxTestApp
    out: Path
    pages: dict[str, str]
    read: set[str]
    written: list[str]
    warnings: list[str]
    status: str

    @property
    def inventory(self) -> list[str]:
        """The lines of `objects.inv` that are ours, sorted."""
        *_header, packed = (self.out / "objects.inv").read_bytes().split(b"\n", 4)
        lines = zlib.decompress(packed).decode().splitlines()
        return sorted(line for line in lines if " spec:" in line)


class Project:
    """Source files in `src`, built into `builds/<name of the folder>/<builder>`."""

    def __init__(self, root: Path, src: Path | None = None) -> None:
        self.root = root
        self.src = src or root / "src"
        self.fresh = 0
        if not src:
            self.write({"conf.py": CONF})

    def write(self, files: dict[str, str | bytes]) -> None:
        """Write files, named relative to the source folder; text is written as it is."""
        for name, text in files.items():
            path = self.src / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)

    def remove(self, name: str) -> None:
        """Delete one source file."""
        (self.src / name).unlink()

    def build(
        self, builder: str = "html", *, fresh: bool = False, jobs: int = 0, **overrides: Any
    ) -> Build:
        """Build into the folder of the last build, or into a new one."""
        self.fresh += fresh
        folder = self.root / "builds" / (str(self.fresh) if fresh else "same")
        bodies, log = folder / f"bodies-{builder}", folder / "written"
        folder.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")
        app = SphinxTestApp(
            builder, srcdir=self.src, builddir=folder, parallel=jobs, confoverrides=overrides
        )

        def note(_app: object, page: str, _template: str, context: dict[str, Any], _tree: object):
            path = bodies / page
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(context.get("body", ""), encoding="utf-8")
            with log.open("a", encoding="utf-8") as file:
                file.write(page + "\n")

        read: set[str] = set()
        app.connect("html-page-context", note)
        app.connect("env-before-read-docs", lambda _app, _env, names: read.update(names))
        try:
            app.build()
        finally:
            app.cleanup()
        names = sorted(app.env.found_docs) if bodies.exists() else []
        said = ANSI.sub("", app.warning.getvalue())
        # docutils names an included file relative to where the build runs.
        for place in (self.src, os.path.relpath(self.src)):
            said = said.replace(f"{place}/", "")
        return Build(
            app,
            Path(app.outdir),
            {
                name: (bodies / name).read_text(encoding="utf-8")
                for name in names
                if (bodies / name).exists()
            },
            read,
            sorted(log.read_text(encoding="utf-8").split()),
            said.splitlines(),
            ANSI.sub("", app.status.getvalue()),
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project whose `conf.py` lists our extension."""
    return Project(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty project to run the command line in."""
    return Folder(tmp_path)


SHARED = Path(__file__).parents[2] / "shared"
FORMAT = SHARED / "spec-format.md"
SARIF_SCHEMA = SHARED / "schemas" / "sarif-2.1.0.json"


@pytest.fixture(scope="session")
def format_text() -> str:
    """The format, in its owner's words; the summary says so where it is not at hand."""
    if not FORMAT.exists():
        pytest.skip(f"the format itself is not at {FORMAT}")
    return FORMAT.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def template(format_text: str) -> str:
    """The format's unfilled template."""
    return _whole_specs(format_text)[0]


@pytest.fixture(scope="session")
def example(format_text: str) -> str:
    """The format's complete example."""
    return _whole_specs(format_text)[1]


def _whole_specs(text: str) -> list[str]:
    found = re.findall(r"^```markdown\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(found) == 2
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly when the format itself, or another's, was not there to test against."""
    if not FORMAT.exists():
        terminalreporter.section("THE FORMAT ITSELF WAS NOT TESTED", red=True)
        terminalreporter.line(f"{FORMAT} is not there: only the project's own specs were read")
    if not SARIF_SCHEMA.exists():
        terminalreporter.section("SARIF WAS NOT VALIDATED", red=True)
        terminalreporter.line(f"its schema is not at {SARIF_SCHEMA}")
    if not commonmark.ARCHIVE.exists():
        terminalreporter.section("THE EXAMPLES OF COMMONMARK WERE NOT TESTED", red=True)
        terminalreporter.line(f"{commonmark.ARCHIVE} is not there: `tox run -e py` fetches it")
