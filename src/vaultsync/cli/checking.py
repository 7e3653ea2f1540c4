"""The command that looks for what is wrong in a vault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import answer, format_option
from vaultsync.cli.sources import Sources, is_canvas
from vaultsync.model.canvas import Canvas
from vaultsync.model.checks import check_vault
from vaultsync.model.entry import NoteEntry
from vaultsync.model.findings import OPTIONAL, Finding, Severity
from vaultsync.model.resolution import is_note
from vaultsync.service.names import find_folder

__all__ = ["check"]

_Known = TypeVar("_Known", NoteEntry, Canvas)


@click.command()
@click.argument("names", nargs=-1, metavar="[PATH]...")
@format_option
@pass_session
def check(session: Session, names: tuple[str, ...], form: str) -> None:
    """Look for what is wrong in files, folders or the vault.

    Broken links and anchors, boxes that Obsidian doesn't see, names that no
    link can hold, and more. Exit 1 when there is an error; warnings alone are no
    reason.

    A code is passed over by `[check] ignore` in vaultsync.toml, or in a note by
    %% vaultsync-ignore: CODE %%, alone on a line or at the end of one.
    """
    sources = Sources(session.vault, problems=False)
    only = _named(sources, names) if names else None
    statuses = session.vault.config.statuses
    read: set[str] = set()
    notes = _noted(sources.notes("links", "headings", "blocks", "tasks"), read)
    canvases = _noted(sources.canvases(), read)
    wanted = _wanted(sources, check_vault(notes, canvases, sources.files, only, statuses=statuses))
    rows = [{**one._asdict(), "severity": one.severity.value} for one in wanted]
    answer(form, rows, Finding._fields, _show)
    if only is None:
        sources.end()
    unread = {path for path in only or () if is_note(path) or is_canvas(path)} - read
    if unread or any(one.severity is Severity.ERROR for one in wanted):
        raise click.exceptions.Exit(1)


def _noted(known: Iterable[_Known], read: set[str]) -> Iterator[_Known]:
    """Pass on what is known of notes or canvases, and put their paths into `read`."""
    for one in known:
        read.add(one.path)
        yield one


def _named(sources: Sources, names: Iterable[str]) -> set[str]:
    """The paths of the files that are meant, and of all in the folders that are."""
    paths: set[str] = set()
    for name in names:
        folder = find_folder(sources.vault.root, name)
        if folder is None:
            paths.add(sources.find(name))
        else:
            prefix = f"{folder}/" if folder else ""
            paths.update(path for path in sources.files.paths if path.startswith(prefix))
    return paths


def _wanted(sources: Sources, found: Iterable[Finding]) -> list[Finding]:
    """What neither the settings nor the notes themselves want passed over."""
    ignored = cache(sources.ignored)
    config = sources.vault.config
    everywhere = config.ignore | (OPTIONAL - config.also)
    left = [one for one in found if one.code not in everywhere]
    return [one for one in left if not ignored(one.path).covers(one)]


def _show(row: dict[str, Any]) -> str:
    return f"{row['path']}:{row['line']}:{row['column']}: {row['code']} {row['message']}"
