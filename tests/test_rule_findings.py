"""What single rules find and leave alone, in which words and at which place."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tapes

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import Finding, Settings, check, misplaced
from sphinxcontrib_spec.source import Span

DECISIONS = """\
### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
"""
FAILURES = """\
## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
"""
QUESTIONS = "## Open Questions\n"
WORKFLOW = "### Workflow / Sequence\n"


#: Rules that are off until they are selected, and would find something in most fragments.
QUIET = ("SPEC214", "SPEC232", "SPEC504")


def found_in(text: str, file_name: str = "", **settings: object) -> list[Finding]:
    found = check(read(text, "spec-x.md"), Settings(**settings), file_name)
    return [finding for finding in found if finding.code not in QUIET]


def marked(text: str, finding: Finding) -> str:
    """The text that a finding points at."""
    lines = text.split("\n")[finding.line - 1 : finding.end_line]
    lines[-1] = lines[-1][: finding.end_column - 1]
    lines[0] = lines[0][finding.column - 1 :]
    return "\n".join(lines)


def said(fragment: str, **settings: object) -> list[tuple[str, str, str]]:
    """The code, severity and text at fault of everything found in a fragment."""
    text = tapes.completed(fragment)
    return [(f.code, f.severity, marked(text, f)) for f in found_in(text, **settings)]


# ---- Title and header


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("spec-tape-archive.md", ""),
        ("docs/specs/spec-tape-archive.md", ""),
        ("docs\\spec-tape-archive.md", ""),
        ("", ""),
        ("tape-archive.md", "SPEC101"),
        ("spec-Tape-Archive.md", "SPEC101"),
        ("spec-tape--archive.md", "SPEC101"),
        ("spec-tape-archive.markdown", "SPEC101"),
        ("spec-.md", "SPEC101"),
        ("spec-tape.md", "SPEC102"),
    ],
)
def test_file_names(name: str, code: str) -> None:
    found = found_in(tapes.TEXT, name)
    assert [finding.code for finding in found] == [code] * bool(code)
    assert all("spec-tape-archive.md" in finding.help for finding in found)


def test_a_file_is_called_after_the_title_as_it_has_to_be_written() -> None:
    text = tapes.TEXT.replace("# Spec: Tape", "# Spec – Tape", 1)
    for name in ("spec-tape-archive.md", "spec-other.md", "tapes.md"):
        others = [one for one in found_in(text, name) if one.code != "SPEC104"]
        assert [one.fix and one.fix.rename for one in others] == [tapes.NAME] * bool(
            name != tapes.NAME
        )


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("spec-Tape-Archive.md", "spec-tape-archive.md"),
        ("Spec_Tape.v1.2.md", "spec-tape-v1-2.md"),
        ("spec-tape-archive.markdown", "spec-tape-archive.md"),
        ("Tape Archive", "spec-tape-archive.md"),
        ("spec.md", ""),
        ("spec-.md", ""),
        ("+++.md", ""),
    ],
)
def test_a_file_whose_spec_has_no_title_is_called_after_its_own_words(
    name: str, wanted: str
) -> None:
    (found,) = [one for one in found_in("## Goals\n- One\n", name) if one.code == "SPEC101"]
    assert found.help == f'rename it to "{wanted or "spec-<slug>.md"}"'
    assert (found.fix.rename if found.fix else "") == wanted


@pytest.mark.parametrize("surface", ["rst", "myst"])
def test_only_canonical_files_are_named_by_rule(surface: str) -> None:
    spec = replace(read(tapes.TEXT, "x.md"), surface=surface)
    assert check(spec, file_name="archive.rst") == []


@pytest.mark.parametrize(
    ("title", "advice"),
    [
        ("# Tape Archive", 'write "Spec: Tape Archive"'),
        ("# spec: Tape Archive", 'write "Spec: Tape Archive"'),
        ("# Spec:Tape Archive", 'write "Spec: Tape Archive"'),
        ("# Spec - Tape Archive", 'write "Spec: Tape Archive"'),
        ("# Specification: Tape Archive", 'write "Spec: Tape Archive"'),
        ("# **Spec:** Tape Archive", 'write "Spec: Tape Archive"'),
        ("# **Spec: Tape** and **Drive**", 'write "Spec: **Spec: Tape** and **Drive**"'),
        ("# Spec-driven Archive", 'write "Spec: Spec-driven Archive"'),
        ("# Spec:", 'write "Spec: <title>"'),
        ("# Spec: 🚀", "name what the spec is about"),
    ],
)
def test_titles(title: str, advice: str) -> None:
    (finding,) = found_in(tapes.TEXT.replace("# Spec: Tape Archive", title, 1))
    assert (finding.code, finding.line) == ("SPEC104", 1)
    assert advice in finding.help


def test_a_title_without_words_is_none() -> None:
    found = found_in(tapes.TEXT.replace("# Spec: Tape Archive", "#", 1))
    assert ("SPEC103", 1) in {(finding.code, finding.line) for finding in found}
    assert "SPEC120" not in {finding.code for finding in found}


def test_a_title_below_other_headings_is_told_there() -> None:
    title, rest = tapes.TEXT.split("\n\n", 1)
    found = found_in(f"{rest}\n{title}\n")
    assert [(f.code, f.line) for f in found if f.code in ("SPEC103", "SPEC120")] == [
        ("SPEC103", rest.count("\n") + 2)
    ]


def test_a_missing_key_is_told_at_the_title_and_a_mistyped_one_where_it_stands() -> None:
    text = tapes.TEXT.replace("**Author:**", "**Auhtor:**").replace("**Date:** 2026-04-14\n", "")
    date, author = found_in(text)
    assert (date.code, marked(text, date)) == ("SPEC107", "")
    assert (date.line, date.column) == (1, 3)
    assert '"**Date:** <YYYY-MM-DD>"' in date.help
    assert (author.code, marked(text, author)) == ("SPEC109", "Auhtor")
    assert author.help == 'did you mean "Author" by "Auhtor"?'


@pytest.mark.parametrize(
    "status",
    ["Draft (v1.2)", "In Review", "Approved by the board", "**Draft**", "✅ Shipped", "Draft."],
)
def test_statuses_with_a_remark(status: str) -> None:
    assert found_in(tapes.TEXT.replace("Draft", status, 1)) == []


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        ("draft", 'write "Draft"'),
        ("Aproved", 'did you mean "Approved"?'),
        ("Drafting", 'did you mean "Draft"?'),
        ("Released", "write one of Draft"),
        ("Obsolete", "write one of Draft"),
        ("Parked", "write one of Draft, Proposed, "),
    ],
)
def test_unknown_statuses(status: str, advice: str) -> None:
    text = tapes.TEXT.replace("Draft", status, 1)
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC106", status)
    assert advice in finding.help


def test_statuses_are_configured() -> None:
    text = tapes.TEXT.replace("Draft", "Parked", 1)
    assert found_in(text, statuses=("Parked",)) == []
    assert [finding.code for finding in found_in(tapes.TEXT, statuses=("Parked",))] == ["SPEC106"]


@pytest.mark.parametrize(
    ("date", "advice"),
    [
        ("2026/4/5", "write 2026-04-05"),
        ("05.04.2026", "write 2026-05-04 or 2026-04-05"),
        ("31/12/2026", "write 2026-12-31"),
        ("2026-02-30", "correct it: <YYYY-MM-DD>"),
        ("5 April 2026", "write 2026-04-05"),
        ("Sept. 5th, 2026", "write 2026-09-05"),
        ("20260405", "write 2026-04-05"),
        ("*2026-04-05*", "write 2026-04-05"),
        ("`2026-04-05`", "write 2026-04-05"),
        ("April 2026", "write <YYYY-MM-DD>"),
        ("2026-04-05 (third round)", 'write "2026-04-05", and move the rest elsewhere'),
    ],
)
def test_dates(date: str, advice: str) -> None:
    text = tapes.TEXT.replace("2026-04-14", date, 1)
    (finding,) = found_in(text)
    assert (finding.code, finding.help, marked(text, finding)) == ("SPEC108", advice, date)


HEAD = "# Spec: Tape Archive\n"


@pytest.mark.parametrize(
    "header",
    [
        "- **Status:** Draft\n- **Date:** 2026-04-14\n- **Author:** I. Okafor",
        "| Status | Draft |\n|---|---|\n| Date | 2026-04-14 |\n| Author | I. Okafor |",
        "Status: Draft\nDate: 2026-04-14\nAuthor: I. Okafor",
        "**Status**: Draft\n**Date**: 2026-04-14\n**Author**: I. Okafor",
        ":Status: Draft\n:Date: 2026-04-14\n:Author: I. Okafor",
    ],
)
def test_header_forms(header: str) -> None:
    text = tapes.completed(f"{HEAD}{header}\n")
    (finding,) = found_in(text)
    assert (finding.code, finding.severity, finding.line) == ("SPEC110", "info", 2)
    assert finding.help.startswith('write lines of bold keys: "**Status:** Draft"')


@pytest.mark.parametrize("surface", ["rst", "myst"])
def test_a_field_list_is_the_header_of_a_page(surface: str) -> None:
    text = tapes.completed(f"{HEAD}:Status: Draft\n:Date: 2026-04-14\n:Author: I. Okafor\n")
    assert check(replace(read(text, "x.md"), surface=surface)) == []


@pytest.mark.parametrize(
    ("key", "label"),
    [("State", "Status"), ("Created", "Date"), ("Owner", "Author"), ("Authors", "Author")],
)
def test_a_key_that_others_use_is_asked_about(key: str, label: str) -> None:
    text = tapes.TEXT.replace(f"**{label}:", f"**{key}:", 1)
    (finding,) = found_in(text)
    assert (marked(text, finding), finding.severity, finding.fix) == (key, "error", None)
    assert finding.help == f'did you mean "{label}" by "{key}"?'


@pytest.mark.parametrize(
    ("lead", "is_fixed"),
    [
        ("- **State:** Approved\n- **Created:** 2026-04-14", False),
        ("| Stage | Approved |\n|---|---|\n| Place | Hall 4 |", False),
        ("> Phase: two", False),
        ("Approved on 2026-04-14 by the board.", False),
        ("The state of each tape is kept at every stage.", True),
    ],
)
def test_no_status_is_written_beside_what_may_say_it(lead: str, is_fixed: bool) -> None:
    text = tapes.TEXT.partition("## ")[2]
    found = found_in(f"# Spec: Tape Archive\n\n{lead}\n\n## {text}")
    (finding,) = [one for one in found if one.code == "SPEC105"]
    assert bool(finding.fix) is is_fixed


def test_no_status_is_written_where_no_title_is() -> None:
    (finding,) = [one for one in found_in("## Goals\n- Two copies\n") if one.code == "SPEC105"]
    assert finding.fix is None


# ---- Sections


def test_a_near_name_is_one_finding() -> None:
    text = tapes.TEXT.replace("## Failure Modes", "## Faliure Modes")
    (finding,) = found_in(text)
    assert (finding.code, finding.severity) == ("SPEC115", "warning")
    assert marked(text, finding) == "Faliure Modes"
    assert finding.help == 'did you mean "Failure Modes"?'


@pytest.mark.parametrize("heading", ["3. Non-Goals", "Non goals", "NON-GOALS", "**Non-Goals**"])
def test_a_heading_spelt_otherwise_is_understood(heading: str) -> None:
    text = tapes.TEXT.replace("## Non-Goals", f"## {heading}")
    (finding,) = found_in(text)
    assert (finding.code, finding.severity) == ("SPEC115", "warning")
    assert finding.help == 'write "## Non-Goals"'


@pytest.mark.parametrize(
    ("heading", "other", "advice"),
    [
        ("## Background and Context", "## Background", '"## Background and Context" there'),
        ("## Open Questions", "## Questions and Risks to Open", '"## Open Questions" there'),
        ("### Workflow / Sequence", "### Workflow", '"### Workflow / Sequence" there'),
    ],
)
def test_some_words_of_a_missing_heading_are_told_where_they_stand(
    heading: str, other: str, advice: str
) -> None:
    text = tapes.TEXT.replace(heading, other)
    (finding,) = found_in(text)
    assert finding.severity == "error"
    assert marked(text, finding) == other.lstrip("# ")
    assert advice in finding.help
    assert finding.fix is None


@pytest.mark.parametrize("headings", [("Appendix", "Appendix B"), ("Appendix 1", "Appendix 2")])
def test_an_appendix_in_several_pieces_is_no_slip(headings: tuple[str, str]) -> None:
    appendices = [f"## {heading}\nWords.\n" for heading in headings]
    found = said("\n".join(appendices))
    assert found
    assert {finding[:2] for finding in found} == {("SPEC115", "info")}


def test_a_heading_that_is_nearly_one_that_the_spec_has() -> None:
    assert said("## Success Metric\n- 0 lost files\n") == [("SPEC115", "warning", "Success Metric")]


def test_numbered_headings_are_one_finding() -> None:
    text = tapes.TEXT.replace("## Goals", "## 2. Goals").replace("## Design", "## 5. Design")
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC115", "2. Goals")
    assert finding.message == 'the headings are numbered: "2. Goals" and 1 more'


@pytest.mark.parametrize("heading", ["Goals", "Design", "Open Questions", "Appendix"])
def test_a_section_at_the_wrong_level_is_one_finding(heading: str) -> None:
    for signs in ("#", "###"):
        text = tapes.TEXT.replace(f"## {heading}\n", f"{signs} {heading}\n")
        assert [(f.code, marked(text, f)) for f in found_in(text)] == [("SPEC114", heading)]


def test_a_section_of_ones_own_is_only_noted() -> None:
    assert said("## Stretch Goals\n- Read tapes of other institutes\n") == [
        ("SPEC115", "info", "Stretch Goals")
    ]


def test_sections_out_of_order() -> None:
    parts = tapes.TEXT.split("## Non-Goals", 1)
    other = parts[1].split("## Background and Context", 1)
    text = f"{parts[0]}## Background and Context{other[1]}\n## Non-Goals{other[0]}"
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC112", "Non-Goals")
    assert finding.help == 'move it above "Background and Context"'


def test_an_empty_design_is_one_finding() -> None:
    assert said("## Design\n") == [("SPEC116", "error", "Design")]


def test_an_item_without_words_is_told() -> None:
    text = tapes.completed("## Goals\n- Every file has two copies\n-\n- > Only a quote\n")
    empty, wordless = found_in(text)
    assert (empty.code, empty.severity, empty.message) == (
        "SPEC116",
        "error",
        "this goal is empty",
    )
    assert text.split("\n")[empty.line - 1] == "-"
    assert (wordless.severity, wordless.message) == (
        "warning",
        "this goal has no text of its own",
    )


def test_parts_of_design_elsewhere() -> None:
    model = "### Data Model\n```sql\nCREATE TABLE copy (path TEXT);\n```\n"
    text = tapes.completed(f"## Appendix\nPrices were compared.\n\n{model}")
    text = text.replace(text[text.index("### Data Model") : text.index("### Workflow")], "", 1)
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC117", "Data Model")
    assert finding.help == 'move it under "Design"'


def test_a_body_of_code_alone_is_told_once() -> None:
    row = "```{failure-mode} The robot stops\n:probability: Low\n:impact: High\n"
    assert said(f"## Failure Modes\n{row}\n    reset --arm\n```\n") == [("SPEC804", "warning", "")]


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("```{spec-goal} `tape restore` takes < 2 h", True),
        ("````{spec-goal} A copy is read with `tape` or ``tape -v`` in < 2 h", True),
        ("~~~{spec-goal} `tape restore` takes < 2 h\n~~~", False),
        ("```{spec-goal} x``` is how a goal begins in MyST.", False),
        ("```{tape} `x`", False),
    ],
)
def test_a_fence_of_backticks_with_others_in_its_line_is_told(line: str, is_told: bool) -> None:
    text = f"## Goals\n- Every file has two copies\n\n{line}\n"
    told = [finding for finding in found_in(text) if finding.code == "SPEC121"]
    assert [marked(text, finding) for finding in told] == [line] * is_told
    assert {finding.help for finding in told} <= {"fence it with tildes: ~~~"}


def test_a_directive_elsewhere_is_told_once() -> None:
    directive = "```{spec-goal} Every file has two copies\n```\n"
    assert said(f"## Background and Context\nTwo drives.\n\n{directive}") == [
        ("SPEC121", "error", "```{spec-goal} Every file has two copies")
    ]
    problem = misplaced("spec-goal", Span("page.rst", 4))
    assert problem.help == 'move it under "Goals" of a spec, outside any box, tab or list'


# ---- Placeholders


def test_a_placeholder_mutes_its_own_block_only() -> None:
    rows = "| [Decision 1] | Tape | | TBD |\n| Copies | Two | Two | |\n"
    assert [code for code, *_ in said(DECISIONS + rows)] == ["SPEC118", "SPEC323", "SPEC322"]
    questions = "1. [Unresolved question]\n2. Who pays?\n"
    assert [code for code, *_ in said(QUESTIONS + questions)] == ["SPEC118", "SPEC602", "SPEC603"]


def test_a_placeholder_mutes_what_its_section_lacks() -> None:
    sample = "[The public surface area. Functions, endpoints, decorators, CLI commands.\n"
    rest = "Always use code blocks. Never describe code in prose only.]\n"
    assert [code for code, *_ in said(f"### API / Interface\n{sample}{rest}")] == ["SPEC118"]
    more = f"### API / Interface\n{sample}{rest}\nIt is a command.\n"
    assert [code for code, *_ in said(more)] == ["SPEC301", "SPEC118"]


def test_a_placeholder_in_the_title_hides_no_missing_section() -> None:
    text = tapes.TEXT.replace("Tape Archive", "[Title]").replace("## Goals", "## Aims of All")
    assert [finding.code for finding in found_in(text, "x.md")] == [
        "SPEC101",
        "SPEC111",
        "SPEC118",
        "SPEC115",
    ]


def test_a_placeholder_is_found_however_it_is_wrapped_or_escaped() -> None:
    words = "[3-6 sentences of prose.\nNo bullets. Describes what problem is being solved, why it\n"
    text = f"## Problem Statement\n{words}matters, and who is affected.]\n"
    assert [code for code, *_ in said(text)] == ["SPEC118"]
    assert said("## Goals\n- Ship \\[Concrete, measurable outcome 2\\] first\n") == [
        ("SPEC118", "error", "\\[Concrete, measurable outcome 2\\]")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`[Why]` is a column",
        "the [Why](https://example.org/why)",
        "![Title](a.png)",
        "[Why not]: no",
    ],
)
def test_brackets_that_are_no_placeholder(text: str) -> None:
    assert said(f"## Background and Context\nSee {text}.\n") == []


@pytest.mark.parametrize(
    "fragment",
    [
        "## Background and Context\n[describe prior art here]\n",
        "## Goals\n- [your goal]\n",
        f"{FAILURES}| A cartridge is unreadable | Low | Low | [how?] |\n",
        "## Appendix\n| Vendor | Price |\n|---|---|\n| [vendor] | 12 |\n",
        "## Appendix\n1. [reference]\n2. A real one\n",
    ],
)
def test_suspects(fragment: str) -> None:
    ((code, severity, text),) = said(fragment)
    assert (code, severity) == ("SPEC119", "warning")
    assert text[0] + text[-1] == "[]"


@pytest.mark.parametrize(
    ("old", "new"),
    [("I. Okafor", "[Your name]"), ("**Author:**", "**Team:** [team]\n**Author:**")],
)
def test_suspects_in_the_header(old: str, new: str) -> None:
    (finding,) = found_in(tapes.TEXT.replace(old, new, 1))
    assert finding.code == "SPEC119"
    assert finding.message.startswith('"[')


def test_a_suspect_title() -> None:
    found = {
        finding.code for finding in check(read(tapes.TEXT.replace("Tape Archive", "[Name]", 1)))
    }
    assert "SPEC119" in found


@pytest.mark.parametrize("problem", ["TODO", "TBD by Friday"])
def test_goals_are_judged_before_the_problem_is_written(problem: str) -> None:
    text = f"# Spec: T\n\n## Problem Statement\n{problem}\n\n## Goals\n- Improve the speed of restores\n"
    assert "SPEC212" in {finding.code for finding in check(read(text))}


@pytest.mark.parametrize(
    "text",
    [
        "[TOC]",
        "[[_TOC_]]",
        "[^1]",
        "[1]",
        "- [Ng 2021]",
        "- [RFC 2119]",
        "[vendors]\n\n[vendors]: https://example.org",
        "[a](b)",
    ],
)
def test_no_suspects(text: str) -> None:
    assert said(f"## Appendix\n{text}\n") == []


# ---- Design


@pytest.mark.parametrize(
    "code",
    [
        "- Restoring:\n\n  ```console\n  $ tape restore x\n  ```",
        "- Restoring:\n\n      $ tape restore x",
        "1. Restoring:\n\n\t\t$ tape restore x",
        "```{code-block} console\n$ tape restore x\n```",
        "```{literalinclude} restore.py\n```",
        "```{py:function} restore(path)\n```",
        ":::{note}\n```console\n$ tape restore x\n```\n:::",
        "~~~python\nrestore(path)\n~~~",
        "```{python}\nrestore(self.__dict__, list<Key>)\n```",
        "```{.sql}\nSELECT list<Key> FROM tape\n```",
        "~~~{vega-lite}\nlist<Key>\n~~~",
    ],
)
def test_what_counts_as_code(code: str) -> None:
    assert said(f"### API / Interface\n{code}\n") == []


@pytest.mark.parametrize("opening", ["```{note}", "```{math}", ":::{note}", "::: {.callout-tip}"])
def test_a_directive_without_code_is_none(opening: str) -> None:
    text = f"### API / Interface\n{opening}\nSoon.\n{opening[:3]}\n"
    assert [code for code, *_ in said(text)] == ["SPEC301"]


@pytest.mark.parametrize(
    "mark", ["[^a]: Tapes.", "[^a]: For tapes.", "For tapes.\n[^a]: Or reels."]
)
@pytest.mark.parametrize("indent", ["    ", "\t"])
def test_what_is_set_in_below_a_footnote_is_its_text(mark: str, indent: str) -> None:
    text = (
        f"### Data Model\nOne record.[^a]\n\n{mark}\n\n{indent}Of <lto>.\n\n{indent}- And more.\n"
    )
    found = [("SPEC302", "error", "Data Model"), ("SPEC801", "info", "<lto>")]
    assert said(text) == found
    assert said(f"{text}\nOr:\n\n{indent}path:block\n") == [
        found[1],
        ("SPEC304", "info", "path:block"),
    ]


def test_a_part_with_a_table_is_not_prose_only() -> None:
    api = "### API / Interface\n```console\n$ tape list\n```\n\n#### Exit codes\n"
    assert said(f"{api}| Code | Meaning |\n|---|---|\n| 1 | No such file |\n") == []
    assert said(f"{api}The command returns 1 if there is no such file.\n") == [
        ("SPEC303", "warning", "Exit codes")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Whoever owns a file may list it.",
        "The command returns `1` if there is no such file.",
        "- `1`: no such file\n- `2`: no tape",
    ],
)
def test_a_part_that_code_might_say_is_only_noted(text: str) -> None:
    api = "### API / Interface\n```console\n$ tape list\n```\n\n#### Access\n"
    assert said(f"{api}{text}\n") == [("SPEC303", "info", "Access")]


def test_indented_code_is_one_finding_wherever_it_stands() -> None:
    assert said("### API / Interface\nSay:\n\n    $ tape list\n") == [
        ("SPEC304", "info", "$ tape list")
    ]
    assert said("## Appendix\nSay:\n\n    $ tape list\n") == [("SPEC305", "info", "$ tape list")]
    assert said(f"{WORKFLOW}```\n1. Scan\n2. Copy\n```\n") == []


@pytest.mark.parametrize(
    "steps",
    [
        "```\n1. Scan\n2. Copy\n```",
        "    1) Scan\n    2) Copy",
        "**Nightly**\n\n1. Scan\n2. Copy\n\n**On demand**\n\n1. Read\n2. Verify",
        "1. Scan\n\n```console\n$ tape scan\n```\n\n2. Copy",
        "#### Nightly\n1. Scan\n2. Copy\n\n#### On demand\n1. Read",
        "```\n1. Scan\n   1. Walk\n   2. Sort\n2. Copy\n```",
        "#### Step 1: scan\nAll folders are walked.\n\n#### Step 2: copy\nTwice.",
    ],
)
def test_numbered_steps(steps: str) -> None:
    assert [code for code, *_ in said(f"{WORKFLOW}{steps}\n") if code != "SPEC304"] == []


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        ("1. Scan\n1. Copy", "1."),
        ("1. Scan\n2. Copy\n4. Verify\n5. Link", "4."),
        ("2. Scan\n3. Copy", "2."),
        ("```\n1. Scan\n3. Copy\n```", "3."),
        ("1. Scan\n2. Copy\n\n```console\n$ x\n```\n\n4. Verify", "4."),
    ],
)
def test_misnumbered_steps(steps: str, at: str) -> None:
    assert said(f"{WORKFLOW}{steps}\n") == [("SPEC312", "warning", at)]


@pytest.mark.parametrize(
    "steps",
    [
        "| Step | What |\n|---|---|\n| 1 | Scan |\n| 2 | Copy |",
        "**Step 1:** Scan\n\n**Step 2:** Copy",
        "```\nStep 1: Scan\nStep 2: Copy\n```",
    ],
)
def test_steps_that_are_numbered_otherwise_are_only_noted(steps: str) -> None:
    assert said(f"{WORKFLOW}{steps}\n") == [("SPEC311", "info", "Workflow / Sequence")]


def test_steps_begin_anew_under_each_label_in_code() -> None:
    assert said(f"{WORKFLOW}```\nIn:\n1. Scan\n2. Copy\n\n1. Read\nOut:\n1. Seek\n```\n") == []
    assert said(f"{WORKFLOW}```\n1. Scan\n2. Copy\n1. Read\n```\n") == [
        ("SPEC312", "warning", "1.")
    ]


@pytest.mark.parametrize("text", ["None.", "N/A", "No change to the API."])
def test_that_there_is_no_api_is_only_noted(text: str) -> None:
    assert said(f"### API / Interface\n{text}\n") == [("SPEC301", "info", "API / Interface")]


@pytest.mark.parametrize(
    ("step", "rest"),
    [
        ("The robot fetches it; the drive reads it", "; the drive reads it"),
        ("The robot fetches it. The drive reads it.", ". The drive reads it."),
        ("The robot fetches it and then reads", "and then reads"),
    ],
)
def test_steps_of_several_actions(step: str, rest: str) -> None:
    assert said(f"{WORKFLOW}1. {step}\n2. Done\n") == [("SPEC313", "info", rest)]


@pytest.mark.parametrize(
    "step",
    [
        "FOUND: read it; verify it",
        "The robot takes a cartridge, e.g. LT0042L8",
        "Not found → ask; wait",
        "Run `fetch; read`",
    ],
)
def test_steps_of_one_action(step: str) -> None:
    assert said(f"{WORKFLOW}1. {step}\n2. Done\n") == []


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        ("Redis, filesystem, S3", "Local filesystem"),
        ("Eager (on send) vs Lazy", "Eager on receive"),
        ("Content hash, timestamp", "Content hashes of inputs"),
        ("PostgreSQL; MySQL", "Postgres"),
        ("file system or database", "Filesystem"),
        ("A) tape, B) disk", "B"),
        ("Tape, disk", "Both, by age"),
        ("Tape, disk", "Deferred to v2"),
        ("Tape, disk", "**Tape**"),
        ("Tape, disk", "The latter"),
        ("Role-based access control, lists", "RBAC"),
        ("JWT, sessions", "JSON Web Tokens"),
        ("etcd, FoundationDB", "FDB"),
        ("caching, none", "Cached reads"),
        ("One, two", "Whatever the site can pay"),
        ("磁带, 硬盘", "磁带库"),
        ("只用磁带、只用硬盘", "使用磁带"),
        ("2 or 3", "Two"),
        ("One, two", "2 copies"),
        ("Kubernetes, Nomad", "k8s"),
        ("AWS, Google Cloud", "GCP"),
    ],
)
def test_considered(options: str, chosen: str) -> None:
    assert said(f"{DECISIONS}| Medium | {options} | {chosen} | Price |\n") == []


@pytest.mark.parametrize(
    ("options", "chosen", "severity"),
    [
        ("Redis, S3", "SQLite", "warning"),
        ("Tape", "Cloud", "warning"),
        ("tape, disk", "`minio`", "warning"),
        ("Google Cloud, S3 Glacier", "Azure Blob (cold)", "warning"),
        ("Tape, disk", "Shelves in the cellar", "info"),
        ("fixed limit, standard deviation", "Statistical", "info"),
        ("24 h, 48 h", "2 days", "info"),
        ("Yes, no", "One medium", "info"),
        ("2 or 3", "Five", "warning"),
        ("Kubernetes, Nomad", "i18n", "warning"),
        ("See [ADR-12](adr/12.md)", "Kafka", "info"),
    ],
)
def test_not_considered(options: str, chosen: str, severity: str) -> None:
    assert said(f"{DECISIONS}| Medium | {options} | {chosen} | Price |\n") == [
        ("SPEC324", severity, chosen)
    ]


def test_alternatives_may_leave_the_choice_out() -> None:
    table = "| Decision | Alternatives | Chosen | Rationale |\n|---|---|---|---|\n"
    row = "| Medium | Redis, S3 | SQLite | Price |\n"
    found = said(f"### Key Design Decisions\n{table}{row}")
    assert found == [("SPEC321", "info", "Alternatives")]


@pytest.mark.parametrize("options", ["Tape", "Tape (LTO-8, LTO-9)", "`a, b`"])
def test_one_option(options: str) -> None:
    assert said(f"{DECISIONS}| Medium | {options} | {options} | Price |\n") == [
        ("SPEC323", "info", options)
    ]


def test_what_is_still_open_depends_on_the_status() -> None:
    row = f"{DECISIONS}| Medium | Tape, disk | TBD | Price |\n"
    assert said(row) == [("SPEC322", "info", "TBD")]
    approved = tapes.completed(row).replace("Draft", "Approved", 1)
    assert [(f.code, f.severity) for f in found_in(approved)] == [("SPEC322", "warning")]


# ---- Tables


def test_columns_by_another_name_or_in_another_place() -> None:
    table = """\
## Failure Modes
| # | Risk | Impact | Likelihood | Mitigation | Owner |
|---|---|---|---|---|---|
| 1 | A cartridge is unreadable | Low | Medium | The copy is read | L. Brandt |
"""
    assert said(table) == [
        ("SPEC401", "info", "Risk"),
        ("SPEC401", "info", "Impact"),
        ("SPEC401", "info", "Likelihood"),
    ]


def test_missing_columns_are_one_finding() -> None:
    table = """\
## Failure Modes
| Failure | Impact |
|---|---|
| A cartridge is unreadable | Low |
| The robot stops | Low |
"""
    text = tapes.completed(table)
    (finding,) = found_in(text)
    assert (finding.code, finding.severity) == ("SPEC401", "error")
    assert finding.message == 'the table has no column "Probability" or "Mitigation"'
    assert marked(text, finding) == "Failure"


def test_a_table_of_something_else() -> None:
    table = "### Key Design Decisions\n| Name | Size |\n|---|---|\n| Tape | 12 TB |\n"
    assert said(table) == [("SPEC321", "error", "| Name | Size |")]


@pytest.mark.parametrize("cell", ["", "-", "—"])
def test_a_blank_cell_is_told_at_its_place(cell: str) -> None:
    row = f"| A cartridge is unreadable | Low | Low | {cell} |"
    text = tapes.completed(f"{FAILURES}{row}\n")
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC402", cell)
    assert finding.message == 'Mitigation of "A cartridge is unreadable" is empty'
    assert row[finding.column - 1 :].rstrip(" |") == cell


def test_a_short_row_and_a_bare_directive_are_one_finding_each() -> None:
    text = tapes.completed(
        f"{FAILURES}| A cartridge is unreadable | Low |\n\n```{{failure-mode}} Fire\n```\n"
    )
    short, bare = found_in(text)
    assert (short.code, short.message) == (
        "SPEC402",
        '"A cartridge is unreadable" has no Impact or Mitigation',
    )
    assert (bare.code, bare.message) == (
        "SPEC402",
        '"Fire" has no Probability, Impact or Mitigation',
    )


@pytest.mark.parametrize("body", ["```console\n$ tape restore\n```", ":::{note}\nIt burns.\n:::"])
def test_a_body_that_no_cell_can_hold_is_not_called_missing(body: str) -> None:
    levels = ":probability: Low\n:impact: Low\n"
    text = f"````{{failure-mode}} Fire\n{levels}\n{body}\n````\n"
    (finding,) = found_in(tapes.completed(f"## Failure Modes\n{text}"))
    assert finding.code == "SPEC804"
    choices = ":options: Tape, disk\n:chosen: Tape\n"
    text = f"````{{spec-decision}} Medium\n{choices}\n{body}\n````\n"
    (finding,) = found_in(tapes.completed(f"### Key Design Decisions\n{text}"))
    assert finding.code == "SPEC804"


def test_a_blank_row_is_one_finding() -> None:
    (finding,) = found_in(tapes.completed(f"{FAILURES}| | | | |\n"))
    assert (finding.code, finding.message) == ("SPEC402", "the row is empty")


@pytest.mark.parametrize("cell", ["-", "<!-- to be agreed -->", "<!-- a --> <!-- b -->"])
def test_a_cell_of_which_nothing_is_shown_is_empty(cell: str) -> None:
    rows = f"| A cartridge is unreadable | Low | {cell} | {cell} |\n"
    assert said(FAILURES + rows) == [("SPEC402", "error", cell)] * 2
    row = f"| Medium | Tape, disk | {cell} | Price |\n"
    assert said(DECISIONS + row) == [("SPEC322", "warning", cell)]


@pytest.mark.parametrize(("status", "severity"), [("Draft", "info"), ("Approved", "warning")])
@pytest.mark.parametrize("mitigation", ["TBD", "?", "…", "...", "To be agreed with the vendor"])
def test_a_mitigation_to_come(mitigation: str, status: str, severity: str) -> None:
    text = tapes.completed(f"{FAILURES}| A cartridge is unreadable | Low | Low | {mitigation} |\n")
    (finding,) = found_in(text.replace("Draft", status, 1))
    assert (finding.code, finding.severity) == ("SPEC402", severity)
    assert marked(text.replace("Draft", status, 1), finding) == mitigation


@pytest.mark.parametrize(
    ("level", "code", "severity"),
    [
        ("Maybe", "SPEC403", "warning"),
        ("~0.1 %", "SPEC403", "warning"),
        ("Critical", "SPEC404", "info"),
        ("M", "SPEC404", "info"),
        ("Low–Medium", "SPEC404", "info"),
        ("low", "SPEC405", "warning"),
        ("High (some drives)", "SPEC406", "info"),
        ("High — data is lost", "SPEC406", "info"),
        ("🔴 Maybe", "SPEC403", "warning"),
        ("~~High~~", "SPEC403", "warning"),
    ],
)
def test_levels(level: str, code: str, severity: str) -> None:
    row = f"| A cartridge is unreadable | Low | {level} | The copy is read |\n"
    assert said(FAILURES + row) == [(code, severity, level)]


@pytest.mark.parametrize("level", ["🔴 High", "High 🔴", "● Low", "Medium.", "~~High~~ Low"])
def test_signs_beside_a_level_say_nothing(level: str) -> None:
    assert said(f"{FAILURES}| A cartridge is lost | Low | {level} | The copy is read |\n") == []


def test_brackets_around_options_and_types_are_no_placeholders() -> None:
    assert said(f"{DECISIONS}| Medium | [Tape, disk] | Tape | Price |\n") == []
    table = "| Field | Type |\n|---|---|\n| blocks | [int] |\n"
    code = "```sql\nCREATE TABLE copy (path TEXT);\n```\n"
    assert said(f"### Data Model\n{code}\n{table}") == []


def test_levels_are_configured() -> None:
    row = f"{FAILURES}| A cartridge is unreadable | Rare | Grave | The copy is read |\n"
    assert said(row, levels=("Rare", "Likely", "Grave")) == []
    (finding, _) = found_in(tapes.completed(row.replace("Rare", "Rar")), levels=("Rare", "Fatal"))
    assert finding.help == 'did you mean "Rare"?'


@pytest.mark.parametrize(
    ("row", "at", "why"),
    [
        ("| A | Low | Low | Read the copy | and more |", "and more", "more cells than columns"),
        ("| A | Low | Low | `verify | mail` nightly |", "mail` nightly", "a pipe in code"),
    ],
)
def test_surplus_cells(row: str, at: str, why: str) -> None:
    for fragment in (
        f"{FAILURES}{row}\n",
        f"## Appendix\n| What | P | I | M |\n|---|---|---|---|\n{row}\n",
    ):
        text = tapes.completed(fragment)
        (finding,) = found_in(text)
        assert (finding.code, marked(text, finding)) == ("SPEC803", at)
        assert why in finding.message


@pytest.mark.parametrize(
    ("row", "at", "what"),
    [
        ("| a || b |", "b", '"b" is not shown'),
        ("| a | |", "", "one that is empty"),
        ("| a | | b | c |", "b", '"b" is not shown'),
    ],
)
def test_of_surplus_cells_one_that_holds_something_is_named(row: str, at: str, what: str) -> None:
    rows = (f"{FAILURES}| Torn | Low | Low {row}\n", f"## Appendix\n| x |\n|---|\n{row}\n")
    for text in map(tapes.completed, rows):
        (finding,) = found_in(text)
        assert (finding.code, marked(text, finding)) == ("SPEC803", at)
        assert finding.message.endswith(what)


def test_a_row_without_owner_is_sent_to_its_cell_or_column() -> None:
    rows = f"{QUESTIONS}| Question | Owner |\n|---|---|\n| Who pays? | |\n"
    found = found_in(tapes.completed(rows))
    assert [one.help for one in found if one.code in ("SPEC602", "SPEC603")] == [
        "write <owner> in its cell",
        'add a column "Deadline"',
    ]


ROW = "| Tape is torn | Low | Low | Read the copy |"


@pytest.mark.parametrize(
    ("rows", "at", "why"),
    [
        (f"{ROW}\n\n{ROW}", ROW, "a blank line ends the table above"),
        (f"{ROW}\n\n{ROW}", ROW, "delete the blank line above it"),
        (f"{ROW}\n<!-- read twice -->\n{ROW}", ROW, "a comment ends the table above"),
        (f"{ROW}\n\n| What | P |\n|:--|", "|:--|", "its header has 2 cells, the line below 1"),
        (f"{ROW}\n\nMore:\n\n| a | b |\n| c | d |", "| a | b |", "no line of dashes below"),
    ],
)
def test_rows_outside_of_tables(rows: str, at: str, why: str) -> None:
    text = tapes.completed(f"{FAILURES}{rows}\n")
    (finding,) = found_in(text)
    assert (finding.code, marked(text, finding)) == ("SPEC806", at)
    assert why in f"{finding.message}: {finding.help}"


@pytest.mark.parametrize(("line", "at"), [("", 1), ("|---|---|---|\n", 2)])
def test_a_table_of_items_that_is_none_is_one_finding_where_it_stands(line: str, at: int) -> None:
    columns = FAILURES.split("\n")[1]
    text = tapes.completed(f"## Failure Modes\n{columns}\n{line}{ROW}\n\n{ROW}\n")
    (finding,) = found_in(text)
    start = text.split("\n").index("## Failure Modes") + 1
    assert (finding.code, finding.line) == ("SPEC401", start + at)
    assert '"|---|---|---|---|"' in finding.help


@pytest.mark.parametrize("text", ["|x| + |y| is small", "|x| + |y|", "a | b", "> | a | b |", "|"])
def test_pipes_that_are_no_rows(text: str) -> None:
    assert said(f"## Appendix\n{text}\n") == []


@pytest.mark.parametrize("comment", ["spec: ignore[SPEC405] ours", "said on 3 March"])
def test_a_comment_behind_the_last_pipe_is_no_cell(comment: str) -> None:
    row = f"| A | Low | Low | Read the copy | <!-- {comment} -->\n"
    other = f"## Appendix\n| What | P | I | M |\n|---|---|---|---|\n{row}"
    for text in (FAILURES + row.replace("Low", "low", 1), other):
        assert "SPEC803" not in {code for code, *_ in said(text)}


# ---- Lists and questions


@pytest.mark.parametrize(
    "metrics",
    [
        "- [ ] 0 wrong checksums",
        "**Speed**\n\n- 95 % of restores end within 4 h\n\n**Cost**\n\n- < 80,000 EUR a year",
        "| Metric | Target |\n|---|---|\n| Restores within 4 h | 95 % |",
    ],
)
def test_metrics_in_other_shapes(metrics: str) -> None:
    assert said(f"## Success Metrics\n{metrics}\n") == []


@pytest.mark.parametrize(
    ("metrics", "severity"),
    [
        ("1. 0 wrong checksums", "info"),
        ("Fast restores.", "error"),
        ("| Metric | Remark |\n|---|---|\n| Restores end within 4 h | quick |", "error"),
    ],
)
def test_metrics_that_are_no_list(metrics: str, severity: str) -> None:
    ((code, found, _),) = said(f"## Success Metrics\n{metrics}\n")
    assert (code, found) == ("SPEC501", severity)


def test_no_questions() -> None:
    assert said(f"{QUESTIONS}None.\n") == []
    assert said(f"{QUESTIONS}Nobody wrote a list.\n") == [("SPEC601", "warning", "Open Questions")]


@pytest.mark.parametrize(
    ("text", "at", "severity"),
    [
        ("none", "none", "warning"),
        ("_None_", "_None_", "warning"),
        ("- None", "None", "warning"),
        ("1. None.", "None.", "warning"),
        ("N/A", "N/A", "info"),
        ("No open questions so far.", "No open questions so far.", "info"),
    ],
)
def test_no_questions_in_other_words(text: str, at: str, severity: str) -> None:
    fragment = f"{QUESTIONS}{text}\n"
    assert said(fragment) == [("SPEC601", severity, at)]
    (finding,) = found_in(tapes.completed(fragment))
    assert finding.help == 'write "None."'


@pytest.mark.parametrize(
    ("question", "code", "at", "end"),
    [
        ("Who pays? (Owner: L. Brandt, Deadline: 2026-06-01)", "SPEC602", "Owner: L. Brandt",
         "Owner: L. Brandt, Deadline: 2026-06-01"),
        ("Who pays? Owner: L. Brandt; Deadline: TBD", "SPEC602", "Owner: L. Brandt",
         "Owner: L. Brandt, Deadline: TBD"),
        ("Who pays?\n   - Owner: L. Brandt\n   - Due: TBD", "SPEC602", "Owner: L. Brandt",
         "Owner: L. Brandt, Deadline: TBD"),
        ("Who pays? Owner - L. Brandt, Deadline - TBD", "SPEC602", "Owner - L. Brandt",
         "Owner: L. Brandt, Deadline: TBD"),
        ("Who pays? — Owner: L. Brandt, Due: 2026-06-01", "SPEC603", "Due: 2026-06-01",
         "Owner: L. Brandt, Deadline: 2026-06-01"),
        ("Who pays? — Owner - L. Brandt, Deadline - TBD", "SPEC602", "Owner - L. Brandt",
         "Owner: L. Brandt, Deadline: TBD"),
    ],
)  # fmt: skip
def test_an_owner_in_another_place_is_not_called_missing(
    question: str, code: str, at: str, end: str
) -> None:
    fragment = f"{QUESTIONS}1. {question}\n"
    assert said(fragment) == [(code, "warning", at)]
    (finding,) = found_in(tapes.completed(fragment))
    assert finding.message.startswith(f'"{at}"')
    assert finding.help == f'end the question with " — {end}"'


def test_an_owner_in_another_place_and_no_deadline_are_two_findings() -> None:
    assert said(f"{QUESTIONS}1. Who pays? (Owner: L. Brandt)\n") == [
        ("SPEC603", "error", "Who pays? (Owner: L. Brandt)"),
        ("SPEC602", "warning", "Owner: L. Brandt"),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "~~Who pays?~~",
        "~~Who pays?~~ The library.",
        "**RESOLVED** Who pays? The library",
        "Who pays? [Resolved: the library]",
        "[x] Who pays?",
        "~~Who pays? — Owner: L. Brandt~~",
        "~~Who pays? — Owner: TBD, Deadline: 1999-12-31~~",
        "Who pays?\n\n   **Answered:** the library.",
        "Who pays? **Answer:** the library.",
        "Who pays?\n   - Decision (2026-02-01): the library",
        "~~Who pays? — Owner: L. Brandt, Deadline: TBD~~ The library.",
        "Resolved (2026-02-01): the library pays",
        "Decided 2026-02-01: the library pays",
        "✅ Who pays? The library",
        "Who pays? Resolved on 2026-02-01.",
        "Who pays? → Decided: the library",
        "Who pays? — Closed 2026-02-01, the library does",
        "Who pays? — Status: Resolved",
    ],
)
def test_answered_questions_need_nobody(question: str) -> None:
    assert said(f"{QUESTIONS}1. {question}\n", today="2026-03-02") == []


def test_a_row_may_say_in_another_column_that_it_is_answered() -> None:
    rows = "| Who pays? | | {} |\n| May it be loud? | | {} |\n"
    head = f"{QUESTIONS}| Question | Owner | Status |\n|---|---|---|\n"
    answered = said(head + rows.format("Resolved", "Closed (2026-02-01)"))
    assert [code for code, *_ in answered] == ["SPEC601"]
    others = said(head + rows.format("Closed beta", "Open"))
    assert [code for code, *_ in others] == ["SPEC601", *["SPEC602", "SPEC603"] * 2]


@pytest.mark.parametrize(
    ("directive", "options"),
    [
        ("failure-mode", {"likelihood": "probability", "Impact": "impact"}),
        ("failure-mode", {"probabilty": "probability", "severity": "impact"}),
        ("open-question", {"assignee": "owner", "due-date": "deadline"}),
        ("spec-decision", {"alternatives": "options-considered", "choice": "chosen"}),
    ],
)
def test_an_option_of_another_name_is_one_finding(directive: str, options: dict[str, str]) -> None:
    kind = schema.DIRECTIVE[directive]
    section = schema.SECTION[kind.section]
    lines = "".join(f":{name}: Low\n" for name in options)
    text = tapes.completed(
        f"{'#' * section.level} {section.heading}\n"
        f"```{{{directive}}} A cartridge is lost\n{lines}\nWords.\n```\n"
    )
    found = [one for one in found_in(text) if one.severity == "error"]
    assert [(one.code, marked(text, one), one.help) for one in found] == [
        ("SPEC122", name, f'did you mean "{meant}"?') for name, meant in options.items()
    ]


def test_a_deadline_that_is_missing_is_not_put_behind_markup() -> None:
    (finding,) = found_in(tapes.completed(f"{QUESTIONS}1. **Who pays? — Owner: L. Brandt**\n"))
    assert (finding.code, finding.fix) == ("SPEC603", None)


@pytest.mark.parametrize(
    "question",
    [
        "Is the lid closed while it winds?",
        "Are ~~two~~ three drives enough?",
        "Decision: who pays?",
        "Who pays? Answer: TBD",
        "Closed beta: who joins?",
        "Who joins? Closed groups only?",
        "Should tickets that are marked resolved: be hidden?",
    ],
)
def test_questions_that_only_sound_answered(question: str) -> None:
    assert said(f"{QUESTIONS}1. {question}\n") == [
        ("SPEC602", "error", question),
        ("SPEC603", "error", question),
    ]


def test_an_unknown_owner_matters_once_it_is_approved() -> None:
    text = tapes.completed(f"{QUESTIONS}1. Who pays? — Owner: TBD, Deadline: TBD\n")
    (finding,) = found_in(text)
    assert (finding.code, finding.severity, finding.column) == ("SPEC605", "info", 23)
    assert finding.message == 'owner and deadline of "Who pays?" are not known yet'
    (finding,) = found_in(text.replace("Draft", "Shipped", 1))
    assert (finding.code, finding.severity) == ("SPEC605", "warning")


def test_deadlines() -> None:
    words = f"{QUESTIONS}1. Who pays? — Owner: L. Brandt, Deadline: before v1\n"
    assert said(words) == [("SPEC604", "info", "before v1")]
    day = words.replace("before v1", "2026-03-01")
    assert said(day) == []
    assert said(day, today="2026-03-01") == []
    assert said(day, today="2026-03-02") == [("SPEC606", "warning", "2026-03-01")]


# ---- Markup


def test_markup_that_is_eaten() -> None:
    text = (
        "## Background and Context\nThe file <barcode>.idx holds self.__dict__ and __init__, "
        "not `<key>`, <b>bold</b>, <https://example.org>, __very__ or a.b__c__d.\n"
    )
    assert said(text) == [
        ("SPEC801", "info", "<barcode>"),
        ("SPEC802", "info", "self.__dict__"),
        ("SPEC802", "info", "__init__"),
    ]


# ---- Items


def test_equal_items() -> None:
    goals = "## Goals\n- Two copies\n- two copies!\n- Phase 2\n- Other <!-- #phase -->\n"
    assert [one for one in said(goals) if one[1] != "info"] == [
        ("SPEC702", "warning", "two copies!")
    ]
