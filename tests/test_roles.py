"""Roles, links and images in a spec's Markdown, replaced by what they stand for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sphinxcontrib_spec.reader import read
from sphinxcontrib_spec.roles import Pointer, pointers, replaced, with_pointers
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
{ref}`gauge` and [x](y)
```

    {ref}`gauge`

<div>
{ref}`gauge`
</div>

A [chart](c.md "Chart (1)"), the ![chart]( <a b.png> ),
`[x](y)` and [![chart](d.png)](e.md).

[chart]: ../f.md 'Title'
[^1]: g.md
"""


def of_role(change: Callable[[str], str]) -> Callable[[Pointer], str]:
    """A change of roles alone."""
    return lambda found: change(found.text) if found.kind == "role" else found.text


def test_every_role_in_prose_is_found_in_order() -> None:
    assert [found.text for found in pointers(read(PAGE)) if found.kind == "role"] == [
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


def test_every_link_and_image_is_found_where_it_stands() -> None:
    found = [found for found in pointers(read(PAGE)) if found.kind != "role"]
    assert [(found.kind, found.label, found.target) for found in found] == [
        ("link", "chart", "c.md"),
        ("image", "chart", "a b.png"),
        ("image", "chart", "d.png"),
        ("link", "![chart](d.png)", "e.md"),
        ("definition", "", "../f.md"),
    ]
    assert [PAGE.split("\n")[found.at.line - 1][found.at.column - 1] for found in found] == [
        *("[", "!", "!", "[", "["),
    ]


def test_links_lead_to_what_the_change_gives() -> None:
    said = write(
        with_pointers(
            read(PAGE), lambda found: found.text if found.kind == "role" else found.leading_to("z")
        )
    )
    changed = PAGE.replace('(c.md "', '(z "').replace("( <a b.png> )", "( z )")
    changed = changed.replace("(d.png)](e.md)", "(z)](z)").replace("../f.md", "z")
    assert said == changed


def test_roles_become_what_the_change_gives() -> None:
    links = {
        "{ref}`Gauge <gauge>`": "[Gauge](gauge.md)",
        "{ref}`gauge`": "[the gauge](gauge.md)",
        "{ref}`a|b <gauge>`": "[a|b](gauge.md)",
        "{ref}`x|y <gauge>`": "[x|y](gauge.md)",
    }
    said = write(with_pointers(read(PAGE), of_role(lambda role: links.get(role, role))))
    changed = PAGE.replace("{ref}`Gauge <gauge>`", "[Gauge](gauge.md)")
    changed = changed.replace("{ref}`a\\|b <gauge>`", "[a\\|b](gauge.md)")
    changed = changed.replace("{ref}`x\\|y <gauge>`", "[x\\|y](gauge.md)")
    changed = changed.replace("every {ref}`gauge`", "every [the gauge](gauge.md)")
    changed = changed.replace("one {ref}`gauge`", "one [the gauge](gauge.md)")
    assert said == changed


def test_a_spec_of_which_nothing_is_changed_stays_as_it_is() -> None:
    spec = read(PAGE)
    same = with_pointers(spec, lambda found: found.text)
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
    change = of_role(lambda role: f"<{role.partition('}')[2].strip('`')}>")
    assert replaced(text, change) == said
