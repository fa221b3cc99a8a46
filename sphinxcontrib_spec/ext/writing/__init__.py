"""Resolves references and adapts content when pages are written, for every builder."""
