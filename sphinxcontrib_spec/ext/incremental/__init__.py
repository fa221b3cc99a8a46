"""Finds what is the same as in the last build, so that it is not read, found or written again."""
