"""What can be wrong in a vault."""
