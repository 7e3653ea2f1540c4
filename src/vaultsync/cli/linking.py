"""Commands about links: links, backlinks, unresolved."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.notes import Reading
from vaultsync.cli.output import answer, format_option, say
from vaultsync.model.linking.backlink_rows import Backlink
from vaultsync.model.linking.link_graph import unresolved_key
from vaultsync.model.linking.link_rows import LinkRow
from vaultsync.service import asking

__all__ = ["backlinks", "links", "unresolved"]

_SHOWN_PLACES = 5


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def links(session: Session, name: str | None, form: str) -> None:
    """List the links of a note or canvas; without one, of the vault.

    Each with the file that it means, found as Obsidian does.
    """
    reading = Reading(session.vault)
    rows = asking.links(reading, reading.find(name) if name else None)
    answer(form, (row._asdict() for row in rows), LinkRow._fields, _show_link)
    reading.end()


def _show_link(row: dict[str, Any]) -> str:
    resolved = "nothing" if row["resolved"] is None else row["resolved"]
    return f"{row['source']}:{row['line']}:{row['column']}: {row['raw']} -> {resolved}"


@click.command()
@click.argument("name", metavar="NOTE")
@click.option("--mentions", is_flag=True, help="List the unlinked mentions, too.")
@format_option
@pass_session
def backlinks(session: Session, name: str, form: str, *, mentions: bool) -> None:
    """List the links to a note or another file.

    With the line in which each stands and the headings above it. Links of the
    written report, which links to all, are marked. A mention is the note's name
    or an alias in the running text of another note, as a whole word in any case.
    """
    reading = Reading(session.vault)
    path = reading.find(name)
    found = asking.backlinks(reading, path)
    rows = chain(found, asking.mentions(reading, path)) if mentions else found
    answer(form, (row._asdict() for row in rows), Backlink._fields, _show_backlink)
    reading.end()


def _show_backlink(row: dict[str, Any]) -> str:
    under = f"  ({' > '.join(row['section'])})" if row["section"] else ""
    report = "  (written by report)" if row["report"] else ""
    mention = "  (mention)" if row["kind"] == "mention" else ""
    return f"{row['source']}:{row['line']}: {row['context'].strip()}{under}{report}{mention}"


@click.command()
@format_option
@pass_session
def unresolved(session: Session, form: str) -> None:
    """List the links that lead to no file.

    As text their targets, with how often and where; otherwise the links.
    """
    reading = Reading(session.vault)
    rows = asking.unresolved(reading)
    if form == "text":
        _show_targets(list(rows))
    else:
        answer(form, (row._asdict() for row in rows), LinkRow._fields, str)
    reading.end()


def _show_targets(rows: list[LinkRow]) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        places[unresolved_key(row.target)].append(f"{row.source}:{row.line}")
    for target, found in sorted(places.items(), key=lambda one: (-len(one[1]), one[0])):
        more = len(found) - _SHOWN_PLACES
        shown = ", ".join(found[:_SHOWN_PLACES]) + (f" and {more} more" if more > 0 else "")
        say(f"{len(found):>5}  {target}  ({shown})")
