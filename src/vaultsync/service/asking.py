"""The answers about a vault, each made from its `Sources`: what `Vault` gives, commands print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from vaultsync.model.checking.findings import OPTIONAL, Finding
from vaultsync.model.entry import NoteEntry, TagEntry
from vaultsync.model.kinds import is_canvas, is_note
from vaultsync.model.linking.backlink_rows import Backlink, placed
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.link_graph import LinkGraph, link_graph
from vaultsync.model.linking.link_rows import LinkRow, link_row, resolved_links
from vaultsync.model.linking.resolution import fold
from vaultsync.model.progress.measure import Policy, Progress
from vaultsync.model.task_rows import TaskFilter, TaskRow, task_row
from vaultsync.service.measuring import configured_measure, measured
from vaultsync.service.sources import Sources

if TYPE_CHECKING:
    from vaultsync.model.linking.mentions import Mention

__all__ = [
    "AliasRow",
    "PropertyCount",
    "aliases",
    "backlinks",
    "deadends",
    "findings",
    "graph",
    "links",
    "mentions",
    "progress",
    "properties",
    "tags",
    "tasks",
    "unresolved",
]


class PropertyCount(NamedTuple):
    """A property, and in how many notes it stands."""

    key: str
    times: int


class AliasRow(NamedTuple):
    """Another name of the note at `path`."""

    alias: str
    path: str


def tasks(sources: Sources, names: Iterable[str], wanted: TaskFilter) -> Iterator[TaskRow]:
    """The tasks of the notes that `names` mean, in their order."""
    statuses = sources.vault.config.statuses
    for note in sources.entries(names, ["tasks"]):
        for task in note.tasks:
            if wanted.fits(task, statuses):
                yield task_row(note, task, statuses)


def links(sources: Sources, path: str | None = None) -> Iterator[LinkRow]:
    """The links of the file at `path`, or of all notes and canvases."""
    found = sources.links() if path is None else sources.links_of(path)
    return (link_row(*one) for one in resolved_links(found, sources.files))


def unresolved(sources: Sources) -> Iterator[LinkRow]:
    """The links that lead to no file."""
    return (row for row in links(sources) if row.resolved is None)


def backlinks(sources: Sources, path: str) -> Iterator[Backlink]:
    """The links to the file at `path`, with what stands around them."""
    notes = sources.entries((), ["links", "headings"])
    leads_to = destinations(sources.files)
    report = sources.vault.config.report
    for note in notes:
        found = [link for link in note.links if leads_to(link, note.path).path == path]
        if found:
            rows = [link_row(note.path, link, path) for link in found]
            text = sources.text(note.path) or ""
            yield from placed(rows, text, note.headings, report=note.path == report)
    for canvas in sources.canvases():
        for link in canvas.links:
            if leads_to(link, canvas.path).path == path:
                yield Backlink(*link_row(canvas.path, link, path), link.raw)


def mentions(sources: Sources, path: str) -> Iterator[Backlink]:
    """Where notes that count say the name of the note at `path`, or an alias, without a link."""
    from vaultsync.model.linking.mentions import mentions_in, name_searched

    if not is_note(path):
        return
    name = name_searched(sources.names(path))
    if name is None:
        return
    report = sources.vault.config.report
    for source in sources.holding(name.needles):
        if source != path and (text := sources.text(source)) is not None:
            found = mentions_in(text, name)
            rows = [_mention(source, one, path) for one in found.found]
            if rows:
                yield from placed(rows, text, found.headings, report=source == report)


def _mention(source: str, found: Mention, path: str) -> LinkRow:
    raw = found.raw
    return LinkRow(source, found.line, found.column, raw, "mention", raw, "", raw, False, path)


def progress(sources: Sources, names: Collection[str], policy: Policy | None = None) -> Progress:
    """How much is done in the notes that `names` mean and that count."""
    measure = configured_measure(sources.vault.config)
    return measured(sources, names, measure._replace(policy=policy or measure.policy)).progress


def graph(sources: Sources, *, report: bool = True) -> LinkGraph:
    """Who links to whom; the links of the written report are marked, or left out."""
    written = sources.vault.config.report
    found = (one for one in sources.targets() if report or one[0] != written)
    return link_graph(found, sources.files, report=written)


def deadends(sources: Sources, *, attachments: bool = False) -> Iterator[str]:
    """The files that link to no other; those that can't be read are none of them."""
    found = graph(sources)
    for path in found.deadends(attachments=attachments):
        if path in found.resolved or not (is_note(path) or is_canvas(path)):
            yield path


def _looked_into(sources: Sources, only: Collection[str] | None) -> Iterator[NoteEntry]:
    """What must be known to check the files `only`: their notes, and the places they link to."""
    look = sources.look(())
    own = ["links", "headings", "blocks", "tasks"]
    if only is None:
        yield from sources.known(look, own)
        return
    paths = set(look.paths)
    leads_to = destinations(sources.files)
    linked: set[str | None] = set()
    for note in sources.known(look, own, paths.difference(only)):
        linked.update(leads_to(link, note.path).path for link in note.links if link.subpath)
        yield note
    for canvas in sources.canvases(only):
        linked.update(leads_to(link, canvas.path).path for link in canvas.links if link.subpath)
    others = paths.intersection(one for one in linked if one) - set(only)
    yield from sources.known(look, ["headings", "blocks"], paths - others)


def findings(sources: Sources, only: Iterable[str] | None = None) -> list[Finding]:
    """What is wrong in the files at the paths `only`, or in all, by place.

    What the settings or the notes themselves want passed over is left out.
    """
    # Costs a while to load, and few ask.
    from vaultsync.model.checking.checks import check_vault

    wanted = None if only is None else set(only)
    config = sources.vault.config
    notes = _looked_into(sources, wanted)
    canvases, statuses = sources.canvases(wanted), config.statuses
    found = check_vault(notes, canvases, sources.files, wanted, statuses=statuses)
    found += (one for one in sources.unread() if wanted is None or one.path in wanted)
    found.sort(key=lambda one: one[:5])
    ignored = cache(sources.ignored)
    everywhere = config.ignore | (OPTIONAL - config.also)
    left = [one for one in found if one.code not in everywhere]
    return [one for one in left if not ignored(one.path).covers(one)]


def tags(sources: Sources, names: Iterable[str]) -> list[TagEntry]:
    """The tags of the notes that `names` mean and that count, the most frequent first.

    Each in the spelling that was met first.
    """
    spelled: dict[str, int] = {}
    for note in sources.counted(names, ["tags"]):
        for tag, times in note.tags:
            spelled[tag] = spelled.get(tag, 0) + times
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for tag, times in spelled.items():
        spelling.setdefault(tag.lower(), tag)
        counts[tag.lower()] += times
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [TagEntry(spelling[tag], count) for tag, count in ordered]


def properties(sources: Sources) -> list[PropertyCount]:
    """The properties of the notes that count, the most frequent first."""
    notes = sources.counted((), ["properties"])
    counts = Counter(one.key for note in notes for one in note.properties)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [PropertyCount(*pair) for pair in ordered]


def aliases(sources: Sources, names: Iterable[str]) -> list[AliasRow]:
    """The aliases of the notes that `names` mean, by alphabet."""
    found = [
        AliasRow(one.alias, note.path)
        for note in sources.entries(names, ["aliases"])
        for one in note.aliases
    ]
    return sorted(found, key=lambda row: (fold(row.alias), row.path))
