"""Looking over a vault's surroundings."""
