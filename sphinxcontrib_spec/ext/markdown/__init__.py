"""Renders body nodes of a doctree as Markdown.

The output is CommonMark with GFM's tables and footnotes, and with MyST's roles and `math` fences
where nothing else can express it. So it reads well in any viewer, and means the same in a Sphinx
page.
"""

from .anchors import places
from .blocks import blocks, body
from .context import Anchor, RenderContext
from .inline import cell, destination, inline
from .tables import caption

__all__ = [
    "Anchor",
    "RenderContext",
    "blocks",
    "body",
    "caption",
    "cell",
    "destination",
    "inline",
    "places",
]
