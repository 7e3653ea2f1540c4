"""The open tasks that are due by a day, the oldest first: python weekly_review.py --until DAY."""

import argparse
import sys
from datetime import date, timedelta
from itertools import groupby

from vaultsync import TaskRow, Vault, VaultsyncError


def due_by(vault: Vault, day: date) -> list[TaskRow]:
    """The open tasks with a due date up to `day`, by date."""
    dated = [task for task in vault.tasks(todo=True) if due(task)]
    return sorted((task for task in dated if due(task) <= day.isoformat()), key=due)


def due(task: TaskRow) -> str:
    """A task's due date, "" without one; ISO dates sort as text."""
    return str(task.fields.get("due", ""))


def main() -> None:
    """Print the tasks day by day."""
    parser = argparse.ArgumentParser(description="Open tasks that are due, day by day.")
    parser.add_argument("vault", nargs="?", default=".")
    in_a_week = date.today() + timedelta(days=7)
    parser.add_argument("--until", type=date.fromisoformat, default=in_a_week, metavar="DAY")
    wanted = parser.parse_args()
    try:
        found = due_by(Vault.open(wanted.vault), wanted.until)
    except VaultsyncError as error:
        sys.exit(str(error))
    for day, tasks in groupby(found, key=due):
        print(day)
        for task in tasks:
            under = f"  ({task.section[-1]})" if task.section else ""
            print(f"  {task.path}:{task.line}: {task.text}{under}")
    print(f"open tasks due by {wanted.until}: {len(found)}")


if __name__ == "__main__":
    main()
