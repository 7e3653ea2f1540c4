"""The notes that links want and nobody has written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from vaultsync.model.destinations import GraphLink, destinations
from vaultsync.model.link_graph import unresolved_key
from vaultsync.model.report_facts import MissingNote
from vaultsync.service.sources import Sources

__all__ = ["missing_notes"]


def missing_notes(sources: Sources, leave_out: Collection[str] = ()) -> list[MissingNote]:
    """Each name that links of notes and canvases want and no file has; not those of `leave_out`.

    What links of notes that don't count (see `Look.uncounted`) want is left out, too.
    """
    look = sources.look(())
    notes = sources.known(look, ["links"], {*leave_out, *look.uncounted()})
    found: list[tuple[str, Iterable[GraphLink]]] = [(note.path, note.links) for note in notes]
    found += ((canvas.path, canvas.links) for canvas in sources.canvases())
    leads_to = destinations(sources.files)
    links: Counter[str] = Counter()
    wanted_by: defaultdict[str, set[str]] = defaultdict(set)
    for source, some in found:
        for link in some:
            if leads_to(link, source).path is None:
                name = unresolved_key(link.target)
                links[name] += 1
                wanted_by[name].add(source)
    return [MissingNote(name, count, len(wanted_by[name])) for name, count in links.items()]
