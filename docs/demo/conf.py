"""Everything that Sphinx has to be told for a project with specs."""

project = "Larkfield Lockers"
copyright = "2026, Larkfield Lockers"
version = "1.0"
extensions = ["sphinxcontrib_spec"]
html_theme = "alabaster"
