"""A Sphinx project in a temporary folder, built as often as a test likes."""

from __future__ import annotations

import os
import re
import signal
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import commonmark
import pytest
import sphinx_needed
from hypothesis import settings
from program import Folder

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

# What a shell starts in the background ignores interrupts, as would all that is started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

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
        from sphinx.testing.util import SphinxTestApp

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


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once() -> Iterator[None]:
    """Let all builds of a run share what Jinja compiles: a third of a small build is that."""
    if not sphinx_needed.IS_THERE:
        yield
        return
    import jinja2
    from sphinx import jinja2glue

    class Compiled(jinja2.BytecodeCache):
        """The code of each template, by its text and the extensions that read it."""

        known: ClassVar[dict[tuple[object, ...], Any]] = {}

        def load_bytecode(self, bucket: Any) -> None:
            bucket.code = self.known.get(self._key(bucket))

        def dump_bytecode(self, bucket: Any) -> None:
            self.known[self._key(bucket)] = bucket.code

        def _key(self, bucket: Any) -> tuple[object, ...]:
            return bucket.key, bucket.checksum, *sorted(bucket.environment.extensions)

    environment = partial(jinja2glue.SandboxedEnvironment, bytecode_cache=Compiled())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2glue, "SandboxedEnvironment", environment)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_words_in_the_language_of_the_first_build() -> None:
    """Import what would keep its words in the language of the build that imports it first."""
    if sphinx_needed.IS_THERE:
        from sphinx.application import builtin_extensions

        for name in builtin_extensions:
            import_module(name)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project whose `conf.py` lists our extension."""
    return Project(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty project to run the command line in."""
    return Folder(tmp_path)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run leave out what no Sphinx can change, and another one without Sphinx tests."""
    parser.addoption(
        "--only-sphinx", action="store_true", help="run only the test files that need Sphinx"
    )


def pytest_configure() -> None:
    """Refuse to leave tests out where nobody asked for it, and to find Sphinx where none is to be."""
    if ("WITHOUT_SPHINX" in os.environ) == sphinx_needed.IS_THERE:
        state = "installed" if sphinx_needed.IS_THERE else "not installed"
        raise pytest.UsageError(
            f"Sphinx is {state}; `tox run -e core` is to have none, all else one"
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the files that need Sphinx where there is none, or all others if asked to."""
    if not collection_path.match("test_*.py"):
        return None
    if not sphinx_needed.IS_THERE:
        return sphinx_needed.needs_sphinx(collection_path) or None
    alone = config.getoption("--only-sphinx")
    return (alone and not sphinx_needed.needs_sphinx(collection_path)) or None


def pytest_report_header() -> str:
    """Say which Sphinx, docutils and MyST-Parser it is that the tests run on."""
    if not sphinx_needed.IS_THERE:
        return "Sphinx: none"
    packages = ("sphinx", "docutils", "myst-parser", "markdown-it-py")
    return "Sphinx: " + ", ".join(f"{name} {version(name)}" for name in packages)


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
    """Say loudly what was not there to test with or against."""
    if not sphinx_needed.IS_THERE:
        terminalreporter.section("WHAT NEEDS SPHINX WAS NOT TESTED", red=True)
        terminalreporter.line(
            "there is none here, on purpose; not one test of these files was run:"
        )
        terminalreporter.line(" ".join(p.stem for p in sphinx_needed.test_files(sphinx=True)))
    if not FORMAT.exists():
        terminalreporter.section("THE FORMAT ITSELF WAS NOT TESTED", red=True)
        terminalreporter.line(f"{FORMAT} is not there: only the project's own specs were read")
    if not SARIF_SCHEMA.exists():
        terminalreporter.section("SARIF WAS NOT VALIDATED", red=True)
        terminalreporter.line(f"its schema is not at {SARIF_SCHEMA}")
    if not commonmark.ARCHIVE.exists():
        terminalreporter.section("THE EXAMPLES OF COMMONMARK WERE NOT TESTED", red=True)
        terminalreporter.line(f"{commonmark.ARCHIVE} is not there: `tox run -e py` fetches it")
