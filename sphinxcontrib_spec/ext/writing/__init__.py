"""What is resolved and shown when pages are written, in every builder."""
