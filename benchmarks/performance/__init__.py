"""What builds and checks cost beside plain pages and beside other tools: `tox run -e bench`."""
