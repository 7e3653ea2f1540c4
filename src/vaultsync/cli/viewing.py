"""The command that shows a vault at a glance."""

from __future__ import annotations

from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import say, say_json, text_or_json
from vaultsync.cli.progress_text import bar_of, how_counted
from vaultsync.effects.git_head import GitHead
from vaultsync.model.progress.counts import counts_json
from vaultsync.service.overview import Overview, overview

__all__ = ["status"]


@click.command()
@text_or_json("How the answer is written.")
@pass_session
def status(session: Session, form: str) -> None:
    """Show the vault at a glance.

    Its notes, tasks, progress, unresolved links, and the branch of git.
    Excluded files and copies left by sync are notes, but count in no progress.
    """
    reading = Reading(session.vault)
    seen = overview(reading)
    if form == "json":
        say_json(_json(seen))
    else:
        _show(seen)
    reading.end()


def _json(seen: Overview) -> dict[str, Any]:
    return {
        **{name: getattr(seen, name) for name in Overview._fields[:6]},
        "policy": seen.measure.policy.value,
        **counts_json(seen.counts),
        "unresolved": seen.unresolved,
        "missing": seen.missing,
        "git": seen.git and seen.git._asdict(),
    }


def _show(seen: Overview) -> None:
    counts = seen.counts
    policy = how_counted(counts, seen.measure)
    lines = [
        ("vault", f"{seen.vault}: {_files(seen)}"),
        ("tasks", f"{seen.tasks} in all"),
        ("progress", bar_of(counts).strip() if counts.total else "no tasks count"),
        ("", policy if counts.total else ""),
        ("links", _links(seen)),
        ("git", _branch(seen.git)),
    ]
    for name, said in lines:
        if said:
            say(f"{name:<10}{said}")


def _files(seen: Overview) -> str:
    parts = [
        _many(seen.notes, "note"),
        _many(seen.canvases, "canvas", "canvases"),
        _many(seen.attachments, "attachment"),
        f"{_many(seen.sync_conflicts, 'copy', 'copies')} left by sync",
    ]
    return ", ".join(part for part in parts if part[:2] != "0 ") or "nothing"


def _links(seen: Overview) -> str:
    if not seen.unresolved:
        return "none unresolved"
    return f"{seen.unresolved} unresolved, to {_many(seen.missing, 'missing file')}"


def _many(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or f'{one}s'}"


def _branch(git: GitHead | None) -> str:
    if git is None:
        return "not in a git repository"
    if git.branch:
        return f"on branch {git.branch}"
    return f"at commit {git.commit[:10]}, on no branch" if git.commit else "on no branch"
