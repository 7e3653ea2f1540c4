"""Renaming and moving: every link goes on meaning what it meant."""
