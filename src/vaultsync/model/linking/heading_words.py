"""Headings by the words that stand in them, in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

__all__ = ["heading_finder", "words_of"]

_WORD = re.compile(r"\w+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, without signs.

    >>> words_of("1. Phase 1: Ground")
    ('1', 'phase', '1', 'ground')
    """
    return tuple(_WORD.findall(text.lower()))


def heading_finder(headings: Iterable[Sequence[str]]) -> Callable[[Sequence[str]], list[int]]:
    """A function that gives the indexes of the headings in which some words stand side by side.

    Linear in the words of all headings, for each number of words that is asked for.

    >>> find = heading_finder([words_of("1. Phase 1"), words_of("Phase 10"), words_of("phase 1")])
    >>> find(["phase", "1"])
    [0, 2]
    """
    every = list(headings)
    known: dict[int, dict[tuple[str, ...], list[int]]] = {}

    def find(wanted: Sequence[str]) -> list[int]:
        count = len(wanted)
        if count and count not in known:
            found: dict[tuple[str, ...], list[int]] = {}
            for index, words in enumerate(every):
                runs = {tuple(words[at : at + count]) for at in range(len(words) - count + 1)}
                for run in runs:
                    found.setdefault(run, []).append(index)
            known[count] = found
        return known[count].get(tuple(wanted), []) if count else []

    return find
