"""What changed between two versions, in terms of notes and tasks."""
