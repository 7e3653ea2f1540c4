"""Progress as the contract's document, and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from vaultsync.model.progress.counts import COUNTED, Counts, counts_json
from vaultsync.model.progress.groups import GroupProgress
from vaultsync.model.progress.measure import Measure, NoteProgress, Progress, SectionProgress

__all__ = ["columns", "groups_json", "rows", "to_json"]

_WEIGHT = ("weight", "weight_done", "weight_percent")


def to_json(progress: Progress, measure: Measure | None = None) -> dict[str, Any]:
    """The document that `progress --format json` prints.

    What `measure` asks for beyond the policy has keys of its own.

    >>> to_json(Progress(Measure().policy, ()))["total"]["percent"] is None
    True
    """
    return {
        "policy": progress.policy.value,
        **_asked(progress, measure or Measure()),
        "total": counts_json(progress.total),
        "notes": [_note_json(note) for note in progress.notes],
    }


def groups_json(groups: Iterable[GroupProgress]) -> list[dict[str, Any]]:
    """Folders or tags, each with those in it.

    >>> groups_json([])
    []
    """
    return [
        {
            "name": group.name,
            "notes": group.notes,
            **counts_json(group.counts),
            "groups": groups_json(group.groups),
        }
        for group in groups
    ]


def columns(*names: str, measure: Measure) -> tuple[str, ...]:
    """The columns of a table: `names`, the counts, and the weight if it was asked for.

    >>> columns("path", measure=Measure())[:3]
    ('path', 'total', 'done')
    """
    return (*names, *COUNTED, "percent", *(_WEIGHT if measure.weight else ()))


def rows(named: Iterable[tuple[dict[str, Any], Counts]]) -> Iterator[dict[str, Any]]:
    """Rows of a table: what is named, with its counts.

    >>> next(rows([({"path": "a.md"}, Counts())]))["total"]
    0
    """
    for name, counts in named:
        row = {**name, **counts_json(counts)}
        if counts.weight:
            weight = row["weight"]
            row.update(
                zip(_WEIGHT, (weight[key] for key in ("total", "done", "percent")), strict=True)
            )
        yield row


def _asked(progress: Progress, measure: Measure) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if measure.share:
        asked["in_progress"] = float(measure.share)
    if measure.weight:
        asked["weight"] = measure.weight
    if measure.through_links:
        asked["through_links"] = True
        asked["cycles"] = [list(cycle) for cycle in progress.cycles]
    return asked


def _note_json(note: NoteProgress) -> dict[str, Any]:
    document = {
        "path": note.path,
        "title": note.title,
        **counts_json(note.counts),
        "sections": _sections_json(note.sections),
        "items": [
            {"line": item.line, "text": item.text, **counts_json(item.counts)}
            for item in note.items
        ],
    }
    if note.own is not None:
        document |= {"own": counts_json(note.own), "linked": list(note.linked)}
    return document


def _sections_json(sections: Iterable[SectionProgress]) -> list[dict[str, Any]]:
    return [
        {
            "heading": section.heading,
            "level": section.level,
            "line": section.line,
            **counts_json(section.counts),
            "sections": _sections_json(section.sections),
        }
        for section in sections
    ]
