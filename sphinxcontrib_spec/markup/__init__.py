"""Markdown as text, for code that neither parses nor renders it: inline markup, lines, cells."""
