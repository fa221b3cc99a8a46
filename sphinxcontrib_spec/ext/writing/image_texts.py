"""Escapes the text of images on man pages, which Sphinx writes as it is.

Otherwise it could contain commands.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms.post_transforms import SphinxPostTransform


class PlainImageTexts(SphinxPostTransform):
    """Replaces each image that has a text by that text, which is escaped like all text."""

    default_priority = 5
    formats = ("man",)

    def run(self, **_kwargs: Any) -> None:
        """Replace the images."""
        for image in list(self.document.findall(nodes.image)):
            if words := " ".join(image.get("alt", "").split()):
                text = nodes.inline("", _("[image: %s]") % words)
                inside = isinstance(image.parent, nodes.TextElement)
                image.replace_self(text if inside else nodes.paragraph("", "", text))


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(PlainImageTexts)
