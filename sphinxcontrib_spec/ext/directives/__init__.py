"""Every directive: the items of a spec, included Markdown, and generated documentation."""
