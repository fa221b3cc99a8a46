"""Fix a file, and prove that the text says what the fixes mean and every other byte stays.

A fix changes the model of a spec, never its text. The difference between the canonical texts before
and after the fix is then merged into the file (see `merge`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sphinxcontrib_spec.formatting import Refusal
from sphinxcontrib_spec.model import Spec
from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.rules import DEFAULTS, UNUSED, Finding, Fix, Settings, check, in_spec
from sphinxcontrib_spec.source import Span

from .edits import edits
from .passes import Draft, Pair, chosen, each_alone

__all__ = ["Fixed", "edits", "fixed", "with_edits"]

#: The maximum number of times that a file is checked again for findings left after earlier fixes.
_MOST_PASSES = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text of a file after its fixes, the findings that are fixed, and the file's new name.

    `rename` is empty if the file keeps its name. `refusal` names the first finding whose fix was
    left out, and the reason.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    rename: str = ""
    refusal: Refusal | None = None


def fixed(
    text: str,
    path: str = "",
    *,
    file_name: str = "",
    settings: Settings = DEFAULTS,
    unsafe: bool = False,
    selected: Callable[[Iterable[Finding]], Iterable[Finding]] = tuple,
    among_all: Sequence[Finding] = (),
) -> Fixed:
    """Apply the fixes of the selected findings to a Markdown text until none is left.

    `among_all` are selected findings of project rules in this spec, found in the text as the other
    fixes leave it. Suppressed findings are not fixed. Unsafe fixes are applied only if `unsafe` is
    true, after the safe ones. The new text is read again and must result in the spec that the fixes
    mean. Safe fixes must not add an error or a warning, except for those that revealing fixes,
    which are applied first, have brought to light. A fix that violates this is left out.
    """
    spec = read(text, path)
    done: list[Finding] = []
    pairs: list[Pair] = []
    refusal: Refusal | None = None
    for _ in range(_MOST_PASSES):
        found = check(spec, settings, file_name)
        pairs = _pairs(sorted([*selected(found), *_placed(among_all, spec)]), unsafe)
        added = partial(_added, before=_severe(found), settings=settings, file_name=file_name)
        refusal = None
        for turn in ("reveals", "safe", "unsafe"):
            wanted = [pair for pair in pairs if pair[1].steps and _turn(pair[1]) == turn]
            objection = added if turn == "safe" else _nothing
            draft, left_out = chosen(text, spec, wanted, objection)
            refusal = refusal or _refusal(left_out)
            if draft.text != text:
                done += (finding for finding, fix in wanted if fix in draft.fixes)
                text, spec = draft.text, draft.spec
                break
        else:
            break
    renames = [(finding, fix.rename) for finding, fix in pairs if fix.rename]
    done += (finding for finding, _ in renames[:1])
    return Fixed(text, tuple(done), renames[0][1] if renames else "", refusal)


def with_edits(text: str, spec: Spec, findings: Iterable[Finding]) -> list[Finding]:
    """Add to each finding's fix the edits of the text that `spec` was read from.

    The edits are those of this fix alone. A fix that cannot be applied has none.
    """
    found = _placed(findings, spec)
    pairs = [(finding, finding.fix) for finding in found if finding.fix and finding.fix.steps]
    said = {
        fix: replace(fix, edits=tuple(edits(text, alone)))
        for fix, alone in each_alone(text, spec, pairs)
    }
    return [
        replace(finding, fix=said.get(finding.fix, finding.fix)) if finding.fix else finding
        for finding in found
    ]


def _placed(findings: Iterable[Finding], spec: Spec) -> list[Finding]:
    """Return the findings with their fixes bound to nodes of this spec."""
    found = list(findings)
    fixes = iter(in_spec([finding.fix for finding in found if finding.fix], spec))
    return [replace(finding, fix=next(fixes)) if finding.fix else finding for finding in found]


def _pairs(findings: Iterable[Finding], unsafe: bool) -> list[Pair]:
    """Return the fixes to apply, each with its finding."""
    pairs = []
    for finding in findings:
        fix = None if finding.suppression else finding.fix
        if fix and unsafe and fix.bolder:
            fix = fix.bolder
        if fix and (unsafe or fix.safety == "safe"):
            pairs.append((finding, fix))
    return pairs


def _turn(fix: Fix) -> str:
    return "reveals" if fix.reveals else fix.safety


def _severe(findings: Iterable[Finding]) -> Counter[str]:
    # A fix may leave a suppression unused, which the next pass may remove.
    return Counter(
        finding.code
        for finding in findings
        if finding.severity != "info" and finding.code != UNUSED
    )


def _added(draft: Draft, before: Counter[str], settings: Settings, file_name: str) -> str:
    """Return the objection to a draft: an error or a warning that was not there before."""
    added = _severe(check(draft.spec, settings, file_name)) - before
    return f"it would add {min(added)}" if added else ""


def _nothing(_draft: Draft) -> str:
    return ""


def _refusal(left_out: Sequence[tuple[Finding, str]]) -> Refusal | None:
    for finding, reason in left_out:
        span = Span(finding.path, finding.line, finding.column)
        return Refusal(f"{finding.code} {finding.name} is not fixed: {reason}", span)
    return None
