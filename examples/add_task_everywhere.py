"""Add a task under a heading in every note that has it, in all or in none of them.

python add_task_everywhere.py "Write down what stuck" --under Plan --tag daily --dry-run
"""

import argparse
import sys

from vaultsync import Changeset, Vault, VaultsyncError


def plan(vault: Vault, text: str, heading: str, tag: str | None) -> Changeset:
    """The task `text` in each note with `heading` (and `tag`); nothing where it stands already."""
    planned = []
    for entry in vault.entries(only=("headings", "tags")):
        headings = {one.text.casefold() for one in entry.headings}
        tags = {one.tag.lower() for one in entry.tags}
        if heading.casefold() in headings and (tag is None or f"#{tag.lower()}" in tags):
            planned.append(vault.add_task(vault.read(entry.path), text, under=heading))
    return Changeset(tuple(change for one in planned for change in one.changes))


def main() -> None:
    """Show the changes, or write them."""
    parser = argparse.ArgumentParser(description="Add a task under a heading in many notes.")
    parser.add_argument("text")
    parser.add_argument("--under", required=True, metavar="HEADING")
    parser.add_argument("--tag", help="only in notes with this tag")
    parser.add_argument("--vault", default=".")
    parser.add_argument("--dry-run", action="store_true", help="show the diff and write nothing")
    wanted = parser.parse_args()
    try:
        vault = Vault.open(wanted.vault)
        changes = plan(vault, wanted.text, wanted.under, wanted.tag)
        if wanted.dry_run:
            print(changes.diff(), end="")
        else:
            vault.apply(changes, what="add a task everywhere")
    except VaultsyncError as error:
        sys.exit(str(error))
    for change in changes.changes:
        print(change.path)
    print(f"notes {'to change' if wanted.dry_run else 'changed'}: {len(changes.changes)}")


if __name__ == "__main__":
    main()
