"""Compares the cost of builds and checks with plain pages and other tools: `tox run -e bench`."""
