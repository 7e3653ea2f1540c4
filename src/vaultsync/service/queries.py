"""What can be asked of a vault; nothing here writes, and what can't be read is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from vaultsync.model.checking.findings import Finding
from vaultsync.model.entry import TagEntry
from vaultsync.model.linking.backlink_rows import Backlink
from vaultsync.model.linking.destinations import GraphLink, destinations
from vaultsync.model.linking.link_graph import LinkGraph
from vaultsync.model.linking.link_rows import LinkRow
from vaultsync.model.linking.resolution import Files, resolve
from vaultsync.model.note import Note
from vaultsync.model.progress.measure import Policy, Progress
from vaultsync.model.task_rows import TaskFilter, TaskRow
from vaultsync.service import asking
from vaultsync.service.asking import AliasRow, PropertyCount
from vaultsync.service.names import linkpath_of
from vaultsync.service.sources import Sources

if TYPE_CHECKING:
    from vaultsync.model.diffing.diff import Diff
    from vaultsync.service.overview import Overview
    from vaultsync.service.vault import Vault

__all__ = ["Queries"]


class Queries:
    """The questions to a `Vault`: their answers are those of the commands of the same names.

    A note or file is named as on the command line, by a path, or by a `Note`.
    Names that mean nothing raise `NoteNotFoundError`, those that mean several
    `AmbiguousNoteError`.

    >>> from vaultsync import Vault
    >>> vault = Vault.open("examples/vault")
    >>> [task.line for task in vault.tasks("Langchain", todo=True, under="Learn")]
    [18, 20, 21, 22]
    >>> vault.resolve("rag#Use"), vault.resolve("MLOps")
    ('Topics/RAG.md', None)
    """

    def tasks(
        self,
        *names: str,
        todo: bool = False,
        done: bool = False,
        status: str | None = None,
        under: str | None = None,
        tag: str | None = None,
    ) -> Iterator[TaskRow]:
        """The tasks of notes and folders, of all without names, by path and line.

        `todo` are boxes that aren't checked, `done` those that are, `status` is
        the character in the box; `under` a heading in any case, `tag` a tag with
        what is nested in it. Raises `ValueError` for what no task can be.

        >>> from vaultsync import Vault
        >>> vault = Vault.open("examples/vault")
        >>> dated = [task for task in vault.tasks(todo=True) if "due" in task.fields]
        >>> min(dated, key=lambda task: task.fields["due"]).path
        'Daily/2026-11-20.md'
        """
        wanted = TaskFilter(todo, done, status, under, tag)
        if fault := wanted.fault():
            raise ValueError(fault)
        return asking.tasks(self._sources(), names, wanted)

    def links(self, name: str | Note | None = None) -> Iterator[LinkRow]:
        """The links of a note or canvas, of all without one, each with the file that it means.

        >>> from vaultsync import Vault
        >>> link = next(Vault.open("examples/vault").links("Langchain"))
        >>> link.line, link.raw, link.resolved
        (8, '[[AI Engineer Roadmap]]', 'AI Engineer Roadmap.md')
        """
        sources = self._sources()
        return asking.links(sources, None if name is None else _path(sources, name))

    def backlinks(self, name: str | Note) -> Iterator[Backlink]:
        """The links to a note or another file, with their lines and the headings above them.

        >>> from vaultsync import Vault
        >>> [(link.source, link.line) for link in Vault.open("examples/vault").backlinks("Week 47")]
        [('Daily/2026-11-20.md', 11), ('Home.md', 32)]
        """
        sources = self._sources()
        return asking.backlinks(sources, _path(sources, name))

    def mentions(self, name: str | Note) -> Iterator[Backlink]:
        """Where notes say a note's name or one of its aliases without linking to it.

        >>> from vaultsync import Vault
        >>> mention = next(Vault.open("examples/vault").mentions("Español paso a paso"))
        >>> mention.source, mention.line, mention.raw, mention.kind
        ('Daily/2026-11-20.md', 17, 'Spanish', 'mention')
        """
        sources = self._sources()
        return asking.mentions(sources, _path(sources, name))

    def resolve(
        self, link: GraphLink | str, source: str | Note = "", *, files: Files | None = None
    ) -> str | None:
        """The path of the file that a link means which stands in the note `source`.

        `link` is a link of a note, or a text such as `RAG#Use` or `[[RAG|it]]`;
        without `source` it stands at the vault's root. None where it leads to
        no file. Give `files` (`vault.files()`) where many are asked for: else
        each looks at the vault anew.
        """
        files = files or cast("Vault", self).files()
        path = source.path if isinstance(source, Note) else source
        if isinstance(link, str):
            return resolve(linkpath_of(link), path, files).path or None
        return destinations(files)(link, path).path

    def unresolved(self) -> Iterator[LinkRow]:
        """The links that lead to no file.

        >>> from vaultsync import Vault
        >>> [link.target for link in Vault.open("examples/vault").unresolved()]
        ['MLOps', 'MLOps', 'Week 48']
        """
        return asking.unresolved(self._sources())

    def orphans(self, *, attachments: bool = False) -> tuple[str, ...]:
        """The paths of notes, or of all files, that no other note or canvas links to.

        >>> from vaultsync import Vault
        >>> Vault.open("examples/vault").orphans()
        ('Notes/Loose Thought.md',)
        """
        return self.graph().orphans(attachments=attachments)

    def deadends(self, *, attachments: bool = False) -> tuple[str, ...]:
        """The paths of notes, or of all files, without links to others."""
        return tuple(asking.deadends(self._sources(), attachments=attachments))

    def graph(self) -> LinkGraph:
        """Who links to whom, and how often."""
        return asking.graph(self._sources())

    def findings(self, *names: str) -> list[Finding]:
        """What `check` finds in notes, files and folders, in all without names.

        >>> from vaultsync import Vault
        >>> {one.code for one in Vault.open("examples/vault").findings("Plans")}
        {'broken-link'}
        """
        sources = self._sources()
        return asking.findings(sources, sources.within(names) if names else None)

    def tags(self, *names: str) -> list[TagEntry]:
        """The tags of notes and folders, of all without names, the most frequent first."""
        return asking.tags(self._sources(), names)

    def properties(self) -> list[PropertyCount]:
        """The properties of the vault's notes, the most frequent first."""
        return asking.properties(self._sources())

    def aliases(self, *names: str) -> list[AliasRow]:
        """The aliases of notes and folders, of all without names, by alphabet."""
        return asking.aliases(self._sources(), names)

    def progress(self, *names: str, policy: Policy | None = None) -> Progress:
        """How much is done in notes and folders, in all without names.

        `policy` says which boxes count, else the settings do.

        >>> from vaultsync import Vault
        >>> Vault.open("examples/vault").progress("Topics").total.percent
        40
        """
        return asking.progress(self._sources(), names, policy)

    def status(self) -> Overview:
        """The vault at a glance.

        >>> from vaultsync import Vault
        >>> seen = Vault.open("examples/vault").status()
        >>> seen.notes, seen.tasks, seen.unresolved
        (17, 221, 3)
        """
        from vaultsync.service.overview import overview

        return overview(self._sources())

    def diff(self, old: str = "HEAD", new: str | None = None) -> Diff:
        """What changed from the commit `old` to `new`, to the files as they are without it.

        Raises what `vaultsync.effects.git.errors` has, such as `NotARepositoryError`.
        """
        from vaultsync.service.past.comparing import compare

        return compare(cast("Vault", self), old, new).diff

    def _sources(self) -> Sources:
        return Sources(cast("Vault", self))


def _path(sources: Sources, name: str | Note) -> str:
    return name.path if isinstance(name, Note) else sources.find(name)
