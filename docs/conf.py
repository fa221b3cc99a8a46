"""The project's own documentation."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinxcontrib-spec"
author = "sphinxcontrib-spec contributors"
copyright = "sphinxcontrib-spec contributors"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_design",
    "sphinxcontrib_spec",
    "reference_tables",
]
exclude_patterns = ["demo", "_performance"]
html_theme = "furo"
html_title = project
html_static_path = ["_static"]
html_css_files = ["docs.css"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# Docstrings are read as text with code in single backticks, as the command line shows them.
default_role = "code"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

# No inventory of Python is fetched, so that the documentation is built without a network. A fix's
# own steps, the variable of a generic function and the index of items are nothing public.
nitpick_ignore_regex = [
    ("py:class", r"(collections[.]abc|pathlib)[.]\w+"),
    ("py:class", r"sphinxcontrib_spec[.](findings[.](Step|Relink|KnownRule)|items[.]ItemType)"),
    ("py:class", r"sphinxcontrib_spec[.]links[.]index[.]Index"),
]
