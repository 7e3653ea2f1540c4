"""`python -m vaultsync`."""

from vaultsync.cli import main

if __name__ == "__main__":
    main(prog_name="vaultsync")
