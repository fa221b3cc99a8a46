"""The demo in a browser, in the themes that most projects use: `tox run -e browser`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

if "LOOKS" not in os.environ:
    pytest.skip("only `tox run -e browser` has themes and browser", allow_module_level=True)

import in_browser
from axe_playwright_python.sync_playwright import Axe
from in_browser import DARK, THEMES

pytestmark = pytest.mark.filterwarnings("ignore:'sphinx_book_theme")

LOG, CODES, REMINDERS = (
    *("locker-event-log", "spec-offline-pickup-codes", "spec-pickup-reminder-scheduler"),
)
PAGE = f"{LOG}.html"
PAGES = (PAGE, f"{CODES}.html", f"{REMINDERS}.html", "index.html", "spec-index.html")
SLUGS = {LOG: "spec-locker-event-log", CODES: CODES, REMINDERS: REMINDERS}

#: What a page says itself, without the theme's navigation.
BODY = (
    "section:has(> h1), "
    ":is(article, .body, [itemprop=articleBody]):has(> h1):not(:has(section > h1))"
)

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
LINKS = """const all = [...document.querySelector(body).querySelectorAll('a[href]')]
    const ours = link => link.closest('.spec-item, .spec-download, .spec-header') !== null
"""
#: The places of the links in items and in the header, among all of a page's body.
OURS = f"body => {{ {LINKS} return all.map((link, at) => ours(link) ? at : -1).filter(at => at >= 0) }}"
#: What has the focus: its place among all links of the body, and whether it is set off.
FOCUSED = f"""body => {{
    {LINKS}
    const link = document.activeElement
    const {{outlineStyle, outlineWidth, boxShadow}} = getComputedStyle(link)
    return {{
        inside: document.querySelector(body).contains(link),
        place: all.indexOf(link),
        words: link.textContent,
        ours: ours(link),
        ringed: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
    }}
}}"""
#: Seen and in the window.
SEEN = """link => {
    const {visibility, opacity} = getComputedStyle(link), box = link.getBoundingClientRect()
    return visibility === 'visible' && opacity === '1' && box.width > 0
        && box.bottom > 0 && box.top < innerHeight
}"""
HIDDEN = "link => getComputedStyle(link).opacity === '0'"
#: As when the pointer is everywhere at once.
ALL_SEEN = ".spec-item .headerlink.headerlink { opacity: 1; transition: none }"

#: What axe finds in a theme whatever stands on a page: the rule, and where a page's own words have it.
THEIRS = {
    "alabaster": {
        "color-contrast": ".highlight",
        "scrollable-region-focusable": ".highlight",
    },
    "sphinx_rtd_theme": {
        "color-contrast": "a.reference, code.literal, .highlight",
        "link-in-text-block": "a.reference",
    },
}
#: A page without a spec that shows them.
PLAIN = {
    "conf.py": "project = 'Plain'\nhtml_sidebars = {}\n",
    "index.rst": "Plain\n=====\n\nA `link <https://example.org>`_ among words, and ``code``.\n\n"
    f".. code-block:: python\n\n   a = 'b'  # {'c' * 300}\n",
}
#: A page whose cells hold code that nothing breaks, and one of findings in a folder with a long name.
LONG_WORD = "_".join(["sensing", "of", "the", "motor", "phase"] * 3)
LONG_FOLDER = "controllers-of-the-northern-harbour/gates-and-their-motors/second-generation"
CROWDED = {
    "conf.py": "extensions = ['sphinxcontrib_spec']\nspec_show_info = True\n"
    "suppress_warnings = ['spec']\nhtml_sidebars = {}\n",
    "index.rst": "Crowded\n=======\n\n.. spec-findings:: Left to do\n   :severity: info\n\n"
    ".. toctree::\n   :glob:\n\n   **/spec-*\n",
    f"{LONG_FOLDER}/spec-tide-gate.md": f"""# Spec: Tide Gate
## Goals
- Each gate closes within 8 minutes of its warning on 99 % of the storm tides of a year, counted by the harbour
## Design
### Key Design Decisions
| Decision | Options Considered | Chosen | Rationale |
|---|---|---|---|
| Sensor | Switch, `{LONG_WORD}` | Switch | Nobody reads `{LONG_WORD}/{LONG_WORD}` in a storm |
""",
}
#: The tables that have no place in what holds them, and those whose last column cannot be read.
BEYOND = """() => [...document.querySelectorAll('table.spec-items, table.spec-findings')].filter(
    table => table.scrollWidth > table.closest('section').clientWidth + 1
        || [...table.querySelectorAll('td:last-child')].some(cell => cell.clientWidth < 100)
).length"""


@pytest.fixture(scope="module")
def browser():
    with in_browser.chromium() as launched:
        yield launched


@pytest.fixture(autouse=True)
def closed(browser):
    """Close every window that a test has opened: those left open go on working beside the next."""
    yield
    for context in browser.contexts:
        context.close()


#: Each theme is looked at by one worker, which builds it once.
GROUPED = [pytest.param(theme, marks=pytest.mark.xdist_group(theme)) for theme in THEMES]


@pytest.fixture(scope="module", params=GROUPED)
def site(request, tmp_path_factory):
    """The demo in one theme after another."""
    with in_browser.site(request.param, tmp_path_factory.mktemp(request.param)) as served:
        yield served


@pytest.fixture(scope="module")
def plain(site, tmp_path_factory):
    """A page without a spec in the theme of the site."""
    root = tmp_path_factory.mktemp("plain")
    (root / "source").mkdir()
    for name, text in PLAIN.items():
        (root / "source" / name).write_text(text, encoding="utf-8")
    with in_browser.site(site.theme, root, root / "source") as served:
        yield served


@pytest.fixture(scope="module")
def crowded(site, tmp_path_factory):
    """Long words of code in tables, in the theme of the site."""
    root = tmp_path_factory.mktemp("crowded")
    for name, text in CROWDED.items():
        path = root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with in_browser.site(site.theme, root, root / "source") as served:
        yield served


@pytest.fixture(scope="module")
def canonical(tmp_path_factory) -> Path:
    """What the builder of specs makes of the demo."""
    return in_browser.build("spec", tmp_path_factory.mktemp("canonical"))


#: A theme in a scheme, for each scheme that it has.
in_each_scheme = pytest.mark.parametrize(
    ("site", "scheme"),
    [
        pytest.param(theme, scheme, marks=pytest.mark.xdist_group(theme))
        for theme in THEMES
        for scheme in (["light", "dark"] if theme in DARK else ["light"])
    ],
    indirect=["site"],
)


def picture(name: str) -> Path:
    """Where a picture goes that is to be looked at."""
    shots = Path(os.environ["LOOKS"]).resolve()
    shots.mkdir(parents=True, exist_ok=True)
    return shots / f"{name}.png"


def faults(page) -> Iterator[tuple[str, dict[str, Any]]]:
    """What axe finds in a page's body: the rule, and each node that breaks it."""
    found = Axe().run(page, context={"include": [[BODY]]}).response
    assert len(found["passes"]) > 3
    for fault in found["violations"]:
        for node in fault["nodes"]:
            yield fault["id"], node


# Anchors


@in_each_scheme
def test_an_item_is_marked_and_its_permalink_is_seen_where_the_pointer_is(browser, site, scheme):
    page = site.open(browser, PAGE, scheme=scheme)
    first, second = (row.get_attribute("id") for row in page.locator("tr.spec-item").all()[:2])
    cell = page.locator(f"[id='{second}'] > td").first
    before = cell.evaluate(BACKGROUND)
    page.goto(f"{page.url}#{second}")
    marked = f"([cell, before]) => ({BACKGROUND})(cell) !== before"
    page.wait_for_function(marked, arg=[cell.element_handle(), before], timeout=5000, polling=100)
    row = page.locator(f"[id='{first}']")
    link = row.locator(".headerlink")
    page.mouse.move(0, 0)
    page.wait_for_function(HIDDEN, arg=link.element_handle(), timeout=5000, polling=100)
    row.hover()
    page.wait_for_function(SEEN, arg=link.element_handle(), timeout=5000, polling=100)
    page.screenshot(path=picture(f"{site.theme}-{scheme}"), full_page=True)


def test_a_reference_leads_to_the_row_and_nothing_covers_it(browser, site):
    page = site.open(browser, "index.html")
    page.get_by_role("link", name="Order of events").first.click()
    page.wait_for_url(f"**/{PAGE}#decision-ordering")
    row = page.locator("tr:target")
    assert row.get_attribute("id") == "decision-ordering"
    top = """row => {
        const {x, y} = row.getBoundingClientRect()
        return y >= 0 && row.contains(document.elementFromPoint(x + 8, y + 8))
    }"""
    page.wait_for_function(top, arg=row.element_handle(), timeout=5000, polling=100)


# Permalinks


@pytest.mark.parametrize(
    "kind", ["tr.spec-decision", "tr.spec-failure-mode", "li.spec-goal", "li.spec-open-question"]
)
def test_a_permalink_gives_the_address_of_its_item(browser, site, kind):
    page = site.open(browser, PAGE)
    item = page.locator(kind).nth(1)
    link = item.locator(".headerlink").first
    anchor = item.get_attribute("id")
    address = link.evaluate("link => link.href")
    assert address == f"{site.address}/{PAGE}#{anchor}"
    item.hover()
    link.click()
    assert page.url == address
    again = site.open(browser, f"{PAGE}#{anchor}")
    assert again.locator(":target").get_attribute("id") == anchor


def test_a_row_is_copied_without_the_sign_of_its_permalink(browser, site):
    page = site.open(browser, PAGE, permissions=("clipboard-read", "clipboard-write"))
    cell = page.locator("#decision-ordering > td").first
    cell.evaluate("cell => getSelection().selectAllChildren(cell)")
    page.keyboard.press("ControlOrMeta+c")
    assert page.evaluate("navigator.clipboard.readText()").strip() == "Order of events"


# Downloads


@pytest.mark.parametrize("name", SLUGS)
def test_a_download_is_the_file_that_the_builder_of_specs_writes(browser, site, canonical, name):
    page = site.open(browser, f"{name}.html")
    with page.expect_download() as started:
        page.locator(".spec-download a").click()
    file = canonical / f"{SLUGS[name]}.md"
    assert started.value.suggested_filename == file.name
    assert Path(started.value.path()).read_bytes() == file.read_bytes()


# The keyboard


@in_each_scheme
def test_tab_goes_through_all_links_as_they_are_read_and_each_is_seen(browser, site, scheme):
    page = site.open(browser, PAGE, scheme=scheme)
    page.evaluate(
        "body => {const it = document.querySelector(body); it.tabIndex = -1; it.focus()}", BODY
    )
    page.keyboard.press("Tab")
    reached = []
    while (now := page.evaluate(FOCUSED, BODY))["inside"]:
        if now["place"] >= 0:
            reached.append(now["place"])
        if now["ours"]:
            assert now["ringed"], now
            # By the clock: a busy machine may draw no frame for a while.
            page.wait_for_function(
                SEEN, arg=page.evaluate_handle("document.activeElement"), polling=100
            )
        page.keyboard.press("Tab")
    assert reached == sorted(set(reached))
    ours = page.evaluate(OURS, BODY)
    assert set(ours) <= set(reached)
    assert len(ours) > page.locator(".spec-item").count() >= 20


def test_a_permalink_that_has_the_focus_is_followed_by_enter(browser, site):
    page = site.open(browser, PAGE)
    link = page.locator("#decision-ordering .headerlink")
    link.focus()
    page.wait_for_function(SEEN, arg=link.element_handle(), timeout=5000, polling=100)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{PAGE}#decision-ordering")
    assert page.locator(":target").get_attribute("id") == "decision-ordering"


# Who hears a page instead of seeing it


@pytest.mark.parametrize("width", [1280, 360])
def test_a_table_of_items_is_read_as_a_table(browser, site, width):
    page = site.open(browser, PAGE, width=width)
    table = page.get_by_role("table").filter(has_text="Options Considered")
    heads = table.get_by_role("columnheader")
    assert heads.all_inner_texts() == ["Decision", "Options Considered", "Chosen", "Rationale"]
    row = table.get_by_role("row").filter(has_text="Number per locker").first
    assert row.get_by_role("cell").count() == 4


@in_each_scheme
@pytest.mark.parametrize("name", [*PAGES, f"{PAGE}#decision-ordering"])
def test_axe_finds_nothing_but_what_is_the_themes(browser, site, scheme, name):
    page = site.open(browser, name, scheme=scheme)
    page.add_style_tag(content=ALL_SEEN)
    told = []
    for rule, node in faults(page):
        where = THEIRS.get(site.theme, {}).get(rule)
        (target,) = node["target"]
        if not where or not page.locator(target).evaluate("(it, css) => it.closest(css)", where):
            told.append(f"{rule}: {node['html']} {node['failureSummary']}")
    assert not told, "\n".join(told)


def test_what_is_the_themes_is_there_without_us(browser, site, plain):
    page = plain.open(browser, "index.html", width=900)
    found = {rule for rule, _ in faults(page)}
    assert found >= set(THEIRS.get(site.theme, {}))


# Small and on paper


@pytest.mark.parametrize("width", [360, 1280])
def test_a_permalink_takes_no_place(browser, site, width):
    """Neither a gap between the words, nor a line of its own that holds nothing to be seen."""
    page = site.open(browser, PAGE, width=width)
    heights = """() => [...document.querySelectorAll('.spec-item')].map(
        item => item.getBoundingClientRect().height)"""
    lines = page.evaluate(heights)
    page.add_style_tag(content=".spec-item .headerlink.headerlink { display: none !important }")
    assert page.evaluate(heights) == lines


def test_on_a_phone_only_tables_scroll(browser, site):
    page = site.open(browser, PAGE, width=360)
    assert page.evaluate(OVERFLOW) == 0
    header = page.locator("dl.spec-header").bounding_box()
    assert header["x"] + header["width"] <= 360
    for cell in page.locator("tr.spec-item > td:last-child").all():
        assert cell.bounding_box()["width"] >= 160, "a column of single words"
    page.screenshot(path=picture(f"{site.theme}-360"), full_page=True)


@pytest.mark.parametrize("name", ["index.html", f"{LONG_FOLDER}/spec-tide-gate.html"])
@pytest.mark.parametrize(("width", "media"), [(1280, "screen"), (794, "print")])
def test_long_code_in_a_cell_pushes_no_column_off_the_page(
    browser, site, crowded, name, width, media
):
    page = crowded.open(browser, name, width=width, media=media)
    assert page.locator("table.spec-items, table.spec-findings").count() == 1
    page.screenshot(path=picture(f"{site.theme}-crowded-{Path(name).stem}-{media}"), full_page=True)
    assert page.evaluate(BEYOND) == 0


def test_on_a_phone_the_findings_scroll_and_the_titles_of_the_index_break(browser, site, crowded):
    page = crowded.open(browser, "index.html", width=360)
    assert page.evaluate(OVERFLOW.replace("spec-items", "spec-findings")) == 0
    first, *_, last = page.locator("table.spec-findings tbody tr").first.locator("td").all()
    assert first.bounding_box()["width"] >= 100
    assert last.bounding_box()["width"] >= 160, "a column of single words"
    page = crowded.open(browser, "spec-index.html", width=360)
    for title in page.locator("td code.xref").all():
        box = title.bounding_box()
        assert box["x"] + box["width"] <= 360


def test_a_print_has_neither_downloads_nor_permalinks(browser, site):
    page = site.open(browser, PAGE, width=794, media="print")
    for selector in ("p.spec-download", ".spec-item .headerlink"):
        assert page.locator(selector).count()
        for hidden in page.locator(selector).all():
            assert not hidden.is_visible()
    page.screenshot(path=picture(f"{site.theme}-print"), full_page=True)


def test_the_header_is_as_wide_as_its_labels_in_every_theme(browser, site):
    page = site.open(browser, PAGE)
    labels = [label.bounding_box() for label in page.locator("dl.spec-header > dt").all()]
    values = [value.bounding_box() for value in page.locator("dl.spec-header > dd").all()]
    assert len({round(box["x"]) for box in labels}) == len({round(box["x"]) for box in values}) == 1
    for label, value in zip(labels, values, strict=True):
        assert abs(label["y"] - value["y"]) < 5
        assert value["x"] - label["x"] < 200


# Last, when everything has been opened


def test_the_console_says_nothing_that_it_does_not_say_without_us(browser, site, plain):
    for name in PAGES:
        site.open(browser, name)
    plain.open(browser, "index.html")
    assert set(site.complaints) <= set(plain.complaints)
    quiet = site.theme not in ("pydata_sphinx_theme", "sphinx_book_theme")
    assert not (quiet and plain.complaints)
