"""The demo in a theme, served on this machine and opened in the machine's Chromium."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from sphinx.testing.util import SphinxTestApp

DEMO = Path(__file__).parents[1] / "docs" / "demo"

#: The themes that most projects use, and those of them that have a dark scheme.
DARK = ("furo", "pydata_sphinx_theme", "sphinx_book_theme")
THEMES = ("alabaster", *DARK, "sphinx_rtd_theme")

#: Nothing but the page is asked for: a browser of its own calls home, which a test must not.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)

#: Keeps the scheme that furo, pydata and book would else take from their own memory.
SCHEME = "localStorage.setItem('mode', '{0}'); localStorage.setItem('theme', '{0}')"


@dataclass(frozen=True)
class Site:
    """The demo as one theme shows it: its address, and what a browser complained of so far."""

    theme: str
    address: str
    folder: Path
    complaints: list[str] = field(default_factory=list)

    def open(
        self,
        browser: Browser,
        name: str,
        *,
        width: int = 1280,
        scheme: Any = "light",
        media: Any = "screen",
        permissions: tuple[str, ...] = (),
    ) -> Page:
        """A page in a window of its own; what its console says is kept."""
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            permissions=permissions,
        )
        page = context.new_page()
        page.on("console", lambda said: self._note(said.type, f"{said.text} {said.location}"))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("requestfailed", lambda request: self._note("error", f"no {request.url}"))
        page.emulate_media(media=media, color_scheme=scheme)
        page.add_init_script(SCHEME.format(scheme))
        page.goto(f"{self.address}/{name}")
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text.replace(self.address, ""))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, with no window."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "there is no Chromium: install the package chromium"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield launched
        launched.close()


def build(builder: str, root: Path, source: Path = DEMO, **settings: str) -> Path:
    """The folder that one builder makes of a project, which is the demo if none is given."""
    source = shutil.copytree(source, root / "src", dirs_exist_ok=True)
    app = SphinxTestApp(builder, srcdir=source, builddir=root / "out", confoverrides=settings)
    try:
        app.build()
    finally:
        app.cleanup()
    return Path(app.outdir)


@contextmanager
def site(theme: str, root: Path, source: Path = DEMO) -> Iterator[Site]:
    """A project in a theme, served as long as it is looked at."""
    folder = build("html", root, source, html_theme=theme)
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(theme, f"http://127.0.0.1:{server.server_port}", folder)
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    """A server of files that does not write down who asks for what."""

    def do_GET(self) -> None:
        """Give a file; the icon, which a browser wants of any site, is none of the page's."""
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""
