"""The configuration: how it is read, what is refused, and which findings it lets through."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sphinxcontrib_spec import config, rules, selection
from sphinxcontrib_spec.config import Config, ConfigError


def finding(name: str, path: str = "docs/spec-a.md", line: int = 1) -> rules.Finding:
    rule = rules.RULE[name]
    return rules.Finding(rule.code, rule.name, rule.severity, "m", "h", path, line, 1, line, 2)


ALL = [finding(rule.code) for rule in rules.RULES]


def codes(**values: Any) -> list[str]:
    return [one.code for one in selection.selected(ALL, config.configured(values, spelt=str))]


def project(root: Path, table: str) -> Config:
    (root / "pyproject.toml").write_text(table, encoding="utf-8")
    return config.read(root)


def test_a_project_that_says_nothing_has_the_defaults(tmp_path: Path) -> None:
    assert config.read(tmp_path) == Config()
    assert project(tmp_path, '[project]\nname = "x"\n') == Config()
    other = "[tool.sphinx-spec]\nlevel = 1\n[tool.sphinxcontrib-spec]\n"
    assert project(tmp_path, other) == Config()


def test_every_option_is_read(tmp_path: Path) -> None:
    read = project(
        tmp_path,
        """
        [tool.sphinxcontrib-spec]
        levels = ["Rare", "Common"]
        statuses = ["Idea", "Done"]
        select = ["SPEC4", "level-alias"]
        ignore = ["SPEC403"]
        exclude = ["archive", "docs/**/old"]
        show-info = true
        today = 2026-03-01

        [tool.sphinxcontrib-spec.severity]
        SPEC404 = "error"

        [tool.sphinxcontrib-spec.per-file-ignores]
        "spec-legacy-*.md" = ["SPEC"]
        """,
    )
    assert read == Config(
        levels=("Rare", "Common"),
        statuses=("Idea", "Done"),
        select=("SPEC4", "level-alias"),
        ignore=("SPEC403",),
        severity=(("SPEC404", "error"),),
        per_file_ignores=(("spec-legacy-*.md", ("SPEC",)),),
        exclude=("archive", "docs/**/old"),
        show_info=True,
        today="2026-03-01",
    )
    assert read.settings.today == "2026-03-01"
    assert read.settings.levels == ("Rare", "Common")
    assert read.settings.statuses == ("Idea", "Done")
    assert pickle.loads(pickle.dumps(read)) == read


def test_other_values_override_a_configuration() -> None:
    base = Config(ignore=("SPEC4",), show_info=True)
    changed = config.configured({"spec_ignore": ("SPEC3",)}, base, lambda name: f"spec_{name}")
    assert changed == Config(ignore=("SPEC3",), show_info=True)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"ignores": []}, "unknown option 'ignores', did you mean 'ignore'?"),
        ({"per_file_ignores": {}}, "did you mean 'per-file-ignores'?"),
        ({"show_info": True}, "did you mean 'show-info'?"),
        ({"colour": "blue"}, "unknown option 'colour'"),
        ({"levels": "Low"}, "levels: expected a list of strings, not 'Low'"),
        ({"levels": []}, "levels: expected a list of words"),
        ({"statuses": ["Draft", " "]}, "statuses: expected a list of words"),
        ({"select": ["SPEC999"]}, "select: unknown rule 'SPEC999'"),
        ({"select": ["SPEC0"]}, "unknown rule 'SPEC0'"),
        ({"select": [""]}, "unknown rule ''"),
        ({"ignore": ["SPEC40"], "select": [4]}, "select: expected a list of strings"),
        (
            {"ignore": ["level-aliases"]},
            "ignore: unknown rule 'level-aliases', did you mean 'level-alias'?",
        ),
        ({"severity": ["SPEC404"]}, "severity: expected a table"),
        ({"severity": {"SPEC404": "fatal"}}, "one of error, warning, info, not 'fatal'"),
        ({"severity": {"SPC404": "info"}}, "did you mean 'SPEC404'?"),
        ({"per-file-ignores": {"*": "SPEC404"}}, "expected a list of strings, not 'SPEC404'"),
        ({"per-file-ignores": {"*": ["x"]}}, "per-file-ignores: unknown rule 'x'"),
        ({"exclude": None}, "exclude: expected a list of strings, not None"),
        ({"show-info": 1}, "show-info: expected true or false, not 1"),
        ({"today": "tomorrow"}, "today: expected a date such as 2026-03-01, not 'tomorrow'"),
        ({"today": False}, "today: expected a date such as 2026-03-01, not False"),
    ],
)
def test_what_is_refused_is_named_with_the_nearest(values: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        config.configured(values)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[tool.sphinxcontrib-spec]\nlevel = 1",
            "[tool.sphinxcontrib-spec] unknown option 'level'",
        ),
        ("[tool]\nsphinxcontrib-spec = 3", "tool.sphinxcontrib-spec is not a table"),
        (
            '[tool.sphinxcontrib_spec]\nignore = ["SPEC106"]',
            "tool.sphinxcontrib_spec is not read, did you mean tool.sphinxcontrib-spec?",
        ),
        (
            "[tool.sphinx-spec.severity]\n",
            "tool.sphinx-spec is not read, did you mean tool.sphinxcontrib-spec?",
        ),
        ("[tool", "pyproject.toml: "),
        ("name = 'caf\udce9'", "pyproject.toml: "),
    ],
)
def test_a_broken_pyproject_is_an_error_in_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError) as refused:
        config.read(tmp_path)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_rules_that_are_off_are_selected_by_their_full_name_only() -> None:
    off = [rule for rule in rules.RULES if rule.off]
    assert off
    assert codes() == [rule.code for rule in rules.RULES if not rule.off]
    assert codes(select=["SPEC"]) == codes()
    for rule in off:
        assert rule.code in codes(select=[rule.code])
        assert rule.code in codes(select=["SPEC", rule.name])
        assert rule.code not in codes(select=[rule.code[:-1]])


def test_select_and_ignore_take_codes_names_and_beginnings() -> None:
    assert codes(select=["SPEC40"]) == [f"SPEC40{digit}" for digit in range(1, 7)]
    assert codes(select=["level-alias", "SPEC112"]) == ["SPEC112", "SPEC404"]
    assert codes(select=["SPEC40"], ignore=["spec402", "level-case"]) == [
        "SPEC401",
        "SPEC403",
        "SPEC404",
        "SPEC406",
    ]
    assert codes(ignore=["SPEC"]) == []


def test_the_most_exact_severity_counts() -> None:
    table = {"SPEC404": "info", "SPEC4": "error", "level-case": "warning"}
    found = selection.selected(ALL, config.configured({"severity": table}))
    severities = {one.code: one.severity for one in found}
    assert severities["SPEC404"] == "info"
    assert severities["SPEC405"] == "warning"
    assert severities["SPEC406"] == "error"
    assert severities["SPEC304"] == "info"


def test_files_ignore_what_their_globs_say() -> None:
    table = {"per-file-ignores": {"docs/old/*": ["SPEC4"], "spec-b.md": ["level-case"]}}
    found = [
        finding(name, path)
        for path in ("docs/old/spec-a.md", "docs/spec-a.md", "x/spec-b.md")
        for name in ("SPEC405", "SPEC112")
    ]
    kept = selection.selected(found, config.configured(table))
    assert [(one.path, one.code) for one in kept] == [
        ("docs/old/spec-a.md", "SPEC112"),
        ("docs/spec-a.md", "SPEC112"),
        ("docs/spec-a.md", "SPEC405"),
        ("x/spec-b.md", "SPEC112"),
    ]


def test_findings_come_in_the_order_of_places() -> None:
    found = [finding("SPEC405", "b"), finding("SPEC404", "a", 9), finding("SPEC406", "a", 2)]
    kept = selection.selected(found, Config())
    assert [(one.path, one.line) for one in kept] == [("a", 2), ("a", 9), ("b", 1)]


@pytest.mark.parametrize(
    ("glob", "path", "matched"),
    [
        ("archive", "archive", True),
        ("archive", "docs/archive/spec-a.md", True),
        ("archive", "docs/archived/spec-a.md", False),
        ("*.draft.md", "docs/spec-a.draft.md", True),
        ("docs/*", "docs/spec-a.md", True),
        ("docs/*", "docs/deep/spec-a.md", True),
        ("docs/*.md", "docs/deep/spec-a.md", False),
        ("/docs", "docs/spec-a.md", True),
        ("/docs", "more/docs/spec-a.md", False),
        ("./docs/", "docs/spec-a.md", True),
        ("docs/**/old", "docs/old/spec-a.md", True),
        ("docs/**/old", "docs/a/b/old/spec-a.md", True),
        ("docs/**/old", "docs/a/b/older/spec-a.md", False),
        ("**/spec-[ab].md", "docs/spec-b.md", True),
        ("**/spec-[ab].md", "docs/spec-c.md", False),
        ("DOCS", "docs/spec-a.md", False),
    ],
)
def test_globs(glob: str, path: str, matched: bool) -> None:
    assert config.matches(path, glob) is matched
    assert Config(exclude=("nothing", glob)).excludes(path) is matched
