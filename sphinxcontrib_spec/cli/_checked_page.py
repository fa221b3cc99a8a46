"""A checked spec as the cache stores it: its findings, and what other specs see of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinxcontrib_spec.findings import Edit, Finding, Fix, Relink, Suppression

if TYPE_CHECKING:
    from sphinxcontrib_spec.links import PageEntry


class Page(NamedTuple):
    """A checked file in JSON: the digest of its bytes, and the results.

    `declines` is not empty if the file says that it is not a spec. `findings` is empty if they were
    not requested. `edits` identifies the findings whose fixes include edits (see `edits_made`).
    `digest` is empty without a cache.
    """

    digest: bytes
    declines: str = ""
    findings: str = ""
    edits: str = ""
    entry: str = ""

    def as_values(self) -> Fresh:
        """Convert the JSON to plain values."""
        found = findings_in(self.findings) if self.findings else None
        return Fresh(self.digest, self.declines, found, self.edits, entry_in(self.entry))


class Fresh(NamedTuple):
    """A page in plain values, as long as it need not be JSON.

    It becomes a `Page` when it is pickled, to be sent to another process.
    """

    digest: bytes
    declines: str
    findings: Sequence[Finding] | None
    edits: str
    entry: PageEntry

    def as_json(self) -> Page:
        """Convert the values to JSON."""
        found = "" if self.findings is None else findings_text(self.findings)
        return Page(self.digest, self.declines, found, self.edits, entry_text(self.entry))

    def __reduce__(self) -> tuple[Any, ...]:
        return Page, tuple(self.as_json())


class ProjectEntry(NamedTuple):
    """Cached data about all files, with the digest of everything that it depends on."""

    digest: bytes
    edits: str
    text: str


def digest_of(data: bytes) -> bytes:
    """Return the digest of a file's bytes."""
    from hashlib import blake2b  # slow to import, and only needed for the cache

    return blake2b(data, digest_size=20).digest()


def edits_made(numbers: Iterable[int]) -> str:
    """Return a key that tells which findings, by number, have fixes with edits."""
    return f"of {','.join(map(str, numbers))}"


def findings_text(findings: Iterable[Finding]) -> str:
    """Write findings on one line of JSON; the steps of their fixes are left out."""
    import json

    return json.dumps([*map(_row, findings)], separators=(",", ":"))


def findings_in(text: str, codes: Container[str] | None = None) -> list[Finding]:
    """Read the findings in a JSON text, or only those with these codes."""
    import json

    rows = json.loads(text)
    return [_finding(row) for row in rows if codes is None or row[0] in codes]


def entry_text(entry: PageEntry) -> str:
    """Write what other specs see of a spec on one line of JSON."""
    import json

    ignores = [
        (verb, [(selector, *selector.place) for selector in selectors], reason, ranges)
        for verb, selectors, reason, ranges in entry.ignores
    ]
    return json.dumps((*entry[:-2], ignores, entry.column), separators=(",", ":"))


def entry_in(text: str) -> PageEntry:
    """Read what other specs see of a spec from JSON."""
    import json

    from sphinxcontrib_spec.links import ItemEntry, PageEntry, Reference
    from sphinxcontrib_spec.notices import Ignore, Range
    from sphinxcontrib_spec.source import Span, Text

    def text_in(
        words: str,
        span: list[Any],
        columns: list[int],
        escaped: bool,
        turns: list[tuple[int, list[Any]]],
    ) -> Text:
        pieces = tuple((start, Span(*where)) for start, where in turns)
        return Text(words, Span(*span), tuple(columns), escaped, pieces)

    path, slug, title, line, items, references, ignores, column = json.loads(text)
    return PageEntry(
        path,
        slug,
        title,
        line,
        tuple(map(ItemEntry._make, items)),
        tuple(map(Reference._make, references)),
        tuple(
            Ignore(
                verb,
                tuple(text_in(*selector) for selector in selectors),
                reason,
                tuple(map(Range._make, ranges)),
            )
            for verb, selectors, reason, ranges in ignores
        ),
        column,
    )


def entry_of(page: Page | Fresh) -> PageEntry:
    """Return what other specs see of a page."""
    return page.entry if isinstance(page, Fresh) else entry_in(page.entry)


def _row(finding: Finding) -> tuple[Any, ...]:
    fix = finding.fix
    kept = fix and (fix.safety, fix.rename, fix.edits, fix.relink)
    return (*finding.plain, finding.text, finding.suppression, kept)


def _finding(row: list[Any]) -> Finding:
    kept, suppression = row.pop(), row.pop()
    fix = None
    if kept:
        safety, rename, edits, relink = kept
        made = tuple(map(Edit._make, edits))
        fix = Fix(safety, rename=rename, edits=made, relink=relink and Relink._make(relink))
    text = row.pop()
    row += (fix, text, suppression and Suppression(*suppression))
    return Finding(*row)
