"""Specs as teams really write them, and what fuzzing puts into them: every form seen in the wild."""

from __future__ import annotations

import ferry
import tapes
import vents
from hypothesis import strategies as st

NUMBERED = """\
---
title: Weighbridge
tags: [gate, lorry]
---

<!-- moved here from the old wiki -->

# Spec: Weighbridge Queue

| Field | Value |
|:------|-------|
| Status | In Review (v0.3) |
| Date   | 2026-05-02 |
| Author | T. Brandão |
| Reviewers | K. Ōta, M. Núñez |

[TOC]

## 1. Problem statement

Lorries queue 40 minutes at the weighbridge.[^1] Drivers leave the engine on; the yard costs
1 900 EUR a day. No queue is kept today, see [the survey][survey] and ![gate](img/gate.png "Gate").

[^1]: Counted in March.
    On 14 days.

[survey]: https://example.org/survey
  'The survey'

---

## 2. Goals

**Throughput**

* [x] Weigh 30 lorries an hour
* [ ] Tell each driver a slot:
    1. by SMS, within 60 s
    2. on the board

       with a sound

**Yard**

+ No more than 5 lorries wait inside
+   Engines off

      in the shade

***

## 3. non goals
1) Tolls — another team's
1) Parking
3) Fuel

### 3.1 Later
- perhaps

## 4. Background & context

<details>
<summary>History</summary>

The bridge was built in 1998.

</details>

> **Note**
> - quoted
> ## no heading

Term with a tab\tand a hard break\\
next line{BREAK}
last line

$$
t = \\frac{n}{\\mu - \\lambda}
$$

## 5. Design
#### 5.0 Overview
```mermaid
graph LR
  A[gate] --> B{scale}
```

### API/Interface

    POST /slots
    GET  /slots/{id}   # trailing{BREAK}

~~~~ http title="x"
```
GET /board
```
~~~~

### Data model ###

```sql
CREATE TABLE slot (id INT);
```
### Workflow / Sequence

**Arrival**

```
1. Lorry enters
2. Camera reads the plate
```

1. The plate is matched

   ```json
   {"plate": "LX-204"}
   ```

2. A slot is given

### Key design decisions

#  | Decision | Why | Chosen | Options | Owner
--:|:--|---|:-:|---|---
1 | Where to queue | Space, `a \\| b` | Yard | Yard, road
2 | Who calls | Cheap | SMS | SMS, app | R. D. | surplus | cells

| not | a table of decisions |
|-----|------|
| x | |

## 6. Failure modes

|   Risk    | Severity | Likelihood | Handling |
|-----------|:--------:|-----------:|:---------|
|Camera dirty|HIGH|Med|Wipe it <!-- spec: ignore[SPEC404] -->|
| Scale drifts <!-- #drift --> | High (some axles) | Low–Medium | Re-weigh (mitigates nothing)|
|SMS late|  L | H — halted ||

## 7. Success metrics

| Metric | Target |
|--------|--------|
| Waiting time | < 10 min |

- Metric with a nested list
  - detail
    more
  - detail

## 8. Open questions

- Who pays? — Owner: A. Kim, Deadline: before v1
- ~~Which colour?~~ RESOLVED: green - owner: B
- [ ] Is it legal?

Shall we ask the county? -- Deadline: Week 1

## Rollout

First the north gate.

Appendix
--------

Old title
over two lines
===
""".replace("{BREAK}", "  ")

PLAIN = """\
Spec: Night Market Stalls
=========================

Status: Draft
Date: 2026/6/1
Owner: Đ. Trần
Target version: 2

Problem Statement
-----------------
Händler wissen nicht, wo sie stehen. 🧺 Jede Nacht fehlen 12 Plätze。
第二句。

Goals
-----
None of them is final.
* One

* Two
lazy continuation
* Three

Open Questions
--------------
1. First?
Owner: nobody
10. Tenth? — Owner: X, Deadline: TBD

    Its own paragraph.

        and code

None.

## Appendix

<script>
let a = 1;

# not a heading
</script>

<key> and self.__dict__ and a*b*c

\\# escaped \\* signs

Setext of two
lines
---
* * *
"""

FIELDS = """\
# Spec: Seed Vault

:Status: Active
:Date: 2026-06-02

## Goals

```{spec-goal} Germinate 90 % of a sample
:id: germ

Counted after 14 days.
```

```{spec-goal} Cold chain
---
verifies: x
---
```

- A plain one <!-- #plain --> <!-- spec: ignore-next[SPEC212] -->
- ```text
  only code
  ```
- # heading inside
-

## Failure Modes

:::{failure-mode} Freezer fails
:probability: Low
:impact: High

The door | alarm:

| a | b |
|---|---|
| 1 | 2 |
:::

| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Label lost | Low | Low | [scan](x_(y).md) \\\\| twice |

```{note}
Not ours.
```

## Success Metrics
- **Speed**
  - 10 s
  - 20 s
- **Cost:**
  1. 3 EUR
- [x] box (verifies [Cold chain](#goal-cold-chain))
"""

WILD = (NUMBERED, PLAIN, FIELDS)
CORPUS = (ferry.TEXT, tapes.TEXT, vents.MARKDOWN, vents.MYST, *WILD)

#: What is put between two characters, or before or after a line.
FRAGMENTS = tuple(
    """
    - |* |+ |1. |3) |10. |-    |-     |  - |    - |> |>|# |## |### |####### | ##|\\|`|``|***|**|_|~~~
    ``` |```|~~~ x|:::|:::{failure-mode} A|```{spec-goal} G|:id: q|    |   |  |\t| \t|---|***|- - -
    ===|=|--|-|<!--|-->|<!-- c -->|<!-- #id -->|<!-- spec: ignore[SPEC212] -->|<div>|</div>|<pre>|<?|?>
    <!X|<![CDATA[|]]>|<key>|[a]: b|[a]: <b c> "t"|[^1]: note|[a][b]|![i](j)|$$|**Key:** v|Key: v
    :Status: x|- **Status:** x|None.|- [ ] |- [x]|**Group:**|Group:|why?|(mitigates [A](#failure-mode-a))
     — Owner: X, Deadline: Y| - Owner: X|Deadline: Z|## Goals|## Open Questions|## Failure Modes|# Spec: T
    ## Design|### Key Design Decisions|## Success Metrics|## Non-Goals|é|🧺|0|a|.|:|&amp;|&#124;
    """.strip("\n").replace("\n    ", "|").split("|")
)  # fmt: skip
SIGNS = (
    "|", "\\|", "|---|---|", "| a | b |", "a | b", "--|--", ":-:|", "| |", "||", "\n", "\n\n", "\r\n", "\r",
    "\0", "\ufeff", "\f", "\v", "\x1c", "\x85", "\u2028", "\u2029", "\xa0", "  ", "  \n", "\\\n", " \n", "\t\n",
)  # fmt: skip
ROW = "| Failure | Probability | Impact | Mitigation |\n|---|---|---|---|\n| a | Low | High | b |"


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A part of a spec with lines cut, moved and doubled, and fragments put in."""
    lines = draw(st.sampled_from(CORPUS)).split("\n")
    start = draw(st.integers(0, len(lines) - 1))
    lines = lines[start : start + draw(st.integers(1, 30))]
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.integers(0, 9))
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif kind == 2:
            lines[at] = draw(st.sampled_from(("  ", "   ", "    ", "\t", "> "))) + lines[at]
        elif kind == 3:
            lines.insert(at, draw(st.sampled_from((*FRAGMENTS, *SIGNS, ROW))))
        elif kind == 4:
            lines[at] = lines[at].lstrip()
        else:
            column = draw(st.sampled_from((0, len(lines[at]))) | st.integers(0, len(lines[at])))
            put = draw(st.sampled_from((*FRAGMENTS, *SIGNS)))
            lines[at] = lines[at][:column] + put + lines[at][column:]
    return "\n".join(lines)


@st.composite
def scribbled(draw: st.DrawFn) -> str:
    """Lines made of nothing but fragments, under a heading that takes items or not."""
    head = draw(st.sampled_from(("", "## Goals\n", "## Open Questions\n\n", "## Failure Modes\n",
                                 "## Success Metrics\n", "# Spec: T\n", "## Appendix\n\n")))  # fmt: skip
    words = st.sampled_from((*FRAGMENTS, *SIGNS, "a", "b c", "\n", "\n", "\n"))
    return head + "".join(draw(st.lists(words, max_size=24)))


texts = mutated() | scribbled() | st.text(max_size=80)
