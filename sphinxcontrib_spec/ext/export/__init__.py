"""From a page to its canonical Markdown file: text, where its links lead, what travels along."""
