"""What is plain in an item is read at less cost, and nobody can tell by what comes of it."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from docutils import nodes
from docutils.parsers.rst import states
from myst_parser.mocking import MockState
from myst_parser.parsers import directives as of_myst

from sphinxcontrib_spec import schema
from sphinxcontrib_spec.ext.directives import items, plain_words
from sphinxcontrib_spec.ext.recognition import item_nodes

HOME = "Mills\n=====\n\n.. toctree::\n   :glob:\n\n   spec-*\n"

RST = """\
Spec: Mill
==========

Goals
-----

.. spec-goal:: Grind {words}
   :id: {value}
   :class: wide

   {body}

.. spec-goal::
   :id: without-words

.. spec-goal::
      :id: too-deep
   :class: wide

.. spec-goal:: In two
   lines
   :ID: UPPER

Design
------

Key Design Decisions
~~~~~~~~~~~~~~~~~~~~

.. spec-decision:: Stones
   :options: {value}
   :chosen: {words}
   :mitigates: Stones crack;
      Dust burns

   {body}

.. spec-decision:: Twice
   :chosen: a
   :chosen: b

.. spec-decision:: No block
   :chosen: a
   of options

.. spec-decision:: Two
   :two words: a

.. spec-decision:: Odd names
   :*chosen: a
   :0: b
   :empty:

Failure Modes
-------------

- In a list

  .. failure-mode:: {words}
     :probability: {value}

     {body}
"""

MYST = """\
# Spec: Mill

## Goals

```{{spec-goal}} Grind {words}
:id: {value}
:class: wide

{body}
```

```{{spec-goal}}
:id: without-words
```

```{{spec-goal}} Below a blank line

:id: none
```

~~~{{spec-goal}} In YAML
---
id: yaml
class: |
  wide
---
{body}
~~~

:::{{spec-goal}} Without a blank line
:id: close
{body}
:::

## Design

### Key Design Decisions

```{{spec-decision}} Stones
:options: {value}
:chosen: {words}
:mitigates: Stones crack; Dust burns


{body}
```

```{{spec-decision}} Odd
:chosen: a
:chosen: b
:é: c
:  more
:Two: d
```

## Failure Modes

> ```{{failure-mode}} {words}
> :probability: {value}
>
> {body}
> ```
"""

#: Texts by what stands in them: words, values of options, and bodies.
TEXTS = [
    ("2 tonnes a day", "stones-2", "Dust, 5 % of it, is swept (at night)."),
    ('it\'s "fine" -- and... so', "it's", "A. Mill\ngrinds 3 days\nand then rests: always"),
    ("*fast* and `slow`", "'quoted'", "A *stone* turns"),
    ("a < b & c <i>d</i>", "a # b", "1. first"),
    ("https://example.org and a@example.org", "a: b", "What | about tables"),
    ("$x$ and \\* and [one](#goal-close)", "|", "Word\n: its definition"),
    ("a_ and :spec:ref:`x` and RFC 9", "> a", "Mills::\n\n   stone"),
    ("été ≤ 5 日 “so” —", "[a, b]", "i. roman"),
    ("tab\tin", "tab\tin", "Stones\n------"),
]

SETTINGS = [
    {},
    {"myst_enable_extensions": ["smartquotes", "replacements", "colon_fence"]},
    {"myst_enable_extensions": ["dollarmath", "attrs_inline", "deflist", "colon_fence"]},
]


def _line(node):
    """Where a node stands; before version 5 MyST gives text the line of what it was at last."""
    is_lost = isinstance(node, nodes.Text) and int(version("myst-parser").split(".")[0]) < 5
    return None if is_lost else node.line


def built(project, words, value, body, settings):
    """What the pages are made of with their lines, and all that was said."""
    project.write(
        {
            "index.rst": HOME,
            "spec-rst.rst": RST.format(words=words, value=value, body=body.replace("\n", "\n   ")),
            "spec-myst.md": MYST.format(words=words, value=value, body=body),
        }
    )
    build = project.build("dummy", fresh=True, suppress_warnings=["spec"], **settings)
    env = build.app.env
    pages = [
        [(node.tagname, _line(node), getattr(node, "rawsource", ""), str(node))]
        for name in ("spec-rst", "spec-myst")
        for node in env.get_doctree(name).findall()
    ]
    return pages, env.metadata["spec-myst"]["wordcount"], build.warnings


@pytest.mark.parametrize("settings", SETTINGS, ids=["usual", "typographer", "more markup"])
@pytest.mark.parametrize("text", TEXTS, ids=[words for words, _, _ in TEXTS])
def test_docutils_and_myst_would_have_made_the_same(project, monkeypatch, text, settings):
    found = built(project, *text, settings)
    monkeypatch.setattr(plain_words, "inline", lambda _directive, _text: None)
    monkeypatch.setattr(plain_words, "content", lambda _directive: None)
    make = items._directive
    monkeypatch.setattr(items, "_directive", lambda kind, _whole=None: make(kind))
    assert found == built(project, *text, settings)


def counted(monkeypatch, home, name):
    """How often a method or function is called from now on."""
    calls = []
    called = getattr(home, name)

    def counting(*args, **kwargs):
        calls.append(args)
        return called(*args, **kwargs)

    monkeypatch.setattr(home, name, counting)
    return calls


def test_no_parser_is_asked_for_what_is_plain(project, monkeypatch):
    # What reads options has another name before MyST 5.
    names = ("options_to_tokens", "options_to_items")
    options = next(name for name in names if hasattr(of_myst, name))
    asked = [
        counted(monkeypatch, states.Body, "parse_extension_options"),
        counted(monkeypatch, states.RSTState, "inline_text"),
        counted(monkeypatch, of_myst, options),
        counted(monkeypatch, MockState, "inline_text"),
        counted(monkeypatch, MockState, "nested_parse"),
    ]
    numbers = []
    for count in (1, 6):
        rst = "".join(
            f".. spec-goal:: Grind {at} t\n   :id: g{at}\n\n   All day.\n\n" for at in range(count)
        )
        myst = "".join(
            f"```{{spec-goal}} Grind {at} t\n:id: g{at}\n\nAll day.\n```\n\n" for at in range(count)
        )
        project.write(
            {
                "index.rst": "Mills\n=====\n",
                "spec-rst.rst": f":orphan:\n\nSpec: Mill\n==========\n\nGoals\n-----\n\n{rst}",
                "spec-myst.md": f"# Spec: Mill\n\n## Goals\n\n{myst}",
            }
        )
        for calls in asked:
            calls.clear()
        project.build("dummy", fresh=True)
        numbers.append([len(calls) for calls in asked])
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("kind", schema.KINDS, ids=lambda kind: kind.name)
def test_a_fence_that_is_made_a_directive_keeps_its_attributes(project, kind):
    heading = schema.SECTION[kind.section].heading
    project.write(
        {
            "index.rst": HOME,
            "spec-mill.md": f"# Spec: Mill\n\n## {heading}\n\n{{.wide}}\n```{kind.directive} Stone\n:id: one\n```\n",
        }
    )
    build = project.build(
        myst_fence_as_directive=[kind.directive], myst_enable_extensions=["attrs_block"]
    )
    assert 'class="wide' in build.pages["spec-mill"]


@pytest.mark.parametrize(("words", "times"), [("plain words", 1), ("*marked* words", 2)])
def test_an_item_of_plain_words_is_made_once(project, monkeypatch, words, times):
    made = counted(monkeypatch, item_nodes, "directive_item")
    goal = f".. spec-goal:: Grind {words}\n\n   All day.\n"
    project.write({"index.rst": f"Spec: Mill\n==========\n\nGoals\n-----\n\n{goal}"})
    project.build("dummy")
    assert len(made) == times
