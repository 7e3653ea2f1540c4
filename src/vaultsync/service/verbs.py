"""What can be planned on the notes of a vault: each verb gives a changeset and writes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from vaultsync.model import edits
from vaultsync.model.changes import Changeset, change
from vaultsync.model.note import Note
from vaultsync.service.config import Config
from vaultsync.syntax.task_edits import set_status

if TYPE_CHECKING:
    from vaultsync.service.vault import Vault
    from vaultsync.syntax.elements import Link, Task, Value

__all__ = ["Verbs"]


class Verbs:
    """The verbs of a `Vault`, by its settings.

    All raise `UneditableError` for what can't be done without changing what
    else the note says, and `ValueError` for what can never be written. Nothing
    to do is an empty changeset.

    >>> from vaultsync import Vault
    >>> vault = Vault.open("examples/vault")
    >>> note = vault.note("Langchain")
    >>> bool(vault.complete(note, note.tasks[0], on=date(2026, 12, 1)))
    False
    """

    config: Config

    def set_status(self, note: Note, task: Task, status: str) -> Changeset:
        """Put a character into a task's box."""
        return change(note, set_status(task, status))

    def complete(
        self, note: Note, task: Task, *, on: date | None = None, cascade: bool = False
    ) -> Changeset:
        """Tick a task's box; with the day `on`, write that, too.

        With `cascade` the open boxes under it are ticked as well.
        """
        under = edits.still_open(note, task, self.config.statuses) if cascade else []
        how = {"on": on, **self._fields()}
        return change(note, [e for one in (task, *under) for e in edits.complete(note, one, **how)])

    def reopen(self, note: Note, task: Task, *, dates: bool = False) -> Changeset:
        """Clear a task's box; with `dates`, take the day of its completion away."""
        return change(note, edits.reopen(note, task, dates=dates, **self._fields()))

    def set_field(self, note: Note, task: Task, name: str, value: str | None) -> Changeset:
        """Give a task's field a value, as the contract names fields; None removes it."""
        fmt = self.config.fields
        if value is None:
            return change(note, edits.remove_field(note, task, name, fmt))
        return change(note, edits.set_field(note, task, name, value, fmt))

    def set_text(self, note: Note, task: Task, text: str) -> Changeset:
        """Give a task another text; its box, block id and what is under it stay."""
        return change(note, edits.set_text(note, task, text))

    def add_task(self, note: Note, text: str, *, status: str = " ", **place: Any) -> Changeset:
        """Add a task that looks like its neighbours.

        Its place is one of `under` (a heading; with `first` at its top),
        `after` a task, or `child_of` one; without any, the end of the note.
        """
        return change(note, edits.add_task(note, text, status=status, **place))

    def remove_task(self, note: Note, task: Task) -> Changeset:
        """Remove a task with everything under it."""
        return change(note, edits.remove_task(note, task))

    def move_task(
        self, note: Note, task: Task, *, to: Note | None = None, **place: Any
    ) -> Changeset:
        """Move a task with everything under it, within its note or `to` another."""
        if to is None or to.path == note.path:
            return change(note, edits.move_task(note, task, **place))
        removal, arrival = edits.move_between(note, task, to, **place)
        return Changeset((*change(to, arrival).changes, *change(note, removal).changes))

    def set_property(self, note: Note, key: str, value: Value) -> Changeset:
        """Give a property a value; the rest of the front matter keeps its bytes."""
        return change(note, edits.set_property(note, key, value))

    def remove_property(self, note: Note, key: str) -> Changeset:
        """Remove a property with its lines."""
        return change(note, edits.remove_property(note, key))

    def add_to_property(self, note: Note, key: str, *items: Value) -> Changeset:
        """Put elements at the end of a list, those left out that it has."""
        return change(note, edits.add_to_property(note, key, *items))

    def remove_from_property(self, note: Note, key: str, *items: Value) -> Changeset:
        """Take elements out of a list."""
        return change(note, edits.remove_from_property(note, key, *items))

    def append(self, note: Note, text: str) -> Changeset:
        """Put a text at the end of a note; nothing where it ends so."""
        return change(note, edits.append(note, text))

    def prepend(self, note: Note, text: str) -> Changeset:
        """Put a text at the start of a note's body; nothing where it begins so."""
        return change(note, edits.prepend(note, text))

    def retarget(
        self, note: Note, link: Link, target: str, subpath: str | None = None
    ) -> Changeset:
        """Point a link somewhere else, in its own style; None keeps its subpath."""
        return change(note, edits.retarget(note, link, target, subpath))

    def set_region(self, note: Note, name: str, text: str, *, overwrite: bool = False) -> Changeset:
        """Replace what stands between the markers of a managed region."""
        return change(note, edits.set_region(note, name, text, overwrite=overwrite))

    def rename(self, name: str, new_name: str) -> Changeset:
        """Give a note, another file, a folder, or with `NOTE#Heading` a heading, another name.

        Every link that means it goes on to mean it, and so do the links of
        others whose target would change. Raises what `find` raises, and
        `UneditableError` where the name is taken or no link could hold it.

        >>> from vaultsync import Vault
        >>> plan = Vault.open("examples/vault").rename("RAG", "Retrieval")
        >>> plan.move.new, len(plan.changes) > 3
        ('Topics/Retrieval.md', True)
        """
        from vaultsync.service.renaming import rename

        return rename(cast("Vault", self), name, new_name)

    def move(self, name: str, folder: str) -> Changeset:
        """Take a note, another file or a folder to `folder`, "/" for the root.

        As `rename`; a folder that isn't there is made.
        """
        from vaultsync.service.renaming import move

        return move(cast("Vault", self), name, folder)

    def _fields(self) -> dict[str, Any]:
        return {"fmt": self.config.fields, "statuses": self.config.statuses}
