"""Other gits at work in the repository, whose commit ours would make fail."""

from __future__ import annotations

import os
from contextlib import suppress

__all__ = ["git_at_work"]

_WRITING = {
    *("am", "cherry-pick", "commit", "merge", "pull", "rebase", "revert", "stash"),
}


def git_at_work(top: str, listing: str = "/proc") -> str | None:
    """What another git does that ends in a commit, such as "git commit"; None for nothing.

    Told from the processes, where the system lists them: a git that waits for
    its user's editor leaves no other trace.
    """
    with suppress(OSError):
        for name in os.listdir(listing):
            if name.isdecimal() and (found := _at_work(os.path.join(listing, name), top)):
                return found
    return None


def _at_work(process: str, top: str) -> str | None:
    with suppress(OSError):
        with open(os.path.join(process, "cmdline"), "rb") as file:
            words = [os.fsdecode(word) for word in file.read(4096).split(b"\0")]
        if os.path.basename(words[0]) != "git" or _WRITING.isdisjoint(words[1:]):
            return None
        where = os.readlink(os.path.join(process, "cwd"))
        if where == top or where.startswith(f"{top.rstrip('/')}/"):
            return f"git {next(word for word in words[1:] if word in _WRITING)}"
    return None
