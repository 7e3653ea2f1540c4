"""Progress by folder and by tag."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vaultsync.model.entry import NoteEntry
from vaultsync.model.progress.boxes import boxes_of, counted_by
from vaultsync.model.progress.counts import Counts, Policy, Share, summed, tally
from vaultsync.model.progress.measure import Measure, NoteProgress, Stands
from vaultsync.model.statuses import StatusType
from vaultsync.syntax.front_matter_links import front_matter_tags

__all__ = ["UNTAGGED", "GroupProgress", "by_folder", "by_tag"]

UNTAGGED = ""
"""The name of the group of boxes that have no tag."""


class GroupProgress(NamedTuple):
    """A folder or a tag: its counts, `groups` (those in it) included, and of how many notes."""

    name: str
    counts: Counts
    notes: int
    groups: tuple[GroupProgress, ...] = ()


def by_folder(notes: Iterable[NoteProgress]) -> tuple[GroupProgress, ...]:
    """The folders at the vault's root, each with its folders; "" has the notes at the root.

    The whole is the sum of these; a folder is the sum of its notes and folders.

    >>> counts = Counts(1, open=1)
    >>> notes = [NoteProgress(path, "", counts) for path in ("a/b/x.md", "a/y.md", "z.md")]
    >>> [(one.name, one.counts.total, len(one.groups)) for one in by_folder(notes)]
    [('', 1, 0), ('a', 2, 1)]
    """
    own: dict[str, list[Counts]] = {}
    for note in notes:
        folder = note.path.rpartition("/")[0]
        own.setdefault(folder, []).append(note.counts if note.own is None else note.own)
    inner: dict[str, set[str]] = {}
    for folder in own:
        parts = folder.split("/") if folder else []
        for count in range(len(parts)):
            inner.setdefault("/".join(parts[:count]), set()).add("/".join(parts[: count + 1]))

    def group(folder: str) -> GroupProgress:
        groups = tuple(group(one) for one in sorted(inner.get(folder, ())))
        counts = own.get(folder, [])
        whole = summed([*counts, *[one.counts for one in groups]])
        return GroupProgress(folder, whole, len(counts) + sum(one.notes for one in groups), groups)

    root = [GroupProgress("", summed(own[""]), len(own[""]))] if "" in own else []
    return (*root, *[group(folder) for folder in sorted(inner.get("", ()))])


def by_tag(
    notes: Iterable[NoteEntry], measure: Measure, stands: Mapping[str, Stands] | None = None
) -> tuple[GroupProgress, ...]:
    r"""The tags of boxes, by name, and what has none; a tag's `groups` are those nested in it.

    A box has the tags on its line, those of the boxes over it, and those in its
    note's properties. One with several counts for each of them, and once in a
    tag that several are nested in. Case doesn't count; the first spelling stays.

    >>> from vaultsync.model.entry import entry_of
    >>> from vaultsync.model.note import parse_note
    >>> note = entry_of(parse_note("a.md", b"- [ ] a #x/y\n  - [x] b #z\n- [ ] c\n"))
    >>> [(one.name, one.counts.total) for one in by_tag([note], Measure())]
    [('#x', 1), ('#z', 1), ('', 1)]
    """
    found: dict[str, _Tagged] = {}
    for note in notes:
        standing = (stands or {}).get(note.path, {})
        for tags, kind, weight in _tagged_boxes(note, measure, standing):
            for key, name in (tags or {UNTAGGED: UNTAGGED}).items():
                tagged = found.setdefault(key, _Tagged(name, [], [], set()))
                tagged.kinds.append(kind)
                tagged.weights.append(weight)
                tagged.notes.add(note.path)
    inner: dict[str, list[str]] = {}
    for key in sorted(found):
        inner.setdefault(key.rpartition("/")[0], []).append(key)

    def group(key: str) -> GroupProgress:
        name, kinds, weights, paths = found[key]
        counts = tally(kinds, measure.share, weights if measure.weight else None)
        nested = inner.get(key, ()) if key else ()
        return GroupProgress(name, counts, len(paths), tuple(group(one) for one in nested))

    top = [key for key in inner.get("", ()) if key]
    return tuple(group(key) for key in (*top, *([UNTAGGED] if UNTAGGED in found else [])))


class _Tagged(NamedTuple):
    """What has a tag."""

    name: str
    kinds: list[StatusType]
    weights: list[Share | None]
    notes: set[str]


def _tagged_boxes(
    note: NoteEntry, measure: Measure, stands: Stands
) -> Iterable[tuple[Mapping[str, str], StatusType, Share | None]]:
    """The tags, type and weight of each box that counts; tags by their keys, outer ones too."""
    boxes = boxes_of(note, measure.statuses)
    counted = counted_by(measure.policy, boxes)
    if measure.policy is Policy.LEAF and stands:
        counted = [index for index in counted if boxes.tasks[index].line not in stands]
    weights: list[Share | None] = [None] * len(boxes.tasks)
    if measure.weight:
        from vaultsync.model.progress.weights import weights_of

        weights = list(weights_of(boxes, counted, measure.weight))
    properties = {one.key: one.value for one in note.properties}
    whole = _keys(front_matter_tags(properties) or ()) if properties else {}
    tags: list[Mapping[str, str]] = []
    for task, above in zip(boxes.tasks, boxes.above, strict=True):
        over = whole if above is None else tags[above]
        tags.append({**_keys(task.tags), **over} if task.tags else over)
    return ((tags[index], boxes.types[index], weights[index]) for index in counted)


def _keys(tags: Iterable[str]) -> dict[str, str]:
    """Each tag, and those that it is nested in, by their keys."""
    keys: dict[str, str] = {}
    for tag in tags:
        parts = tag.split("/")
        for count in range(1, len(parts) + 1):
            name = "/".join(parts[:count])
            keys.setdefault(name.lower(), name)
    return keys
