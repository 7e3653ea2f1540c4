"""Floor 3: the outside world. Files, and nothing of Markdown."""
