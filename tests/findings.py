"""Findings of every kind that reports must tell, made by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from sphinxcontrib_spec.files import Unreadable
from sphinxcontrib_spec.report import Outcome
from sphinxcontrib_spec.rules import Edit, Finding, Fix, Suppression

ERROR = Finding(
    *("SPEC402", "failure-cell-empty", "error", 'the mitigation of "Flood" is empty'),
    *("fill it", "docs/spec-quay.md", 31, 12, 31, 14),
)
WARNING = replace(
    ERROR, code="SPEC405", name="level-case", severity="warning", line=32, end_line=33
)
INFO = replace(ERROR, code="SPEC404", name="level-alias", severity="info", help="", line=34)
FILES = ("docs/spec-quay.md", "spec-a.md", "spec-b.md")

#: What is in no line of its file.
WHOLE_FILE = replace(
    ERROR, code="SPEC101", name="file-name-format", line=0, column=0, end_line=0, end_column=0
)

SAFE = replace(
    WARNING, fix=Fix("safe", edits=(Edit(32, 3, 32, 6, "Low"), Edit(33, 1, 34, 1, ""))), text="low"
)
KNOWN = replace(ERROR, line=40, suppression=Suppression("inSource", "agreed with the harbour"))
OLD = replace(ERROR, line=41, suppression=Suppression("external"))
LOST = Unreadable("docs/spec-lost.md", "not UTF-8: byte 3 of line 2 is 0xff", 2, 3)
CLOSED = Unreadable("closed", "permission denied")

MIXED = Outcome(
    *((ERROR, SAFE, INFO), FILES),
    suppressed=(KNOWN, OLD),
    failures=(CLOSED, LOST),
)

#: Any text whatever, with what no file can hold in UTF-8 and what no terminal should be sent.
TEXTS = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x1b\u202e\ud800\udcff\ufffe%:,|<>&{}[]()`\"'\r\n")
    )
)


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome:
    """Outcomes with any text in any place."""
    known = st.sampled_from([ERROR, WARNING, INFO, WHOLE_FILE, SAFE])
    found = []
    for finding in draw(st.lists(known, max_size=4)):
        message, help_, path, text = (draw(TEXTS) for _ in range(4))
        fix = finding.fix and Fix("unsafe", edits=(Edit(1, 1, 1, 1, text),))
        reason = Suppression("inSource", draw(TEXTS)) if draw(st.booleans()) else None
        found.append(
            replace(finding, message=message, help=help_, path=path, fix=fix, suppression=reason)
        )
    return Outcome(
        tuple(sorted(one for one in found if not one.suppression)),
        tuple(sorted(draw(st.sets(TEXTS, max_size=2)))),
        suppressed=tuple(sorted(one for one in found if one.suppression)),
        failures=tuple(
            draw(st.lists(st.builds(Unreadable, TEXTS, TEXTS, st.just(2), st.just(3)), max_size=1))
        ),
        folder=draw(st.sampled_from(["", "sub folder/"])),
    )
