"""A strict spec of a believable system without an error or a warning, for tests of whole files."""

from __future__ import annotations

NAME = "spec-ferry-delay-notices.md"

TEXT = """\
# Spec: Ferry Delay Notices
**Status:** Draft
**Date:** 2026-03-09
**Author:** Inga Solheim

## Problem Statement
Passengers of the island ferries learn of a delay only when they stand on the quay, because the
timetable feed is published once a night. Harbour staff answer about 140 phone calls on a stormy
day and cannot answer them all. Every missed connection costs the county 38 EUR in taxi vouchers.
No system today passes the position of a vessel on to the people who wait for it.

## Goals
- Publish a delay within 60 s of the vessel's position report
- Cut calls to the harbour office from 140 to under 40 on a day with gale warning

## Non-Goals
- Rerouting of passengers — the journey planner does that already
- Cargo ferries (their schedule is not public)

## Background and Context
Vessels report their position every 20 s over AIS. The county runs a [timetable feed][feed] that
the journey planner reads.

[feed]: https://example.org/feed

## Design

### API / Interface

```http
GET /v1/sailings/{id}/delay
```

### Data Model

```python
class Delay:
    sailing: str
    minutes: int
    seen_at: datetime
```

### Workflow / Sequence

1. The receiver stores the vessel's position
2. The estimator compares it with the timetable
3. The publisher sends a notice for every delay over 5 minutes

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Position source | AIS, crew app | AIS | Crews have no hand free in a storm |
| Transport | Web push, SMS \\| voice | Web push | Costs nothing a message |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| AIS receiver offline | Medium | High | The last estimate is shown with its age |
| Clock of the vessel wrong <!-- #clock --> | Low | Medium | The receiver's clock is used |

## Success Metrics
- 95 % of delays over 5 minutes are published within 60 s, measured over 30 days
- Fewer than 40 calls a day to the harbour office in the first storm week

## Open Questions
1. Who may correct a wrong notice? — Owner: I. Solheim, Deadline: 2026-05-01

## Appendix
Sailings that are cancelled are no delays.
"""
