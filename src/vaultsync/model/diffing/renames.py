"""Which notes of an old version have another path in the new one."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["renames"]

_ALIKE = 0.5
_PAIRS = 10_000  # more comparisons than that say little


def renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """The old path of each of the `new` notes that was among those `gone`, by what they hold.

    That is equal bytes, else at least half of the lines, the most alike first;
    of equals one of the same file name.

    >>> renames({"a.md": b"x"}, {"b/a.md": b"x", "c.md": b"x"})
    {'b/a.md': 'a.md'}
    """
    olds = {path: frozenset(raw.split(b"\n")) for path, raw in gone.items()}
    news = {path: frozenset(raw.split(b"\n")) for path, raw in new.items()}
    many = len(olds) * len(news) > _PAIRS
    found: list[tuple[float, bool, str, str]] = []
    for path, lines in news.items():
        for old, old_lines in olds.items():
            same = gone[old] == new[path]
            named = old.rpartition("/")[2] == path.rpartition("/")[2]
            if many and not named:
                continue
            likeness = 2.0 if same and gone[old] else _likeness(lines, old_lines)
            if likeness >= _ALIKE:
                found.append((-likeness, not named, path, old))
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, path, old in sorted(found):
        if path not in pairs and old not in taken:
            pairs[path] = old
            taken.add(old)
    return dict(sorted(pairs.items()))


def _likeness(lines: frozenset[bytes], others: frozenset[bytes]) -> float:
    common = {line for line in lines & others if line.strip()}
    return 2 * len(common) / (len(lines) + len(others))
