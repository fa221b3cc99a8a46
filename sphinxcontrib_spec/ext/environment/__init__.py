"""What is known of each page since it was read: in the environment, and beside its doctree."""
