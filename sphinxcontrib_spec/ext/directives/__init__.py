"""Every directive: the items of a spec, Markdown and files taken in, and what writes itself."""
