"""Commands that give files and headings other names: rename, move."""

from __future__ import annotations

from typing import Unpack

import click

from vaultsync.cli.applying import How, carry_out, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import say, say_json, text_or_json, warn
from vaultsync.model.changes import Changeset

__all__ = ["move", "rename"]

_format_option = text_or_json("How it is told what was done.")


@click.command()
@click.argument("name", metavar="NOTE")
@click.argument("new_name", metavar="NEWNAME")
@writing_options
@_format_option
@pass_session
def rename(session: Session, name: str, new_name: str, form: str, **how: Unpack[How]) -> None:
    """Rename a note, and write anew every link that means it.

    So too an attachment, a canvas, a folder, or with NOTE#HEADING a heading.
    Links in properties and canvases follow, each in its own style; those of
    other notes that would come to mean another file are written out. Links in
    code and HTML comments stay. All of it is written or nothing.
    """
    _carry_out(session, session.vault.rename(name, new_name), form, how)


@click.command()
@click.argument("name", metavar="NOTE")
@click.argument("folder", metavar="FOLDER")
@writing_options
@_format_option
@pass_session
def move(session: Session, name: str, folder: str, form: str, **how: Unpack[How]) -> None:
    """Move a note, another file or a folder to FOLDER.

    "/" is the vault's root; a folder that isn't there is made. Every link goes
    on to mean what it means, as with `rename`.
    """
    _carry_out(session, session.vault.move(name, folder), form, how)


def _carry_out(session: Session, planned: Changeset, form: str, how: How) -> None:
    for remark in planned.remarks:
        warn(remark)
    if not carry_out(session, planned, how):
        return
    paths = [one.path for one in planned.changes]
    if form == "json":
        moved = dict(planned.move.files) if planned.move else {}
        say_json({"moved": moved, "changed": [moved.get(path, path) for path in paths]})
        return
    files = f"{len(paths)} file{'' if len(paths) == 1 else 's'} changed"
    done = f"{planned.move.old} -> {planned.move.new}, " if planned.move else ""
    say(f"{done}{files}" if planned else "nothing to do")
