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
    "spec-cli-plugin-loader.md": """
        SPEC106 warning: draft
        SPEC108 error: 2026/02/25
        SPEC109 error: Authors
        SPEC204 info: Problem Statement
        SPEC115 warning: Non Goals
        SPEC223 info: Plugin marketplace
        SPEC115 warning: Background & Context
        SPEC115 warning: API/Interface
        SPEC115 warning: Data model
        SPEC115 warning: Workflow/Sequence
        SPEC321 info: Options
        SPEC321 info: Choice
        SPEC321 info: Why
        SPEC115 warning: Failure modes
        SPEC401 info: Risk
        SPEC401 info: Likelihood
        SPEC404 info: med
        SPEC405 warning: low
        SPEC405 warning: low
        SPEC405 warning: HIGH
        SPEC115 warning: Success metrics
        SPEC115 warning: Open questions
        SPEC601 warning:
    """,
    "spec-kiosk-offline-sales.md": """
        SPEC110 info: | Field | Value |
        SPEC222 info: Refunds
        SPEC311 info: Workflow / Sequence
        SPEC601 warning:
    """,
    "spec-learning-path-recommender.md": """
        SPEC108 error: March 2, 2026
        SPEC223 info: Adaptive content within one course
        SPEC223 info: Recommending paid courses over free ones
        SPEC403 warning: Unknown
        SPEC602 warning: Owner: Product
        SPEC604 info: 2026-04
    """,
    "spec-log-retention-tiers.md": """
        SPEC115 warning: 1. Problem Statement
        SPEC211 info:
        SPEC221 info:
        SPEC223 info: Changing what services log
        SPEC223 info: Metrics and traces
        SPEC313 info: ; on mismatch the index is kept
        SPEC324 info: 2 days
        SPEC404 info: Very Low
        SPEC501 info:
    """,
    "spec-seat-map-renderer.md": """
        SPEC106 warning: WIP
        SPEC204 info: Problem Statement
        SPEC223 info: 3D view from seat
        SPEC223 info: Editor for venue maps
        SPEC223 info: IE / Opera Mini
        SPEC302 error: Data Model
        SPEC404 info: Very High
    """,
    "spec-onboarding-revamp.md": """
        SPEC115 info: TL;DR
        SPEC223 info: ❌ Changing pricing page
        SPEC223 info: ❌ Localization beyond the 6 languages we have today
        SPEC231 info: Background and Context
        SPEC115 info: Rollout Plan
        SPEC604 info: Sprint 14
        SPEC115 info: FAQ
    """,
    "spec-terraform-drift-detector.md": """
        SPEC223 info: Auto-remediation
        SPEC223 info: Non-AWS providers
        SPEC305 info: ```
        SPEC303 info: Exit codes
        SPEC303 info: Slack messages
        SPEC313 info: ; changes on the ignore list are removed.
        SPEC605 info: TBD
    """,
    "spec-在庫アラート通知.md": """
        SPEC207 info: Problem Statement
        SPEC403 warning: 中
        SPEC403 warning: 低
    """,
}


@pytest.mark.parametrize("name", FILES)
def test_every_finding_is_fair(name: str) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    lines = text.split("\n")
    said = [
        f"{f.code} {f.severity}: {lines[f.line - 1][f.column - 1 : f.end_column - 1]}".strip()
        for f in check(read(text, name), file_name=name)
        if not RULE[f.code].off
    ]
    assert said == [line.strip() for line in FOUND[name].strip().split("\n") if line.strip()]
