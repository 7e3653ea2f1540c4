"""The command that looks for what is wrong in a vault."""

from __future__ import annotations

from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import answer, format_option
from vaultsync.model.findings import Finding, Severity
from vaultsync.service import asking

__all__ = ["check"]


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
    reading = Reading(session.vault, problems=False)
    only = reading.within(names) if names else None
    found = asking.findings(reading, only)
    rows = ({**one._asdict(), "severity": one.severity.value} for one in found)
    answer(form, rows, Finding._fields, _show)
    reading.end(of=only)
    if any(one.severity is Severity.ERROR for one in found):
        raise click.exceptions.Exit(1)


def _show(row: dict[str, Any]) -> str:
    return f"{row['path']}:{row['line']}:{row['column']}: {row['code']} {row['message']}"
