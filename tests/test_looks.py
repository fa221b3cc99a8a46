"""How the demo looks in the themes that most projects use, in a browser: `tox run -e looks`."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

pytestmark = [
    pytest.mark.skipif(
        "LOOKS" not in os.environ, reason="only `tox run -e looks` has the themes and a browser"
    ),
    pytest.mark.filterwarnings("ignore:'sphinx_book_theme"),
]

DEMO = Path(__file__).parents[1] / "docs" / "demo"
PAGE = "locker-event-log.html"
DARK = ("furo", "pydata_sphinx_theme", "sphinx_book_theme")
THEMES = ("alabaster", *DARK, "sphinx_rtd_theme")

#: Keeps the scheme that furo, pydata and book would else take from their own memory.
SCHEME = "localStorage.setItem('mode', '{0}'); localStorage.setItem('theme', '{0}')"
BACKGROUND = """row => {
    for (let node = row; node; node = node.parentElement) {
        const colour = getComputedStyle(node).backgroundColor
        if (!/^rgba.*, 0\\)$/.test(colour)) return colour
    }
}"""
OVERFLOW = """() => [...document.querySelectorAll('table.spec-items')].filter(table => {
    let node = table
    while (node && getComputedStyle(node).overflowX === 'visible') node = node.parentElement
    return !node || node.getBoundingClientRect().right > innerWidth
}).length"""


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module", params=THEMES)
def built(request, tmp_path_factory):
    """The theme, the demo's page in it, and the folder for pictures to look at."""
    root = tmp_path_factory.mktemp(request.param)
    shots = Path(os.environ["LOOKS"]).resolve()
    shots.mkdir(parents=True, exist_ok=True)
    source = shutil.copytree(DEMO, root / "src")
    theme = {"html_theme": request.param}
    app = SphinxTestApp("html", srcdir=source, builddir=root / "out", confoverrides=theme)
    try:
        app.build()
    finally:
        app.cleanup()
    return request.param, f"file://{app.outdir}/{PAGE}", shots


def opened(browser, url, *, width=1280, scheme="light", media="screen"):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=media, color_scheme=scheme)
    page.add_init_script(SCHEME.format(scheme))
    page.goto(url)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_item_is_marked_and_its_permalink_is_seen_where_the_pointer_is(browser, built, scheme):
    theme, url, shots = built
    if scheme == "dark" and theme not in DARK:
        pytest.skip("the theme has no dark scheme")
    page = opened(browser, url, scheme=scheme)
    first, second = (row.get_attribute("id") for row in page.locator("tr.spec-item").all()[:2])
    cell = page.locator(f"[id='{second}'] > td").first
    before = cell.evaluate(BACKGROUND)
    page.goto(f"{url}#{second}")
    marked = f"([cell, before]) => ({BACKGROUND})(cell) !== before"
    page.wait_for_function(marked, arg=[cell.element_handle(), before], timeout=5000)
    row = page.locator(f"[id='{first}']")
    link = row.locator(".headerlink")
    page.mouse.move(0, 0)
    assert link.evaluate("link => getComputedStyle(link).visibility") == "hidden"
    row.hover()
    seen = "link => {const {visibility, opacity} = getComputedStyle(link);"
    seen += " return visibility === 'visible' && opacity === '1'}"
    page.wait_for_function(seen, arg=link.element_handle(), timeout=5000)
    page.screenshot(path=shots / f"{theme}-{scheme}.png", full_page=True)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_permalink_takes_no_place(browser, built, width):
    """Neither a gap between the words, nor a line of its own that holds nothing to be seen."""
    _, url, _ = built
    page = opened(browser, url, width=width)
    heights = """() => [...document.querySelectorAll('.spec-item')].map(
        item => item.getBoundingClientRect().height)"""
    lines = page.evaluate(heights)
    page.add_style_tag(content=".spec-item .headerlink.headerlink { display: none !important }")
    assert page.evaluate(heights) == lines


def test_on_a_phone_only_tables_scroll(browser, built):
    theme, url, shots = built
    page = opened(browser, url, width=360)
    assert page.evaluate(OVERFLOW) == 0
    header = page.locator("dl.spec-header").bounding_box()
    assert header["x"] + header["width"] <= 360
    page.screenshot(path=shots / f"{theme}-360.png", full_page=True)


def test_a_print_has_neither_downloads_nor_permalinks(browser, built):
    theme, url, shots = built
    page = opened(browser, url, width=794, media="print")
    for hidden in page.locator("p.spec-download, .spec-item .headerlink").all():
        assert not hidden.is_visible()
    page.screenshot(path=shots / f"{theme}-print.png", full_page=True)


def test_the_header_is_as_wide_as_its_labels_in_every_theme(browser, built):
    _, url, _ = built
    page = opened(browser, url)
    labels = [label.bounding_box() for label in page.locator("dl.spec-header > dt").all()]
    values = [value.bounding_box() for value in page.locator("dl.spec-header > dd").all()]
    assert len({round(box["x"]) for box in labels}) == len({round(box["x"]) for box in values}) == 1
    for label, value in zip(labels, values, strict=True):
        assert abs(label["y"] - value["y"]) < 5
        assert value["x"] - label["x"] < 200
