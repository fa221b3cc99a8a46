"""A project whose spec holds every construct of a page."""

project = "Harbour"
extensions = ["sphinxcontrib_spec", "sphinx.ext.extlinks", "sphinx.ext.graphviz"]
exclude_patterns = ["data"]
html_baseurl = "https://harbour.example.org/docs/"
html_sidebars = {"**": []}
numfig = True
extlinks = {"ticket": ("https://tickets.example.org/%s", "ticket %s")}
rst_prolog = ".. |gauge| replace:: tide *gauge*\n"
