"""Specs to be converted and back: what teams write, and what nobody would, always the same ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import ferry
import parcels
import tapes
import vents
import wild

from sphinxcontrib_spec.formatting import formatted
from sphinxcontrib_spec.reader import read

#: A spec that uses most of what reStructuredText can say, and nothing that it cannot.
ORDINARY = """\
# Spec: Snow Plough Dispatch
**Status:** In Review (second round)
**Date:** 2026-11-03
**Author:** R. Ahlqvist
**Reviewers:** the depot, *everybody* on call

## Problem Statement
Ploughs leave the depot at 04:00 whatever the weather, so in November 31 % of all tours clear streets
without snow. Drivers call it the *parade*, and each tour costs **480 EUR**. The radar of the
[weather service](https://example.org/radar) knows where it snows; see <https://example.org/api>.
Nobody asks it: `dispatch.py` was written in 2009.

## Goals
- Cut tours without snow from 31 % to < 5 % of all tours in November <!-- #parade -->
- Clear every bus line within 90 minutes of the first 3 cm, counted from the moment at which the radar
  shows them
- Keep the crew's working hours as they are

  No shift may begin before 03:30, and none may be called off later than 22:00.

## Non-Goals
- Footpaths (the residents clear them)

## Background and Context
Three things are known:

- the radar sends a picture every 5 minutes;
- a plough needs 20 minutes to warm up:
  1. the hydraulics
  2. the salt, which clumps below -12 °C
- `pass_id` is unique, and so is `__key__`.

> Dispatch is a question of *nerves*.

| Source | Delay | Trust |
|---|---|---|
| Radar | 5 min | high |
| Drivers | | very high |

![The depot](img/depot.png)

<!-- the picture is from 2024 -->

## Design

### API / Interface

```python
def tours(radar: Picture, crew: Crew) -> list[Tour]: ...
```

A tour, as the tablet shows it:

```
04:20  line 7   ->  depot
```

### Data Model

```sql
CREATE TABLE tour (id INT, line TEXT);
```

### Workflow / Sequence

1. The radar sends a picture
2. The planner drops streets without snow
3. The crew gets its tours by 03:30

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Who decides <!-- #who --> | Planner, crew | Planner | The crew may object<br><br>Every objection is kept:<br>• who objected<br>• why (mitigates [Radar is down](#failure-mode-radar-is-down)) |
| Where it runs | Depot, `cloud-1` | Depot | A cut line must not stop the ploughs |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Radar is down | Low | High (all lines) | The old 04:00 plan is used |
| Salt runs out \\| clumps | Medium | Medium | The tablet names the next silo |

## Success Metrics
- < 5 % of tours without snow in November 2027 (verifies [Cut tours without snow from 31 % to < 5 % of all tours in November](#goal-parade))
- 0 calls to the depot between 04:00 and 05:00

## Open Questions
1. Who pays for the tablets? (blocks [Where it runs](#decision-where-it-runs)) — Owner: R. Ahlqvist, Deadline: 2026-12-01
2. May drivers swap tours? — Owner: TBD, Deadline: TBD

   The works council has not been asked.

## Appendix
None of this was tried.
"""

#: What reStructuredText or a directive cannot say, block by block.
UNSAYABLE = """\
## Appendix

### Markup

Text with **bold `code`**, [a `link`](https://example.org), <kbd>F1</kbd> and __strong__ _words_.

Break  \nhere, and\\
here; `` ` ``, \\# and &amp; are spelt out, *args is not.

A [reference][ref], a [ref] and a note[^1].

[ref]: https://example.org/ref

[^1]: The note.

See [the guide](guide.md), [a heading](#markup) and ![inline](img/depot.png) pictures.

### Blocks

    indented code

\tcode behind a tab

~~~text
tildes
~~~

```text
tab\there, and spaces\x20\x20
```

* stars
* and more

***

- loose

- list

| Left | Right |
|:-----|------:|
| 1 | 2 |

<details><summary>More</summary>

inside

</details>

```{note}
A directive.
```

$$
a^2
$$

A line\u2028with a separator.

### Again

##### Too deep

More.

#### **Bold `code`**

Under an odd heading.
"""

#: What items may hold that no directive can.
ITEMS = """\
## Goals
- [ ] A box
- [x] **Another** one

## Non-Goals
- **Later:**
  - Boats
  - Planes

## Failure Modes
| # | Failure | Likelihood | Impact | Mitigation | Owner |
|---|---|---|---|---|---|
| 1 | Ice on `the **rails**` | Low | Low | None | A. Berg |

| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| A <br> B | Low | Low | x <!-- spec: ignore[SPEC402] short --> |
| C | Low | Low | Two<br>lines and a | `pipe` |

## Success Metrics
- Text with a [`link`](https://example.org)
- : a field

  and <b>HTML</b> below

## Open Questions
3. A third? - Owner: nobody
4. A fourth? — Deadline: soon
"""

#: What may be ignored, and where that is said.
IGNORES = """\
## Goals
<!-- spec: ignore-section[SPEC212, goal-weak] the numbers follow -->

- Faster nets <!-- spec: ignore[SPEC212] -->
- Better nets

  <!-- spec: ignore[SPEC212] below -->
- Nicer nets <!-- #nets --> <!-- spec: ignore[SPEC213] a "reason": b -->

## Failure Modes
<!-- spec: ignore-next[SPEC402] all of them -->

| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Fog | | Low | Wait <!-- spec: ignore[SPEC402] nobody knows --> |
| Ice | Low | | <!-- spec: ignore[SPEC402] --> <!-- spec: ignore[SPEC403] --> |

## Success Metrics
<!-- spec: ignore-next[SPEC502] -->
- Fewer calls

Text between them.

<!-- spec: ignore-next[SPEC801] -->

## Open Questions
1. Who asks? <!-- spec: ignore[SPEC602] --> — Owner: TBD, Deadline: TBD
2. Who answers? — Owner: A, Deadline: TBD <!-- spec: ignore[SPEC605] soon -->

## Appendix
<!-- spec: ignore-next[SPEC801] quoted -->

A `<!-- spec: ignore[SPEC1] -->` in code.

```
<!-- spec: ignore-file[SPEC1] -->
```
"""

_PUT = (
    " <!-- spec: ignore[SPEC212] why -->",
    "\n<!-- spec: ignore-next[SPEC402, SPEC212] -->\n",
    *wild.FRAGMENTS,
    *wild.SIGNS,
    "**b** ",
    "*e*",
    "`c` ",
    "[x](https://a.b/c_) ",
    "[`x`](https://a.b)",
    "<https://a.b> ",
    "https://a.b/c ",
    "a@b.c ",
    "snake_case_ ",
    "__init__ ",
    "a*b",
    "|x| ",
    ":ref:`x` ",
    "A. b ",
    "::",
    "<br><br>",
    "<br>• x",
    "\n```\nx\n```\n",
    "\n- a\n  - b\n\n    c\n- d\n",
    "\n1. a\n2. b\n   more\n",
    "\n#### H4\n",
    "\n[ref]: https://x.y\n",
    "[ref]",
)


def put_in(text: str, section: str) -> str:
    """The text with the sections of another one instead of its own of the same name."""
    for chunk in re.split(r"(?m)^(?=## )", section)[1:]:
        heading = chunk.partition("\n")[0]
        before, _, after = text.partition(f"{heading}\n")
        text = before + chunk + re.sub(r"(?s)\A.*?(?=^## |\Z)", "", after, flags=re.MULTILINE)
    return text


def mutated(text: str, chance: random.Random) -> str:
    """The text with a few lines changed, moved, doubled or dropped."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        match chance.randrange(10):
            case 0:
                del lines[at]
            case 1:
                lines.insert(chance.randrange(len(lines)), lines[at])
            case 2:
                lines[at] = chance.choice(("  ", "    ", "\t", "> ")) + lines[at]
            case _:
                column = chance.choice((0, len(lines[at]), chance.randint(0, len(lines[at]))))
                lines[at] = lines[at][:column] + chance.choice(_PUT) + lines[at][column:]
    return "\n".join(lines)


def titled(text: str, number: int) -> str | None:
    """The text under a title of its own, if it has one."""
    return re.sub(r"^# (?:Spec: )?", f"# Spec: No {number} ", text, count=1, flags=re.MULTILINE)


WHOLE = (
    ORDINARY,
    ferry.TEXT,
    tapes.TEXT,
    vents.MARKDOWN,
    parcels.spec(),
    put_in(ORDINARY, UNSAYABLE),
    put_in(ORDINARY, ITEMS),
    put_in(ORDINARY, IGNORES),
    put_in(ORDINARY, IGNORES).replace(
        "\n**", "\n<!-- spec: ignore-file[SPEC111] all of it -->\n**", 1
    ),
    put_in(ORDINARY, IGNORES).replace(
        "\n**Date", " <!-- spec: ignore[SPEC106] by the board -->\n**Date", 1
    ),
    *(text for text in wild.WILD if read(text).surface == "markdown"),
)


def specs(count: int, *more: str) -> Iterator[tuple[str, str]]:
    """The slug and the canonical text of so many specs without directives."""
    chance = random.Random(20260309)
    number = 0
    while number < count:
        base = (*more, *WHOLE)[number % (len(WHOLE) + len(more))]
        text = base if number < len(WHOLE) + len(more) else mutated(base, chance)
        number += 1
        canonical = formatted(titled(text, number))
        strict = formatted(canonical.text, strict=True)
        spec = read(canonical.text)
        if spec.surface == "markdown" and not (canonical.refusal or strict.refusal):
            yield spec.slug, canonical.text
