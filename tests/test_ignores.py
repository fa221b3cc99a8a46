"""Comments that ask for findings not to be told, in Markdown: which they hide, and which not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import conversions
import ferry
import parcels
import pytest
import tapes
import vents
import wild
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxcontrib_spec import ignores
from sphinxcontrib_spec.fixing import fixed
from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.links import page_entry
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, Finding, check, check_project
from sphinxcontrib_spec.source import Text
from sphinxcontrib_spec.writer import write

#: A goal and a non-goal that nobody can judge, a row without a mitigation, a step that is two.
TEXT = (
    ferry.TEXT.replace("- Publish a delay", "- Better notices\n- Happier crews\n- Publish a delay")
    .replace("- Rerouting of", "- Other things\n- Rerouting of")
    .replace("| The receiver's clock is used |", "| |")
)
FOUND = [("SPEC212", "Better notices"), ("SPEC212", "Happier crews"), ("SPEC222", "Other things"), ("SPEC402", "Mitigation")]  # fmt: skip


def told(text: str) -> list[tuple[str, str]]:
    """The code, and the first words in quotes or of the message, of all that is told."""
    found = (one for one in check(read(text, "a.md")) if not one.suppression)
    return [(one.code, _words(one)) for one in found if one.severity != "info"]


def hidden(text: str) -> list[tuple[str, str]]:
    """The code of everything that a comment hides, and its reason."""
    found = check(read(text, "a.md"))
    return [(one.code, one.suppression.reason) for one in found if one.suppression]


def _words(finding: Finding) -> str:
    message = finding.message
    return message.split('"')[1] if message.startswith('"') else message.split()[0]


def test_without_comments() -> None:
    assert told(TEXT) == FOUND


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        pytest.param("- Better notices\n", "- Better notices {ignore[SPEC212]}\n", FOUND[1:], id="item"),
        pytest.param("- Better notices\n", "- Better notices\n  {ignore[SPEC212]}\n", FOUND[1:], id="item's next line"),
        pytest.param("- Better notices\n", "- Better notices\n\n  {ignore[SPEC212]}\n", FOUND[1:], id="item's body"),
        pytest.param("- Better", "- Better {ignore[SPEC212]}", FOUND[1:], id="in the middle"),
        pytest.param("- Better", "- {ignore[SPEC212]} Better", None, id="an item that is HTML then"),
        pytest.param("- Better notices\n", "- Better notices {ignore-next[SPEC212]}\n", [FOUND[0], *FOUND[2:]], id="next item"),
        pytest.param("## Goals\n", "## Goals\n{ignore-next[SPEC212]}\n", FOUND[2:], id="next list"),
        pytest.param("## Goals\n", "## Goals\n{ignore-next[SPEC222]}\n{ignore-next[SPEC212]}\n\n", [*FOUND[2:]], id="two for the next"),
        pytest.param("## Goals\n", "## Goals\n{ignore-section[SPEC212]}\n", FOUND[2:], id="section"),
        pytest.param("## Goals\n", "## Goals {ignore-section[SPEC212]}\n", FOUND[2:], id="section, in its heading"),
        pytest.param("under 40 on a day with gale warning\n", "under 40 on a day with gale warning\n\n{ignore-section[SPEC2]}\n", FOUND[2:], id="section, at its end"),
        pytest.param("## Goals\n", "## Goals\n{ignore-section[SPEC222]}\n", None, id="another section"),
        pytest.param("Notices\n", "Notices\n{ignore-file[SPEC212, non-goal-vague]}\n", FOUND[3:], id="file, under the title"),
        pytest.param("Notices\n", "Notices {ignore-file[SPEC2]}\n", FOUND[3:], id="file, in the title"),
        pytest.param("# Spec", "{ignore-file[SPEC2]}\n\n# Spec", FOUND[3:], id="file, above the title"),
        pytest.param("## Problem", "{ignore-file[SPEC2]}\n\n## Problem", FOUND[3:], id="file, below the header"),
        pytest.param("Solheim\n", "Solheim {ignore-file[SPEC2]}\n", FOUND[3:], id="file, in the header"),
        pytest.param("Medium | |", "Medium | {ignore[SPEC402]} |", FOUND[:3], id="last cell"),
        pytest.param("Medium | |", "Medium {ignore[failure-cell-empty]} | |", FOUND[:3], id="another cell"),
        pytest.param("<!-- #clock -->", "{ignore[SPEC402]} <!-- #clock -->", FOUND[:3], id="before the id"),
        pytest.param("<!-- #clock -->", "<!-- #clock --> {ignore[SPEC402]}", FOUND[:3], id="behind the id"),
    ],
)  # fmt: skip
def test_what_is_hidden(old: str, new: str, left: list[tuple[str, str]] | None) -> None:
    said = new.replace("{", "<!-- spec: ").replace("]}", "] by the board -->")
    text = TEXT.replace(old, said, 1)
    assert text != TEXT
    if left is None:
        assert set(told(text)) - set(FOUND)
        return
    assert [found for found in told(text) if found[0] != "SPEC902"] == left
    assert {reason for _, reason in hidden(text)} == {"by the board"}


def test_comments_are_no_part_of_what_they_stand_in() -> None:
    comment = "<!-- spec: ignore-next[SPEC1] -->"
    text = (
        TEXT.replace("**Status:** Draft", f"**Status:** Draft {comment}")
        .replace("Notices\n", f"Notices {comment}\n", 1)
        .replace("## Goals\n", f"## Goals {comment}\n")
        .replace("- Better notices", f"- Better notices {comment}")
        .replace("| High | The", f"| High {comment} | The")
        .replace("notice? —", f"notice? {comment} —")
        .replace("2026-05-01", f"2026-05-01 {comment}")
    )
    before, spec = read(TEXT), read(text)
    assert len(spec.comments) == 7
    assert (spec.slug, spec.heading, spec.status) == (before.slug, before.heading, "Draft")
    assert [each.heading for each in spec.walk()] == [each.heading for each in before.walk()]
    assert [each.about.slug for each in spec.items()] == [
        each.about.slug for each in before.items()
    ]
    assert (spec.goals[0].text, spec.failure_modes[0].impact) == ("Better notices", "High")
    (question,) = spec.open_questions
    assert (question.question, question.owner, question.deadline) == (
        "Who may correct a wrong notice?",
        "I. Solheim",
        "2026-05-01",
    )
    moved = text.replace(f"| High {comment} |", "| High |").replace(
        "its age |", f"its age {comment} |"
    )
    assert formatted(text) == (moved, None)
    assert write(read(moved)) == moved


def test_comments_are_no_part_of_what_messages_quote() -> None:
    comment = "<!-- spec: ignore-next[SPEC803] why -->"
    text = TEXT.replace("- Better notices", f"- Better {comment} notices", 1)
    (found,) = [one for one in check(read(text)) if one.text.startswith("Better")]
    assert found.message.startswith('"Better notices" has no')
    open_end = TEXT.replace("- Better notices", f"- Better {comment} <!-- notices", 1)
    (found,) = [one for one in check(read(open_end)) if one.text.startswith("Better")]
    assert found.message.startswith('"Better <!-- notices" has no')


def test_comments_around_a_directives_words_stand_behind_its_item_in_markdown() -> None:
    above, below = ("<!-- spec: ignore[SPEC212] a -->", "<!-- spec: ignore[SPEC213] b -->")
    fence = f"```{{spec-goal}} Better notices\n{above}\nAs said.\n\n{below}\n```\n"
    spec = read(f"# Spec: T\n\n## Goals\n{fence}")
    (goal,) = spec.goals
    assert (goal.body, goal.about.notes) == ("As said.", (above, below))
    assert write(spec, as_markdown=True) == (
        f"# Spec: T\n\n## Goals\n- Better notices {above} {below}\n\n  As said.\n"
    )


def test_a_label_with_a_comment_still_names_the_items_under_it() -> None:
    comment = "<!-- spec: ignore-next[SPEC212] asked for by the crew -->"
    lists = [
        TEXT.replace("- Better notices\n", f"- {label}\n  - Better notices\n")
        for label in ("**Now:**", f"**Now:** {comment}", f"Now: {comment}")
    ]
    without, *others = lists
    for text in others:
        assert [goal.text for goal in read(text).goals] == [
            goal.text for goal in read(without).goals
        ]
        assert told(text) == [found for found in told(without) if found != FOUND[0]]
        idle = text.replace("SPEC212", "SPEC803")
        assert fixed(idle).text == text.replace(f" {comment}", "")


@pytest.mark.parametrize(
    "code",
    [
        "`{}`",
        "`` ` {} ``",
        "\\{}",
        "\n\n```\n{}\n```",
        "\n\n~~~\n{}\n~~~",
        "\n\n    {}",
        "\n\n> ```\n> {}\n> ```",
        "\n\n```python\n# {}\n```",
        "\n\n```{{code-block}} text\n{}\n```",
        "\n\n- a\n\n  ```\n  {}\n  ```",
    ],
)
@pytest.mark.parametrize("section", ["## Appendix", "## Goals"])
def test_code_is_immune(code: str, section: str) -> None:
    comment = "<!-- spec: ignroe-file[SPEC1 -->"
    text = TEXT.replace(f"{section}\n", f"{section}\nText {code.format(comment)}\n\n")
    assert read(text).comments == ()
    assert told(text) == FOUND


def test_only_what_a_comment_ends_is_searched_for_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    class Searched:
        def finditer(self, text: str) -> Iterator[re.Match[str]]:
            searched.append(text)
            return original.finditer(text)

    original = ignores._WITH_BLANKS
    monkeypatch.setattr(ignores, "_WITH_BLANKS", Searched())
    assert ignores.bare(Text("[ ] <!-- spec: ignore --> a")) == "[ ] <!-- spec: ignore --> a"
    check(read(f"{TEXT}\n## Appendix\n[a]({' ' * 99}b\n\n[b]:{' ' * 99}c d e\n"))
    assert searched == []
    assert ignores.bare(Text("[ ] <!-- spec: ignore -->\n")) == "[ ]"
    assert len(searched) == 1


@pytest.mark.parametrize(
    ("comment", "code", "message", "advice"),
    [
        ("ingore[SPEC212]", "SPEC901", '"ingore" is not something', 'did you mean "ignore"?'),
        ("ignore-below[SPEC212]", "SPEC901", '"ignore-below" is not something', "did you mean"),
        ("see chapter 2", "SPEC901", '"see" is not something', "write ignore, ignore-next, ignore-section or ignore-file"),
        ("", "SPEC901", "is not something", "write ignore, "),
        ("ignore[SPEC212 why", "SPEC901", "does not close its bracket", 'write "ignore[<code>]"'),
        ("ignore[]", "SPEC901", "lacks a code", "[<code>, <code>]"),
        ("ignore[SPEC212,]", "SPEC901", "lacks a code", "[<code>, <code>]"),
        ("ignore SPEC212 why", "SPEC901", "names a code without brackets", "[<code>] <reason>"),
        ("ignore-file[SPEC212]", "SPEC901", "is inside a section", "above the first section"),
        ("ignore[SPEC402]", "SPEC902", '"SPEC402" ignores nothing here', "delete it"),
        ("ignore[SPEC901]", "SPEC902", '"SPEC901" ignores nothing here', 'only "ignore-file"'),
        ("ignore[goal-not-mesurable]", "SPEC903", "is not a rule", 'did you mean "goal-not-measurable"?'),
        ("ignore[wind]", "SPEC903", '"wind" is not a rule', "sphinx-spec rule"),
        ("ignore", "SPEC904", "ignores every rule", 'name the rules: "ignore[<code>] <reason>"'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_comments(comment: str, code: str, message: str, advice: str) -> None:
    text = TEXT.replace("- Publish a delay", f"- Publish <!-- spec: {comment} --> a delay")
    (found,) = (one for one in check(read(text, "a.md")) if one.code.startswith("SPEC9"))
    assert (found.code, found.line) == (code, 15)
    assert message in found.message
    assert advice in found.help
    assert [each for each in told(text) if each[0] != code] == FOUND


def test_words_that_are_no_rules_are_told_all_and_not_all_compared_with_rules() -> None:
    words = [f"goal-not-me{one}urab{other}e" for one in "abcdefghij" for other in "abcdefghijklmno"]
    comment = f"<!-- spec: ignore[{', '.join(words + words)}] -->"
    text = TEXT.replace("- Publish a delay", f"- Publish {comment} a delay")
    found = [one for one in check(read(text)) if one.code == "SPEC903"]
    assert [one.text for one in found] == words + words
    assert sum('"goal-not-measurable"' in one.help for one in found) == 2 * 100


@pytest.mark.parametrize(
    "place",
    [
        "## Goals\n{}\n\n",
        "## Goals\n  {}\n",
        "## Goals\nThese:\n{}\n\n",
        "## Goals\n```{{spec-goal}} A buoy is seen within 2 km\n{}\n```\n",
        "## Goals\n<!-- spec: ignore-next[SPEC212] --> \n{}\n\n",
        "## Goals\n- A buoy is seen within 2 km\n  {}\n",
    ],
)
def test_a_comment_of_myst_is_told_of(place: str) -> None:
    comment = "%  spec: ignore-next[SPEC212] 100 % | later"
    text = TEXT.replace("## Goals\n", place.format(comment))
    (found,) = (one for one in check(read(text, "a.md")) if one.code == "SPEC901")
    line, column = found.line, found.column
    assert text.split("\n")[line - 1][column - 1 :] == comment
    assert "ignores nothing" in found.message
    assert found.help == 'write "<!-- spec: ignore-next[SPEC212] 100 % | later -->"'


@pytest.mark.parametrize(
    "text",
    [
        "95 % spec: ignore",
        "```text\n% spec: ignore\n```",
        "    % spec: ignore",
        "%% spec: x",
        "% specs: x",
    ],
)
def test_other_words_are_no_comment_of_myst(text: str) -> None:
    assert read(TEXT.replace("## Goals\n", f"## Goals\n\n{text}\n\n")).comments == ()


def test_a_comment_alone_on_its_line_is_told_of_ignore_next() -> None:
    text = TEXT.replace("## Goals\n", "## Goals\n<!-- spec: ignore[SPEC212] -->\n\n")
    (found,) = (one for one in check(read(text)) if one.code == "SPEC902")
    assert '"ignore-next" for what follows, "ignore-section" for the heading' in found.help
    assert found.fix is None


def test_no_comment_hides_what_is_wrong_with_comments_but_one_that_names_it() -> None:
    text = TEXT.replace("- Publish", "- <!-- spec: ignroe -->\n- Publish")
    assert ("SPEC901", "ignroe") in told(text)
    for comment in ("ignore-file", "ignore-file[SPEC]"):
        all_of_it = text.replace("Notices\n", f"Notices <!-- spec: {comment} -->\n", 1)
        assert told(all_of_it) == [("SPEC901", "ignroe")]
    for name in ("SPEC901", "ignore-malformed", "SPEC9"):
        named = text.replace("Notices\n", f"Notices <!-- spec: ignore-file[{name}] ok -->\n", 1)
        assert ("SPEC901", "ok") in hidden(named)
        assert told(named) == told(text)[:3] + told(text)[4:]


@pytest.mark.parametrize(
    "comment",
    [
        "ignore-file[SPEC101]",  # nobody says what the file is called
        "ignore-file[SPEC606]",  # or what day it is
        "ignore-file[SPEC703]",  # nobody looks at other specs
        "ignore-file[SPEC805]",  # or at a page
        "ignore-file[SPEC7]",
        "ignore-file",
        "ignore-file[SPEC902]",
    ],
)
def test_what_is_not_looked_at_is_not_called_unused(comment: str) -> None:
    text = ferry.TEXT.replace("Notices\n", f"Notices <!-- spec: {comment} -->\n", 1)
    assert "SPEC902" not in {code for code, _ in told(text)}


def test_findings_among_many_are_hidden_too_and_judged_when_all_are_read() -> None:
    link = "See [this](spec-tides.md#goal-x)."
    one = ferry.TEXT.replace(
        "Sailings that", f"{link} <!-- spec: ignore[SPEC703] soon --> Those that"
    )
    other = ferry.TEXT.replace("Ferry Delay", "Tide").replace(
        "Sailings that", "<!-- spec: ignore[SPEC703, SPEC704] --> Sailings that"
    )
    pages = [page_entry(read(text, path)) for path, text in (("a.md", one), ("b.md", other))]
    found = [f for f in check_project(pages) if not RULE[f.code].off]
    assert [(f.code, f.path, f.text, f.suppression and f.suppression.reason) for f in found] == [
        ("SPEC703", "a.md", "", "soon"),
        ("SPEC902", "b.md", "SPEC703", None),
        ("SPEC902", "b.md", "SPEC704", None),
    ]
    assert {f.code for f in check_project(pages, complete=False)} <= {"SPEC703"}


@pytest.mark.parametrize("gap", ["", " "])
@pytest.mark.parametrize(
    "words", ["Who dims the lamp?", "Who? (blocks [A](#decision-a))", "[ ] Who?"]
)
def test_a_comment_before_a_tail_stays_as_near_as_it_stands(words: str, gap: str) -> None:
    line = f"{words}{gap}<!-- spec: ignore[SPEC603] soon --> — Owner: K. Bay"
    text = f"# Spec: Lamp\n\n## Open Questions\n1. {line}\n"
    assert write(read(text)) == text


# What a comment changes, and what a fix makes of it


def _corpus() -> list[tuple[str, Finding]]:
    """Texts of all manners, each with one finding in it."""
    texts = [
        *(TEXT, tapes.TEXT, vents.MARKDOWN, parcels.spec(), *wild.WILD),
        conversions.put_in(conversions.ORDINARY, conversions.ITEMS),
        TEXT.replace("## Non-Goals", "## Non goals").replace("| Medium | High |", "| medium | |"),
        TEXT.replace("2026-03-09", "9 March").replace("Draft", "Fog", 1).replace("? —", "? -"),
        TEXT.replace("1. The receiver", "3. The receiver").replace("```http", "```"),
    ]
    return [
        (text, finding)
        for text in texts
        for finding in check(read(text, "a.md"))
        if not finding.code.startswith("SPEC9")
        if not finding.suppression and _can_be_seen(text, finding)
    ]


def _can_be_seen(text: str, finding: Finding) -> bool:
    """Whether the finding's line can hold a comment: code cannot."""
    return len(read(commented(text, finding)).comments) > len(read(text).comments)


def commented(text: str, finding: Finding, codes: str = "") -> str:
    """The text with a comment on the finding's line that ignores it, or other codes."""
    lines = text.split("\n")
    line = lines[finding.line - 1].rstrip().rstrip("#").rstrip()
    comment = f"<!-- spec: ignore[{codes or finding.code}] why -->"
    is_row = line.endswith("|") and line.count("|") > 1
    lines[finding.line - 1] = f"{line[:-1].rstrip()} {comment} |" if is_row else f"{line} {comment}"
    return "\n".join(lines)


def _told(text: str) -> Counter[tuple[int, str, str]]:
    found = check(read(text, "a.md"))
    return Counter((f.line, f.code, f.message) for f in found if not f.suppression)


CORPUS = _corpus()


@given(st.sampled_from(CORPUS))
@settings(max_examples=40, deadline=None)
def test_a_comment_hides_its_finding_and_changes_nothing_else(case: tuple[str, Finding]) -> None:
    text, finding = case
    new = commented(text, finding)
    before, after = _told(text), _told(new)
    gone = before - after
    assert not after - before
    assert gone[finding.line, finding.code, finding.message]
    assert {code for _, code, _ in gone} == {finding.code}
    assert _names(new) == _names(text)


def _names(text: str) -> list[str]:
    spec = read(text)
    return [spec.slug, *(item.about.slug for item in spec.items())]


@given(st.sampled_from(CORPUS))
@settings(max_examples=15, deadline=None)
def test_the_fix_takes_what_is_unused_away_and_nothing_else(case: tuple[str, Finding]) -> None:
    text, finding = case
    kept = commented(text, finding)
    both = commented(text, finding, f"SPEC113, {finding.code}")
    alone = commented(text, finding, "SPEC113")
    for said, wanted in ((both, kept), (alone, text)):
        unused = [one for one in check(read(said, "a.md")) if one.text == "SPEC113"]
        done = fixed(said, "a.md", selected=_unused)
        assert fixed(done.text, "a.md", selected=_unused).text == done.text
        is_fixable = any(one.fix for one in unused)
        assert read(done.text) == read(wanted if is_fixable and not done.refusal else said)


def _unused(found: Iterable[Finding]) -> list[Finding]:
    return [one for one in found if one.code == "SPEC902" and one.text == "SPEC113"]


def test_a_fix_leaves_alone_what_is_ignored() -> None:
    slip = ferry.TEXT.replace("| Medium | High |", "| medium | high |")
    ignored = slip.replace(
        "its age |", "its age <!-- spec: ignore[level-case] as the radar says -->|"
    )
    assert fixed(slip).text == ferry.TEXT
    assert fixed(ignored).text == ignored


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- Better notices", "- Better notices {}"),
        ("- Better notices", "- Better {} notices"),
        ("- Better notices", "- Better notices\n\n  {}"),
        ("Medium | |", "Medium | {} |"),
        ("? —", "? {} —"),
        ("## Goals", "## Goals {}"),
        ("Notices\n", "Notices {}\n"),
        ("Solheim\n", "Solheim {}\n"),
        ("Draft\n", "Draft {}\n"),
        ("**Date", "{}\n**Date"),
        ("**Status", "{}\n**Status"),
        ("## Goals\n", "## Goals\n{}\n\n"),
        ("## Problem", "{}\n\n## Problem"),
        ("Sailings that", "Sailings {} that"),
    ],
)
def test_the_fix_reaches_every_place(old: str, new: str) -> None:
    comment = "<!-- spec: ignore-next[SPEC803, SPEC112] why -->"
    text = TEXT.replace(old, new.format(comment), 1)
    done = fixed(text)
    assert done.refusal is None
    assert [one.code for one in done.findings] == ["SPEC902"] * 2
    assert "spec:" not in done.text
    assert done.text.replace("Goals\n\n-", "Goals\n-") == TEXT
