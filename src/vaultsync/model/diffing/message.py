"""The commit message that says what changed, as its author would."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from vaultsync.model.diffing.diff import Diff, NoteDiff
from vaultsync.model.progress.counts import Counts

__all__ = ["commit_message", "files_message", "percents"]

_SUBJECT = 72  # characters
_LINES = 100
_QUOTED, _QUOTE = 3, 50
_VERBS = {
    "reopened": "reopen",
    "cancelled": "cancel",
    "added": "add",
    "removed": "remove",
    "moved": "move",
    "reworded": "reword",
    "fields": "change",
    "status": "change",
}
_NOTE_VERBS = {"added": "add", "renamed": "rename", "removed": "remove"}
_FILE_VERBS = {"added": "add", "changed": "update", "removed": "remove"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def commit_message(diff: Diff) -> str:
    """A subject of at most 72 characters, and a line for each note where there is more to say.

    Notes with the property `private: true` are not named or quoted.

    >>> note = NoteDiff("Topics/RAG.md", None, "added", False, None, Counts())
    >>> commit_message(Diff((note,)))
    'Add RAG'
    """
    if not diff.notes:
        return "Update notes"
    subject = _capital("; ".join(_summary(note) for note in diff.notes))
    if len(subject) > _SUBJECT:
        subject = _cut(_capital(_overview(diff)) if len(diff.notes) > 1 else subject, _SUBJECT)
    lines = [_line(note) for note in diff.notes]
    if len(lines) == 1 and not (diff.notes[0].tasks or diff.notes[0].links):
        return subject
    if len(lines) > _LINES:
        lines[_LINES:] = [f"- and {len(lines) - _LINES} more notes"]
    return f"{subject}\n\n" + "\n".join(lines)


def files_message(kinds: Mapping[str, str], what: str = "file", *, name: bool = True) -> str:
    """What happened to files of which nothing else can be said, by their paths.

    >>> files_message({"img/plan.png": "added"})
    'Add plan.png'
    >>> files_message({"a.png": "added", "b.png": "changed", "c.png": "changed"})
    'Add 1 file, update 2 files'
    """
    counts = Counter(kinds.values())
    if len(kinds) == 1 and name:
        (path,) = kinds
        said = [f"{_FILE_VERBS[kinds[path]]} {_clean(path.rpartition('/')[2])}"]
    else:
        said = [
            f"{verb} {counts[kind]} {what if counts[kind] == 1 else f'{what}s'}"
            for kind, verb in _FILE_VERBS.items()
            if counts[kind]
        ]
    subject = ", ".join(said)
    return _cut(subject[:1].upper() + subject[1:], _SUBJECT)


def _summary(note: NoteDiff) -> str:
    """`Roadmap: 3 tasks done (12% -> 14%)`, `add Agents`, `rename Agents`."""
    if note.kind != "changed":
        done = _done(note) if note.kind == "renamed" else ""
        return f"{_NOTE_VERBS[note.kind]} {_name(note)}" + (f", {done}" if done else "")
    return f"{_name(note)}: {_what(note)}"


def _what(note: NoteDiff) -> str:
    kinds = Counter(change.kind for change in note.tasks)
    done = _done(note)
    ticked = {change.line for change in note.tasks if change.kind in ("done", "reopened")}
    kinds["fields"] = sum(  # the date of a tick is no news
        change.kind == "fields" and change.line not in ticked for change in note.tasks
    )
    others = [f"{_VERBS[kind]} {_many(kinds[kind])}" for kind in _VERBS if kinds[kind]]
    parts = [done, *others] if done else others
    return ", ".join(parts or [_rest(note)])


def _rest(note: NoteDiff) -> str:
    """What to say where no task changed."""
    links = Counter(change.kind for change in note.links)
    for kind, verb in (("broken", "break"), ("added", "add"), ("removed", "remove")):
        if links[kind]:
            return f"{verb} {links[kind]} {'link' if links[kind] == 1 else 'links'}"
    return "edit headings" if note.headings else "edit"


def _done(note: NoteDiff) -> str:
    count = sum(change.kind == "done" for change in note.tasks)
    return f"{_many(count)} done{_percents(note.before, note.after)}" if count else ""


def percents(before: Counts | None, after: Counts | None) -> str:
    """How progress went, such as `12% -> 14%`; nothing where it didn't, or isn't known.

    >>> percents(Counts(50, 6, 44), Counts(50, 7, 43))
    '12% -> 14%'
    """
    old, new = before and before.percent, after and after.percent
    return f"{old}% -> {new}%" if old is not None and new is not None and old != new else ""


def _percents(before: Counts | None, after: Counts | None) -> str:
    said = percents(before, after)
    return f" ({said})" if said else ""


def _overview(diff: Diff) -> str:
    """All notes in numbers, for a subject that can't name them."""
    kinds = Counter(note.kind for note in diff.notes)
    tasks = Counter(change.kind for note in diff.notes for change in note.tasks)
    notes = [f"{kinds[kind]} {kind}" for kind in _NOTE_VERBS if kinds[kind]]
    lead = f"{len(diff.notes)} notes" + (f" ({', '.join(notes)})" if notes else "")
    if len(kinds) == 1 and notes:
        (kind,) = kinds
        lead = f"{_NOTE_VERBS[kind]} {len(diff.notes)} notes"
    said = [f"{_many(tasks[kind])} {kind}" for kind in ("done", "added", "removed") if tasks[kind]]
    if tasks["done"]:
        said[0] += _percents(diff.before, diff.after)
    return lead + (f": {', '.join(said)}" if said else "")


def _line(note: NoteDiff) -> str:
    """A line of the body: `- Roadmap: done "Read the paper"; 2 tasks moved (12% -> 14%)`."""
    kinds = Counter(change.kind for change in note.tasks if change.kind != "fields")
    said = [note.kind] if note.kind in ("added", "removed") else []
    if note.old_path:
        said.append("renamed" if note.private else f"renamed from {_clean(note.old_path)}")
    for kind, count in kinds.items():
        texts = [change.text for change in note.tasks if change.kind == kind and change.text]
        quoted = kind in ("done", "added") and texts and not note.private
        said.append(f"{kind} {_quotes(texts)}" if quoted else f"{_many(count)} {kind}")
    for kind, count in Counter(change.kind for change in note.links).items():
        said.append(f"{count} {'link' if count == 1 else 'links'} {kind}")
    return f"- {_name(note)}: {'; '.join(said) or _what(note)}{_percents(note.before, note.after)}"


def _quotes(texts: Sequence[str]) -> str:
    shown = ", ".join(f'"{_cut(_clean(text), _QUOTE)}"' for text in texts[:_QUOTED])
    more = len(texts) - _QUOTED
    return f"{shown} and {more} more" if more > 0 else shown


def _name(note: NoteDiff) -> str:
    if note.private:
        return "a private note"
    return _clean(note.path.rpartition("/")[2].removesuffix(".md"))


def _many(count: int) -> str:
    return f"{count} task" if count == 1 else f"{count} tasks"


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _capital(text: str) -> str:
    """Verbs begin a sentence; the name of a note stays as it is."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first in ("add", "remove", "rename", "a") else text
