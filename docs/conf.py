"""The project's own documentation."""

project = "sphinxcontrib-spec"
author = "sphinxcontrib-spec contributors"
copyright = "sphinxcontrib-spec contributors"
extensions = ["myst_parser", "sphinxcontrib_spec"]
exclude_patterns = ["demo"]
html_theme = "furo"
html_title = project
myst_heading_anchors = 3
