"""What `check` remembers: nothing is read twice, nothing told is stale, nothing broken matters."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from unittest import mock

import pytest
from ferry import TEXT
from hypothesis import given, settings
from hypothesis import strategies as st
from program import Folder, Run, changed, named, needs_git

from sphinxcontrib_spec import cli, links, notices, rules, schema
from sphinxcontrib_spec.cli import (
    _cache,
    _checked_page,
    _entries,
    _findings_spool,
    _pages,
    _sources,
    _spool,
    _state,
)
from sphinxcontrib_spec.rules import _running
from sphinxcontrib_spec.source import Span, Text

FOLDER = ".sphinx-spec-cache"

FORMATS = ["text", "concise", "json", "json-lines", "github", "sarif", "junit"]

#: Says at its end which of the modules that read and judge specs the program has loaded.
LOADING = """
import atexit, sys
loaded = ("sphinxcontrib_spec.reader", "sphinxcontrib_spec.model", "markdown_it")
@atexit.register
def tell():
    print("loaded", *(name for name in loaded if name in sys.modules), file=sys.stderr)
"""

FAULTY = TEXT.replace("- Publish a delay within 60 s", "- Improve delays").replace(
    "| Medium | High |", "| medium | High |"
)
LINKED = TEXT.replace(
    "Costs nothing a message |",
    "Costs nothing (mitigates [AIS receiver offline](spec-pier-1.md#failure-mode-clock)) |",
)


@pytest.fixture
def five(folder: Folder) -> Folder:
    """Five specs, and the cache of them."""
    for n in range(5):
        text = (TEXT, FAULTY, LINKED)[n % 3]
        folder.write({f"docs/spec-pier-{n}.md": named(f"Pier {n}", text)})
    assert work(folder) == 5
    return folder


def ran(tree: Path, words: Sequence[str]) -> tuple[object, bytes, bytes]:
    """What `check` says in a folder, without a process of its own: status, output, errors."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with (
        contextlib.chdir(tree),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["sphinx-spec", "check", *words]),
        mock.patch("gc.set_threshold"),
        pytest.raises(SystemExit) as left,
    ):
        cli.main()
    return left.value.code, out.buffer.getvalue(), err.buffer.getvalue()


def said(folder: Folder, *words: str) -> tuple[object, bytes, bytes]:
    return ran(folder.root, words)


def work(folder: Folder, *words: str) -> int:
    """How many specs a check has read, however often."""
    read: list[str] = []
    real = _sources.Source.__dict__["spec"].func

    def counted(source: _sources.Source) -> object:
        read.append(source.name)
        return real(source)

    spec = cached_property(counted)
    spec.__set_name__(_sources.Source, "spec")
    with mock.patch.object(_sources.Source, "spec", spec):
        ran(folder.root, ["--jobs", "1", *words])
    return len({*read})


def loaded(folder: Folder, *words: str) -> str:
    """What a check has loaded that reads and judges specs."""
    run = folder.run("check", *words, program=changed(LOADING))
    return run.err.splitlines()[-1]


def databases(folder: Folder) -> list[Path]:
    return sorted((folder.root / FOLDER).glob("*.sqlite"))


# What is read again


@pytest.mark.parametrize("name", FORMATS)
def test_unchanged_specs_are_not_read_whatever_is_reported(five: Folder, name: str) -> None:
    words = ("--output-format", name, "--show-info")
    # Only what a fix changes is not known from a check that did not tell it.
    assert work(five, *words) == (3 if name in ("json", "json-lines", "sarif") else 0)
    assert work(five, *words) == 0
    assert said(five, *words) == said(five, *words, "--no-cache")


def test_nothing_that_reads_or_judges_is_loaded_if_nothing_changed(five: Folder) -> None:
    assert loaded(five) == "loaded"
    assert loaded(five, "docs/spec-pier-1.md", "--show-info") == "loaded"
    assert "markdown_it" in loaded(five, "--no-cache")


def test_what_changed_is_read_and_nothing_else(five: Folder) -> None:
    five.write({"docs/spec-pier-3.md": named("Pier 3", FAULTY)})
    assert work(five) == 1
    five.write({"docs/spec-new.md": named("New", TEXT)})
    assert work(five) == 1
    (five.root / "docs/spec-new.md").rename(five.root / "docs/spec-newer.md")
    assert work(five) == 1
    (five.root / "docs/spec-newer.md").unlink()
    assert work(five) == 0
    five.write({"docs/spec-no.md": "---\nspec: false\n---\n# Spec: No\n"})
    assert work(five) == 0
    assert work(five) == 0


def test_specs_that_others_only_refer_to_are_not_read_again_either(folder: Folder) -> None:
    folder.write({"spec-a.md": named("A", LINKED), "spec-pier-1.md": named("Pier 1")})
    assert work(folder, "spec-a.md") == 2
    assert work(folder, "spec-a.md") == 0
    assert work(folder) == 1


def test_a_file_that_says_it_is_no_spec_is_checked_if_it_is_named(five: Folder) -> None:
    five.write({"docs/spec-no.md": "---\nspec: false\n---\n# Spec: No\n"})
    assert work(five) == 0
    assert b"Checked 1 spec: " in said(five, "docs/spec-no.md")[1]
    assert work(five, "docs/spec-no.md") == 0
    assert b"Checked 5 specs: " in said(five)[1]


def test_a_time_without_a_change_is_none_and_a_change_needs_no_time(five: Folder) -> None:
    path = five.root / "docs/spec-pier-0.md"
    status = path.stat()
    os.utime(path, (1, 1))
    assert work(five) == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Inga", "Ingo"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert work(five) == 1


@pytest.mark.parametrize(
    ("table", "reads"),
    [
        ('ignore = ["SPEC4"]', 0),
        ('select = ["SPEC2", "goal-unverified"]', 0),
        ("show-info = true", 0),
        ('severity = {SPEC405 = "error"}', 0),
        ('per-file-ignores = {"docs/*-1.md" = ["SPEC2"]}', 0),
        ('levels = ["Low", "High"]', 5),
        ('statuses = ["Sketch"]', 5),
        ("today = 2031-01-01", 5),
    ],
)
def test_options_that_only_choose_empty_nothing(five: Folder, table: str, reads: int) -> None:
    before = said(five, "--show-info")
    five.write({"pyproject.toml": f"[tool.sphinxcontrib-spec]\n{table}\n"})
    assert work(five) == reads
    assert said(five, "--show-info") == said(five, "--show-info", "--no-cache")
    five.write({"pyproject.toml": ""})
    assert work(five) == 0
    assert said(five, "--show-info") == before


def test_another_form_or_python_checks_anew(five: Folder) -> None:
    for where, name, value in ((_state, "_FORM", 0), (sys, "version_info", (4, 0))):
        with mock.patch.object(where, name, value):
            assert work(five) == 5
            assert work(five) == 0
    assert work(five) == 0


def test_other_code_checks_anew_and_the_same_code_nothing_wherever_it_was_put(
    five: Folder,
) -> None:
    package = Path(cli.__file__).parents[1]
    copy = five.root / "elsewhere" / package.name
    shutil.copytree(package, copy, ignore=lambda *_: ["__pycache__"], copy_function=shutil.copyfile)
    with mock.patch.object(_state, "__file__", str(copy / "cli" / "_state.py")):
        assert work(five) == 0
        (copy / "ext" / "nodes.py").write_text("", encoding="utf-8")
        assert work(five) == 0
        (copy / "rules" / "title.py").write_text("", encoding="utf-8")
        assert work(five) == 5
        assert work(five) == 0
    assert work(five) == 0


@pytest.mark.parametrize("memory", ["", "x", "\x00 \n", "0123 4567"])
def test_a_broken_memory_of_the_code_is_none(five: Folder, memory: str) -> None:
    path = five.root / FOLDER / "code.txt"
    assert work(five) == 0
    kept = path.read_text(encoding="utf-8")
    path.write_text(memory, encoding="utf-8")
    assert work(five) == 0
    assert path.read_text(encoding="utf-8") == kept


def test_only_the_databases_last_written_are_kept(five: Folder) -> None:
    for n in range(6):
        five.write({"pyproject.toml": f"[tool.sphinxcontrib-spec]\nlevels = ['L{n}', 'H']\n"})
        said(five)
    assert len(databases(five)) == 4
    assert work(five) == 0


def test_what_is_gone_is_forgotten(five: Folder) -> None:
    (five.root / "docs/spec-pier-1.md").unlink()
    five.write({"docs/spec-pier-0.md": FAULTY})
    assert work(five) == 1
    (path,) = databases(five)
    with contextlib.closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM pages ORDER BY name")]
    assert names == [f"docs/spec-pier-{n}.md" for n in (0, 2, 3, 4)]


def test_fixing_reads_only_what_can_be_fixed(five: Folder) -> None:
    fixable = [n for n in range(5) if b"with --fix" in said(five, f"docs/spec-pier-{n}.md")[1]]
    assert 0 < len(fixable) < 5
    assert work(five, "--diff") == len(fixable)


# Where it is


def test_the_folder_is_kept_out_of_everything(five: Folder) -> None:
    assert five.read(f"{FOLDER}/.gitignore") == "*\n"
    assert five.read(f"{FOLDER}/CACHEDIR.TAG").startswith(
        "Signature: 8a477f597d28d172789f06886806bc55"
    )
    assert not (five.root / "docs" / FOLDER).exists()
    ran(five.root / "docs", ["spec-pier-1.md"])
    assert not (five.root / "docs" / FOLDER).exists()


@needs_git
def test_git_does_not_see_it(five: Folder) -> None:
    five.git("init", "-q")
    five.git("add", "-A")
    listed = five.root / ".git" / "index"
    assert FOLDER.encode() not in listed.read_bytes()


def test_without_a_project_it_is_where_the_paths_are(folder: Folder) -> None:
    folder.write({"a/b/spec-a.md": TEXT})
    (folder.root / "pyproject.toml").unlink()
    said(folder, "a/b")
    assert (folder.root / "a/b" / FOLDER).is_dir()


@pytest.mark.parametrize("words", [["--no-cache"], ["--no-cache", "--fix"], ["-"]])
def test_nothing_is_kept_if_nobody_wants_it(folder: Folder, words: list[str]) -> None:
    folder.write({"spec-a.md": TEXT, "empty/x.md": ""})
    folder.run("check", *words, stdin=TEXT, cwd="empty" if "-" in words else ".")
    assert [path.name for path in folder.root.rglob("*.sqlite")] == []
    folder.run("check", cwd="empty")
    assert not (folder.root / FOLDER).exists()


def test_a_python_without_sqlite_checks_without_a_cache(folder: Folder) -> None:
    folder.write({"spec-a.md": FAULTY})
    code = "import sys; sys.modules['sqlite3'] = None"
    assert folder.run("check", program=changed(code)) == folder.run("check", "--no-cache")
    assert not (folder.root / FOLDER).exists()


# What is broken


def garbage(path: Path) -> None:
    path.write_bytes(os.urandom(20_000))


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def foreign(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript("CREATE TABLE pages (name INTEGER); INSERT INTO pages VALUES (7)")


def of_other_types(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE pages SET findings = 7, digest = NULL, sum = -1")


def altered(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE pages SET findings = '[]'")
        database.execute("UPDATE project SET said = '[]'" if _has(database, "said") else "SELECT 1")


def _has(database: sqlite3.Connection, column: str) -> bool:
    return any(row[1] == column for row in database.execute("PRAGMA table_info(project)"))


def holes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(5000, len(data), 700):
        data[at] ^= 0x55
    path.write_bytes(data)


BREAKS = [garbage, emptied, cut, foreign, of_other_types, altered, holes]


@pytest.mark.parametrize("harm", BREAKS)
def test_a_broken_cache_is_passed_over_and_written_anew(
    five: Folder, harm: Callable[[Path], None]
) -> None:
    expected = said(five, "--no-cache")
    (path,) = databases(five)
    harm(path)
    assert said(five) == expected
    assert said(five) == expected
    assert work(five) == 0


def test_a_cache_that_cannot_be_used_is_done_without(five: Folder) -> None:
    expected = said(five, "--no-cache")
    (path,) = databases(five)
    path.unlink()
    path.mkdir()
    assert said(five) == expected
    path.rmdir()
    os.mkfifo(path)
    assert said(five) == expected
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder", encoding="utf-8")
    assert said(five) == expected
    assert path.parent.read_text(encoding="utf-8") == "no folder"


@pytest.mark.parametrize(("forbidden", "where"), [("scandir", FOLDER), ("stat", f"{FOLDER}/")])
def test_a_cache_in_a_folder_without_entry_is_done_without(
    five: Folder, forbidden: str, where: str
) -> None:
    """Root may enter every folder, so the system's word is put in its mouth."""
    expected = said(five, "--no-cache")
    real = getattr(os, forbidden)

    def refused(path: object, **more: object) -> object:
        if where in str(path):
            raise PermissionError(13, "Permission denied", path)
        return real(path, **more)

    with mock.patch.object(os, forbidden, refused):
        assert said(five) == expected
        assert work(five) == 5
    assert work(five) == 0


def test_a_cache_that_may_not_be_written_is_still_read(five: Folder) -> None:
    class ReadOnly(sqlite3.Connection):
        def executemany(self, *_: object) -> sqlite3.Cursor:
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorname = "SQLITE_READONLY"
            raise error

    connect = partial(sqlite3.connect, factory=ReadOnly)
    (path,) = databases(five)
    before = path.read_bytes()
    five.write({"docs/spec-pier-3.md": named("Pier 3", FAULTY)})
    with mock.patch.object(sqlite3, "connect", connect):
        assert work(five) == 1
        assert work(five) == 1
    assert path.read_bytes() == before


def test_a_cache_that_somebody_else_writes_is_waited_for_or_done_without(five: Folder) -> None:
    expected = said(five, "--no-cache")
    (path,) = databases(five)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert said(five) == expected
    assert work(five) == 0


def test_checks_side_by_side_do_not_harm_each_other(folder: Folder) -> None:
    texts = (TEXT, FAULTY, LINKED)
    folder.write({f"spec-pier-{n}.md": named(f"Pier {n}", texts[n % 3]) for n in range(30)})
    expected = folder.run("check", "--no-cache")
    running = [folder.start("check", "--jobs", "1") for _ in range(6)]
    for process in running:
        out, err = process.communicate(timeout=120)
        assert Run(process.returncode, out.decode(), err.decode()) == expected
    assert work(folder) == 0


def test_a_check_that_is_killed_leaves_a_cache_that_harms_nobody(folder: Folder) -> None:
    folder.write({f"spec-pier-{n}.md": named(f"Pier {n}", FAULTY) for n in range(6)})
    code = """
import os, signal
from sphinxcontrib_spec.cli import _cache
_cache._AT_ONCE = 2
keep = _cache.Cache.keep
def killed(cache, name, page):
    keep(cache, name, page)
    if name == "spec-pier-3.md":
        os.kill(os.getpid(), signal.SIGKILL)
_cache.Cache.keep = killed
"""
    assert folder.run("check", "-j", "1", program=changed(code)).status == -9
    assert work(folder) <= 4
    assert said(folder) == said(folder, "--no-cache")


# What came with the files


def forged(path: Path) -> None:
    """Nothing was found in any spec, in rows that are as they were written."""
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        for name, *row, _ in database.execute("SELECT * FROM pages").fetchall():
            row[2] = "[]"
            values = _cache._row(name, row)
            database.execute("REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", values)


@needs_git
def test_a_cache_that_was_committed_is_neither_believed_nor_written(five: Folder) -> None:
    five.git("init", "-q")
    assert work(five) == 0
    expected = said(five, "--no-cache")
    (path,) = databases(five)
    forged(path)
    assert said(five) != expected
    five.git("add", "-f", str(path))
    five.write({"docs/spec-new.md": named("New", TEXT)})
    before = path.read_bytes()
    assert said(five) == said(five, "--no-cache")
    assert said(five, "docs/spec-pier-1.md") == said(five, "docs/spec-pier-1.md", "--no-cache")
    assert path.read_bytes() == before
    shutil.rmtree(path.parent)
    assert work(five) == 6
    assert work(five) == 6  # for git, it is there as long as the commit is
    five.git("rm", "-q", "-f", "--cached", str(path))
    assert work(five) == 0


@needs_git
def test_a_cache_is_used_wherever_a_project_is_in_its_repository(folder: Folder) -> None:
    folder.write({".gitignore": "*\n", "docs/pyproject.toml": "", "docs/spec-a.md": FAULTY})
    folder.git("init", "-q")
    for _ in range(2):
        ran(folder.root / "docs", ["spec-a.md"])
    assert loaded(folder, "docs/spec-a.md") == "loaded"
    assert (folder.root / "docs" / FOLDER).is_dir()


@needs_git
def test_where_git_cannot_be_asked_there_is_no_cache_in_a_repository(five: Folder) -> None:
    five.git("init", "-q")
    assert work(five) == 0
    with mock.patch.object(shutil, "which", return_value=None):
        assert work(five) == 5


@needs_git
def test_an_empty_folder_is_filled(five: Folder) -> None:
    five.git("init", "-q")
    shutil.rmtree(five.root / FOLDER)
    (five.root / FOLDER).mkdir()
    assert work(five) == 5
    assert work(five) == 0


@pytest.mark.parametrize("name", ["code.txt", ".gitignore", "CACHEDIR.TAG", "other.sqlite"])
def test_a_link_in_the_folder_is_not_followed(five: Folder, name: str) -> None:
    expected = said(five, "--no-cache")
    five.write({"victim": "as it was"})
    link = five.root / FOLDER / name
    link.unlink(missing_ok=True)
    link.symlink_to("../victim")
    for database in databases(five):
        database.unlink(missing_ok=database == link)
    assert said(five) == expected
    assert five.read("victim") == "as it was"


def test_a_link_in_place_of_the_folder_is_not_followed(folder: Folder) -> None:
    mine = ["mine.sqlite", *(f"{number:020x}.sqlite" for number in range(9))]
    folder.write({"docs/spec-a.md": FAULTY, **{f"data/{name}": "" for name in mine}})
    (folder.root / FOLDER).symlink_to("data", target_is_directory=True)
    assert said(folder) == said(folder, "--no-cache")
    assert sorted(path.name for path in (folder.root / "data").iterdir()) == sorted(mine)


def test_only_databases_of_ours_are_deleted(five: Folder) -> None:
    theirs = {f"{FOLDER}/{name}.sqlite": "" for name in ("mine", "0" * 19, "f" * 21, "g" * 20)}
    five.write(dict(theirs))
    (ours,) = [path for path in databases(five) if path.stat().st_size]
    for number in range(6):
        shutil.copyfile(ours, ours.with_name(f"{number:020x}.sqlite"))
    ours.unlink()
    assert work(five) == 5
    left = {path.relative_to(five.root).as_posix() for path in databases(five)}
    assert theirs.keys() < left
    assert len(left) == len(theirs) + 4


def test_a_journal_beside_the_database_deletes_nothing(five: Folder) -> None:
    """SQLite deletes the file that a journal names as that of several databases."""
    five.write({"victim": "as it was"})
    (path,) = databases(five)
    victim = os.fsencode(five.root / "victim")
    magic = bytes.fromhex("d9d505f920a163d7")
    head = magic + struct.pack(">IIIII", 0, 0, path.stat().st_size // 4096, 512, 4096)
    foot = struct.pack(">I", 0x40000000 // 4096 + 1) + victim
    foot += struct.pack(">II", len(victim), sum(victim)) + magic
    path.with_name(f"{path.name}-journal").write_bytes(head.ljust(512, b"\0") + foot)
    assert said(five) == said(five, "--no-cache")
    assert five.read("victim") == "as it was"


# Never stale


class Twins:
    """Two folders with the same files, one with a cache."""

    def __init__(self, root: Path) -> None:
        self.cached, self.fresh = root / "cached" / "tree", root / "fresh" / "tree"
        for tree in (self.cached, self.fresh):
            tree.mkdir(parents=True)
            (tree / "pyproject.toml").write_bytes(b"")

    def write(self, name: str, data: str | bytes) -> None:
        for tree in (self.cached, self.fresh):
            path = tree / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)

    def remove(self, name: str) -> None:
        for tree in (self.cached, self.fresh):
            (tree / name).unlink(missing_ok=True)

    def rename(self, old: str, new: str) -> None:
        for tree in (self.cached, self.fresh):
            if (tree / old).exists():
                (tree / new).parent.mkdir(exist_ok=True)
                (tree / old).rename(tree / new)

    def check(self, words: list[str]) -> None:
        """Check both, and see that both say the same and leave the same files."""
        told = ran(self.cached, words), ran(self.fresh, [*words, "--no-cache"])
        assert told[0] == told[1]
        assert contents(self.cached) == contents(self.fresh)


def contents(tree: Path) -> dict[str, bytes]:
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }


NAMES = [f"{folder}spec-pier-{n}.md" for folder in ("", "a/", "b/") for n in range(2)]
BODIES = [
    TEXT,
    FAULTY,
    LINKED,
    LINKED.replace("spec-pier-1.md#", "#"),
    LINKED.replace("failure-mode-clock", "goal-cut-calls"),
    TEXT.replace("| Medium | High |", "| High | High |"),
    TEXT.replace("(their schedule is not public)", "<!-- spec: ignore[SPEC223, SPEC701] said -->"),
    FAULTY.replace("- Improve delays", "- Improve delays <!-- spec: ignore[SPEC212] later -->"),
    TEXT.replace("\n\n## Goals", "\n<!-- spec: ignore-file[SPEC7] -->\n\n## Goals", 1),
    TEXT.replace("- Cut", "- See {spec:ref}`Pier 1` and {spec:goal}`nothing`, cut"),
    "---\nspec: false\n---\n" + TEXT,
    TEXT.replace("\n", "\r\n"),
    "# Spec: \n",
    "",
]
TABLES = [
    "",
    "ignore = ['SPEC212']",
    "select = ['SPEC2', 'SPEC712', 'SPEC4']",
    "severity = {SPEC405 = 'error', SPEC4 = 'info'}",
    "per-file-ignores = {'a/*' = ['SPEC2', 'SPEC7']}",
    "levels = ['Low', 'High']",
    "exclude = ['b']",
]
COMMANDS = [
    *([["--output-format", name] for name in FORMATS]),
    ["--output-format", "json", "--select", "SPEC4,SPEC707"],
    ["--show-info", "--fail-on", "info"],
    ["--output-format", "sarif", "--ignore", "SPEC405"],
    ["--fix"],
    ["--fix", "--unsafe-fixes", "--output-format", "json"],
    ["--diff"],
    ["--diff", "--unsafe-fixes", "--show-info"],
    ["--baseline", "known.json", "--write-baseline"],
    ["--baseline", "known.json", "--output-format", "sarif"],
    ["--baseline", "known.json"],
    ["--force-exclude", "a"],
    ["--select", "goal-unverified"],
]

edits = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(BODIES)),
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.just(b"\xff")),
    st.tuples(st.just("remove"), st.sampled_from(NAMES)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(
        st.just("write"),
        st.just("pyproject.toml"),
        st.sampled_from([f"[tool.sphinxcontrib-spec]\n{table}\n" for table in TABLES]),
    ),
)
states = st.sampled_from(["same", "same", "same", "version", "harm"])


@settings(max_examples=25)
@given(st.data())
def test_a_check_with_a_cache_says_what_one_without_says(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as root:
        twins = Twins(Path(root).resolve())
        for number, name in enumerate(NAMES[:4]):
            text = data.draw(st.sampled_from(BODIES))
            twins.write(name, named(f"Pier {number % 3}", text))
        twins.write("known.json", '{"version": 1, "findings": []}')
        for _ in range(data.draw(st.integers(2, 5))):
            for verb, *words in data.draw(st.lists(edits, max_size=3)):
                getattr(twins, verb)(*words)
            state = data.draw(states)
            if state == "harm":
                harm = data.draw(st.sampled_from(BREAKS))
                for path in (twins.cached / FOLDER).glob("*.sqlite"):
                    with contextlib.suppress(sqlite3.Error):
                        harm(path)
            form = _state._FORM + (state == "version")
            with mock.patch.object(_state, "_FORM", form):
                twins.check([*data.draw(st.sampled_from(COMMANDS)), "--jobs", "1"])


@pytest.mark.parametrize("name", ["text", "json"])
def test_any_number_of_jobs_fills_the_same_cache(folder: Folder, name: str) -> None:
    texts = (TEXT, FAULTY, LINKED)
    folder.write({f"{n % 5}/spec-pier-{n}.md": named(f"Pier {n}", texts[n % 3]) for n in range(60)})
    words = ("check", "--output-format", name, "--jobs")
    expected = folder.run(*words, "1", "--no-cache")
    assert folder.run(*words, "3") == expected
    folder.write({f"{n % 5}/spec-new-{n}.md": named(f"New {n}", FAULTY) for n in range(40)})
    expected = folder.run(*words, "1", "--no-cache")
    assert folder.run(*words, "3") == expected
    assert work(folder, "--output-format", name) == 0


# Out of memory


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_put_on_the_disk_is_told_the_same(folder: Folder, name: str) -> None:
    texts = (TEXT, FAULTY, LINKED)
    folder.write({f"spec-pier-{n}.md": named(f"Pier {n}", texts[n % 3]) for n in range(9)})
    words = ("--show-info", "--jobs", "1", "--output-format", name)
    expected = said(folder, *words, "--no-cache")
    with (
        mock.patch.object(_spool, "_MOST_BYTES", 1000),
        mock.patch.object(_findings_spool, "_TOGETHER", 3),
        mock.patch.object(_findings_spool, "_MOST_FINDINGS", 6),
        mock.patch.object(_pages, "_MOST_HELD", 4),
        mock.patch.object(_running, "_IN_A_PART", 2),
    ):
        assert said(folder, *words, "--no-cache") == expected
        assert said(folder, *words) == expected
        assert said(folder, *words) == expected


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_pieces_come_back_as_they_were(pieces: list[bytes]) -> None:
    for most in (0, 40, 10_000):
        with (
            mock.patch.object(_spool, "_MOST_BYTES", most),
            mock.patch.object(_spool, "_AT_ONCE", 3),
        ):
            spool = _spool.Spool()
            for piece in pieces:
                spool.add(piece)
            assert [*spool] == [spool[at] for at in range(len(spool))] == pieces
            spool.add(b"end")
            assert [*spool] == [*pieces, b"end"]


# What is kept of a spec


words = st.sampled_from(["jam", "fire", "Fire!", "goal-fire", "spec-a", "x.fire", "copies"])
spots = st.integers(1, 9)
items = st.builds(
    links.ItemEntry,
    st.sampled_from(sorted(schema.KIND)),
    st.sampled_from(["jam", "fire", "copies", "goal-fire"]),
    words,
    spots,
    spots,
    st.just(""),
    st.booleans(),
)
anchors = st.builds("{}-{}".format, st.sampled_from(sorted(schema.KIND)), words)
urls = st.builds("{}#{}".format, st.just("") | st.builds("spec-{}.md".format, words), anchors)
plain = st.one_of(
    st.tuples(st.just("link"), urls), st.tuples(st.sampled_from(sorted(links.ROLES)), words)
).map(lambda pair: links.Reference(*pair))
typed = st.builds(
    lambda pair, verb, origin, line, text: links.Reference(*pair, verb, origin, "", line, 1, text),
    st.tuples(st.just("link"), urls) | st.tuples(st.just("ref"), words),
    st.sampled_from(sorted(schema.LINK)),
    anchors,
    spots,
    words,
)
ignores = st.builds(
    lambda code: notices.Ignore(
        "ignore-file",
        (Text(code, Span("spec-a.md", 1, 5), (3,), True),),
        "so",
        (notices.Range("spec-a.md", 1, 9),),
    ),
    st.sampled_from(["SPEC7", "SPEC712", "SPEC703", "link-moved"]),
)
pages = st.lists(
    st.builds(
        links.PageEntry,
        path=st.sampled_from(["spec-a.md", "spec-b.md", "c/spec-c.md", "d/spec-d.md"]),
        spec_slug=st.sampled_from(["a", "b", "c", "fire"]),
        title=words,
        line=spots,
        items=st.lists(items, max_size=4).map(tuple),
        references=st.lists(plain | typed, max_size=3).map(tuple),
        ignores=st.lists(ignores, max_size=1).map(tuple),
    ),
    max_size=4,
    unique_by=lambda page: page.path,
)


@given(pages)
def test_what_others_see_comes_back_as_it_was(entries: list[links.PageEntry]) -> None:
    for entry in entries:
        again = _checked_page.entry_in(_checked_page.entry_text(entry))
        assert again == entry
        for old, new in zip(entry.ignores, again.ignores, strict=True):
            assert [each.place for each in old.selectors] == [each.place for each in new.selectors]


@settings(max_examples=300)
@given(pages, st.booleans(), st.booleans(), st.integers(1, 3))
def test_rules_find_the_same_in_pages_that_are_read_again(
    entries: list[links.PageEntry], complete: bool, selected: bool, part: int
) -> None:
    entries = [*map(at_home, entries)]
    spool = _spool.Spool()
    for entry in entries[1:]:
        spool.add(_checked_page.entry_text(entry).encode())
    kept = _entries.Entries(entries[:1], spool, [entry.path for entry in entries])
    unwanted = () if selected else ("SPEC712",)
    with mock.patch.object(_running, "_IN_A_PART", part):
        found = [*rules.check_many(kept, complete=complete, unwanted=unwanted)]
    expected = rules.check_project(entries, complete=complete, unwanted=unwanted)
    some = [whole(one) for one in found if one.code not in unwanted]
    assert some == [whole(one) for one in expected if one.code not in unwanted]


def at_home(page: links.PageEntry) -> links.PageEntry:
    """The page as the command line reads it: all that it has stands in its own file."""
    return page._replace(
        items=tuple(item._replace(path="") for item in page.items),
        references=tuple(one._replace(path=page.path) for one in page.references),
        ignores=tuple(
            one._replace(
                selectors=tuple(Text(each, Span(page.path, 1, 5), (3,)) for each in one.selectors),
                ranges=tuple(each._replace(path=page.path) for each in one.ranges),
            )
            for one in page.ignores
        ),
    )


def whole(one: rules.Finding) -> tuple[object, ...]:
    return (*one.plain, one.text, one.suppression, one.fix and one.fix.relink)


@given(pages, st.booleans())
def test_a_rule_that_is_unwanted_is_the_only_one_to_find_nothing(
    entries: list[links.PageEntry], complete: bool
) -> None:
    every = rules.check_project(entries, complete=complete)
    some = rules.check_project(entries, complete=complete, unwanted=("SPEC712",))
    assert [whole(one) for one in every if one.code != "SPEC712"] == [
        whole(one) for one in some if one.code != "SPEC712"
    ]
