"""Convert a spec to plain JSON data and back without loss: the entries of `specs.json`.

The named keys hold what users look for: items as lists of objects, text sections as lists of
blocks. `sections` gives the headings and the order of everything: it refers to items by their
anchors, and a section without `blocks` has them under its named key. Values equal to the model's
defaults are left out, except for the fields of an item. `places` gives the position of each text in
the file (see `leaves`).

Derived values are included only for users and ignored when reading: the spec's slug and all ids,
levels, the target of a goal or metric, the steps of a workflow, the targets of typed links, and
back links. The title and the header's values are also there by name; data in which they differ from
the heading or the header is rejected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sphinxcontrib_spec.late import late
from sphinxcontrib_spec.memory import uncollected

from .ends import Listed, listed, with_ends
from .misfit import Misfit
from .reading import Entry, from_data, read_json
from .shape import FILE, MEASURED, VERSION
from .text import EntryText, entry_text, file_text

if TYPE_CHECKING:
    from .writing import to_data
else:  # which asks whether goals can be measured: nothing else here does
    __getattr__ = late(__name__, {"writing": ("to_data",)})

__all__ = [
    "FILE",
    "MEASURED",
    "VERSION",
    "Entry",
    "EntryText",
    "Listed",
    "Misfit",
    "entry_text",
    "from_data",
    "listed",
    "read_json",
    "specs_json",
    "specs_text",
    "to_data",
]


@uncollected
def specs_json(entries: Iterable[Mapping[str, Any]]) -> str:
    """The text of `specs.json` with these entries, in the order of their slugs.

    It has both ends of every typed link.
    """
    return specs_text(map(listed, entries))


@uncollected
def specs_text(entries: Iterable[Listed]) -> str:
    """Do the same as `specs_json` for entries that are text already."""
    ordered = sorted(entries, key=lambda each: (each.page.spec_slug, each.page.path))
    return file_text(VERSION, with_ends(ordered))
