"""Body nodes of a doctree, rendered as Markdown.

What comes out is CommonMark with GFM's tables and footnotes, and MyST's roles and `math` fences
where nothing else can say it, so it reads well in any viewer and means the same in a Sphinx page.
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
