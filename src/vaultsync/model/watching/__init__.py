"""What a watcher does next: its plan, without clock, files or git."""
