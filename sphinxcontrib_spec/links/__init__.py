"""Finding an item among many specs: what a page holds, what it points at, and where that leads.

What is kept of a page are flat tuples of strings and numbers. `Index` turns those of all pages
into one look-up; how a target may be written is said there.
"""

from __future__ import annotations

from .archive import Archive
from .digests import Digests
from .entries import (
    ROLE_PREFIX,
    ROLES,
    ItemEntry,
    OwnedTexts,
    Owner,
    PageEntry,
    Reference,
    page_entry,
    references,
    texts,
)
from .index import Answer, Index
from .targets import Target, names_of

__all__ = [
    "ROLES",
    "ROLE_PREFIX",
    "Answer",
    "Archive",
    "Digests",
    "Index",
    "ItemEntry",
    "OwnedTexts",
    "Owner",
    "PageEntry",
    "Reference",
    "Target",
    "names_of",
    "page_entry",
    "references",
    "texts",
]
