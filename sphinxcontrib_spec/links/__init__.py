"""Resolves references among many specs: the items of a page, its references, and their targets.

A page is kept as flat tuples of strings and numbers. `Index` makes one lookup of those of all
pages; its documentation says how a target may be written.
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
    with_untranslated,
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
    "with_untranslated",
]
