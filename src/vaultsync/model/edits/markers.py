"""The markers of list items: `- `, `* `, `12. `, with the blanks behind them."""

from __future__ import annotations

import re

from vaultsync.model.note import Note

__all__ = ["first_marker", "kind_of", "marker_of", "next_marker"]

_NUMBER = re.compile(r"[0-9]+")


def marker_of(note: Note, index: int) -> str:
    """The marker of a list item with its blanks."""
    marker = note.list_items[index].marker_span.of(note.text)
    return marker if marker[-1] in " \t" else f"{marker} "


def kind_of(marker: str) -> str:
    """What parts lists from each other: the bullet, or the sign behind the number.

    >>> kind_of("- "), kind_of("12) ")
    ('-', ')')
    """
    return marker.rstrip(" \t")[-1:]


def next_marker(marker: str) -> str:
    """The marker of the item below; bullets stay, numbers count.

    >>> next_marker("- "), next_marker("9. "), next_marker("01)  ")
    ('- ', '10. ', '02)  ')
    """
    return _NUMBER.sub(lambda match: str(int(match[0]) + 1).zfill(len(match[0])), marker)


def first_marker(marker: str) -> str:
    """The marker of the first item of such a list.

    >>> first_marker("- "), first_marker("12. ")
    ('- ', '1. ')
    """
    return _NUMBER.sub("1", marker)
