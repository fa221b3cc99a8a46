"""Find specs in folders, read files, and write each file completely or not at all."""

from __future__ import annotations

from .finding import (
    ATTACHED,
    HTML_EXPORTS,
    files_below,
    ignored_by_git,
    is_html_export,
    is_spec,
    project_root,
    repository_root,
)
from .reading import LARGEST, Unreadable, decoded, read, read_bytes, reason
from .writing import create, is_taken, move, rewrite, write, write_over_link, write_pieces

__all__ = [
    "ATTACHED",
    "HTML_EXPORTS",
    "LARGEST",
    "Unreadable",
    "create",
    "decoded",
    "files_below",
    "ignored_by_git",
    "is_html_export",
    "is_spec",
    "is_taken",
    "move",
    "project_root",
    "read",
    "read_bytes",
    "reason",
    "repository_root",
    "rewrite",
    "write",
    "write_over_link",
    "write_pieces",
]
