"""The style sheet of spec pages, for all HTML builders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER = Path(__file__).parent / "static"
SHEET = "sphinxcontrib-spec.css"


def add_folder(_app: Sphinx, config: Config) -> None:
    """Have the sheet copied, without changing the list that the project has set."""
    config.html_static_path = [*config.html_static_path, str(FOLDER)]


def setup(app: Sphinx) -> None:
    """Register the sheet."""
    app.connect("config-inited", add_folder)
    app.add_css_file(SHEET)
