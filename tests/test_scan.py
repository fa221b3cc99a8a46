"""Blocks seen at a glance are those that markdown-it sees."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest
import wild
import worst
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinxcontrib_spec.reader import scan as scanning
from sphinxcontrib_spec.reader.block_tree import block_tree, parser
from sphinxcontrib_spec.reader.scan import scan

RUNS = int(os.environ.get("FUZZ_RUNS", "0"))
EXAMPLES = 5_000 if RUNS else 400

BEGINNINGS = (
    *("", "", "", " ", "  ", "   ", "    ", "\t", "# ", "## ", "###### ", "####### ", "#", "  # "),
    *("- ", "-", "-  ", "* ", "+ ", "- [ ] ", "- [x] ", "- - ", "- # ", "- > ", "- ```", "* * "),
    *("1. ", "1) ", "2. ", "10. ", "007) ", "1234567890. ", "1.", "1.5 ", "1. 1. ", "3 ", "- 1. "),
    *("| ", "|", "|---|---|", "|:-:|-|", "--|--", "---", "--- ", "----", "-- -", "***", "___", "="),
    *("```", "```py ", "````", "``", "`x` ", "~~~", ":::", ":::{note} ", "> ", ">", "<!-- ", "-->"),
    *("<div> ", "</p>", "<b> ", "<https://a.b> ", "<?", "<script>", "[a]: /b", "[a](b) ", "[a]", "["),
    *("![a](b) ", "**b** ", "** ", "*b* ", "__b__ ", "_ _ _", "\\", "\\- ", "&amp; ", '"', "(", "é"),
    *("\u00a0", "\u3000", "\x00", "\x0b", "\x0c", "·", "① ", "٣. ", "\ufeff", "$", "/", "'", "@", "%"),
)  # fmt: skip
ENDINGS = (
    "",
    "a",
    "a",
    "b c",
    "a  ",
    "a | b",
    "| a | b |",
    "a |",
    "`",
    "\\",
    "-->",
    "#",
    "\\|",
    ":",
)
LINES = st.lists(st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from(ENDINGS)).map("".join))


def assert_seen(lines: Sequence[str]) -> None:
    assert scan(lines) == block_tree(parser().parse("\n".join(lines)))


@pytest.mark.parametrize("run", range(RUNS or 1))
def test_blocks_of_any_lines(run: int) -> None:
    @settings(max_examples=EXAMPLES, database=None, derandomize=not RUNS)
    @given(LINES)
    def law(lines: Sequence[str]) -> None:
        assert_seen(lines)

    law()


@settings(max_examples=EXAMPLES // 4)
@given(st.data())
def test_blocks_of_damaged_specs(data: st.DataObject) -> None:
    assert_seen(data.draw(wild.mutated()).replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@pytest.mark.parametrize("name", worst.CASES)
def test_blocks_of_the_worst_files(name: str) -> None:
    assert_seen(worst.CASES[name](1_500).replace("\r", "\n").split("\n"))


def test_plain_files_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    monkeypatch.setattr(scanning, "_parsed", lambda lines, at, _found: parsed.append(lines[at]))
    scan(worst.ordinary(5_000).replace("|Buoy", "| Buoy").replace("*  ", "- ").split("\n"))
    assert not parsed
