"""Commands that put text into a note: append, prepend."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Unpack

import click

from vaultsync.cli.applying import How, carry_out, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import say_problems
from vaultsync.cli.output import say
from vaultsync.model.changes import change
from vaultsync.model.edits import body
from vaultsync.model.note import Note
from vaultsync.text import Edit, decode, encode
from vaultsync.text.codec import invalid_utf8_at

__all__ = ["append", "prepend"]


class _TextLast(click.Command):
    """A command whose last argument may be a list item: `- [ ] read` is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put such a text behind all options."""
        texts = [word for word in args if word.startswith("- ")]
        if texts and "--" not in args:
            args = [word for word in args if word not in texts] + ["--", *texts]
        return super().parse_args(ctx, args)


def _verb(
    name: str, summary: str, done: str, plan: Callable[[Note, str], list[Edit]]
) -> click.Command:
    """Make a command that puts text into a note."""

    @click.command(name, cls=_TextLast, help=summary)
    @click.argument("name", metavar="NOTE")
    @click.argument("text")
    @writing_options
    @pass_session
    def verb(session: Session, name: str, text: str, **how: Unpack[How]) -> None:
        if text == "-":
            text = decode(sys.stdin.buffer.read())
        if not text:
            raise click.UsageError("TEXT is empty")
        if not how["as_bytes"] and invalid_utf8_at(encode(text)) is not None:
            raise click.UsageError("TEXT isn't valid UTF-8; --bytes writes it all the same")
        note = session.vault.note(name)
        say_problems(note, but="invalid-utf8")
        changes = change(note, plan(note, text))
        if carry_out(session, changes, how):
            say(f"{note.path}: {done}" if changes else f"{note.path}: nothing to do")

    return verb


append = _verb("append", "Put TEXT at the end of a note; `-` reads stdin.", "appended", body.append)
prepend = _verb(
    "prepend",
    "Put TEXT below the properties of a note; `-` reads stdin.",
    "prepended",
    body.prepend,
)
