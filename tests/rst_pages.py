"""reStructuredText pages of any shape, made by a small grammar, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

PUNCTUATION = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

#: Text that Markdown would read as markup if it were not escaped.
WORDS = r"""plain words é 日本語 「引」 “q” … € *emph* ** __init__ snake_case *args 5*3 _x_ [x](y) [x] [^1]
    ![a](b) # ## - + * 1. 2) > >> === --- -- = | a|b |---| `tick` `` ``` <b> <!-- a<b < & &amp; &x ! \ \\ C:\dir
    ~~x~~ ~5 ~~~ (x)= % +++ ::: {ref} {x} $x$ : a: "q" 'q' x. (y) ^ @ https""".split()

CODE = ["x = 1", "a`b", "*", "|", "<key>", "{ref}", "[x](y)", "\\n", "a|b", "# no", "&amp;", "- -"]

#: Inline markup without any content of its own.
ROLES = [
    ":sub:`2`",
    ":sup:`n`",
    ":kbd:`F1`",
    ":math:`a_b*c`",
    ":math:`\\frac{a}{b}`",
    ":doc:`index`",
    ":doc:`T \\*x\\* <index>`",
    ":ref:`Some-Where`",
    ":ref:`here <some-where>`",
    ":term:`Env`",
    ":py:func:`~os.path.join`",
    ":py:class:`int`",
    ":option:`-v`",
    ":any:`thing`",
    ':abbr:`LIFO (last in, "first" out)`',
    ":guilabel:`Save`",
    ":menuselection:`File --> Open`",
    ":samp:`a{b}c`",
    ":download:`data.csv`",
    ":pep:`8`",
    "`title`",
    "[#note]_",
    "[CIT]_",
    "|sub|",
    "|pic|",
    "named_",
    "a-spot_",
    "`a place`_",
    "the-end_",
    "the-figure_",
    "https://x.y/z",
    "me@x.org",
]
URIS = [
    "https://x.y/z",
    "https://x.y/a_(b)",
    "https://x.y/?a=1&copy;=2",
    "x.html#y",
    "https://x.y/%C3",
]

CODE_LINES = ["x = 1", "    deep", "", "```", "~~~", "- no", "# no", "````python", "<b>", "\\"]

#: What some roles need: each is on the page once.
END = """
.. |sub| replace:: some **thing** *else*

.. |pic| image:: a.png

.. _named: https://x.y/named

.. [#note] A note, with ``code``.

.. [CIT] A *source*.

.. _a-spot:

A spot, and _`a place`.

.. figure:: a.png
   :name: the-figure

   The *caption*.

.. _the-end:

The end & *all* of it
---------------------

Over.
"""

#: Directives that hold any blocks.
HOLDERS = [
    "note::",
    "warning::",
    "seealso::",
    "epigraph::",
    "versionadded:: 1.2",
    "only:: html",
    "container:: fancy",
    "compound::",
    "py:function:: f(x: int) -> None",
]

GRID = """\
+-----+-----+-----+
| a   | b   | c   |
+=====+=====+=====+
| both      | 3   |
+-----+-----+     |
| 4   | 5   |     |
+-----+-----+-----+"""


def escaped(words: str) -> str:
    """Text that reStructuredText does not read as markup."""
    return "".join(f"\\{char}" if char in PUNCTUATION else char for char in words)


def indented(text: str, width: int) -> str:
    """A text set in, but for its first line."""
    return text.replace("\n", f"\n{' ' * width}")


def below(head: str, text: str, width: int = 3) -> str:
    """A head with a text set in below it."""
    return f"{head}\n\n{' ' * width}{indented(text, width)}"


def joined(found: list[str]) -> str:
    """Blocks one after the other."""
    return "\n\n".join(found)


def listed(markers: list[str], items: list[str]) -> str:
    """A list of these items."""
    return joined(
        [
            f"{marker} {indented(item, len(marker) + 1)}"
            for marker, item in zip(markers, items, strict=False)
        ]
    )


words = st.sampled_from(WORDS).map(escaped)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
marked = st.one_of(
    phrases.map(lambda text: f"*{text}*"),
    phrases.map(lambda text: f"**{text}**"),
    st.sampled_from(CODE).map(lambda text: f"``{text}``"),
    st.tuples(phrases, st.sampled_from(URIS)).map(lambda link: "`{} <{}>`__".format(*link)),
    st.sampled_from(ROLES),
)
parts = st.one_of(words, words, marked)
gaps = st.sampled_from([" ", " ", " ", "\n", "\\ "])


@st.composite
def lines(draw: st.DrawFn, *, breaks: bool = True) -> str:
    """The text of a paragraph."""
    said = draw(parts)
    for _ in range(draw(st.integers(0, 7))):
        gap = draw(gaps)
        said += (gap if breaks or gap != "\n" else " ") + draw(parts)
    return said


one_line = lines(breaks=False)
code = st.lists(st.sampled_from(CODE_LINES), min_size=1, max_size=4).map(
    lambda found: "\n".join(["first", *found, "last"])
)
plain_blocks = st.one_of(
    lines(),
    lines(),
    code.map(lambda text: below("::", text)),
    code.map(lambda text: below(".. code-block:: python\n   :linenos:", text)),
    code.map(lambda text: below(".. code-block:: console\n   :caption: A *caption*", text)),
    st.just(">>> 1 + 1\n2"),
    st.just(".. math::\n   :label: sum\n\n   a_1 + b^2\n\n   = c"),
    st.just(".. math:: :a*b*"),
    st.just(".. image:: a.png\n   :alt: an image, at 5 * 3"),
    st.just(".. figure:: a.png\n\n   The *caption*.\n\n   The legend."),
    st.just(".. A comment\n   of two lines --> more"),
    st.just(".. parsed-literal::\n\n   cp *source* |sub|"),
    st.just(".. literalinclude:: data.csv\n   :language: text"),
    st.just(".. include:: part.txt"),
    st.just('.. productionlist::\n   expr: term "+" `expr`'),
    st.just(".. digraph:: x\n\n   a -> b"),
    st.just(".. toctree::\n   :caption: More\n\n   usage\n   The start <index>"),
    st.just(".. deprecated:: 2.0"),
    st.just(".. index:: thing"),
    st.just(".. csv-table:: Data\n   :header-rows: 1\n\n   a, *b*\n   1, ``x|y``"),
    st.just(GRID),
    one_line.map(lambda text: f".. centered:: {text}"),
    st.lists(one_line, min_size=1, max_size=3).map(
        lambda found: below(".. hlist::", listed(["*"] * 3, found))
    ),
    one_line.map(lambda text: f".. rubric:: {text}"),
    st.lists(one_line, min_size=1, max_size=3).map(
        lambda found: "\n".join(f"| {'  ' * (at % 2)}{line}" for at, line in enumerate(found))
    ),
    st.lists(st.tuples(one_line, one_line), min_size=2, max_size=3).map(
        lambda rows: below(
            ".. list-table:: Title\n   :header-rows: 1",
            "\n".join(f"* - {left}\n  - {right}" for left, right in rows),
        )
    ),
    st.lists(one_line, min_size=1, max_size=4).map(
        lambda found: below(
            ".. list-table::",
            "* - - " + "\n    - ".join(found) + "\n  - One.\n\n    Two.",
        )
    ),
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks that hold others."""
    some = st.lists(inner, min_size=1, max_size=3).map(joined)
    items = st.lists(some, min_size=1, max_size=3)
    return st.one_of(
        items.map(lambda found: listed(["-"] * 3, found)),
        items.map(lambda found: listed(["*"] * 3, found)),
        items.map(lambda found: listed(["1.", "2.", "3."], found)),
        items.map(lambda found: listed(["9.", "10.", "11."], found)),
        items.map(lambda found: listed(["a.", "b.", "c."], found)),
        some.map(lambda text: below("..", text)),
        st.tuples(some, one_line).map(lambda pair: below("..", f"{pair[0]}\n\n-- {pair[1]}")),
        st.tuples(one_line, some).map(lambda pair: below(f".. admonition:: {pair[0]}", pair[1])),
        st.tuples(words, words, some).map(
            lambda found: f"x{found[0]} : {found[1]}\n   {indented(found[2], 3)}"
        ),
        some.map(lambda text: f":name: {indented(text, 3)}"),
        some.map(lambda text: f"-a FILE, --all=FILE\n   {indented(text, 3)}"),
        st.tuples(st.sampled_from(HOLDERS), some).map(lambda pair: below(f".. {pair[0]}", pair[1])),
        some.map(lambda text: f".. glossary::\n\n   Env\n   Other\n      {indented(text, 6)}"),
    )


blocks = st.recursive(plain_blocks, nested, max_leaves=6)
#: What no other block can hold.
top_blocks = st.one_of(
    st.tuples(one_line, blocks).map(lambda pair: below(f".. topic:: {pair[0]}", pair[1])),
    st.tuples(one_line, blocks).map(lambda pair: below(f".. sidebar:: {pair[0]}", pair[1])),
    st.just("Before.\n\n----\n\nAfter."),
    st.just(".. contents::\n   :local:"),
    phrases.map(lambda text: f"x{text}\n{'-' * 99}"),
    st.just("Twice\n-----"),
    st.just("Below\n~~~~~"),
)
#: MyST before 5 numbers a third heading of the same words otherwise than other viewers.
pages = (
    st.lists(st.one_of(blocks, blocks, top_blocks), min_size=1, max_size=6)
    .filter(lambda found: max(map(found.count, found)) < 3)
    .map(lambda found: f"A page\n======\n\n{joined(found)}\n{END}")
)
