"""`python -m sphinxcontrib_spec` is `sphinx-spec`."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
