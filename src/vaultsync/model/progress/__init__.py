"""Progress: what boxes mean and how they are counted."""
