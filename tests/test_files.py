"""Finding specs in folders, reading them, and writing files whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from sphinxcontrib_spec import derive, files, interchange, reader

needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def make(root: Path, *names: str, text: str = "# Spec: Buoy\n") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def walked(root: Path, *left_out: str) -> list[str]:
    paths = files.files_below(
        root, files.is_spec, lambda path: path.relative_to(root).as_posix() in left_out
    )
    return [path.relative_to(root).as_posix() for path in paths]


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


def test_our_exports_are_not_entered_but_folders_with_other_json_are(tmp_path: Path) -> None:
    make(tmp_path, "out/spec-a.md", "other/spec-b.md")
    entry = interchange.to_data(reader.read("# Spec: Buoy\n"))
    make(tmp_path, "out/specs.json", text=interchange.specs_json([entry]))
    make(tmp_path, "other/specs.json", text='{"specs": ["rspec"]}')
    assert walked(tmp_path) == ["other/spec-b.md"]


def test_what_is_left_out_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "old/spec-a.md", "new/spec-a.md", "new/spec-b.md")
    assert walked(tmp_path, "old", "new/spec-b.md") == ["new/spec-a.md"]


def test_only_files_are_specs(tmp_path: Path) -> None:
    make(tmp_path, "spec-folder.md/spec-a.md")
    (tmp_path / "spec-nowhere.md").symlink_to("gone.md")
    os.mkfifo(tmp_path / "spec-pipe.md")
    assert walked(tmp_path) == ["spec-folder.md/spec-a.md"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        walked(tmp_path / "gone")


@needs_git
def test_git_says_what_it_ignores(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    make(tmp_path, "out/spec-a.md", "docs/spec-draft.md", "docs/spec-b.md", "docs/spec-kept.md")
    make(tmp_path, ".gitignore", text="out/\nspec-draft.md\nspec-kept.md\n")
    git(tmp_path, "add", "-f", "docs/spec-kept.md")
    assert files.ignored_by_git(tmp_path) == {tmp_path / "out", tmp_path / "docs/spec-draft.md"}


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
    (tmp_path / "usual").write_text("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_write_follows_links(tmp_path: Path) -> None:
    make(tmp_path, "real/spec-a.md")
    link = tmp_path / "spec-a.md"
    link.symlink_to("real/spec-a.md")
    files.write(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "spec-a.md").read_text() == "new"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "spec-a.md", "new")
    with pytest.raises(OSError, match="No space"):
        files.create(tmp_path / "spec-b.md", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["spec-a.md"]
    assert (tmp_path / "spec-a.md").read_text() == "old"


def test_a_file_that_is_read_only_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "spec-a.md", text="old")
    (tmp_path / "spec-a.md").chmod(0o444)
    if os.geteuid() == 0:  # who may write everything
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(PermissionError, match="read-only"):
        files.write(tmp_path / "spec-a.md", "new")
    assert (tmp_path / "spec-a.md").read_text() == "old"


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "spec-a.md"
    files.create(path, derive.blank_spec())
    with pytest.raises(FileExistsError):
        files.create(path, "other")
    assert path.read_text(encoding="utf-8") == derive.blank_spec()
