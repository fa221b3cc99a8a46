"""Specs of very different manners, and all that is found in them: each finding was read.

None of the warnings is one that a fair reader would call false.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import RULE, check

FILES = {path.name: path for path in (Path(__file__).parent / "manners").iterdir()}

#: Of each spec, the code and severity of every finding, and the words that it points at.
FOUND = {
    "spec-class-swap-board.md": """
        SPEC212 warning: ideally
        SPEC212 warning: feel
        SPEC222 warning: Anything else
        SPEC502 warning: Fewer
        SPEC502 warning: easy
        SPEC502 warning: Number of swaps
    """,
    "spec-cold-chain-alarms.md": """
        SPEC213 info: Staff workload
        SPEC502 warning: Trust
    """,
    "spec-consent-records.md": """
        SPEC212 warning: Appropriate
        SPEC212 warning: Compliance
        SPEC502 warning: Reasonable
        SPEC502 warning: Number of access requests
    """,
    "spec-fahrplan-auskunft.md": """
    """,
    "spec-invoice-splitter.md": """
        SPEC213 info: One PDF
        SPEC212 warning: Good
        SPEC223 info: Paying invoices
        SPEC223 info: Carriers that send EDIFACT
        SPEC502 warning: solid
    """,
    "spec-lease-renewal-protocol.md": """
        SPEC212 warning: clear
        SPEC212 warning: extensible
        SPEC223 info: Byzantine clients
        SPEC502 warning: Wide
        SPEC503 info: few
    """,
    "spec-log-shipper.md": """
        SPEC212 warning: Less
        SPEC222 info: Search
        SPEC222 info: Metrics
        SPEC223 info: Windows nodes
        SPEC502 warning: happy
    """,
    "spec-lunchbox.md": """
        SPEC212 warning: Delight
        SPEC212 warning: Blazing-fast
        SPEC212 warning: Drive organic growth
        SPEC222 info: Dinner
        SPEC223 info: World domination
        SPEC502 warning: Press coverage
        SPEC502 warning: love
        SPEC503 info: Viral coefficient
    """,
    "spec-protein-embedding-reuse.md": """
        SPEC212 warning: Investigate
        SPEC213 info: more
        SPEC212 warning: Advance
        SPEC223 info: Training of new checkpoints
        SPEC503 info: Publication in a peer-reviewed venue
        SPEC502 warning: Wall-clock time
        SPEC502 warning: Higher-quality
    """,
    "spec-repo-summarizer-agent.md": """
        SPEC212 warning: clear
        SPEC212 warning: Seamless
        SPEC212 warning: additional
        SPEC212 warning: comprehensive
        SPEC223 info: Summarizing third-party dependencies under `vendor/`
        SPEC223 info: Real-time updates
        SPEC502 warning: experience
        SPEC502 warning: High
        SPEC502 warning: quality
        SPEC605 info: TBD
    """,
    "spec-use-postgres-for-jobs.md": """
        SPEC212 warning: simpler
        SPEC223 info: Cron jobs
        SPEC502 warning: understands
        SPEC502 warning: fewer
    """,
    "spec-valve-firmware-update.md": """
        SPEC212 warning: Minimal
        SPEC502 warning: Bootloader size
        SPEC502 warning: Robust
    """,
}


@pytest.mark.parametrize("name", FILES)
def test_every_finding_is_fair(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    lines = text.split("\n")
    said = [
        f"{f.code} {f.severity}: {lines[f.line - 1][f.column - 1 : f.end_column - 1]}"
        for f in check(read(text, name), file_name=name)
        if not RULE[f.code].off
    ]
    assert said == [line.strip() for line in FOUND[name].strip().split("\n") if line.strip()]
