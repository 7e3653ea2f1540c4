"""Vaults in memory: renamed as a plan says, and what their links mean."""

from collections import Counter
from collections.abc import Iterable, Mapping

from vaultsync.model.canvas import Canvas, read_canvas
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import Note, parse_note
from vaultsync.model.renaming.canvas import canvas_edits
from vaultsync.model.renaming.note_edits import rename_edits
from vaultsync.model.renaming.rename import Renaming, plan_rename
from vaultsync.text import Edit, apply_edits, encode

Vault = Mapping[str, str]


def source_of(path: str, text: str) -> Note | Canvas:
    """The note or canvas that holds `text`."""
    return (read_canvas if path.endswith(".canvas") else parse_note)(path, encode(text))


def sources_of(vault: Vault) -> list[Note | Canvas]:
    """All that can hold links."""
    return [
        source_of(path, text) for path, text in vault.items() if path.endswith((".md", ".canvas"))
    ]


def planned(vault: Vault, old: str, new: str) -> Renaming:
    """The plan to rename `old` in a vault of texts by path."""
    sources = [(one.path, one.links) for one in sources_of(vault)]
    return plan_rename(old, new, Files.of(vault), sources)


def edits_of(plan: Renaming, vault: Vault) -> dict[str, list[Edit]]:
    """The edits of each source that the plan names, by its old path."""
    edits = {}
    for path, retargets in plan.retargets.items():
        one = source_of(path, vault[path])
        if isinstance(one, Note):
            edits[path] = rename_edits(one, retargets)
        else:
            edits[path] = canvas_edits(one, retargets)
    return edits


def applied(plan: Renaming, vault: Vault) -> dict[str, str]:
    """The vault after a plan."""
    edits = edits_of(plan, vault)
    return {
        plan.moved.get(path, path): apply_edits(text, edits.get(path, ()))
        for path, text in vault.items()
    }


def renamed(vault: Vault, old: str, new: str) -> dict[str, str]:
    """The vault once `old` is `new`."""
    return applied(planned(vault, old, new), vault)


def pairs_of(
    sources: Iterable[Note | Canvas], files: Iterable[str]
) -> Counter[tuple[str, str | None]]:
    """How often which file links to which; None for what leads nowhere."""
    leads_to = destinations(Files.of(files))
    return Counter(
        (one.path, leads_to(link, one.path).path) for one in sources for link in one.links
    )


def ambiguous_in(vault: Vault) -> int:
    """How many links might as well mean another file."""
    leads_to = destinations(Files.of(vault))
    return sum(
        bool(leads_to(link, one.path).ties) for one in sources_of(vault) for link in one.links
    )
