"""Commands that list names: files, orphans, deadends, aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import answer, format_option, say_json
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.sync_conflicts import original_of
from vaultsync.service import asking
from vaultsync.service.asking import AliasRow

__all__ = ["aliases", "deadends", "files", "orphans"]


def _is_base(path: str) -> bool:
    return path.lower().endswith(".base")


_KINDS: dict[str, Callable[[str], bool]] = {
    "note": is_note,
    "canvas": is_canvas,
    "base": _is_base,
    "attachment": lambda path: not (is_note(path) or is_canvas(path) or _is_base(path)),
    "sync-conflict": lambda path: original_of(path) is not None,
}

_attachments_option = click.option(
    "--attachments", is_flag=True, help="Not notes alone: canvases and attachments, too."
)


@click.command()
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(list(_KINDS)),
    multiple=True,
    help="Only these. Repeatable. Copies left by sync are of their own kind, too.",
)
@format_option
@pass_session
def files(session: Session, kinds: tuple[str, ...], form: str) -> None:
    """List the files of the vault."""
    reading = Reading(session.vault)
    wanted = [_KINDS[kind] for kind in kinds or _KINDS]
    paths = (path for path in reading.files.paths if any(fits(path) for fits in wanted))
    _say_paths(form, paths)
    reading.folders()
    reading.end()


@click.command()
@_attachments_option
@format_option
@pass_session
def orphans(session: Session, *, attachments: bool, form: str) -> None:
    """List the notes that no other note or canvas links to.

    Links of the written report, which links to all, don't count.
    """
    reading = Reading(session.vault)
    _say_paths(form, asking.graph(reading).orphans(attachments=attachments))
    reading.end()


@click.command()
@_attachments_option
@format_option
@pass_session
def deadends(session: Session, *, attachments: bool, form: str) -> None:
    """List the notes without links to others."""
    reading = Reading(session.vault)
    _say_paths(form, asking.deadends(reading, attachments=attachments))
    reading.end()


def _say_paths(form: str, paths: Iterable[str]) -> None:
    if form == "json":
        say_json(list(paths))
    else:
        answer(form, ({"path": path} for path in paths), ("path",), lambda row: str(row["path"]))


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def aliases(session: Session, name: str | None, form: str) -> None:
    """List the aliases of a note; without one, of the vault.

    Obsidian suggests them, but no link resolves by an alias.
    """
    reading = Reading(session.vault)
    found = asking.aliases(reading, [session.vault.find(name)] if name else [])
    rows = (row._asdict() for row in found)
    answer(form, rows, AliasRow._fields, lambda row: f"{row['alias']}  ({row['path']})")
    reading.end()
