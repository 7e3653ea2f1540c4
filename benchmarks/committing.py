"""Commits and hooks in a vault of many notes, as whole processes.

    python benchmarks/committing.py [VAULT] [--repeat N] [--maker SCRIPT]

One changed note, one that is gone, all of them new; and what the hooks do with
one staged note. Beside each what git alone takes. Wall-clock time, the best of
the runs; the vault is a copy, its index as a command before has left it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from indexing import MAKER, PROGRAM, Run, best, run

WHO = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


def ours(vault: Path, cache: Path, *words: str) -> Run:
    """A command of vaultsync, half a second after the last change."""
    time.sleep(0.6)
    return run([PROGRAM, "-C", str(vault), *words], cache)


def git(vault: Path, cache: Path, *words: str) -> Run:
    """A command of git."""
    return run(["git", *WHO, "-C", str(vault), *words], cache)


def added(one: Run, other: Run) -> Run:
    """Both after each other."""
    return one._replace(wall=one.wall + other.wall, cpu=one.cpu + other.cpu)


def by_git(vault: Path, cache: Path) -> Run:
    """What git takes for a commit of everything."""
    return added(git(vault, cache, "add", "-A"), git(vault, cache, "commit", "-q", "-m", "x"))


def change(note: Path) -> None:
    """Add a task to a note."""
    with open(note, "a", encoding="utf-8") as file:
        file.write(f"- [ ] new {time.monotonic_ns()}\n")


def measured(vault: Path, cache: Path, act: Callable[[], None], repeat: int) -> tuple[Run, Run]:
    """A commit after the same act, by us and by git."""
    runs, floor = [], []
    for _ in range(repeat):
        act()
        runs.append(ours(vault, cache, "commit"))
        act()
        floor.append(by_git(vault, cache))
    return best(runs), best(floor)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "vault", nargs="?", type=Path, default=Path(tempfile.gettempdir()) / "bv10k"
    )
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--maker", type=Path, default=MAKER)
    options = parser.parse_args()
    if not options.vault.exists():
        subprocess.run([sys.executable, options.maker, options.vault, "10000"], check=True)
    os.environ |= {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"))
    }
    with tempfile.TemporaryDirectory() as directory:
        os.environ["XDG_STATE_HOME"] = f"{directory}/state"
        cache, vault = Path(directory) / "cache", Path(directory) / "vault"
        rows = {}
        shutil.copytree(options.vault, vault)
        git(vault, cache, "init", "-q", "-b", "main")
        first = ours(vault, cache, "commit")
        shutil.rmtree(vault / ".git")
        git(vault, cache, "init", "-q", "-b", "main")
        rows["`commit`, 10,000 new notes"] = (first, by_git(vault, cache), 15.0)
        ours(vault, cache, "tags")
        notes = sorted(vault.rglob("*.md"))
        rows["`commit`, one note changed"] = (
            *measured(vault, cache, lambda: change(notes[0]), options.repeat),
            None,
        )
        rows["`commit`, one note gone"] = (
            *measured(vault, cache, lambda: notes.pop().unlink(), options.repeat),
            None,
        )
        staged = vault / "Staged.md"
        staged.write_text("- [ ] a note in which nothing is wrong\n")
        git(vault, cache, "add", staged.name)
        quiet = git(vault, cache, "diff", "--cached", "--name-only")
        for words in (["check", "--staged"], ["check", staged.name]):
            runs = [ours(vault, cache, *words) for _ in range(options.repeat)]
            rows[f"`{' '.join(words)}`"] = (best(runs), quiet, 0.5)
    print("| | seconds | CPU | MB | git alone | ratio | allowed |")
    print("|---|---:|---:|---:|---:|---:|---|")
    for name, (one, floor, allowed) in rows.items():
        print(
            f"| {name} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:.0f} | {floor.wall:.2f} "
            f"| {one.wall / floor.wall:.1f} | {f'{allowed:g} s' if allowed else ''} |"
        )


if __name__ == "__main__":
    main()
