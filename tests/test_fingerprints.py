"""What a finding is known by although the lines around it move."""

from __future__ import annotations

from dataclasses import replace

import ferry
from findings import WARNING
from hypothesis import given
from hypothesis import strategies as st

from sphinxcontrib_spec.fingerprints import fingerprints
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import Finding, check

#: Goals that nobody can measure, two of them alike, and a part of Design is not there.
TEXT = ferry.TEXT.replace(
    "- Publish a delay", "- Better notices\n- Better notices\n- Happier crews\n- Publish a delay"
).replace("### Data Model\n", "")


def known(text: str) -> dict[str, tuple[str, str]]:
    """The fingerprint of everything found in a text, with its code and words."""
    found = check(read(text, "spec.md"))
    prints = fingerprints(found)
    assert len(set(prints)) == len(prints)
    return {
        print_: (finding.code, finding.text) for finding, print_ in zip(found, prints, strict=True)
    }


@given(st.lists(st.sampled_from(["## Notes", "Fog lay on the sound.", "> said by the crew"])))
def test_lines_that_move_change_no_fingerprint(lines: list[str]) -> None:
    below = "\n\n".join(lines)
    before = known(TEXT)
    after = known(TEXT.replace("## Goals", f"## Background\n{below}\n\n## Goals"))
    assert before.items() <= after.items()


def test_a_fingerprint_tells_rules_words_and_equal_ones_apart() -> None:
    goals = [print_ for print_, (code, _) in known(TEXT).items() if code == "SPEC212"]
    hashes, counts = zip(*(print_.split(":") for print_ in goals), strict=True)
    assert len(set(hashes)) == 2
    assert sorted(counts) == ["1", "1", "2"]


def test_a_message_may_be_worded_anew() -> None:
    found = replace(WARNING, text="low", message='"low" is not written "Low"')
    (known_by,) = fingerprints([found])
    assert fingerprints([replace(found, message='write "low" as "Low"')]) == [known_by]
    others = [
        replace(found, code="SPEC404"),
        replace(found, text="lo w"),
        replace(found, message='"low" is not written "Lower"'),
    ]
    assert known_by not in fingerprints(others)
    wordless = replace(found, text="", message="there is no title")
    assert fingerprints([wordless]) != fingerprints([replace(wordless, message="two titles")])


def test_fingerprints_come_in_the_order_of_the_findings_and_tell_no_file() -> None:
    found = check(read(TEXT, "spec.md"))
    assert fingerprints(found[::-1]) == fingerprints(found)[::-1]
    assert fingerprints([*found, *_elsewhere(found)]) == fingerprints(found) * 2


def _elsewhere(found: list[Finding]) -> list[Finding]:
    return [replace(finding, path="other.md") for finding in found]
