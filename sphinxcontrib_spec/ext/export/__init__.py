"""Exports a page as canonical Markdown: its text, where its links lead, and the files beside it."""
