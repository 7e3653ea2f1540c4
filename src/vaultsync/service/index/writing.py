"""Bringing the index up to date: what notes hold now is stored, many notes in a pack.

Packs of few notes are joined with what is new, as are those of which most notes
have been read again or are gone: so there are never many packs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from vaultsync.effects.store import Pack, Reading, State, Store, StoredPack
from vaultsync.model.entry_parts import PARTS, repack
from vaultsync.service.index.reading import MOST_NOTES, Contents, grouped

__all__ = ["Place", "update", "used"]

Place = tuple[int, int]
"""The number of a pack, and the index of a note in it."""


class _Piece(NamedTuple):
    """Some notes of a pack, by their indexes; `whole` when these are all."""

    parts: Mapping[str, bytes]
    readings: Sequence[Reading]
    indexes: Sequence[int]
    whole: bool = False


def used(
    packs: Sequence[StoredPack], places: Mapping[str, Place], folders: Collection[str]
) -> dict[int, list[int]]:
    """For each pack the indexes of notes that it still stands for.

    Below `folders` that is what `places` says, elsewhere the last reading of a note.
    """
    last: dict[str, Place] = {}
    if "" not in folders:
        below = tuple(f"{folder}/" for folder in folders)
        for pack in packs:
            for index, (state, _) in enumerate(pack.readings):
                if not state[0].startswith(below):
                    last[state[0]] = pack.number, index
    indexes: dict[int, list[int]] = defaultdict(list)
    for number, index in (last | dict(places)).values():
        indexes[number].append(index)
    return indexes


def update(
    store: Store,
    contents: Iterator[Contents],
    states: Mapping[str, State],
    packs: Sequence[StoredPack],
    in_use: Mapping[int, Sequence[int]],
) -> dict[str, Place]:
    """Store what notes hold, by their states; the places of all that was stored.

    `packs` are those that there were before, `in_use` the indexes of notes in
    them that still count.
    """
    few = _few(packs, in_use, len(states))
    stored: list[Sequence[Reading]] = []

    def pieces() -> Iterator[_Piece]:
        known: list[tuple[str, bytes]] = []
        for one in contents:
            known += one.known
            readings = [Reading(states[path], digest) for path, digest in one.new]
            if readings:
                yield _Piece(one.parts, readings, range(len(readings)), whole=True)
        yield from _copies(store, packs, {states[path]: digest for path, digest in known})
        for pack in few:
            if indexes := in_use.get(pack.number):
                yield from _taken(store, pack.number, indexes, [pack.readings[i] for i in indexes])

    def joined() -> Iterator[Pack]:
        for group in grouped(pieces(), _measure):
            pack = _join(group)
            stored.append(pack.readings)
            yield pack

    numbers = store.write(joined(), [pack.number for pack in few])
    return {
        state[0]: (number, index)
        for number, readings in zip(numbers, stored, strict=True)
        for index, (state, _) in enumerate(readings)
    }


def _few(
    packs: Sequence[StoredPack], in_use: Mapping[int, Sequence[int]], count: int
) -> list[StoredPack]:
    """The packs to be joined with `count` notes: no larger ones than what there is to be joined."""
    few = []
    for pack in reversed(packs):
        left = len(in_use.get(pack.number, ()))
        if left <= max(min(count, MOST_NOTES // 2), len(pack.readings) // 2):
            few.append(pack)
            count += left
    return few


def _copies(
    store: Store, packs: Sequence[StoredPack], known: Mapping[State, bytes]
) -> Iterator[_Piece]:
    """What is known of notes by their hashes, with their new states."""
    if not known:
        return
    places = {
        digest: (pack.number, index)
        for pack in packs
        for index, (_, digest) in enumerate(pack.readings)
    }
    chosen: dict[int, list[tuple[int, Reading]]] = defaultdict(list)
    for state, digest in known.items():
        number, index = places[digest]
        chosen[number].append((index, Reading(state, digest)))
    for number, pairs in chosen.items():
        indexes, readings = zip(*pairs, strict=True)
        yield from _taken(store, number, indexes, readings)


def _taken(
    store: Store, number: int, indexes: Sequence[int], readings: Sequence[tuple[State, bytes]]
) -> Iterator[_Piece]:
    """A piece of a stored pack; nothing where another process has removed that."""
    parts = store.parts_of(number, PARTS)
    if parts is not None:
        yield _Piece(parts, [Reading(*one) for one in readings], indexes)


def _measure(piece: _Piece) -> tuple[int, int]:
    return len(piece.readings), sum(map(len, piece.parts.values()))


def _join(pieces: Sequence[_Piece]) -> Pack:
    readings = [reading for piece in pieces for reading in piece.readings]
    if len(pieces) == 1 and pieces[0].whole:
        return Pack(readings, pieces[0].parts)
    return Pack(readings, repack([(piece.parts, piece.indexes) for piece in pieces]))
