"""The progress note and its page."""
