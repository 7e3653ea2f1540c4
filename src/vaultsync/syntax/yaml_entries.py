"""What reading a block of front matter as YAML gives; offsets count from the block's start."""

from __future__ import annotations

from typing import NamedTuple

from vaultsync.syntax.elements import Value

__all__ = ["Entry", "Fault", "Reading"]


class Entry(NamedTuple):
    """One `key: value` of the root, with offsets into the block.

    `unquoted_links` are the key paths in `value` of links without quotes.
    """

    key: str
    value: Value
    key_start: int
    key_end: int
    start: int
    end: int
    unquoted_links: tuple[str, ...] = ()


class Fault(NamedTuple):
    """What is odd in the block, and the offsets where."""

    code: str
    message: str
    start: int
    end: int


class Reading(NamedTuple):
    """What a block says; `entries` is None where it holds no mapping."""

    entries: tuple[Entry, ...] | None
    faults: tuple[Fault, ...]
