"""The contract of slugs, anchors and plain text."""

from __future__ import annotations

import pytest

from sphinxcontrib_spec import names, schema
from sphinxcontrib_spec.markup import inline

SLUGS = {
    "Spec: Tide Gauge Feed": "tide-gauge-feed",
    "spec:  Tide   Gauge — Feed": "tide-gauge-feed",
    "C++ and C# Bindings": "cplusplus-and-csharp-bindings",
    "A + B # C": "a-b-c",
    "Über-Größe für Straße": "uber-große-fur-straße",
    "Crème brûlée": "creme-brulee",
    "数据 同步": "数据-同步",
    "한국어 제목": "한국어-제목",
    "Ｆｕｌｌ width": "full-width",
    "`cache.get()` **fast** path": "cache-get-fast-path",
    "[Tide](https://example.org/tide) table": "tide-table",
    "../../etc/passwd": "etc-passwd",
    "a\x00b\nc": "a-b-c",
    "🚀": "untitled",
    "": "untitled",
    "Spec:": "untitled",
    "x" * 300: "x" * 80,
    "word " * 40: "-".join(["word"] * 16),
    "語" * 100: "語" * 66,
}


@pytest.mark.parametrize(("title", "slug"), SLUGS.items())
def test_the_slug_of_a_spec(title: str, slug: str) -> None:
    assert names.spec_slug(title) == slug
    assert names.target_slug(slug) == slug or slug == "untitled"


def test_a_long_title_is_cut_at_a_word_end() -> None:
    slug = names.spec_slug("measure " * 9 + "everything twice")
    assert slug == "-".join(["measure"] * 9)
    assert len(slug) <= names.SPEC_CHARACTERS


@pytest.mark.parametrize(
    ("kind", "text", "slug"),
    [
        ("failure-mode", "Clock skew between two hosts of one and the same rack",
         "clock-skew-between-two-hosts-of-one-and-the-same-rack"),
        ("goal", "One two three four five six seven eight nine", "one-two-three-four-five-six-seven-eight"),
        ("goal", "—", "7"),
        ("decision", "**`self.__dict__`** or <key>?", "self-dict-or-key"),
    ],
)  # fmt: skip
def test_the_slug_of_an_item(kind: str, text: str, slug: str) -> None:
    assert names.item_slug(schema.KIND[kind], text, 7) == slug


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a **b** *c* __d__ _e_ ~~f~~", "a b c d e f"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("self.__dict__", "self.__dict__"),
        ("`a | b` and ``c`d``", "a | b and c`d"),
        ("[text](http://x.org/(y) 'title') ![alt](i.png)", "text alt"),
        ("[no link] and [`code](x)`", "[no link] and [code](x)"),
        ("<https://example.org> <key> <b>x</b><br>y", "https://example.org <key> x y"),
        ("cell <!-- #id --> <!-- spec: ignore[SPEC403] --> end", "cell end"),
        ("{spec:decision}`Wire format <wire>` and {doc}`usage`", "Wire format and usage"),
        (r"\*not\* \`code\` &amp; &lt;", "*not* `code` & <"),
    ],
)
def test_plain_text(text: str, plain: str) -> None:
    assert inline.plain(text) == plain


@pytest.mark.parametrize(
    "hostile", ["`" * 9, "`a``b", "[", "[a", "[](", "<!--", "<a ", "{a}`", "\\", "*a ", "<a b='", "_a "]
)  # fmt: skip
def test_scanning_is_linear(hostile: str) -> None:
    """Work is counted by size: what is quadratic would not come back from a megabyte."""
    text = hostile * (1_000_000 // len(hostile))
    inline.parts(text)


@pytest.mark.parametrize(
    ("headings", "anchors"),
    [
        (["Goals", "Non-Goals", "API / Interface"], ["goals", "non-goals", "api--interface"]),
        (["Why so?", "Why, so!", "why so"], ["why-so", "why-so-1", "why-so-2"]),
        ([" Drift (2 s) & more ", "snake_case"], ["drift-2-s--more", "snake_case"]),
        (["Überblick 温室", "नमस्ते", "½ – x"], ["überblick-温室", "नमस्ते", "--x"]),
        (["?", "!"], ["", "-1"]),
    ],
)
def test_headings_have_the_anchors_of_viewers(headings: list[str], anchors: list[str]) -> None:
    assert list(names.heading_anchors(headings)) == anchors
