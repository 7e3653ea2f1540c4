"""Floor 2: notes and what is computed from them. Pure: today, clock and root are arguments."""
