"""Entry point: `python -m sphinxcontrib_spec` runs the `sphinx-spec` command."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
