"""One spec, written three times: as canonical Markdown, in reStructuredText and in MyST fences."""

from __future__ import annotations

MARKDOWN = """\
# Spec: Vent Controller
**Status:** Proposed
**Date:** 2026-03-09
**Author:** R. Castellanos

## Problem Statement
Growers open the roof vents of 62 greenhouses by hand, because the thermostats know nothing of the
wind. In January two vents tore off at 78 km/h, and the crop below froze within 40 minutes. Each
season 9 % of the tomatoes are lost that way. No controller reads the *mast* and the vents together.

## Goals
- Close every vent within 90 seconds of a gust above 60 km/h <!-- #gust -->
- Hold 18 to 26 °C in 95 % of all daylight hours

  Measured at plant height, by the sensor in the middle row.

## Non-Goals
- Heating — the boiler has a controller of its own

## Background and Context
The vents are moved by `24 V` drives, described in the [drive manual](https://example.org/drive).

## Design

### API / Interface

```python
controller.set_target(house="N4", opening=0.35)
```

### Data Model

```sql
CREATE TABLE opening (house TEXT, at TIMESTAMP, share REAL);
```

### Workflow / Sequence

1. The mast reports wind and temperature
2. The controller computes an opening for each house
3. The drives move, and report where they stand

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Where to compute <!-- #place --> | In each house, in the office | In each house | A cut cable must not stop a vent from closing<br><br>The office only watches:<br>• targets<br>• alarms |
| Wind source | Mast, weather service | Mast | The service lags by 10 minutes |

## Failure Modes
| Failure | Probability | Impact | Mitigation |
|---|---|---|---|
| Mast stops reporting | Medium | High | Vents close after 30 seconds of silence |
| A drive jams | Low | High | The controller says which one \\| and for how long |

## Success Metrics
- No vent is torn off in the season 2026/27
- 95 % of gusts are answered within 90 seconds, measured at the drives

## Open Questions
1. May growers override the wind? — Owner: L. Adeyemi, Deadline: 2026-04-01
2. Which houses come first? — Owner: TBD, Deadline: TBD
"""

RST = """\
Spec: Vent Controller
=====================

:Status: Proposed
:Date: 2026-03-09
:Author: R. Castellanos

Problem Statement
-----------------

Growers open the roof vents of 62 greenhouses by hand, because the thermostats know nothing of the
wind. In January two vents tore off at 78 km/h, and the crop below froze within 40 minutes. Each
season 9 % of the tomatoes are lost that way. No controller reads the *mast* and the vents together.

Goals
-----

.. spec-goal:: Close every vent within 90 seconds of a gust above 60 km/h
   :id: gust

.. spec-goal:: Hold 18 to 26 °C in 95 % of all daylight hours

   Measured at plant height, by the sensor in the middle row.

Non-Goals
---------

- Heating — the boiler has a controller of its own

Background and Context
----------------------

The vents are moved by ``24 V`` drives, described in the `drive manual <https://example.org/drive>`__.

Design
------

API / Interface
~~~~~~~~~~~~~~~

.. code-block:: python

   controller.set_target(house="N4", opening=0.35)

Data Model
~~~~~~~~~~

.. code-block:: sql

   CREATE TABLE opening (house TEXT, at TIMESTAMP, share REAL);

Workflow / Sequence
~~~~~~~~~~~~~~~~~~~

1. The mast reports wind and temperature
2. The controller computes an opening for each house
3. The drives move, and report where they stand

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Where to compute
   :id: place
   :options: In each house, in the office
   :chosen: In each house

   A cut cable must not stop a vent from closing

   The office only watches:

   - targets
   - alarms

.. spec-decision:: Wind source
   :options-considered: Mast, weather service
   :chosen: Mast

   The service lags by 10 minutes

Failure Modes
-------------

.. list-table::
   :header-rows: 1

   * - Failure
     - Probability
     - Impact
     - Mitigation
   * - Mast stops reporting
     - Medium
     - High
     - Vents close after 30 seconds of silence
   * - A drive jams
     - Low
     - High
     - The controller says which one | and for how long

Success Metrics
---------------

- No vent is torn off in the season 2026/27
- 95 % of gusts are answered within 90 seconds, measured at the drives

Open Questions
--------------

.. open-question:: May growers override the wind?
   :owner: L. Adeyemi
   :deadline: 2026-04-01

.. open-question:: Which houses come first?
   :owner: TBD
   :deadline: TBD
"""

MYST = """\
# Spec: Vent Controller
**Status:** Proposed
**Date:** 2026-03-09
**Author:** R. Castellanos

## Problem Statement
Growers open the roof vents of 62 greenhouses by hand, because the thermostats know nothing of the
wind. In January two vents tore off at 78 km/h, and the crop below froze within 40 minutes. Each
season 9 % of the tomatoes are lost that way. No controller reads the *mast* and the vents together.

## Goals
```{spec-goal} Close every vent within 90 seconds of a gust above 60 km/h
:id: gust
```

```{spec-goal} Hold 18 to 26 °C in 95 % of all daylight hours
Measured at plant height, by the sensor in the middle row.
```

## Non-Goals
- Heating — the boiler has a controller of its own

## Background and Context
The vents are moved by `24 V` drives, described in the [drive manual](https://example.org/drive).

## Design

### API / Interface

```python
controller.set_target(house="N4", opening=0.35)
```

### Data Model

```sql
CREATE TABLE opening (house TEXT, at TIMESTAMP, share REAL);
```

### Workflow / Sequence

1. The mast reports wind and temperature
2. The controller computes an opening for each house
3. The drives move, and report where they stand

### Key Design Decisions
```{spec-decision} Where to compute
:id: place
:options: In each house, in the office
:chosen: In each house

A cut cable must not stop a vent from closing

The office only watches:

- targets
- alarms
```

```{spec-decision} Wind source
---
options-considered: Mast, weather service
chosen: Mast
---
The service lags by 10 minutes
```

## Failure Modes
```{failure-mode} Mast stops reporting
:probability: Medium
:impact: High

Vents close after 30 seconds of silence
```

```{failure-mode} A drive jams
:probability: Low
:impact: High

The controller says which one | and for how long
```

## Success Metrics
```{success-metric} No vent is torn off in the season 2026/27
```

```{success-metric} 95 % of gusts are answered within 90 seconds, measured at the drives
```

## Open Questions
```{open-question} May growers override the wind?
:owner: L. Adeyemi
:deadline: 2026-04-01
```

```{open-question} Which houses come first?
:owner: TBD
:deadline: TBD
```
"""

#: Every surface with the name of its file.
ALL = {
    "markdown": ("spec-vent-controller.md", MARKDOWN),
    "rst": ("vents.rst", RST),
    "myst": ("spec-vents.md", MYST),
}
