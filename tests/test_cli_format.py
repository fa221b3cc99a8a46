"""`sphinx-spec format`, run as a process in a folder."""

from __future__ import annotations

import os

import pytest
from ferry import NAME, TEXT
from program import UNTIDY, Folder, changed, named, needs_git


def test_format_writes_what_changes_and_says_so(folder: Folder) -> None:
    folder.write({NAME: UNTIDY, "docs/spec-other.md": named("Other")})
    run = folder.run("format")
    assert (run.status, run.out, run.err) == (0, f"Formatted {NAME}\n", "")
    assert folder.read(NAME) == TEXT
    again = folder.run("format")
    assert (again.status, again.out) == (0, "")


def test_format_check_and_diff_write_nothing(folder: Folder) -> None:
    folder.write({NAME: UNTIDY.removesuffix("\n")})
    run = folder.run("format", "--check")
    assert (run.status, run.out) == (1, f"Would format {NAME}\n")
    run = folder.run("format", "--diff")
    assert run.status == 1
    assert run.out.startswith(f"diff --git {NAME} {NAME}\n--- {NAME}\n+++ {NAME}\n@@ ")
    assert "\n-* Cargo ferries" in run.out
    assert "\n+- Cargo ferries" in run.out
    assert "\n\\ No newline at end of file\n" in run.out
    assert folder.read(NAME) == UNTIDY.removesuffix("\n")
    folder.write({NAME: TEXT})
    assert folder.run("format", "--check", "--diff").status == 0


@needs_git
def test_a_diff_can_be_applied(folder: Folder) -> None:
    folder.write({NAME: UNTIDY.replace("Data Model\n", "Data Model\n\x0c\n").removesuffix("\n")})
    folder.git("init", "-q")
    (folder.root / "change.diff").write_text(folder.run("format", "--diff").out, newline="")
    formatted = folder.run("format", "-", stdin=folder.read(NAME)).out
    folder.git("apply", "-p0", "change.diff")
    assert folder.read(NAME) == formatted


def test_format_strict_drops_what_canonical_may_keep(folder: Folder) -> None:
    airy = TEXT.replace("## Goals\n", "## Goals\n\n")
    folder.write({NAME: airy})
    assert folder.run("format", "--check").status == 0
    assert folder.run("format", "--strict").status == 0
    assert folder.read(NAME) == TEXT


@pytest.mark.parametrize(
    "below", ["read in May.", "  read in May.", "read in\nMay.\n\n    And June."]
)
def test_what_goes_on_below_the_single_word_of_a_footnote_stays_its_text(
    folder: Folder, below: str
) -> None:
    """CommonMark takes such a first line for a link reference definition, and the rest for words."""
    note = f"[^wear]: https://example.org/a/log/of/wear\n{below}\n\nThe end.\n"
    text = f"{TEXT}\n## Appendix\nReels wear.[^wear]\n\n{note}"
    folder.write({NAME: text})
    for how in ((), ("--strict",)):
        assert folder.run("format", *how).status == 0
        assert folder.read(NAME) == text
    defined = text.replace("[^wear]", "[wear]")
    folder.write({NAME: defined})
    assert folder.run("format").status == 0
    assert folder.read(NAME) == defined.replace("of/wear\n", "of/wear\n\n").replace("\n  r", "\nr")


def test_what_is_set_in_below_a_definition_stays_its_text(folder: Folder) -> None:
    """MyST takes it for that, and at the margin for a paragraph of its own."""
    terms = (
        "Berth\n: Where a ferry lies.\n\n  It has a number.\n\n  And a lamp\n  that blinks.\n\n"
        ": Also a bed.\n\n  On the ferry.\n\nQuay\n~ A wall.\n\n   Of stone.\n"
    )
    text = f"{TEXT}\n## Appendix\n{terms}"
    folder.write({NAME: text})
    for how in ((), ("--strict",)):
        assert folder.run("format", *how).status == 0
        assert folder.read(NAME) == text
    folder.write({NAME: f"{text}\nNo term: it is.\n\n  Set in.\n"})
    assert folder.run("format").status == 0
    assert folder.read(NAME) == f"{text}\nNo term: it is.\n\nSet in.\n"


#: Headers, and what the strict form makes of them.
HEADERS = {
    "signs that end values": (
        "- Author: Ren&eacute;, Ltd.;\n- Status: Draft\n- Share: srv\\docs\\",
        "**Author:** Ren&eacute;, Ltd.;\n**Status:** Draft\n**Share:** srv\\docs\\",
    ),
    "signs and hard breaks between keys": (
        "**Author:** Ren&eacute;; **Status:** Draft |\t**Date:** 2026-01-02,\\\n**Team:** A;",
        "**Author:** Ren&eacute;\n**Status:** Draft\n**Date:** 2026-01-02,\n**Team:** A;",
    ),
    "a backslash that would break a line": (
        "- Share: srv\\docs\\\n- Status: Draft", "- Share: srv\\docs\\\n- Status: Draft",
    ),
    "a table of columns": (
        "| Status | Date |\n|---|---|\n| Draft | 2026-01-02 |",
        "**Status:** Draft\n**Date:** 2026-01-02",
    ),
    "a table of two pairs a row": (
        "| Status | Draft | Author | Ida |\n|---|---|---|---|\n| Date | 2026-01-02 | Version | 3 |",
        "**Status:** Draft\n**Author:** Ida\n**Date:** 2026-01-02\n**Version:** 3",
    ),
    "a table whose first row names its columns": (
        "| Field | Value |\n|---|---|\n| Status | Draft |",
        "| Field | Value |\n|---|---|\n| Status | Draft |",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("header", "strict"), HEADERS.values(), ids=HEADERS)
def test_the_strict_form_holds_every_word_of_a_header(
    folder: Folder, header: str, strict: str
) -> None:
    folder.write({"spec-a.md": f"# Spec: A\n\n{header}\n\n## Goals\n\n- One\n"})
    run = folder.run("format", "--strict")
    assert (run.status, run.err) == (0, "")
    assert folder.read("spec-a.md") == f"# Spec: A\n{strict}\n\n## Goals\n- One\n"


#: Front matter, and what the strict form leaves of it and writes below the title.
FRONT_MATTER = {
    "plain and quoted values": (
        "id: 4\nstatus: Draft\nauthor: 'Ida O''Neil'\ndate: \"2026-01-02\"",
        "---\nid: 4\n---\n\n",
        "**Status:** Draft\n**Author:** Ida O'Neil\n**Date:** 2026-01-02\n",
    ),
    "a value in several lines": ("status: Draft\nauthor: >-\n  Ida Faro,\n  Bo Lund", None, ""),
    "a list": ("status: Draft\nauthor:\n- Ida\n- Bo", None, ""),
    "a comment": ("status: Draft  # by the board\ndate: 2026-01-02", None, ""),
    "a key of two values": ("status: Draft\nstatus: Accepted", None, ""),
}


@pytest.mark.parametrize(("front", "left", "header"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_the_strict_form_takes_a_header_out_of_front_matter_or_leaves_that_as_it_is(
    folder: Folder, front: str, left: str | None, header: str
) -> None:
    above = f"---\n{front}\n---\n\n"
    folder.write({"spec-a.md": f"{above}# Spec: A\n\n## Goals\n\n- One\n"})
    run = folder.run("format", "--strict")
    assert (run.status, run.err) == (0, "")
    left = above if left is None else left
    assert folder.read("spec-a.md") == f"{left}# Spec: A\n{header}\n## Goals\n- One\n"


def test_format_from_standard_input_to_standard_output(folder: Folder) -> None:
    windows = "\ufeff" + UNTIDY.replace("\n", "\r\n")
    run = folder.run("format", "-", stdin=windows)
    assert (run.status, run.out, run.err) == (0, TEXT, "")
    run = folder.run("format", "--check", "-", "--stdin-filename", "a.md", stdin=windows)
    assert (run.status, run.out) == (1, "Would format a.md\n")


def test_standard_input_that_is_left_out_comes_back_as_it_is(folder: Folder) -> None:
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nexclude = ["old"]\n'})
    words = ("format", "-", "--force-exclude", "--stdin-filename")
    declining = "\ufeff---\r\nspec: no\r\n---\r\n" + UNTIDY
    for name, text in {"old/spec-a.md": UNTIDY, "spec-b.md": declining}.items():
        run = folder.run(*words, name, stdin=text)
        assert (run.status, run.out, run.err) == (0, text, "")
        assert folder.run(*words, name, "--check", stdin=text).out == ""


#: The program with a writer that loses a goal of some specs.
LOSING = """
from sphinxcontrib_spec import formatting
write = formatting.write
formatting.write = lambda spec, **more: write(spec, **more).replace("- LOST\\n", "")
"""


def test_format_leaves_alone_what_it_cannot_prove_safe(folder: Folder) -> None:
    text = UNTIDY.replace("## Non-Goals", "* LOST\n\n## Non-Goals").replace("\n\n* L", "\n* L")
    folder.write({"spec-a.md": text, NAME: UNTIDY})
    program = changed(LOSING)
    run = folder.run("format", program=program)
    assert run.status == 1
    assert run.out == f"Formatted {NAME}\n"
    line = text[: text.index("## Goals")].count("\n") + 1
    assert run.err.startswith(f"spec-a.md:{line}:")
    assert "error: not formatted: " in run.err
    assert folder.read("spec-a.md") == text
    assert folder.run("format", "-", stdin=text, program=program).out == text


# What can go wrong between reading and writing


def test_format_tells_what_it_cannot_write_and_goes_on(folder: Folder) -> None:
    """No file may have more than 64 kB here, which stands for a disk that is full."""
    large = UNTIDY + "\nThe vessel reports its position, and the receiver stores it.\n" * 2000
    folder.write({"docs/spec-a.md": named("A", large), NAME: UNTIDY})
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))"
    run = folder.run("format", program=changed(limit))
    assert (run.status, run.out) == (2, f"Formatted {NAME}\n")
    assert run.err == "Error: docs/spec-a.md: file too large\n"
    assert folder.read("docs/spec-a.md") == named("A", large)
    assert [path.name for path in (folder.root / "docs").iterdir()] == ["spec-a.md"]


def test_a_read_only_file_or_folder_is_told_and_left_alone(folder: Folder) -> None:
    texts = {"locked/spec-a.md": UNTIDY, "docs/spec-b.md": UNTIDY, "docs/spec-c.md": UNTIDY}
    folder.write(dict(texts))
    (folder.root / "docs" / "spec-b.md").chmod(0o444)
    (folder.root / "locked").chmod(0o555)
    # Root may write everything, but for what the program below forbids it.
    code = """
import os
access, open_ = os.access, os.open
os.access = lambda path, mode: not str(path).endswith("b.md") and access(path, mode)
def opened(path, *more, **named):
    if "/locked/." in str(path):
        raise PermissionError(13, "Permission denied", path)
    return open_(path, *more, **named)
os.open = opened
"""
    run = folder.run("format", program=changed(code))
    assert (run.status, run.out) == (2, "Formatted docs/spec-c.md\n")
    assert run.err == (
        "Error: docs/spec-b.md: the file is read-only\n"
        "Error: locked/spec-a.md: its folder is read-only\n"
    )
    assert folder.read("docs/spec-b.md") == folder.read("locked/spec-a.md") == UNTIDY


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        ("path.write_text('theirs')", "not written: it has changed since it was read"),
        ("path.unlink()", "no such file or directory"),
    ],
)
def test_what_others_do_to_a_file_meanwhile_is_told(
    folder: Folder, meanwhile: str, told: str
) -> None:
    folder.write({"spec-a.md": UNTIDY, NAME: UNTIDY})
    code = f"""
import pathlib
from sphinxcontrib_spec import formatting
formatted = formatting.formatted
path = pathlib.Path("spec-a.md")
def slow(text, name, **more):
    if name == "spec-a.md":
        {meanwhile}
    return formatted(text, name, **more)
formatting.formatted = slow
"""
    run = folder.run("format", program=changed(code))
    assert (run.status, run.out) == (2, f"Formatted {NAME}\n")
    assert run.err == f"Error: spec-a.md: {told}\n"
    assert not (folder.root / "spec-a.md").exists() or folder.read("spec-a.md") == "theirs"


def test_a_file_of_two_names_is_written_once(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": UNTIDY})
    (folder.root / "a").mkdir()
    (folder.root / "a" / "spec-alias.md").symlink_to(f"../docs/{NAME}")
    run = folder.run("format", ".", "docs", f"docs/../docs/{NAME}", "a/spec-alias.md")
    assert (run.status, run.out) == (0, f"Formatted docs/{NAME}\n")
    assert (folder.root / "a" / "spec-alias.md").is_symlink()
    folder.write({f"docs/{NAME}": UNTIDY})
    run = folder.run("format", "a")
    assert (run.status, run.out) == (0, "Formatted a/spec-alias.md\n")
    assert folder.read(f"docs/{NAME}") == TEXT


def test_names_of_any_kind_are_read_and_told_on_one_line(folder: Folder) -> None:
    odd = os.fsdecode(b"spec-\xff.md")
    folder.write({odd: UNTIDY, "spec-new\nline.md": UNTIDY, "a folder/spec-b.md": UNTIDY})
    run = folder.run("format", "--check")
    assert run.out.splitlines() == [
        "Would format a folder/spec-b.md",
        r"Would format spec-\xff.md",
        r"Would format spec-new\nline.md",
    ]
    assert folder.run("format").status == 0
    assert folder.read(odd) == folder.read("spec-new\nline.md") == TEXT


@needs_git
@pytest.mark.parametrize(
    "name", ["a folder/spec-b c.md", "spec-new\nline.md", 'spec-"é" \\x.md', "spec-\x1b.md"]
)
def test_a_diff_of_a_file_of_any_name_can_be_applied(folder: Folder, name: str) -> None:
    folder.write({name: UNTIDY})
    folder.git("init", "-q")
    folder.write({"change.diff": folder.run("format", "--diff").out})
    folder.git("apply", "-p0", "change.diff")
    assert folder.read(name) == TEXT


def test_a_text_with_nul_loses_nothing(folder: Folder) -> None:
    run = folder.run("format", "-", stdin=UNTIDY.replace("Cargo ferries", "Cargo\0ferries"))
    assert (run.status, run.out) == (0, TEXT.replace("Cargo ferries", "Cargo\0ferries"))
