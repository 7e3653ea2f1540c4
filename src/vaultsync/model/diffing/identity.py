"""Which task of one version of a note is which of another.

A task is the same by its id, else its block id, else its text under the same
headings, else its text anywhere in the note, else a text much like it under
the same headings. Fields and status are no part of a text: they are what
changes. Each step takes only what the steps before have left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from vaultsync.model.entry import TaskEntry
from vaultsync.syntax.task_fields import FieldFormat, read_task_body

__all__ = ["Identity", "Pair", "identity_of", "match_across", "match_tasks"]

_ALIKE = 0.5
_NEAR = 8  # how far apart two of the tasks that are left may stand to be compared
_TRIGRAM = 3


class Identity(NamedTuple):
    """What a task is known by; `status` only tells equal ones apart."""

    id: str | None
    block_id: str | None
    section: tuple[str, ...]
    text: str
    status: str = " "


class Pair(NamedTuple):
    """The indexes of one task in the old version and in the new one."""

    old: int
    new: int


Key = Callable[[Identity], Hashable]


def identity_of(task: TaskEntry, fields: FieldFormat = FieldFormat.BOTH) -> Identity:
    r"""What a task is known by, its fields left out of its text.

    >>> from vaultsync.model.entry import entry_of
    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", "# RAG\n- [ ] Read 📅 2026-12-01\n".encode())
    >>> identity_of(entry_of(note).tasks[0])
    Identity(id=None, block_id=None, section=('RAG',), text='Read', status=' ')
    """
    text = task.text
    if task.fields:
        text = read_task_body(text, 0, len(text), fields).description.of(text)
    own = next((value for name, value in task.fields if name == "id"), None)
    own = own if isinstance(own, str) else None
    return Identity(own, task.block_id, task.section, " ".join(text.split()), task.status)


def match_tasks(old: Sequence[Identity], new: Sequence[Identity]) -> list[Pair]:
    """The tasks that both versions have, in the order of the old one; each at most once.

    Equal tasks are matched in order, and where one version has more of them,
    those with the same status first. Takes time in proportion to the tasks.

    >>> one, two = Identity(None, None, ("A",), "one"), Identity(None, None, ("A",), "two")
    >>> match_tasks([one, two, one], [two._replace(section=("B",)), one])
    [Pair(old=0, new=1), Pair(old=1, new=0)]
    """
    if len(old) == len(new) and all(map(_same, old, new)):  # nearly always; as the steps would
        return [Pair(index, index) for index in range(len(old))]
    matching = _Matching(old, new)
    for key in (_by_id, _by_block, _by_place, _by_text):
        matching.equal(key)
    matching.alike()
    return sorted(matching.pairs)


def match_across(old: Sequence[Identity], new: Sequence[Identity]) -> list[Pair]:
    """The tasks that went from one note to another: those left over in all notes, together.

    Only an id, or all of the text, tells so much.

    >>> task = Identity(None, None, ("Week 1",), "Read the paper")
    >>> match_across([task], [task._replace(section=("Done",))])
    [Pair(old=0, new=0)]
    """
    matching = _Matching(old, new)
    for key in (_by_id, _by_text):
        matching.equal(key)
    return sorted(matching.pairs)


def _same(one: Identity, other: Identity) -> bool:
    return one[:4] == other[:4]


def _by_id(task: Identity) -> Hashable:
    return task.id


def _by_block(task: Identity) -> Hashable:
    return task.block_id


def _by_place(task: Identity) -> Hashable:
    return (task.section, task.text) if task.text else None


def _by_text(task: Identity) -> Hashable:
    return task.text or None


class _Matching:
    """What is matched so far, and what is left of both sides, in order."""

    def __init__(self, old: Sequence[Identity], new: Sequence[Identity]) -> None:
        self.old, self.new = old, new
        self.old_left: list[int] = list(range(len(old)))
        self.new_left: list[int] = list(range(len(new)))
        self.pairs: list[Pair] = []

    def equal(self, key: Key) -> None:
        """Match those that are left with equal keys; None is no key."""
        wanted = _grouped(self.old, self.old_left, key)
        found: list[Pair] = []
        for value, news in _grouped(self.new, self.new_left, key).items():
            if value in wanted:
                found += self._in_order(wanted[value], news)
        self._take(found)

    def alike(self) -> None:
        """Match those under the same headings whose texts are much alike, the most alike first."""
        wanted = _grouped(self.old, self.old_left, lambda task: task.section)
        found: list[Pair] = []
        for section, news in _grouped(self.new, self.new_left, lambda task: task.section).items():
            olds = wanted.get(section, [])
            before = [_trigrams(self.old[index].text) for index in olds]
            after = [_trigrams(self.new[index].text) for index in news]
            found += [Pair(olds[i], news[j]) for i, j in _closest(before, after)]
        self._take(found)

    def _in_order(self, olds: list[int], news: list[int]) -> Iterable[Pair]:
        if len(olds) == len(news):
            return map(Pair, olds, news)
        same = [
            pair
            for status, some in _grouped(self.new, news, lambda task: task.status).items()
            for pair in zip(
                [index for index in olds if self.old[index].status == status], some, strict=False
            )
        ]
        taken_old, taken_new = {old for old, _ in same}, {new for _, new in same}
        rest = zip(
            [index for index in olds if index not in taken_old],
            [index for index in news if index not in taken_new],
            strict=False,
        )
        return (Pair(*pair) for pair in chain(same, rest))

    def _take(self, found: list[Pair]) -> None:
        if not found:
            return
        self.pairs += found
        olds, news = {pair.old for pair in found}, {pair.new for pair in found}
        self.old_left = [index for index in self.old_left if index not in olds]
        self.new_left = [index for index in self.new_left if index not in news]


def _grouped(
    tasks: Sequence[Identity], indexes: Iterable[int], key: Key
) -> dict[Hashable, list[int]]:
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in indexes:
        value = key(tasks[index])
        if value is not None:
            groups[value].append(index)
    return groups


def _trigrams(text: str) -> frozenset[str]:
    padded = f"  {text.casefold()} "
    return frozenset(padded[at : at + _TRIGRAM] for at in range(len(padded) - _TRIGRAM + 1))


def _closest(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> list[tuple[int, int]]:
    """Those much alike, the most alike first; each is compared with its neighbours alone."""
    found: list[tuple[float, int, int]] = []
    for i, one in enumerate(before):
        for j in range(max(0, i - _NEAR), min(len(after), i + _NEAR + 1)):
            likeness = 2 * len(one & after[j]) / (len(one) + len(after[j]))
            if likeness >= _ALIKE:
                found.append((-likeness, i, j))
    pairs: list[tuple[int, int]] = []
    olds: set[int] = set()
    news: set[int] = set()
    for _, i, j in sorted(found):
        if i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            pairs.append((i, j))
    return pairs
