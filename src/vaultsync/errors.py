"""The errors of vaultsync, named by what the caller can do about them.

Each carries its facts as attributes and says one sentence: which file, which
line, what was not done, what to do.
"""

from __future__ import annotations

__all__ = [
    "AmbiguousNoteError",
    "ConfigError",
    "EditedRegionError",
    "InvalidEditError",
    "JournalError",
    "NotATaskError",
    "NoteBusyError",
    "NoteEncodingError",
    "NoteNotFoundError",
    "NothingToUndoError",
    "OutsideVaultError",
    "PartlyWrittenError",
    "ReportTemplateError",
    "StaleNoteError",
    "TooLargeError",
    "UneditableError",
    "UnreadableNoteError",
    "UnsafeEditError",
    "VaultBusyError",
    "VaultNotFoundError",
    "VaultsyncError",
    "WriteFailedError",
]


class VaultsyncError(Exception):
    """Base of every error that vaultsync raises on purpose.

    `exit_code` is what the command line returns: 1 refused or failed, 2 usage.
    """

    exit_code = 1


class _AboutNoteError(VaultsyncError):
    """`path` of the note, `reason` as the end of a sentence, `line` from 1 where there is one."""

    lead = ""
    ending = ""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        super().__init__(path, reason, line)
        self.path = path
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{where}: {self.lead}{self.reason}{self.ending}"


class InvalidEditError(VaultsyncError):
    """Edits overlap or lie outside the text. A bug in the caller: nothing was changed."""


class NoteNotFoundError(VaultsyncError):
    """No note of that name. Check the spelling or name another vault."""

    exit_code = 2

    def __init__(self, name: str, vault: str) -> None:
        super().__init__(name, vault)
        self.name = name
        self.vault = vault

    def __str__(self) -> str:
        return f"no note {self.name!r} in the vault {self.vault}"


class AmbiguousNoteError(VaultsyncError):
    """Several notes fit the name. Name one of `candidates` by its path."""

    exit_code = 2

    def __init__(self, name: str, candidates: list[str]) -> None:
        super().__init__(name, candidates)
        self.name = name
        self.candidates = candidates

    def __str__(self) -> str:
        return f"{self.name!r} is ambiguous; name one of: {', '.join(self.candidates)}"


class VaultNotFoundError(VaultsyncError):
    """There is no vault where one was named."""

    exit_code = 2

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class OutsideVaultError(VaultsyncError):
    """The path leads out of the vault. Nothing was read or written."""

    exit_code = 2

    def __init__(self, path: str, vault: str) -> None:
        super().__init__(path, vault)
        self.path = path
        self.vault = vault

    def __str__(self) -> str:
        return f"{self.path}: leads out of the vault {self.vault}; refused"


class UnreadableNoteError(_AboutNoteError):
    """The file can't be read as a note: a directory, no permission, too large, not a file."""


class TooLargeError(UnreadableNoteError):
    """The file is larger than any that is read."""


class NoteBusyError(UnreadableNoteError):
    """Another program keeps the file open for writing. Try again when it is done."""

    ending = "; nothing written, try again"


class NoteEncodingError(VaultsyncError):
    """The note isn't valid UTF-8. Nothing was written; edit it as bytes if you mean to."""

    def __init__(self, path: str, offset: int) -> None:
        super().__init__(path, offset)
        self.path = path
        self.offset = offset

    def __str__(self) -> str:
        return (
            f"{self.path}: not valid UTF-8 at byte {self.offset}; nothing written "
            "(--bytes edits it all the same and keeps those bytes)"
        )


class NotATaskError(_AboutNoteError):
    """There is no task on that line."""

    ending = "; nothing written"


class StaleNoteError(_AboutNoteError):
    """The note or the task isn't what it was. Read it again, then decide."""

    ending = "; nothing written"


class UneditableError(_AboutNoteError):
    """The edit can't be made without changing what else the note says. Edit it by hand."""

    ending = "; nothing written"


class EditedRegionError(VaultsyncError):
    """Somebody has written into a region that vaultsync keeps. Their text is left as it is."""

    def __init__(self, path: str, line: int) -> None:
        super().__init__(path, line)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: the text between the markers was edited by hand; nothing "
            "written (move it out of the markers, or pass --overwrite)"
        )


class WriteFailedError(_AboutNoteError):
    """The file system refused. What was there is there still."""

    lead = "not written, nothing has changed: "


class UnsafeEditError(_AboutNoteError):
    """The edit would change how other parts of the note are read.

    `kept` is the folder outside the vault with the text before and after, None
    where they couldn't be kept.
    """

    ending = "; nothing written"

    def __init__(
        self, path: str, reason: str, line: int | None = None, kept: str | None = None
    ) -> None:
        super().__init__(path, reason, line)
        self.kept = kept

    def __str__(self) -> str:
        said = super().__str__()
        return f"{said}; the text before and after is in {self.kept}" if self.kept else said


class VaultBusyError(VaultsyncError):
    """Another vaultsync is writing to the vault. Try again."""

    def __str__(self) -> str:
        return "another vaultsync is writing to this vault; nothing written, try again"


class JournalError(VaultsyncError):
    """The journal of what was written can't be read or kept: there is no undo."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the journal can't be used: {self.reason}; nothing written"


class NothingToUndoError(VaultsyncError):
    """vaultsync has written nothing to this vault in the last seven days, or all is taken back."""

    def __str__(self) -> str:
        return "there is nothing to undo"


class PartlyWrittenError(_AboutNoteError):
    """A write of several notes failed, and some of them couldn't get their old bytes back yet."""

    lead = "not written: "
    ending = "; what was written before it is taken back at the next start"


class ReportTemplateError(_AboutNoteError):
    """The template of the report can't be used as it stands."""

    ending = "; nothing written"


class ConfigError(_AboutNoteError):
    """The configuration can't be used as it stands."""

    exit_code = 2
