"""Findings as SARIF: valid, and what readers of it need."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from conftest import SARIF_SCHEMA
from findings import (
    ERROR,
    FILES,
    INFO,
    KNOWN,
    LOST,
    MIXED,
    OLD,
    SAFE,
    WARNING,
    WHOLE_FILE,
    outcomes,
)
from hypothesis import given

from sphinxcontrib_spec import __version__
from sphinxcontrib_spec.fingerprints import fingerprints
from sphinxcontrib_spec.report import Outcome, render
from sphinxcontrib_spec.rules import RULES


@cache
def validator() -> Any:
    """What judges SARIF by its own schema; the summary says so where that is not at hand."""
    if not SARIF_SCHEMA.exists():
        pytest.skip(f"the schema of SARIF is not at {SARIF_SCHEMA}")
    schema = json.loads(SARIF_SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def run(outcome: Outcome) -> dict[str, Any]:
    """The one run of a log."""
    log = json.loads(render("sarif", outcome))
    assert log["version"] == "2.1.0"
    (found,) = log["runs"]
    assert isinstance(found, dict)
    return found


def result(*findings: Any, **more: Any) -> dict[str, Any]:
    """The first result of a run with these findings."""
    found = run(Outcome(findings, FILES, **more))["results"][0]
    assert isinstance(found, dict)
    return found


def place(of: dict[str, Any]) -> dict[str, Any]:
    (location,) = of["locations"]
    found = location["physicalLocation"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("outcome", [MIXED, Outcome((), ()), Outcome((WHOLE_FILE,), FILES)])
def test_it_is_valid(outcome: Outcome) -> None:
    validator().validate(json.loads(render("sarif", outcome)))


@given(outcomes())
def test_it_is_valid_with_any_text(outcome: Outcome) -> None:
    validator().validate(json.loads(render("sarif", outcome)))


def test_the_tool_is_named_with_its_version() -> None:
    driver = run(MIXED)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("sphinx-spec", __version__)
    assert urlsplit(driver["informationUri"]).scheme == "https"


def test_rules_are_those_that_found_something_and_results_point_to_them() -> None:
    found = run(MIXED)
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert rules == ["SPEC402", "SPEC404", "SPEC405"]
    for each in found["results"]:
        assert rules[each["ruleIndex"]] == each["ruleId"]


def test_every_rule_is_described() -> None:
    findings = tuple(replace(ERROR, code=rule.code, name=rule.name) for rule in RULES)
    described = run(Outcome(findings, FILES))["tool"]["driver"]["rules"]
    for told, rule in zip(described, RULES, strict=True):
        assert (told["id"], told["name"]) == (rule.code, rule.name)
        assert rule.page.startswith(told["shortDescription"]["text"])
        assert "`" * 3 not in told["fullDescription"]["text"]
        # GitHub cuts longer ones.
        assert 0 < len(told["shortDescription"]["text"]) <= len(told["fullDescription"]["text"])
        assert len(told["fullDescription"]["text"]) <= 1024
        assert told["help"]["markdown"].startswith(f"# {rule.code} {rule.name}\n\n")
        assert told["help"]["markdown"].endswith(told["help"]["text"])
        assert told["helpUri"].endswith(f"/reference/rules.html#{rule.code.lower()}")
        assert told["defaultConfiguration"]["enabled"] is not rule.off
        assert told["properties"]["off"] is rule.off
        assert told["properties"]["fix"] == (rule.fix or "none")
        # GitHub knows no other words.
        github = {"error": "error", "warning": "warning", "info": "recommendation"}
        assert told["properties"]["problem.severity"] == github[rule.severity]


def test_the_help_says_which_example_is_bad() -> None:
    named = replace(ERROR, code="SPEC101", name="file-name-format")
    for finding, file in ((ERROR, ""), (named, ", in `Tape_Archive.md`")):
        (rule,) = run(Outcome((finding,), FILES))["tool"]["driver"]["rules"]
        help_ = rule["help"]["text"]
        assert f"\n\nBad{file}:\n\n```markdown\n" in help_
        assert help_.index("\n\nBad") < help_.index("\n```\n\nGood")
        assert not re.search("^`+markdown .", help_, re.MULTILINE)


def test_levels_are_those_of_the_findings_whatever_the_rules_are() -> None:
    found = run(Outcome((ERROR, WARNING, INFO, replace(ERROR, line=50, severity="info")), FILES))
    levels = {each["level"]: each["ruleId"] for each in found["results"][:3]}
    assert levels == {"error": "SPEC402", "warning": "SPEC405", "note": "SPEC404"}
    assert found["results"][3]["level"] == "note"
    defaults = [rule["defaultConfiguration"]["level"] for rule in found["tool"]["driver"]["rules"]]
    assert defaults == ["error", "note", "warning"]


def test_a_region_counts_characters_from_one() -> None:
    assert run(MIXED)["columnKind"] == "unicodeCodePoints"
    region = {"startLine": 31, "startColumn": 12, "endLine": 31, "endColumn": 14}
    assert place(result(ERROR))["region"] == region
    assert "region" not in place(result(WHOLE_FILE))
    backwards = replace(ERROR, column=0, end_line=0, end_column=0)
    region = {"startLine": 31, "startColumn": 1, "endLine": 31, "endColumn": 1}
    assert place(result(backwards))["region"] == region


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/spec-a.md", "docs/spec-a.md"),
        ("a b/spec-#1?.md", "a%20b/spec-%231%3F.md"),
        ("a:b%20[1].md", "a%3Ab%2520%5B1%5D.md"),
        ("spec-Überfahrt-泊.md", "spec-%C3%9Cberfahrt-%E6%B3%8A.md"),
        ("<stdin>", "%3Cstdin%3E"),
        ("spec-\\xff.md", "spec-%5Cxff.md"),
    ],
)
def test_files_are_relative_uris(path: str, uri: str) -> None:
    artifact = place(result(replace(ERROR, path=path)))["artifactLocation"]
    assert artifact == {"uri": uri, "uriBaseId": "%SRCROOT%"}
    assert unquote(uri) == path


@given(outcomes())
def test_no_path_leads_elsewhere(outcome: Outcome) -> None:
    found = run(outcome)
    assert found["originalUriBaseIds"].keys() == {"%SRCROOT%"}
    for uri in re.findall(r'"uri": "([^"]*)"', json.dumps(found)):
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII)
        assert uri.startswith(outcome.folder.replace(" ", "%20"))


def test_files_are_named_from_the_root_of_the_repository() -> None:
    found = run(MIXED._replace(folder="hand book/"))
    uris = {place(each)["artifactLocation"]["uri"] for each in found["results"]}
    assert uris == {"hand%20book/docs/spec-quay.md"}
    assert {
        change["artifactLocation"]["uri"]
        for each in found["results"]
        for fix in each.get("fixes", ())
        for change in fix["artifactChanges"]
    } == uris


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("no level: {id}", "no level: {{id}}"),
        ('"[tide](3)" is empty', '"\\[tide](3)" is empty'),
        ("a [TOC] (2) \x1b[2J", "a [TOC] (2) \\x1b[2J"),
    ],
)
def test_a_message_is_neither_a_template_nor_a_link(message: str, said: str) -> None:
    assert result(replace(ERROR, message=message))["message"] == {"text": f"{said}\nHelp: fill it"}
    assert result(replace(ERROR, message=message, help=""))["message"] == {"text": said}


def test_fingerprints_are_those_of_all_findings_together() -> None:
    known = fingerprints(sorted((*MIXED.findings, *MIXED.suppressed)))
    told = [each["partialFingerprints"]["sphinxSpec/v1"] for each in run(MIXED)["results"]]
    assert told == known
    assert len(set(told)) == len(told)


def test_a_fix_is_what_is_taken_out_and_put_in() -> None:
    (fix,) = result(SAFE)["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "docs/spec-quay.md"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 32, "startColumn": 3, "endLine": 32, "endColumn": 6},
            "insertedContent": {"text": "Low"},
        },
        {"deletedRegion": {"startLine": 33, "startColumn": 1, "endLine": 34, "endColumn": 1}},
    ]
    assert fix["properties"] == {"safety": "safe"}
    assert "fixes" not in result(ERROR)


def test_what_is_suppressed_is_told_as_such() -> None:
    told = {
        each["locations"][0]["physicalLocation"]["region"]["startLine"]: each
        for each in run(MIXED)["results"]
    }
    assert told[KNOWN.line]["suppressions"] == [
        {"kind": "inSource", "justification": "agreed with the harbour"}
    ]
    assert told[OLD.line]["suppressions"] == [{"kind": "external"}]
    assert told[ERROR.line]["suppressions"] == []


def test_a_run_that_could_not_read_everything_says_so() -> None:
    (invocation,) = run(Outcome((ERROR,), FILES))["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}
    (invocation,) = run(MIXED)["invocations"]
    assert invocation["executionSuccessful"] is False
    folder, file = invocation["toolExecutionNotifications"]
    assert (folder["level"], folder["message"]) == ("error", {"text": "permission denied"})
    assert "region" not in place(folder)
    assert file["message"]["text"] == LOST.reason
    assert place(file)["region"] == {"startLine": 2, "startColumn": 3}
