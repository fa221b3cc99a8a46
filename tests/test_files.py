"""Finding specs in folders, reading them, and writing files whole or not at all."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, Self

import pytest

from sphinxcontrib_spec import files, interchange, reader
from sphinxcontrib_spec.files import writing

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def make(root: Path, *names: str, text: str = "# Spec: Buoy\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def walked(root: Path, *left_out: str) -> list[str]:
    def name(path: str) -> str:
        return Path(path).relative_to(root).as_posix()

    paths = files.files_below(str(root), files.is_spec, lambda path: name(path) in left_out)
    return [name(path) for path in paths]


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


# Walking


def test_specs_are_found_at_every_depth_in_order(tmp_path: Path) -> None:
    make(tmp_path, "spec-b.md", "docs/spec-a.md", "docs/deep/er/spec-c.md")
    make(tmp_path, "docs/index.md", "spec.md", "myspec-a.md", "spec-a.rst", "spec-x.md.bak")
    assert walked(tmp_path) == ["spec-b.md", "docs/spec-a.md", "docs/deep/er/spec-c.md"]


@pytest.mark.parametrize("folder", [".tox", ".git", "_build", "build", "node_modules"])
def test_folders_without_sources_are_not_entered_unless_named(tmp_path: Path, folder: str) -> None:
    make(tmp_path, f"docs/{folder}/in/spec-a.md")
    assert walked(tmp_path) == []
    assert walked(tmp_path / "docs" / folder) == ["in/spec-a.md"]


def test_virtual_environments_are_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "env/pyvenv.cfg", "env/lib/spec-a.md")
    assert walked(tmp_path) == []


def test_what_sphinx_exported_beside_its_html_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "site/.buildinfo", "site/_specs/spec-a.md", "site/docs/spec-b.md")
    make(tmp_path, "docs/_specs/spec-c.md")
    assert walked(tmp_path) == ["docs/_specs/spec-c.md", "site/docs/spec-b.md"]
    assert walked(tmp_path / "site" / "_specs") == ["spec-a.md"]


def test_exports_are_no_specs_but_a_listing_alone_makes_none(tmp_path: Path) -> None:
    exported = interchange.specs_json([interchange.to_data(reader.read("# Spec: Buoy\n"))])
    make(tmp_path, "out/spec-a.md", "out/spec-files/spec-b.md", "out/docs/spec-c.md")
    make(tmp_path, "docs/spec-d.md", "docs/spec-files/spec-e.md", "other/spec-f.md")
    make(tmp_path, "out/specs.json", "docs/specs.json", text=exported)
    make(tmp_path, "out/specs.schema.json", "other/specs.schema.json", text="{}")
    make(tmp_path, "other/specs.json", text='{"specs": ["rspec"]}')
    sources = ["docs/spec-d.md", "docs/spec-files/spec-e.md", "other/spec-f.md"]
    assert walked(tmp_path) == [*sources, "out/docs/spec-c.md"]
    assert walked(tmp_path / "out") == ["spec-a.md", "docs/spec-c.md", "spec-files/spec-b.md"]


def test_what_is_left_out_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "old/spec-a.md", "new/spec-a.md", "new/spec-b.md")
    assert walked(tmp_path, "old", "new/spec-b.md") == ["new/spec-a.md"]


def test_only_files_are_specs(tmp_path: Path) -> None:
    make(tmp_path, "spec-folder.md/spec-a.md")
    (tmp_path / "spec-nowhere.md").symlink_to("gone.md")
    os.mkfifo(tmp_path / "spec-pipe.md")
    assert walked(tmp_path) == ["spec-folder.md/spec-a.md"]


def test_folders_that_cannot_be_listed_are_told_and_the_others_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "docs/closed/spec-a.md", "docs/open/spec-b.md")
    scandir = os.scandir

    def closed_scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed_scandir)
    failed: list[OSError] = []
    paths = files.files_below(str(tmp_path), files.is_spec, lambda _: False, failed.append)
    assert list(paths) == [str(tmp_path / "docs/open/spec-b.md")]
    assert [error.filename for error in failed] == [str(tmp_path / "docs/closed")]


@needs_git
def test_git_says_what_it_ignores(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "out/spec-a.md", "docs/spec-draft.md", "docs/spec-b.md", "docs/spec-kept.md")
    make(tmp_path, ".gitignore", text="out/\nspec-draft.md\nspec-kept.md\n")
    git(tmp_path, "add", "-f", "docs/spec-kept.md")
    assert files.ignored_by_git(tmp_path) == {
        str(tmp_path / "out"),
        str(tmp_path / "docs/spec-draft.md"),
    }


@needs_git
@pytest.mark.parametrize("name", ["build", "build/deep", "build/deep/er"])
def test_git_is_understood_in_a_folder_that_it_ignores(tmp_path: Path, name: str) -> None:
    """Below an ignored folder `git ls-files` ends with an error of its own."""
    git(tmp_path, "init", "-q")
    make(tmp_path, ".gitignore", text="/build/\n")
    make(tmp_path, f"{name}/specs/spec-a.md")
    root = tmp_path / name
    assert files.ignored_by_git(root) == {str(root)}


@needs_git
def test_asking_git_runs_no_program_that_the_repository_names(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "spec-a.md", "spy", text="#!/bin/sh\ntouch ran\n")
    (tmp_path / "spy").chmod(0o755)
    git(tmp_path, "config", "core.fsmonitor", str(tmp_path / "spy"))
    files.ignored_by_git(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_nothing_is_ignored_where_there_is_no_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert files.ignored_by_git(tmp_path) == frozenset()
    monkeypatch.setenv("PATH", "")
    assert files.ignored_by_git(tmp_path) == frozenset()


@pytest.mark.parametrize("mark", ["pyproject.toml", ".git/HEAD"])
def test_project_root_is_the_nearest_folder_with_a_mark(tmp_path: Path, mark: str) -> None:
    make(tmp_path, mark, f"inner/{mark}", "inner/docs/deep/spec-a.md")
    assert files.project_root(tmp_path / "inner" / "docs" / "deep") == tmp_path / "inner"
    assert files.project_root(tmp_path / "other") == tmp_path
    assert files.project_root(Path("/")) is None


# Reading


def test_text_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "spec-a.md"
    path.write_bytes(b"\xef\xbb\xbf# Spec: B\xc3\xa4r\r\n")
    assert files.read(path, "a") == "\ufeff# Spec: Bär\r\n"


def test_the_first_byte_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "spec-a.md"
    path.write_bytes("# Spec: Bär\n\nNäh".encode() + b"\xe9e\n")
    answer = files.read(path, "docs/spec-a.md")
    assert str(answer) == "docs/spec-a.md:3:4: not UTF-8: byte 5 of line 3 is 0xe9"
    path.write_bytes("# Spec: Bär\n".encode("utf-16"))
    assert str(files.read(path, "a.md")) == "a.md:1:1: not UTF-8 but UTF-16: save it as UTF-8"


def test_what_is_no_file_or_too_large_is_not_even_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(files.LARGEST + 1)
    assert (tmp_path / "huge").stat().st_size == 32_000_001
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert str(files.read(tmp_path / "pipe", "pipe")) == "pipe: neither a file nor a folder"
    assert str(files.read(tmp_path / "huge", "huge")) == (
        "huge: 32,000,001 bytes; files over 32 MB are not read"
    )
    assert isinstance(files.decoded(b" " * (files.LARGEST + 1), "-"), files.Unreadable)


def test_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    assert str(files.read(tmp_path / "gone.md", "gone.md")) == "gone.md: no such file or directory"
    assert str(files.read(tmp_path, "docs")) == "docs: is a directory"


# Writing


def test_write_keeps_the_mode_and_says_whether_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "spec-a.md"
    make(tmp_path, "spec-a.md", text="old")
    path.chmod(0o640)
    assert files.write(path, "new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = path.stat().st_mtime_ns
    assert not files.write(path, "new\r\n")
    assert path.stat().st_mtime_ns == before


def test_a_new_file_has_the_mode_that_is_usual(tmp_path: Path) -> None:
    files.write(tmp_path / "ours", "x")
    files.create(tmp_path / "created", "x")
    (tmp_path / "usual").write_text("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert (tmp_path / "created").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_new_text_is_a_new_time(tmp_path: Path) -> None:
    make(tmp_path, "spec-a.md", text="old")
    os.utime(tmp_path / "spec-a.md", (1, 1))
    files.rewrite(tmp_path / "spec-a.md", "old", "new")
    assert (tmp_path / "spec-a.md").stat().st_mtime > 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_owner_and_group_are_kept_where_that_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")
    path = tmp_path / "spec-a.md"
    os.chown(path, 4711, 4712)
    files.rewrite(path, "old", "new")
    assert (path.stat().st_uid, path.stat().st_gid) == (4711, 4712)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    files.rewrite(path, "new", "newer")
    assert path.read_text() == "newer"
    assert path.stat().st_uid == 0


def test_attributes_are_kept(tmp_path: Path) -> None:
    make(tmp_path, "spec-a.md", text="old")
    path = tmp_path / "spec-a.md"
    try:
        os.setxattr(path, "user.origin", b"harbour office")
    except (OSError, AttributeError):
        pytest.skip("no extended attributes here")
    files.rewrite(path, "old", "new")
    assert os.getxattr(path, "user.origin") == b"harbour office"


def test_write_follows_links(tmp_path: Path) -> None:
    make(tmp_path, "real/spec-a.md", text="old")
    link = tmp_path / "spec-a.md"
    link.symlink_to("real/spec-a.md")
    (tmp_path / "second").symlink_to("spec-a.md")
    files.rewrite(tmp_path / "second", "old", "newer")
    assert (tmp_path / "second").is_symlink()
    assert link.read_text() == "newer"
    files.write(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "spec-a.md").read_text() == "new"


def test_what_is_no_longer_as_it_was_read_is_not_written(tmp_path: Path) -> None:
    make(tmp_path, "spec-a.md", text="theirs")
    with pytest.raises(OSError, match="changed since it was read"):
        files.rewrite(tmp_path / "spec-a.md", "old", "new")
    assert (tmp_path / "spec-a.md").read_text() == "theirs"
    with pytest.raises(FileNotFoundError):
        files.rewrite(tmp_path / "spec-b.md", "old", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["spec-a.md"]


def test_what_changes_while_it_is_written_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")
    monkeypatch.setattr(os, "fsync", lambda _: make(tmp_path, "spec-a.md", text="theirs"))
    with pytest.raises(OSError, match="changed since it was read"):
        files.rewrite(tmp_path / "spec-a.md", "old", "new")
    monkeypatch.setattr(os, "fsync", lambda _: (tmp_path / "spec-a.md").unlink())
    with pytest.raises(FileNotFoundError):
        files.rewrite(tmp_path / "spec-a.md", "theirs", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_read_only_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")
    (tmp_path / "spec-a.md").chmod(0o444)
    if os.geteuid() == 0:  # who may write everything
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(PermissionError, match="the file is read-only"):
        files.write(tmp_path / "spec-a.md", "new")
    with pytest.raises(PermissionError, match="the file is read-only"):
        files.rewrite(tmp_path / "spec-a.md", "old", "new")
    assert (tmp_path / "spec-a.md").read_text() == "old"


def test_a_file_in_a_read_only_folder_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")
    tmp_path.chmod(0o555)
    if os.geteuid() == 0:

        def refuse(path: Path, *_: object) -> int:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError, match="its folder is read-only"):
        files.rewrite(tmp_path / "spec-a.md", "old", "new")
    tmp_path.chmod(0o755)
    assert (tmp_path / "spec-a.md").read_text() == "old"


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "spec-a.md"
    files.create(path, "mine\n")
    with pytest.raises(FileExistsError):
        files.create(path, "other")
    assert [entry.name for entry in tmp_path.iterdir()] == ["spec-a.md"]
    assert path.read_text(encoding="utf-8") == "mine\n"


# However a write ends

#: Each way to write, from what to what: a file that is there, and one that is not.
WRITES = {
    "write": (lambda path: files.write(path, "new"), {"spec-a.md": "old"}),
    "rewrite": (lambda path: files.rewrite(path, "old", "new"), {"spec-a.md": "old"}),
    "create": (lambda path: files.create(path, "new"), {}),
}


class Steps:
    """Does something at the n-th line of the code that writes files."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self.left = number
        self.act = act

    def __enter__(self) -> Self:
        self.before = sys.gettrace()
        sys.settrace(self.trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)

    def trace(self, frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            self.left -= 1
            if not self.left:
                self.act()
        return self.trace


def raise_error() -> None:
    raise OSError(28, "No space left on device")


def interrupt() -> None:
    raise KeyboardInterrupt


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


# An error raised where a `with` statement ends keeps it from closing its file.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("way", WRITES)
@pytest.mark.parametrize("fail", [raise_error, interrupt])
def test_a_write_that_fails_at_any_step_leaves_the_old_or_the_new_file_and_nothing_else(
    tmp_path: Path, way: str, fail: Callable[[], None]
) -> None:
    write, before = WRITES[way]
    for number in itertools.count(1):
        for path in tmp_path.iterdir():
            path.unlink()
        for name, text in before.items():
            make(tmp_path, name, text=text)
        steps = Steps(number, fail)
        with contextlib.suppress(OSError, KeyboardInterrupt), steps:
            write(tmp_path / "spec-a.md")
        if steps.left > 0:
            break
        assert texts(tmp_path) in (before, {"spec-a.md": "new"}), f"line {number}"
    assert number > 10
    assert texts(tmp_path) == {"spec-a.md": "new"}


#: Writes a file once for each line of the code that does it, and is killed at that line.
KILLED = """
import itertools, os, pathlib, signal, sys
from test_files import WRITES, Steps, make, texts

folder, way = pathlib.Path(sys.argv[1]), sys.argv[2]
write, before = WRITES[way]
for number in itertools.count(1):
    for path in folder.iterdir():
        path.unlink()
    for name, text in before.items():
        make(folder, name, text=text)
    child = os.fork()
    if not child:
        with Steps(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
            write(folder / "spec-a.md")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    found = texts(folder)
    if not status:
        break
    whole = {name: text for name, text in found.items() if not name.startswith(".sphinx-spec-")}
    assert whole in (before, {"spec-a.md": "new"}), (number, found)
assert number > 10
assert found == {"spec-a.md": "new"}, found
"""


@pytest.mark.parametrize("way", WRITES)
def test_a_write_that_is_killed_at_any_step_leaves_the_old_or_the_new_file(
    tmp_path: Path, way: str
) -> None:
    here = Path(__file__).parent
    subprocess.run(
        [sys.executable, "-c", KILLED, tmp_path, way],
        env=os.environ | {"PYTHONPATH": f"{here.parent}{os.pathsep}{here}"},
        check=True,
    )


# Other names


def test_a_file_gets_another_name_but_never_one_that_is_taken(tmp_path: Path) -> None:
    make(tmp_path, "Spec_A.md", text="a")
    make(tmp_path, "spec-b.md", text="b")
    files.move(tmp_path / "Spec_A.md", tmp_path / "spec-a.md")
    assert files.is_taken(tmp_path / "spec-b.md", tmp_path / "spec-a.md")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "spec-a.md", tmp_path / "spec-b.md")
    assert texts(tmp_path) == {"spec-a.md": "a", "spec-b.md": "b"}


def test_a_link_is_moved_itself(tmp_path: Path) -> None:
    make(tmp_path, "real.md", text="a")
    (tmp_path / "Spec_A.md").symlink_to("real.md")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    files.move(tmp_path / "Spec_A.md", tmp_path / "spec-a.md")
    assert (tmp_path / "spec-a.md").is_symlink()
    assert (tmp_path / "real.md").is_file()
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "spec-a.md", tmp_path / "gone.md")


def test_two_hard_links_are_two_names(tmp_path: Path) -> None:
    make(tmp_path, "one.md", text="a")
    (tmp_path / "two.md").hardlink_to(tmp_path / "one.md")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "one.md", tmp_path / "two.md")
    assert texts(tmp_path) == {"one.md": "a", "two.md": "a"}


def test_a_disk_without_hard_links_moves_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    make(tmp_path, "one.md", text="a")
    files.move(tmp_path / "one.md", tmp_path / "two.md")
    files.create(tmp_path / "one.md", "b")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "one.md", tmp_path / "two.md")
    assert texts(tmp_path) == {"one.md": "b", "two.md": "a"}


def test_a_disk_that_ignores_case_knows_a_file_by_its_own_name_in_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lstat = Path.lstat

    def entry(path: Path) -> Path:
        spelt = {entry.name.casefold(): entry for entry in path.parent.iterdir()}
        return spelt.get(path.name.casefold(), path)

    def link(_: Path, target: Path, **__: object) -> None:
        assert entry(target).exists()
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr(Path, "lstat", lambda path: lstat(entry(path)))
    monkeypatch.setattr(os.path, "lexists", lambda path: entry(Path(path)).exists())
    monkeypatch.setattr(os, "link", link)
    make(tmp_path, "Spec-A.md", text="a")
    make(tmp_path, "SPEC-B.MD", text="b")
    files.move(tmp_path / "Spec-A.md", tmp_path / "spec-a.md")
    with pytest.raises(FileExistsError):
        files.move(tmp_path / "spec-a.md", tmp_path / "spec-b.md")
    assert texts(tmp_path) == {"spec-a.md": "a", "SPEC-B.MD": "b"}
