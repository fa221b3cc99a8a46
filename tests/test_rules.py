"""Every rule: its page, its examples, and what all of them find in whole specs."""

from __future__ import annotations

import re
from collections import Counter

import ferry
import pytest
import tapes

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, RULES, Finding, Rule, Settings, check, check_project

TODAY = Settings(today="2026-04-30")

_EXAMPLE = re.compile(
    r"^(?P<fence>`{3,})(?P<markup>markdown|rst) (?P<kind>bad|good)(?: (?P<file>\S+))?\n(?P<text>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)

EXAMPLES = [
    pytest.param(rule, match["text"], match["file"] or "", match["kind"], id=f"{rule.code}-{kind}")
    for rule in RULES
    for match in _EXAMPLE.finditer(rule.page)
    for kind in [match["kind"]]
    if match["markup"] == "markdown"  # the others are tested in the builds that find them
]


def found_in(text: str, file_name: str = "", settings: Settings = TODAY) -> list[Finding]:
    """What is found in one file, among many too."""
    spec = read(text, "spec-x.md")
    return [*check(spec, settings, file_name), *check_project([page_entry(spec)], settings)]


def codes(found: list[Finding], selected: str = "") -> set[str]:
    """The codes of what is reported: rules that are off do not count, but for a selected one."""
    told = (f.code for f in found if not f.suppression)
    return {code for code in told if code == selected or not RULE[code].off}


def test_rules_stand_in_code_order() -> None:
    listed = [rule.code for rule in RULES]
    assert listed == sorted(set(listed))
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_says_what_why_and_how(rule: Rule) -> None:
    assert rule.page.split("\n")[0].endswith(".")
    assert [match["kind"] for match in _EXAMPLE.finditer(rule.page)] == ["bad", "good"]
    assert not rule.page.rstrip().endswith("```"), "how to fix it stands last"


@pytest.mark.parametrize(("rule", "fragment", "file_name", "kind"), EXAMPLES)
def test_examples(rule: Rule, fragment: str, file_name: str, kind: str) -> None:
    """A bad example gives findings of its rule and of no other; a good one gives none."""
    texts = tapes.each(fragment) if rule.scope == "project" else [tapes.completed(fragment)]
    specs = [read(text, f"{number}.md") for number, text in enumerate(texts, 1)]
    found = [finding for spec in specs for finding in check(spec, TODAY, file_name)]
    found += check_project([page_entry(spec) for spec in specs], TODAY)
    assert codes(found, rule.code) == ({rule.code} if kind == "bad" else set())
    for finding in found:
        if finding.code != rule.code:
            continue
        assert finding.name == rule.name
        assert finding.message
        assert "\n" not in finding.message + finding.help
        assert finding.help


def test_nothing_is_found_in_a_good_spec() -> None:
    found = [f for f in found_in(tapes.TEXT, tapes.NAME) if f.name != "goal-unverified"]
    assert found == []
    assert [f for f in found_in(ferry.TEXT, ferry.NAME) if f.severity != "info"] == []


def test_findings_are_sorted_by_place() -> None:
    found = check(read("# Nothing\n\n## Gaols\n\n## Rollout\n\n## Goals\n", "a.md"))
    places = [(finding.line, finding.column, finding.code) for finding in found]
    assert places == sorted(places)
    assert len(places) > 5


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\ufeff", "\0", "#", "# ", "# Spec:", "---\n", "```", "> " * 3000, "|\n|-|\n", "- "],
)
def test_no_text_is_too_odd(text: str) -> None:
    found = found_in(text, "spec-x.md")
    assert {"SPEC107", "SPEC111"} <= codes(found)
    assert all(finding.line > 0 for finding in found)


def test_a_whole_spec_of_placeholders() -> None:
    """The blank spec that the schema holds: one finding a bracket, at its place, and no other."""
    found = found_in(_blank())
    assert codes(found) == {"SPEC118"}
    brackets = Counter(schema.PLACEHOLDERS) + Counter({schema.LEVEL_PLACEHOLDER: 2})
    lines = _blank().split("\n")
    said: Counter[str] = Counter()
    for finding in found:
        words = "\n".join(lines[finding.line - 1 : finding.end_line])
        rest = len(lines[finding.end_line - 1]) - finding.end_column + 1
        said[words[finding.column - 1 : len(words) - rest]] += 1
    assert said == brackets


def _blank() -> str:
    """A spec that is nothing but the schema's placeholders."""
    said = ["# Spec: [Title]", *(f"**{field.label}:** {field.default}" for field in schema.HEADER)]
    for section in schema.SECTION.values():
        said += ["", f"{'#' * section.level} {section.heading}", *section.samples]
        if section.kind:
            said += _blank_items(schema.KIND[section.kind])
    return "\n".join(said) + "\n"


def _blank_items(kind: schema.Kind) -> list[str]:
    fields = [field for field in kind.fields if field.samples]
    rows = [[field.samples[row] for field in fields] for row in range(len(fields[0].samples))]
    if kind.shape == "table":
        heads = [[field.label for field in fields], ["---"] * len(fields)]
        return [f"| {' | '.join(row)} |" for row in [*heads, *rows]]
    if kind.shape == "bullets":
        return [f"- {row[0]}" for row in rows]
    return [f"{n}. {q} — Owner: {o}, Deadline: {d}" for n, (q, o, d) in enumerate(rows, 1)]


# The format's own words, where they are at hand.


def test_the_template_of_the_format(template: str) -> None:
    found = found_in(template, "spec-template.md")
    assert codes(found) == {"SPEC118"}
    assert len(found) == 34


def test_the_example_of_the_format(example: str) -> None:
    found = found_in(example, names.file_name(read(example).slug))
    assert {finding.severity for finding in found} == {"info"}
    counted = Counter(finding.code for finding in found)
    assert counted == {
        "SPEC223": 1, "SPEC232": 1, "SPEC304": 3, "SPEC314": 1, "SPEC605": 2,
        "SPEC712": 3, "SPEC801": 1, "SPEC802": 2,
    }  # fmt: skip


def test_the_failure_table_of_the_format(format_text: str) -> None:
    guidance = format_text.split("\n### Failure Modes\n")[1]
    table = re.search(r"^\|.*?(?=\n\n)", guidance, re.DOTALL | re.MULTILINE)
    assert table
    found = found_in(tapes.completed(f"## Failure Modes\n{table[0]}\n"))
    assert [(f.code, f.message.split('"')[1]) for f in found if not RULE[f.code].off] == [
        ("SPEC404", "Very Low")
    ]


@pytest.mark.parametrize(
    ("section", "code"), [("### API / Interface", "SPEC301"), ("### Data Model", "SPEC302")]
)
def test_the_fragments_of_the_format(format_text: str, section: str, code: str) -> None:
    guidance = format_text.split(f"\n{section}\n", 3)[2].partition("\n### ")[0]
    bad = re.search(r"^> (.*)", guidance, re.MULTILINE)
    good = re.search(r"^```python\n.*?^```$", guidance, re.DOTALL | re.MULTILINE)
    assert bad
    assert good
    assert codes(found_in(tapes.completed(f"{section}\n{bad[1]}\n"))) == {code}
    assert codes(found_in(tapes.completed(f"{section}\n{good[0]}\n"))) == set()


def test_the_steps_of_the_format(format_text: str) -> None:
    guidance = format_text.split("\n### Workflow / Sequence\n", 3)[2].partition("\n### ")[0]
    steps = re.search(r"^```\n.*?^```$", guidance, re.DOTALL | re.MULTILINE)
    assert steps
    assert codes(found_in(tapes.completed(f"### Workflow / Sequence\n{steps[0]}\n"))) == set()


def test_the_decisions_of_the_format(format_text: str) -> None:
    guidance = format_text.split("\n### Key Design Decisions\n", 3)[2].partition("\n### ")[0]
    table = re.search(r"(?:^\|.*\n)+", guidance, re.MULTILINE)
    assert table
    assert codes(found_in(tapes.completed(f"### Key Design Decisions\n{table[0]}\n"))) == set()


@pytest.mark.parametrize(
    ("section", "found_in_bad"),
    [
        ("Problem Statement", {"SPEC202": 1, "SPEC204": 1, "SPEC205": 1, "SPEC207": 1}),
        ("Goals", {"SPEC212": 3}),
        ("Non-Goals", {"SPEC222": 1}),
        ("Success Metrics", {"SPEC502": 3}),
    ],
)
def test_the_quotations_of_the_format(
    format_text: str, section: str, found_in_bad: dict[str, int]
) -> None:
    """What its guidance quotes as bad is found, what it quotes as good is left alone."""
    guidance = format_text.split(f"\n### {section}\n", 1)[1].partition("\n### ")[0]
    bad, good = (
        re.sub("^> ?", "", match[0], flags=re.MULTILINE)
        for match in re.finditer(r"(?:^>.*\n)+", guidance, re.MULTILINE)
    )
    said = [f for f in found_in(tapes.completed(f"## {section}\n{bad}")) if not RULE[f.code].off]
    assert Counter(finding.code for finding in said) == found_in_bad
    assert codes(found_in(tapes.completed(f"## {section}\n{good}"))) == set()


def test_a_code_or_a_name_finds_a_rule() -> None:
    assert RULE["SPEC118"] is RULE["placeholder-left"]
    assert [rule.code for rule in RULES if rule.off] == [
        *("SPEC214", "SPEC232", "SPEC504", "SPEC606", "SPEC712")
    ]
