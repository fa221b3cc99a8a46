"""Everything that Sphinx has to be told for a project with specs."""

project = "Larkfield Lockers"
extensions = ["sphinxcontrib_spec"]
html_theme = "alabaster"
