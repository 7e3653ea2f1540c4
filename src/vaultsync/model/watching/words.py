"""The log of a watcher: each event in words, and with its facts for programs."""

from __future__ import annotations

from collections.abc import Iterable

from vaultsync.model.sync_conflicts import copy_of, original_of
from vaultsync.model.watching.events import Committed, Left, Say

__all__ = [
    "said_committed",
    "said_copies",
    "said_derived",
    "said_failed",
    "said_left_out",
    "said_looping",
    "said_paused",
    "said_plainly",
    "said_snapshot",
]

_LISTED = 20


def said_plainly(event: str, text: str, **facts: object) -> Say:
    """An event whose words are all there is to say.

    >>> said_plainly("ready", "watching /vault", notes=3).facts
    {'notes': 3}
    """
    return Say(event, text, facts)


def said_committed(made: Committed) -> Say:
    r"""A commit: the start of its id, how many files, and the first line of its message.

    >>> said_committed(Committed("0123456789ab", "Roadmap: 1 task done\n", ("Roadmap.md",))).text
    'committed 0123456789 (1 file): Roadmap: 1 task done'
    """
    subject = made.message.partition("\n")[0]
    text = f"committed {str(made.commit)[:10]} ({_files(len(made.paths))}): {subject}"
    facts = {"commit": made.commit, "message": made.message, "paths": list(made.paths)}
    return Say("committed", text, facts)


def said_copies(paths: Iterable[str]) -> list[Say]:
    """Copies that sync has left beside notes: committed, and for somebody to look at."""
    return [
        Say("sync-conflict", f"{path}: {copy_of(original)}", {"path": path, "original": original})
        for path in paths
        if (original := original_of(path))
    ]


def said_left_out(left: Iterable[Left]) -> list[Say]:
    """Files that a commit left out, each with its reason; many are counted."""
    some = list(left)
    said = [
        Say("left-out", f"left out: {one.path}: {one.reason}", one._asdict())
        for one in some[:_LISTED]
    ]
    if rest := len(some) - len(said):
        text = f"left out: {_files(rest)} more"
        said.append(Say("left-out", text, {"count": rest}))
    return said


def said_derived(paths: Iterable[str]) -> Say:
    """Notes that were brought up to date.

    >>> said_derived(["Progress.md"]).text
    'brought up to date: Progress.md'
    """
    written = sorted(paths)
    shown = ", ".join(written[:3]) + (f" and {len(written) - 3} more" if len(written) > 3 else "")
    return Say("derived", f"brought up to date: {shown}", {"paths": written})


def said_looping(paths: Iterable[str]) -> Say:
    """Somebody undoes what we write, again and again."""
    written = sorted(paths)
    text = (
        f"another program undoes what is written to {', '.join(written[:3])}; it is left as it is "
        "until something else changes"
    )
    return Say("looping", text, {"paths": written})


def said_paused(kind: str, says: str) -> Say:
    """No commits for now."""
    return Say("paused", f"paused: {says}", {"kind": kind, "reason": says})


def said_snapshot(snapshot: str) -> Say:
    """What is not committed is kept apart."""
    text = f"kept what is not committed: snapshot {snapshot[:10]}"
    return Say("snapshot", text, {"snapshot": snapshot})


def said_failed(why: str, *, for_good: bool) -> Say:
    """Something went wrong that nobody has foreseen."""
    rest = "; no more commits until the next start, the index is kept fresh" if for_good else ""
    facts = {"reason": why, "for_good": for_good}
    return Say("failed", f"this should not happen: {why}{rest}", facts)


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"
