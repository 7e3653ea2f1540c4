"""Plans in roadmaps, against what is done."""
