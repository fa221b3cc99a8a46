"""From a doctree to the model: a page is recognised as a spec, and read as one."""
