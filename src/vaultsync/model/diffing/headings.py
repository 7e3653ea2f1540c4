"""Which headings of a note came, went, or got another text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from vaultsync.model.entry import HeadingEntry

__all__ = ["HeadingChange", "heading_changes"]

_MANY = 500  # headings: with more of them only those that differ are compared


class HeadingChange(NamedTuple):
    """`kind` is `added`, `removed` or `renamed`; `line` is in the version that has the heading.

    `before` is the text that a renamed heading had.
    """

    kind: str
    line: int
    level: int
    text: str
    before: str | None = None


def heading_changes(
    before: Sequence[HeadingEntry], after: Sequence[HeadingEntry]
) -> Iterator[HeadingChange]:
    """The changes, in the order of the note; as many as stood in one place are renamed.

    >>> [one] = heading_changes([HeadingEntry(1, "A", 1, None)], [HeadingEntry(1, "B", 3, None)])
    >>> one.kind, one.before, one.text
    ('renamed', 'A', 'B')
    """
    olds, news = [one[:2] for one in before], [one[:2] for one in after]
    if max(len(olds), len(news)) > _MANY:
        kept = set(olds) & set(news)
        before = [one for one in before if one[:2] not in kept][:_MANY]
        after = [one for one in after if one[:2] not in kept][:_MANY]
        olds, news = [one[:2] for one in before], [one[:2] for one in after]
    elsewhere = set(olds) & set(news)
    for kind, i, i_end, j, j_end in SequenceMatcher(None, olds, news, False).get_opcodes():
        if kind == "equal":
            continue
        gone = [one for one in before[i:i_end] if one[:2] not in elsewhere]
        fresh = [one for one in after[j:j_end] if one[:2] not in elsewhere]
        if [one.level for one in gone] == [one.level for one in fresh]:
            for old, new in zip(gone, fresh, strict=True):
                yield HeadingChange("renamed", new.line, new.level, new.text, old.text)
            continue
        for one in gone:
            yield HeadingChange("removed", one.line, one.level, one.text)
        for one in fresh:
            yield HeadingChange("added", one.line, one.level, one.text)
