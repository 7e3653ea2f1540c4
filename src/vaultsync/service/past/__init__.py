"""What the commits of a vault tell."""
