"""What is the same as in the last build: nothing of that is read, found or written again."""
