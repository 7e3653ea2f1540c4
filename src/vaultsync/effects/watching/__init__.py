"""What tells of changes, and who may listen."""
