"""A watcher at work."""
