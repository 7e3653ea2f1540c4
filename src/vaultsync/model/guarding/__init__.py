"""What keeps an edit from changing anything else."""
