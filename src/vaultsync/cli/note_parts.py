"""Commands on parts of a note: where a link points, what a managed region holds."""

from __future__ import annotations

import sys
from typing import Unpack

import click

from vaultsync.cli.applying import How, carry_out, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import say_problems
from vaultsync.cli.output import say
from vaultsync.cli.where import Where
from vaultsync.errors import UneditableError
from vaultsync.model.changes import change
from vaultsync.model.edits.again import read_again
from vaultsync.model.edits.links import retarget
from vaultsync.model.edits.regions import is_region_name, set_region
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Link
from vaultsync.syntax.links import split_subpath
from vaultsync.text import encode

__all__ = ["link", "region"]


@click.command()
@click.argument("where", type=Where(), metavar="NOTE:LINE")
@click.argument("target", metavar="NEWTARGET")
@click.option(
    "--from", "old", metavar="OLDTARGET", help="Which link of the line: where it points now."
)
@writing_options
@pass_session
def link(
    session: Session, where: tuple[str, int], target: str, old: str | None, **how: Unpack[How]
) -> None:
    """Let a link on a line point to NEWTARGET.

    Its display text and style stay. NEWTARGET is what you would write between [[
    and ]]: a note, with "#Heading" or "#^id" if wanted. Without a # the link
    keeps its own heading or block, "NOTE#" drops it.
    """
    name, line = where
    note = session.vault.note(name)
    say_problems(note, but="invalid-utf8")
    found = _link_on(note, line, old)
    path, subpath = split_subpath(target)
    kept = None if "#" not in target else "" if subpath == "#" else subpath
    edits = retarget(note, found, path, kept)
    changes = change(note, edits)
    if carry_out(session, changes, how):
        now = read_again(note, edits).links[note.links.index(found)]
        say(f"{note.path}:{now.line}: {now.raw}{'' if changes else '  (nothing to do)'}")


def _link_on(note: Note, line: int, old: str | None) -> Link:
    """The one link on the line, or the one that points to `old`."""
    links = [one for one in note.links if one.line == line]
    if old is not None:
        links = [one for one in links if old in (one.target, one.target + one.subpath)]
    if not links:
        to = "" if old is None else f" to {old!r}"
        raise UneditableError(note.path, f"no link{to} on this line", line)
    if len(links) > 1:
        candidates = ", ".join(one.target + one.subpath for one in links)
        which = "say which with --from" if old is None else "they can't be told apart"
        raise click.UsageError(f"{note.path}:{line} has several such links: {candidates}; {which}")
    return links[0]


@click.command()
@click.argument("name", metavar="NOTE")
@click.argument("region", metavar="NAME")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--overwrite", is_flag=True, help="Replace even text that was edited by hand.")
@writing_options
@pass_session
def region(
    session: Session,
    name: str,
    region: str,
    text: str | None,
    *,
    overwrite: bool,
    **how: Unpack[How],
) -> None:
    """Set the text of a note's region NAME.

    The region is what stands between "%% vaultsync:begin NAME %%" and its end marker;
    it is appended to a note that has none. Without TEXT, or with "-", standard input is read.
    """
    if not is_region_name(region):
        raise click.UsageError(f"NAME is small letters, digits and -, not {region!r}")
    note = session.vault.note(name)
    say_problems(note, but="invalid-utf8")
    edits = set_region(note, region, _body(text), overwrite=overwrite)
    changes = change(note, edits)
    if carry_out(session, changes, how):
        now = next(one for one in read_again(note, edits).regions if one.name == region)
        end = "" if changes else "  (nothing to do)"
        say(f"{note.path}:{now.line}: region {region}{end}")


def _body(text: str | None) -> str:
    """The text that was given, or standard input. Bytes that aren't UTF-8 are refused."""
    raw = sys.stdin.buffer.read() if text is None or text == "-" else encode(text)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"TEXT isn't UTF-8 at byte {error.start}") from None
