"""Commands on one property of a note: get, set, add, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Unpack

import click

from vaultsync.cli.applying import How, carry_out, writing_options
from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import say_problems
from vaultsync.cli.output import say, say_json, text_or_json, warn
from vaultsync.cli.property_values import TYPES, as_text, element, value_of
from vaultsync.errors import UneditableError
from vaultsync.model.changes import Changeset
from vaultsync.model.edits.properties import find_property
from vaultsync.model.note import Note
from vaultsync.syntax.elements import Value

__all__ = ["property_group"]

Plan = Callable[[], Changeset]


@click.group("property")
def property_group() -> None:
    """Show or change one property of a note.

    NAME counts in any case, as in Obsidian.
    """


_note = click.argument("name", metavar="NOTE")
_key = click.argument("key", metavar="NAME")


@property_group.command()
@_note
@_key
@text_or_json("How the value is shown.")
@pass_session
def get(session: Session, name: str, key: str, form: str) -> None:
    """Print the value of a property, a list one element per line."""
    note = session.vault.note(name)
    say_problems(note, but="invalid-utf8")
    try:
        found = find_property(note, key)
    except UneditableError:
        raise click.exceptions.Exit(1) from None
    if found is None:
        warn(f"{note.path}: no property {key!r}")
        raise click.exceptions.Exit(1)
    if form == "json":
        say_json(found.value)
        return
    for value in found.value if isinstance(found.value, list) else [found.value]:
        say(as_text(value))


@property_group.command("set")
@_note
@_key
@click.argument("values", metavar="VALUE...", nargs=-1, required=True)
@click.option(
    "--type",
    "kind",
    type=click.Choice(TYPES),
    help="What VALUE is. Default: what the property holds now, else number, checkbox or text "
    "as VALUE reads; several are a list.",
)
@writing_options
@pass_session
def set_(
    session: Session,
    name: str,
    key: str,
    values: tuple[str, ...],
    kind: str | None,
    **how: Unpack[How],
) -> None:
    """Give a property a value; add it as last line of the block where it isn't there."""
    note = session.vault.note(name)
    old = find_property(note, key)
    value = value_of(values, kind, old and old.value)
    _write(session, note, key, lambda: session.vault.set_property(note, key, value), how)


@property_group.command()
@_note
@_key
@click.argument("values", metavar="VALUE...", nargs=-1, required=True)
@writing_options
@pass_session
def add(session: Session, name: str, key: str, values: tuple[str, ...], **how: Unpack[How]) -> None:
    """Put elements at the end of a list, those it has left out; one value is a list of one."""
    note = session.vault.note(name)
    old = find_property(note, key)
    items = [element(value, old and old.value) for value in values]
    _write(session, note, key, lambda: session.vault.add_to_property(note, key, *items), how)


@property_group.command()
@_note
@_key
@click.argument("values", metavar="[VALUE]...", nargs=-1)
@writing_options
@pass_session
def remove(
    session: Session, name: str, key: str, values: tuple[str, ...], **how: Unpack[How]
) -> None:
    """Take a property away, or only these elements of its list."""
    note = session.vault.note(name)
    if not values:
        _write(session, note, key, lambda: session.vault.remove_property(note, key), how)
        return
    old = find_property(note, key)
    held: list[Any] = old.value if old and isinstance(old.value, list) else [old and old.value]
    items: list[Value] = [item for item in held if item is not None and as_text(item) in values]
    _write(session, note, key, lambda: session.vault.remove_from_property(note, key, *items), how)


def _write(session: Session, note: Note, key: str, plan: Plan, how: How) -> None:
    """Carry out the plan and say what the property is then."""
    try:
        changes = plan()
    except ValueError as error:
        raise click.UsageError(f"{key!r}: {error}") from None
    if carry_out(session, changes, how):
        now = find_property(session.vault.read(note.path), key)
        shown = f"{now.line}: {now.key}: {as_text(now.value)}" if now else f" no {key}"
        say(f"{note.path}:{shown}" + ("" if changes else "  (nothing to do)"))
