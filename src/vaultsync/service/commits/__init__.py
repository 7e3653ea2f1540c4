"""Commits of what has changed, and snapshots while there can be none."""
