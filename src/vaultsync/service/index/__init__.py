"""What is known of all notes, kept fresh."""
