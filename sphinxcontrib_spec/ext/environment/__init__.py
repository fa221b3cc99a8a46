"""What is kept of each page after it was read: in the environment, and beside its doctree."""
