"""Complete specs of small believable systems, varied where a test needs it."""

from __future__ import annotations

_TEXT = """\
# Spec: {title}
**Status:** Draft
**Date:** 2026-04-20
**Author:** N. Okafor

## Problem Statement
Depots scan every parcel by hand, so a lorry of 600 parcels waits 50 minutes at the gate. Drivers
miss their slot at the next depot and lose a day. Each lost day costs 310 EUR in penalties.

## Goals
- Scan a lorry of 600 parcels in under 10 minutes

## Non-Goals
- Sorting inside of the depot, because another team replaces the belt

## Background and Context
{background}

## Design

### API / Interface

```text
POST /v1/scans
```

### Data Model

```python
class Scan:
    parcel: str
```

### Workflow / Sequence

1. The camera reads every label on a pallet
2. The gate stores the scans

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| {decision} | Camera, laser | Camera | Reads a whole pallet at once |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| {failure} | Low | High | {mitigation} |

## Success Metrics
- 95 % of lorries leave the gate within 12 minutes

## Open Questions
1. Which depot comes first? — Owner: N. Okafor, Deadline: 2026-06-01
"""


def spec(
    title: str = "Gate Scanner",
    *,
    background: str = "The gates have had power and network since 2021.",
    decision: str = "How labels are read",
    failure: str = "A label is torn",
    mitigation: str = "The driver types the number",
) -> str:
    """The text of a strict spec without an error or a warning."""
    return _TEXT.format(
        title=title,
        background=background,
        decision=decision,
        failure=failure,
        mitigation=mitigation,
    )
