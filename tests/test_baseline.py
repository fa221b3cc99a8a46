"""Adopting the tool on old files: `check --baseline` and `--write-baseline`, run as a process."""

from __future__ import annotations

import json
import os

import pytest
from ferry import NAME, TEXT
from program import Folder, named

#: Two goals of the same words, one of others; a level in small letters, which a fix mends.
OLD = TEXT.replace(
    "- Publish a delay", "- Better notices\n- Better notices\n- Happier crews\n- Publish a delay"
).replace("| Medium | High |", "| medium | High |")
CODES = ["SPEC212", "SPEC212", "SPEC212", "SPEC405", "SPEC702"]


def adopt(folder: Folder, *paths: str) -> None:
    run = folder.run("check", "--baseline", "known.json", "--write-baseline", *paths)
    assert (run.status, run.out.split(":")[1].strip()) == (0, "nothing found")


def entries(folder: Folder) -> list[list[str]]:
    return [list(each.values())[:2] for each in json.loads(folder.read("known.json"))["findings"]]


def test_what_is_known_is_neither_told_nor_counted(folder: Folder) -> None:
    folder.write({NAME: OLD})
    assert folder.run("check", "--fail-on", "info").status == 1
    adopt(folder)
    assert folder.read(NAME) == OLD
    assert [code for _, code in entries(folder)] == CODES
    run = folder.run("check", "--baseline", "known.json", "--fail-on", "info", "--show-info")
    assert (run.status, run.out, run.err) == (0, "Checked 1 spec: nothing found\n", "")
    assert folder.findings("--baseline", "known.json") == []


def test_a_baseline_is_sorted_stable_and_told_line_by_line(folder: Folder) -> None:
    folder.write({f"docs/{NAME}": OLD, "spec-other.md": named("Other", OLD)})
    adopt(folder)
    text = folder.read("known.json")
    assert entries(folder) == sorted(entries(folder))
    assert {path for path, _ in entries(folder)} == {f"docs/{NAME}", "spec-other.md"}
    assert text.startswith('{\n  "version": 1,\n  "findings": [\n    {"path": "docs/')
    assert len(text.splitlines()) == 2 * len(CODES) + 5
    adopt(folder)
    assert folder.read("known.json") == text
    moved = OLD.replace("## Goals", "## Harbours\nThere are nine.\n\n## Goals")
    folder.write({"spec-other.md": named("Other", moved)})
    adopt(folder)
    # A heading that the format does not know is an info, and the only one that is new.
    assert len(folder.read("known.json").splitlines()) == len(text.splitlines()) + 1


def test_names_stand_in_a_baseline_as_they_are_written(folder: Folder) -> None:
    folder.write({"føroyar/spec-ferry-delay-notices.md": OLD})
    adopt(folder)
    assert '{"path": "føroyar/spec-ferry-delay-notices.md", "code": ' in folder.read("known.json")


def test_a_baseline_may_be_larger_than_a_spec(folder: Folder) -> None:
    folder.write({NAME: OLD})
    adopt(folder)
    folder.write({"known.json": folder.read("known.json") + "\n" * 32_000_000})
    run = folder.run("check", "--baseline", "known.json")
    assert (run.status, run.out, run.err) == (0, "Checked 1 spec: nothing found\n", "")


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("- Better notices\n- Better notices\n- Better notices\n", ["SPEC212", "SPEC702"]),
        ("- Better notices\n- Better notices\n- Better maps\n", ["SPEC212"]),
        ("Text.\n\n- Better notices\n- Better notices\n", []),
    ],
)
def test_only_what_is_new_is_told(folder: Folder, new: str, told: list[str]) -> None:
    folder.write({NAME: OLD})
    adopt(folder)
    folder.write({NAME: OLD.replace("- Better notices\n- Better notices\n", new)})
    found = folder.findings("--baseline", "known.json")
    assert [one["code"] for one in found if one["severity"] != "info"] == told
    assert folder.run("check", "--baseline", "known.json").status == bool(told)


def test_what_is_known_is_not_fixed(folder: Folder) -> None:
    folder.write({NAME: OLD})
    adopt(folder)
    new = OLD.replace("| Low | Medium | The rec", "| low | Medium | The rec")
    folder.write({NAME: new})
    run = folder.run("check", "--baseline", "known.json", "--fix")
    assert (run.status, run.out) == (0, "Checked 1 spec: nothing left, 1 fixed\n")
    assert folder.read(NAME) == OLD


def test_what_matches_no_more_is_noted_and_removed(folder: Folder) -> None:
    folder.write({NAME: OLD, "spec-other.md": named("Other", OLD)})
    adopt(folder)
    folder.write({NAME: TEXT})
    (folder.root / "spec-other.md").unlink()
    run = folder.run("check", "--baseline", "known.json")
    count = 2 * len(CODES)
    assert run.err == (
        f"known.json: {count} findings of it match nothing any more: --write-baseline removes them\n"
    )
    assert run.status == 0
    run = folder.run("check", "--baseline", "known.json", "--write-baseline")
    assert f"{count} that match nothing any more were removed" in run.err
    assert folder.read("known.json") == '{\n  "version": 1,\n  "findings": []\n}\n'


def test_what_a_rule_found_that_there_is_no_more_is_removed(folder: Folder) -> None:
    folder.write({NAME: OLD})
    adopt(folder)
    folder.write({"known.json": folder.read("known.json").replace("SPEC405", "SPEC499")})
    run = folder.run("check", "--baseline", "known.json", "--write-baseline")
    assert run.err == (
        "known.json: 5 findings known, 1 that matches nothing any more was removed\n"
    )
    assert [code for _, code in entries(folder)] == CODES


@pytest.mark.parametrize("files", [{}, {"conf.py": ""}, {"spec-odd.md": b"\xff"}])
def test_what_specs_that_were_not_read_may_cause_stays_known(
    folder: Folder, files: dict[str, str | bytes]
) -> None:
    wrong = TEXT.replace("| Medium | High |", "| medium | High |").replace(
        "Costs nothing a message |", "Costs nothing (mitigates [Fog](#failure-mode-fog)) |"
    )
    folder.write({NAME: wrong})
    adopt(folder)
    assert [code for _, code in entries(folder)] == ["SPEC405", "SPEC703"]
    folder.write({NAME: TEXT, **files})
    run = folder.run("check", NAME, "--baseline", "known.json", "--write-baseline")
    assert run.status == 0
    assert [code for _, code in entries(folder)] == (["SPEC703"] if files else [])


def test_what_is_not_looked_at_stays_known(folder: Folder) -> None:
    folder.write({NAME: OLD, "spec-other.md": named("Other", OLD)})
    adopt(folder)
    text = folder.read("known.json")
    for words in (["spec-other.md"], ["--ignore", "SPEC2,SPEC4"], ["--select", "SPEC7"]):
        run = folder.run("check", "--baseline", "known.json", *words)
        assert (run.status, run.err) == (0, "")
        folder.run("check", "--baseline", "known.json", "--write-baseline", *words)
        assert folder.read("known.json") == text


def test_what_a_comment_ignores_is_in_no_baseline(folder: Folder) -> None:
    folder.write({NAME: OLD.replace("crews\n", "crews <!-- spec: ignore[SPEC212] -->\n")})
    adopt(folder)
    assert [code for _, code in entries(folder)] == ["SPEC212", "SPEC212", "SPEC405", "SPEC702"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "no such file or directory; --write-baseline creates it"),
        ("", "not JSON: Expecting value"),
        ("[]", 'not a baseline: expected an object with "version" and "findings"'),
        ('{"version": 2, "findings": []}', "cannot read version 2 of baselines"),
        ('{"version": true, "findings": []}', "cannot read version true of baselines"),
        ('{"version": 1}', '"findings" must be an array'),
        ('{"version": 1, "findings": [1]}', "findings[0] must be an object with the strings"),
        (
            '{"version": 1, "findings": [{"path": "a.md", "code": "SPEC212", "fingerprint": 1}]}',
            'findings[0] must be an object with the strings "path", "code", "fingerprint"',
        ),
        ("[" * 100_000, "not JSON"),
        ("\udcff", "not UTF-8"),
    ],
)
def test_a_broken_baseline_is_an_error_and_stays(
    folder: Folder, text: str | None, reason: str
) -> None:
    folder.write({NAME: OLD})
    if text is not None:
        folder.write({"known.json": text.encode("utf-8", "surrogateescape")})
    for words in ([], ["--write-baseline"]):
        if text is None and words:
            break
        run = folder.run("check", "--baseline", "known.json", *words)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith("Error: known.json:")
        assert reason in run.err
        assert run.err.count("\n") == 1
        if text is not None:
            assert (folder.root / "known.json").read_bytes() == text.encode(
                "utf-8", "surrogateescape"
            )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--write-baseline"], "--write-baseline needs --baseline FILE"),
        (["--write-baseline", "--diff", "--baseline", "x"], "--diff never does"),
        (["--baseline", "."], "is a directory"),
        (["--baseline", "no/known.json", "--write-baseline"], "no such file or directory"),
    ],
)
def test_what_cannot_be_done_is_said(folder: Folder, words: list[str], reason: str) -> None:
    folder.write({NAME: OLD})
    run = folder.run("check", *words)
    assert run.status == 2
    assert reason in run.err


@pytest.mark.parametrize("more", [[], ["--write-baseline"]])
def test_a_report_never_goes_to_the_baseline(folder: Folder, more: list[str]) -> None:
    folder.write({f"docs/{NAME}": OLD})
    adopt(folder)
    before = folder.read("known.json")
    words = ("--baseline", "known.json", "--output-file", "docs/../known.json", *more)
    run = folder.run("check", "--output-format", "json", *words)
    told = "Error: docs/../known.json: is the baseline, so no report can be written to it\n"
    assert (run.status, run.out, run.err) == (2, "", told)
    assert folder.read("known.json") == before


def test_a_check_that_fails_writes_nothing(folder: Folder) -> None:
    folder.write({NAME: OLD, "spec-odd.md": b"\xff"})
    run = folder.run("check", "--baseline", "known.json", "--write-baseline")
    assert run.status == 2
    assert "known.json: not written" in run.err
    assert not (folder.root / "known.json").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are those of POSIX")
def test_a_baseline_keeps_its_mode(folder: Folder) -> None:
    folder.write({NAME: OLD, "known.json": '{"version": 1, "findings": []}'})
    (folder.root / "known.json").chmod(0o640)
    adopt(folder)
    assert (folder.root / "known.json").stat().st_mode & 0o777 == 0o640


# --select and --ignore


def codes(folder: Folder, *words: str) -> set[str]:
    return {one["code"] for one in folder.findings(*words) if one["severity"] != "info"}


def test_rules_can_be_chosen_for_one_run(folder: Folder) -> None:
    folder.write({NAME: OLD})
    assert codes(folder) == set(CODES)
    assert codes(folder, "--select", "SPEC4, goal-not-measurable") == {"SPEC212", "SPEC405"}
    assert codes(folder, "--select", "SPEC4", "--select", "SPEC7") == {"SPEC405", "SPEC702"}
    assert codes(folder, "--ignore", "SPEC2,level-case") == {"SPEC702"}
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nselect = ["SPEC4"]\n'})
    assert codes(folder, "--select", "SPEC7") == {"SPEC702"}
    folder.write({"pyproject.toml": '[tool.sphinxcontrib-spec]\nignore = ["SPEC4"]\n'})
    assert codes(folder, "--ignore", "SPEC7") == {"SPEC212"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("goal-not-mesurable", ", did you mean 'goal-not-measurable'?"),
        ("SPEC1,SPC402", ", did you mean 'SPEC402'?"),
        ("SPEC0", ""),
        ("SPEC4,", "unknown rule ''"),
    ],
)
def test_unknown_rules_are_errors(folder: Folder, option: str, word: str, hint: str) -> None:
    folder.write({NAME: OLD})
    run = folder.run("check", option, word)
    assert (run.status, run.out) == (2, "")
    assert run.err.startswith(f"Error: {option}: unknown rule ")
    assert hint in run.err


def test_a_comment_for_a_rule_that_is_not_looked_at_is_not_called_unused(folder: Folder) -> None:
    folder.write({NAME: TEXT.replace("# Spec: Ferry Delay Notices", "# Spec: Ferry Delay Notices <!-- spec: ignore-file[SPEC405] -->")})  # fmt: skip
    told = folder.findings()
    assert [one["message"] for one in told if one["code"] == "SPEC902"] == ['"SPEC405" ignores nothing here']  # fmt: skip
    for words in (["--select", "SPEC1,SPEC9"], ["--ignore", "SPEC405"]):
        assert "SPEC902" not in codes(folder, *words)
    table = '[tool.sphinxcontrib-spec.per-file-ignores]\n"spec-ferry-*" = ["level-case"]\n'
    folder.write({"pyproject.toml": table})
    assert "SPEC902" not in codes(folder)
