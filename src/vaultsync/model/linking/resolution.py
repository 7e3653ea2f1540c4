"""Which file of a vault a link means, as Obsidian finds it.

The steps are those of Obsidian's `getFirstLinkpathDest`. Titles, aliases and
folders never resolve. Paths are vault-relative, with `/`, of any bytes.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = [
    "UNRESOLVED",
    "File",
    "Files",
    "Namesakes",
    "Resolution",
    "exact_path",
    "fold",
    "resolve",
]

_NOTE = ".md"
_LAST = "\U0010ffff"


class Resolution(NamedTuple):
    """Where a link leads, None where nowhere; `ties` are the other files it might as well mean.

    Of equals Obsidian takes any one, we take the first in lexicographic order.
    """

    path: str | None
    ties: tuple[str, ...] = ()


UNRESOLVED = Resolution(None)
"""Where a link leads that leads nowhere."""


class File(NamedTuple):
    """A file's path as it is compared (`fold`), and as it is."""

    folded: str
    path: str


class Namesakes(NamedTuple):
    """Several files with one folded base name, by their paths from the front and from the back.

    `shortest` is what the bare name means where no folder is closer.
    """

    forward: tuple[File, ...]
    backward: tuple[File, ...]
    shortest: Resolution


@dataclass(frozen=True, slots=True)
class Files:
    """All files of a vault, found by their folded base names; the paths are sorted.

    >>> files = Files.of(["b/Log.md", "a.png"])
    >>> files.paths, files.by_name["log.md"]
    (('a.png', 'b/Log.md'), File(folded='b/log.md', path='b/Log.md'))
    """

    paths: tuple[str, ...]
    by_name: Mapping[str, File | Namesakes] = field(hash=False, repr=False)

    @classmethod
    def of(cls, paths: Iterable[str]) -> Files:
        """The files at `paths`: notes, attachments, canvases and bases."""
        ordered = tuple(sorted(set(paths)))
        named: dict[str, list[File]] = {}
        for path in ordered:
            folded = fold(path)
            named.setdefault(folded.rpartition("/")[2], []).append(File(folded, path))
        by_name = {name: _named(files) for name, files in named.items()}
        return cls(ordered, by_name)

    def with_moved(self, moved: Mapping[str, str]) -> Files:
        """The files once those in `moved` have their new paths.

        >>> Files.of(["a.md", "b.md"]).with_moved({"a.md": "x/c.md"}).paths
        ('b.md', 'x/c.md')
        """
        return Files.of(moved.get(path, path) for path in self.paths)


def _named(files: list[File]) -> File | Namesakes:
    return files[0] if len(files) == 1 else _namesakes(files)


def _namesakes(files: list[File]) -> Namesakes:
    return Namesakes(tuple(sorted(files)), tuple(sorted(files, key=_back)), _shortest(files))


def _front(file: File) -> str:
    return file.folded


def _back(file: File) -> str:
    return file.folded[::-1]


def resolve(linkpath: str, source: str, files: Files) -> Resolution:
    """The file that `linkpath` means in a link that stands in the file `source`.

    A subpath behind `#` is left out; nothing before it means `source` itself.
    Blanks around the linkpath count only where a name has them.

    >>> files = Files.of(["Note.md", "a/b/Note.md", "a/b/c.md", "x/Log.md", "y/Log.md"])
    >>> resolve("note", "a/b/c.md", files).path, resolve("./Note", "a/b/c.md", files).path
    ('Note.md', 'a/b/Note.md')
    >>> resolve("Log", "Note.md", files)
    Resolution(path='x/Log.md', ties=('y/Log.md',))
    """
    wanted = _composed(linkpath.partition("#")[0])
    if not wanted:
        return Resolution(source)
    found = _resolve(wanted, source, files)
    trimmed = wanted.strip()
    if found.path is None and trimmed and trimmed != wanted:
        return _resolve(trimmed, source, files)
    return found


def _resolve(linkpath: str, source: str, files: Files) -> Resolution:
    wanted = linkpath.lower()
    name = wanted.rpartition("/")[2]
    named = files.by_name.get(name) if "." in name else None
    if named is None:
        # Put behind it first: how a Greek letter is lowered depends on what follows it.
        wanted = (linkpath + _NOTE).lower()
        named = files.by_name.get(wanted.rpartition("/")[2])
    if named is None:
        return UNRESOLVED
    if isinstance(named, File):
        if "/" not in wanted or named.folded == wanted:
            return Resolution(named.path)
        named = _namesakes([named])
    folder = fold(source.rpartition("/")[0])
    if wanted.startswith(("./", "../")):
        wanted = _joined(folder, wanted)
    rooted = wanted.startswith("/")
    wanted = wanted.removeprefix("/")
    exact = _between(named.forward, wanted, wanted + "\0")
    return _shortest(exact) if exact or rooted else _nearest(wanted, folder, named)


def _joined(folder: str, wanted: str) -> str:
    """A path that starts with dots, from the vault's root; above the root there is nothing.

    >>> _joined("a/b", "../x/y.md"), _joined("a", ".././../y.md")
    ('a/x/y.md', 'y.md')
    """
    while wanted.startswith(("./", "../")):
        dots, _, wanted = wanted.partition("/")
        if dots == "..":
            folder = folder.rpartition("/")[0]
    return f"{folder}/{wanted}" if folder else wanted


def _nearest(wanted: str, folder: str, named: Namesakes) -> Resolution:
    """Those in the source's own folder and below it come first, then the shortest path.

    No link is compared with all files of a name, however many there are.
    """
    prefix = f"{folder}/" if folder else ""
    if "/" not in wanted:
        own = _between(named.forward, prefix, f"{folder}0") if folder else ()
        return _shortest(own) if own else named.shortest
    end = wanted[::-1]
    fits = _between(named.backward, end, end + _LAST, _back)
    return _shortest([file for file in fits if file.folded.startswith(prefix)] or fits)


def _between(
    files: tuple[File, ...], low: str, high: str, key: Callable[[File], str] = _front
) -> tuple[File, ...]:
    """The files whose `key`, by which they are sorted, is at least `low` and less than `high`."""
    return files[bisect_left(files, low, key=key) : bisect_left(files, high, key=key)]


def _shortest(files: Sequence[File]) -> Resolution:
    if not files:
        return UNRESOLVED
    shortest = min(_length(file.path) for file in files)
    first, *ties = sorted(file.path for file in files if _length(file.path) == shortest)
    return Resolution(first, tuple(ties))


def _length(path: str) -> int:
    """The length of a path as Obsidian counts it: composed, in UTF-16 code units."""
    if path.isascii():
        return len(path)
    path = unicodedata.normalize("NFC", path)
    return len(path) + sum(char > "\uffff" for char in path)


def exact_path(path: str, files: Files) -> str | None:
    """The file at `path` itself, in whatever Unicode form: what a canvas' file node means.

    >>> exact_path("x/a.md", Files.of(["x/a.md"])), exact_path("a.md", Files.of(["x/a.md"]))
    ('x/a.md', None)
    """
    wanted = unicodedata.normalize("NFC", path)
    folded = fold(path)
    named = files.by_name.get(folded.rpartition("/")[2])
    if isinstance(named, Namesakes):
        alike = _between(named.forward, folded, folded + "\0")
    else:
        alike = (named,) if named else ()
    same = (one.path for one in alike if unicodedata.normalize("NFC", one.path) == wanted)
    return next(same, None)


def fold(text: str) -> str:
    r"""A path or linkpath as Obsidian compares it: composed, no-break spaces as spaces, lower case.

    >>> fold("Cafe\u0301\u00a0STRASSE/Groß.MD")
    'café strasse/groß.md'
    """
    return _composed(text).lower()


def _composed(text: str) -> str:
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("\u00a0", " ").replace("\u202f", " ")
