"""Roles in a spec's Markdown, replaced by what they stand for."""

from __future__ import annotations

import pytest

from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.roles import resolved, roles, with_roles
from sphinxcontrib_spec.writer import write

PAGE = """\
# Spec: Tide {ref}`Gauge <gauge>`
**Status:** Draft
**Owner:** {term}`harbour`

## Goals
- Read every {ref}`gauge` each minute, see `{ref}`, ``{doc}`x` `` and \\{ref}`gauge`
  - as {doc}`/usage` says

## Design

### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Poll {ref}`a\\|b <gauge>` | push, poll | poll | {spec:goal}`read-every` |

## Appendix
| Where | What |
|---|---|
| {ref}`x\\|y <gauge>` | {math}`a` |

- one {ref}`gauge`
- `code {ref}` and <!-- {ref}`gauge` -->

```{note}
As {doc}`/usage` says.
```

```{code-block} rst
{ref}`gauge`
```

    {ref}`gauge`

<div>
{ref}`gauge`
</div>
"""


def test_every_role_in_prose_is_found_in_order() -> None:
    assert list(roles(read(PAGE))) == [
        "{ref}`Gauge <gauge>`",
        "{term}`harbour`",
        "{term}`harbour`",
        "{ref}`gauge`",
        "{doc}`/usage`",
        "{ref}`a|b <gauge>`",
        "{spec:goal}`read-every`",
        "{ref}`x|y <gauge>`",
        "{math}`a`",
        "{ref}`gauge`",
        "{doc}`/usage`",
    ]


def test_roles_become_what_the_link_gives() -> None:
    links = {
        "{ref}`Gauge <gauge>`": "[Gauge](gauge.md)",
        "{ref}`gauge`": "[the gauge](gauge.md)",
        "{ref}`a|b <gauge>`": "[a|b](gauge.md)",
        "{ref}`x|y <gauge>`": "[x|y](gauge.md)",
    }
    said = write(with_roles(read(PAGE), lambda role: links.get(role, role)))
    changed = PAGE.replace("{ref}`Gauge <gauge>`", "[Gauge](gauge.md)")
    changed = changed.replace("{ref}`a\\|b <gauge>`", "[a\\|b](gauge.md)")
    changed = changed.replace("{ref}`x\\|y <gauge>`", "[x\\|y](gauge.md)")
    changed = changed.replace("every {ref}`gauge`", "every [the gauge](gauge.md)")
    changed = changed.replace("one {ref}`gauge`", "one [the gauge](gauge.md)")
    assert said == changed


def test_a_spec_without_roles_stays_as_it_is() -> None:
    spec = read(PAGE)
    same = with_roles(spec, lambda role: role)
    assert same == spec
    assert write(same) == write(spec)
    assert same.goals[0].text.span == spec.goals[0].text.span


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no role {here}", "no role {here}"),
        ("{a}`b`{c}`d`", "<b><d>"),
        ("`{a}`b``", "`{a}`b``"),
        ("{a:b}``x`y``", "<x`y>"),
        ("\\{a}`b`", "\\{a}`b`"),
        ("[label {a}`b`](url)", "[label {a}`b`](url)"),
        ("{a}`never closed", "{a}`never closed"),
    ],
)
def test_only_roles_are_replaced(text: str, said: str) -> None:
    assert resolved(text, lambda role: f"<{role.partition('}')[2].strip('`')}>") == said
