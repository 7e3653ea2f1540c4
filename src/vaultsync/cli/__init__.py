"""Floor 5: the command line."""

from vaultsync.cli.main import main

__all__ = ["main"]
