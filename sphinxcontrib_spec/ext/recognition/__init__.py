"""Recognises a doctree as a spec, and makes a model of it."""
