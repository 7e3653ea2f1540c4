"""Commands that list names: files, orphans, deadends, aliases."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import answer, format_option, say_json
from vaultsync.cli.sources import Sources
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.link_graph import LinkGraph, link_graph
from vaultsync.model.resolution import fold

__all__ = ["aliases", "deadends", "files", "orphans"]


def _is_base(path: str) -> bool:
    return path.lower().endswith(".base")


_KINDS: dict[str, Callable[[str], bool]] = {
    "note": is_note,
    "canvas": is_canvas,
    "base": _is_base,
    "attachment": lambda path: not (is_note(path) or is_canvas(path) or _is_base(path)),
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
    help="Only these. Repeatable.",
)
@format_option
@pass_session
def files(session: Session, kinds: tuple[str, ...], form: str) -> None:
    """List the files of the vault."""
    sources = Sources(session.vault)
    wanted = [_KINDS[kind] for kind in kinds or _KINDS]
    paths = (path for path in sources.files.paths if any(fits(path) for fits in wanted))
    _say_paths(form, paths)
    sources.folders()
    sources.end()


@click.command()
@_attachments_option
@format_option
@pass_session
def orphans(session: Session, *, attachments: bool, form: str) -> None:
    """List the notes that no other note or canvas links to.

    Links of the written report, which links to all, don't count.
    """
    sources = Sources(session.vault)
    _say_paths(form, _graph(sources).orphans(attachments=attachments))
    sources.end()


@click.command()
@_attachments_option
@format_option
@pass_session
def deadends(session: Session, *, attachments: bool, form: str) -> None:
    """List the notes without links to others."""
    sources = Sources(session.vault)
    graph = _graph(sources)
    known = (path for path in graph.deadends(attachments=attachments) if _was_read(path, graph))
    _say_paths(form, known)
    sources.end()


def _was_read(path: str, graph: LinkGraph) -> bool:
    """Of a note or canvas that couldn't be read nobody knows whether it has links."""
    return path in graph.resolved or not (is_note(path) or is_canvas(path))


def _graph(sources: Sources) -> LinkGraph:
    return link_graph(sources.links(), sources.files, report=sources.vault.config.report)


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
    sources = Sources(session.vault)
    wanted = session.vault.find(name) if name else None
    found = [
        {"alias": one.alias, "path": note.path}
        for note in sources.notes("aliases")
        for one in note.aliases
        if wanted in (None, note.path)
    ]
    found.sort(key=lambda row: (fold(row["alias"]), row["path"]))
    answer(form, found, ("alias", "path"), lambda row: f"{row['alias']}  ({row['path']})")
    sources.end()
