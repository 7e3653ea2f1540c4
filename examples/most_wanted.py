"""The notes that links want most and that nobody has written: python most_wanted.py [VAULT]."""

import argparse
import sys

from vaultsync import Vault, VaultsyncError


def most_wanted(vault: Vault) -> list[tuple[str, int, list[str]]]:
    """What links want and no file is: its name, how many links, from which notes."""
    missing = vault.graph().missing
    wanted = [
        (name, sum(one.links for one in links), [one.source for one in links])
        for name, links in missing.items()
    ]
    return sorted(wanted, key=lambda one: (-one[1], one[0]))


def main() -> None:
    """Print the names, the most wanted first."""
    parser = argparse.ArgumentParser(description="Notes that are linked to and don't exist.")
    parser.add_argument("vault", nargs="?", default=".")
    parser.add_argument("--most", type=int, default=20, help="how many to list")
    wanted = parser.parse_args()
    try:
        found = most_wanted(Vault.open(wanted.vault))
    except VaultsyncError as error:
        sys.exit(str(error))
    for name, links, sources in found[: wanted.most]:
        print(f"{links:>5}  {name}  ({', '.join(sources)})")
    print(f"missing notes: {len(found)}")


if __name__ == "__main__":
    main()
