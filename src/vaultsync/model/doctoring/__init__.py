"""What is thought of a vault's surroundings."""
