"""Markdown as text, for those who neither parse nor render it: inline markup, lines, cells."""
