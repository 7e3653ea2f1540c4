"""Floor 4: the vault, which joins the model and the effects."""
