"""Commands about links: links, backlinks, unresolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import answer, format_option, say
from vaultsync.cli.sources import Sources
from vaultsync.model.destinations import destinations
from vaultsync.model.link_graph import unresolved_key
from vaultsync.model.link_rows import (
    LinkRow,
    PlacedHeading,
    link_row,
    resolved_links,
    section_of,
)
from vaultsync.text import split_lines

__all__ = ["backlinks", "links", "unresolved"]

_AROUND = 400
_SHOWN_PLACES = 5


@click.command()
@click.argument("name", metavar="[NOTE]", required=False)
@format_option
@pass_session
def links(session: Session, name: str | None, form: str) -> None:
    """List the links of a note or canvas; without one, of the vault.

    Each with the file that it means, found as Obsidian does.
    """
    sources = Sources(session.vault)
    path = sources.find(name) if name else None
    found = sources.links() if path is None else sources.links_of(path)
    rows = (link_row(*one)._asdict() for one in resolved_links(found, sources.files))
    answer(form, rows, LinkRow._fields, _show_link)
    sources.end()


def _show_link(row: dict[str, Any]) -> str:
    resolved = "nothing" if row["resolved"] is None else row["resolved"]
    return f"{row['source']}:{row['line']}:{row['column']}: {row['raw']} -> {resolved}"


@click.command()
@click.argument("name", metavar="NOTE")
@format_option
@pass_session
def backlinks(session: Session, name: str, form: str) -> None:
    """List the links to a note or another file.

    With the line in which each stands and the headings above it. Links of the
    written report, which links to all, are marked.
    """
    sources = Sources(session.vault)
    path = sources.find(name)
    columns = (*LinkRow._fields, "context", "section", "report")
    answer(form, _backlinks(sources, path), columns, _show_backlink)
    sources.end()


def _backlinks(sources: Sources, path: str) -> Iterator[dict[str, Any]]:
    leads_to = destinations(sources.files)
    for note in sources.notes("links", "headings"):
        found = [link for link in note.links if leads_to(link, note.path).path == path]
        if found:
            rows = [link_row(note.path, link, path) for link in found]
            yield from _placed(rows, note.headings, sources)
    for canvas in sources.canvases():
        for link in canvas.links:
            if leads_to(link, canvas.path).path == path:
                row = link_row(canvas.path, link, path)._asdict()
                yield {**row, "context": link.raw, "section": [], "report": False}


def _placed(
    rows: list[LinkRow], headings: Sequence[PlacedHeading], sources: Sources
) -> Iterator[dict[str, Any]]:
    """The links of one note to one file, with what stands around them."""
    lines, _ = split_lines((sources.text(rows[0].source) or "").removeprefix("\ufeff"))
    section = section_of(headings)
    for row in rows:
        line = lines[row.line - 1] if row.line <= len(lines) else row.raw
        yield {
            **row._asdict(),
            "context": _around(line, row.column - 1, len(row.raw)),
            "section": list(section(row.line)),
            "report": row.source == sources.vault.config.report,
        }


def _around(line: str, start: int, length: int) -> str:
    """The line, or where it is very long what stands around the link."""
    first, last = max(0, start - _AROUND), start + length + _AROUND
    before, after = "…" if first else "", "…" if last < len(line) else ""
    return f"{before}{line[first:last]}{after}"


def _show_backlink(row: dict[str, Any]) -> str:
    under = f"  ({' > '.join(row['section'])})" if row["section"] else ""
    report = "  (written by report)" if row["report"] else ""
    return f"{row['source']}:{row['line']}: {row['context'].strip()}{under}{report}"


@click.command()
@format_option
@pass_session
def unresolved(session: Session, form: str) -> None:
    """List the links that lead to no file.

    As text their targets, with how often and where; otherwise the links.
    """
    sources = Sources(session.vault)
    found = resolved_links(sources.links(), sources.files)
    rows = (link_row(*one) for one in found if one[2] is None)
    if form == "text":
        _show_targets(list(rows))
    else:
        answer(form, (row._asdict() for row in rows), LinkRow._fields, str)
    sources.end()


def _show_targets(rows: list[LinkRow]) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        places[unresolved_key(row.target)].append(f"{row.source}:{row.line}")
    for target, found in sorted(places.items(), key=lambda one: (-len(one[1]), one[0])):
        more = len(found) - _SHOWN_PLACES
        shown = ", ".join(found[:_SHOWN_PLACES]) + (f" and {more} more" if more > 0 else "")
        say(f"{len(found):>5}  {target}  ({shown})")
