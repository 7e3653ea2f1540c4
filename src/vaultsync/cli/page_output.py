"""Where a page goes: to stdout, or to a file that the user names."""

from __future__ import annotations

import click

from vaultsync.cli.output import say, say_diff
from vaultsync.effects.page_file import read_page, write_page
from vaultsync.model.changes import Changeset, NoteChange, change
from vaultsync.model.note import parse_note
from vaultsync.model.reporting.page.report_page import MARK
from vaultsync.text import Edit, Span

__all__ = ["put_page"]


def put_page(page: bytes, file: str | None, *, overwrite: bool, dry_run: bool) -> None:
    """Print the page, or write it to `file`; under `dry_run` show what would change there."""
    if file is None:
        click.echo(page, nl=False)
        return
    if not file.lower().endswith((".html", ".htm")) or "\0" in file:
        raise click.UsageError(f"{file!r} is no file for a page: its name ends with .html")
    if dry_run:
        _show(page, file, read_page(file, MARK.encode(), overwrite=overwrite))
    else:
        written = write_page(file, page, MARK.encode(), overwrite=overwrite)
        say(f"{file}: {'written' if written else 'up to date, nothing written'}")


def _show(page: bytes, file: str, old: bytes | None) -> None:
    if old is None:
        changes = Changeset((NoteChange(file, None, (Edit(Span(0, 0), page.decode()),)),))
    else:
        note = parse_note(file, old)
        changes = change(note, [Edit(Span(0, len(note.text)), page.decode())])
    if old != page:
        say_diff(changes.diff())
