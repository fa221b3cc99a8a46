"""A spec of which no rule that is on has anything to say, and how a fragment becomes a whole one.

Each heading of a fragment replaces the same one of the complete spec, with what stands under
it; text above the first heading replaces the title and the header. Where every heading of level
2 stands bare, the fragment lists the headings that the spec has. A bare title, and a bare part
of Design, keep what the complete spec has under them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

NAME = "spec-tape-archive.md"

TEXT = """\
# Spec: Tape Archive
**Status:** Draft
**Date:** 2026-04-14
**Author:** I. Okafor

## Problem Statement
Raw data of finished experiments fills 3.2 PB of disk, although nobody opens 94 % of it again
within five years. The institute pays 310,000 EUR a year for these disks. Scientists delete data
by hand to stay within their quota, and 11 of 40 publications of 2025 can no longer be checked.
No cheaper storage is offered to them today.

## Goals
- Move data that was not opened for 180 days to tape within 7 days
- Restore a single file in < 4 h in 95 % of requests

## Non-Goals
- Backup of home folders — the campus service does that
- Deletion of data, because publications must stay checkable

## Background and Context
The library in building 4 holds 412 cartridges and two drives. The
[inventory](https://inventory.example.org/tapes) is kept by hand until now.

## Design

### API / Interface
A file is asked for by its path:

```console
$ tape restore /projects/atlas/run7.h5 --as-of 2025-11-30
```

### Data Model
```sql
CREATE TABLE copy (path TEXT, barcode CHAR(8), block BIGINT, sha256 CHAR(64));
```

### Workflow / Sequence
1. The nightly scan lists files that nobody opened for 180 days
2. The writer copies each of them to two cartridges
3. The verifier reads both copies back
4. The scan replaces the file by a stub

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Medium | Tape, disk, cloud | Tape | A quarter of the price for each TB and year |
| Copies | One, two | Two | One cartridge in 900 was unreadable in 2025 |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| A cartridge is unreadable | Low | Medium | The copy in the other building is read |
| The robot stops | Medium | Low | Cartridges are carried by hand until it is repaired |

## Success Metrics
- Disk use falls from 3.2 PB to < 0.9 PB by the end of 2026
- 0 restores with a wrong checksum in 12 months

## Open Questions
1. Who pays for the second robot? — Owner: L. Brandt, Deadline: 2026-06-01

## Appendix
Prices were compared in March 2026.
"""

_HEADING = re.compile(r"(#{1,6})(?:[ ]+(.*))?")
_FENCE = re.compile(r"(`{3,}|~{3,})")


class Part(NamedTuple):
    """A heading (level 0: the text above the first one) and the lines under it."""

    level: int
    name: str
    lines: list[str]

    @property
    def bare(self) -> bool:
        return not any(line.strip() for line in self.lines)

    def __str__(self) -> str:
        heading = [f"{'#' * self.level} {self.name}"] if self.level else []
        return "\n".join([*heading, *self.lines]).rstrip() + "\n"


def completed(fragment: str) -> str:
    """The fragment as a whole spec."""
    head, *sections = _parts(TEXT)
    given = _parts(fragment)
    if given and given[0].level < 2:
        first = given.pop(0)
        head = first._replace(lines=head.lines) if first.bare else first
    if all(part.bare for part in given) and sum(part.level == 2 for part in given) > 1:
        listed = (_chunk(sections, part.name) or [part, Part(0, "", ["Words."])] for part in given)
        return _text([head, *(part for chunk in listed for part in chunk)])
    at, done = len(sections), set()
    while given:
        new = _chunk(given, given[0].name)
        given = given[len(new) :]
        old = [] if new[0].name in done else _chunk(sections, new[0].name)
        done.add(new[0].name)
        at = sections.index(old[0]) if old else at
        sections[at : at + len(old)] = [new[0], *(_filled(part, sections) for part in new[1:])]
        at += len(new)
    return _text([head, *sections])


def each(fragments: str) -> list[str]:
    """The whole spec of each title."""
    return [completed(part) for part in re.split(r"^(?=# )", fragments, flags=re.MULTILINE) if part]


def _filled(part: Part, base: list[Part]) -> Part:
    known = _chunk(base, part.name)
    return part._replace(lines=known[0].lines) if part.bare and known else part


def _chunk(parts: list[Part], name: str) -> list[Part]:
    """The part of this name with all below it."""
    start = next((i for i, part in enumerate(parts) if part.name == name), None)
    if start is None:
        return []
    stop = start + 1
    while stop < len(parts) and parts[stop].level > parts[start].level:
        stop += 1
    return parts[start:stop]


def _parts(text: str) -> list[Part]:
    found = [Part(0, "", [])]
    fence = ""
    for line in text.splitlines():
        opening = _FENCE.match(line)
        if opening and not fence:
            fence = opening[1]
        elif fence and line.strip() == fence:
            fence = ""
        heading = _HEADING.fullmatch(line)
        if heading and not fence:
            found.append(Part(len(heading[1]), heading[2] or "", []))
        else:
            found[-1].lines.append(line)
    return found[1:] if found[0].bare else found


def _text(parts: list[Part]) -> str:
    return "\n".join(map(str, parts))
