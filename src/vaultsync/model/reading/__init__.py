"""From the text of a note to its elements."""
