"""A vault as git would commit it."""
