"""Floor 1: Markdown as Obsidian reads it. Text to elements with spans, and the edits on them."""
