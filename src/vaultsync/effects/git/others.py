"""Other gits at work in the repository, which ours would make fail, or be misled by."""

from __future__ import annotations

import os
from contextlib import suppress

__all__ = ["git_at_work"]

_WRITING = {
    *("am", "checkout", "cherry-pick", "commit", "merge", "pull", "rebase", "reset", "revert"),
    *("stash", "switch"),
}
_WITH_VALUE = {"-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"}


def git_at_work(top: str, listing: str = "/proc") -> str | None:
    """What another git does to the branch or its files, such as "git commit"; None for nothing.

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
        if os.path.basename(words[0]) != "git" or (command := _command(words)) not in _WRITING:
            return None
        where = os.readlink(os.path.join(process, "cwd"))
        if where == top or where.startswith(f"{top.rstrip('/')}/"):
            return f"git {command}"
    return None


def _command(words: list[str]) -> str:
    """The command among the words of a git: the first that is no option, nor the value of one."""
    before = ""
    for word in words[1:]:
        if not word.startswith("-") and before not in _WITH_VALUE:
            return word
        before = word
    return ""
