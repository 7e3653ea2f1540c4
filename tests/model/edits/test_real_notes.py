"""Tasks of real notes: each gets a sister and a child, is removed, is moved; the laws hold."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vaultsync.model.edits.add import add_task
from vaultsync.model.edits.move import move_task
from vaultsync.model.edits.remove import remove_task
from vaultsync.model.edits.rows import subtree
from vaultsync.model.note import Note, parse_note
from vaultsync.text import apply_edits, encode

# Every so many tasks of a note, as more would take longer and say the same.
STEP = 23


def notes(shared: Path) -> Iterator[Note]:
    paths = [*(shared / "vaults" / "obsidian-help-en").rglob("*.md"), *shared.glob("seeds/*.md")]
    for path in sorted(paths):
        note = parse_note(path.name, path.read_bytes())
        if note.tasks:
            yield note


def said(note: Note) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [(one.status, one.text, one.depth, one.section) for one in note.tasks]


def test_a_sister_and_a_child(shared: Path) -> None:
    for note in notes(shared):
        for task in note.tasks[::STEP]:
            places: list[dict[str, Any]] = [{"after": task}, {"child_of": task}]
            for place in places:
                edits = add_task(note, "A new task", **place)
                after = parse_note(note.path, encode(apply_edits(note.text, edits)))
                new = next(one for one in after.tasks if one.text == "A new task")
                assert new.depth == task.depth + ("child_of" in place)
                assert new.parent_line == (task.line if "child_of" in place else task.parent_line)
                assert [one for one in said(after) if one[1] != "A new task"] == said(note)
                (name,) = place
                again: dict[str, Any] = {name: after.task_at(task.line)}
                assert add_task(after, "A new task", **again) == []
                assert apply_edits(after.text, remove_task(after, new)) == note.text


def test_under_each_heading(shared: Path) -> None:
    for note in notes(shared):
        for index, heading in enumerate(note.headings[::STEP]):
            path = "#".join(_path(note, index * STEP))
            for first in (False, True):
                edits = add_task(note, "A new task", under=path, first=first)
                after = parse_note(note.path, encode(apply_edits(note.text, edits)))
                new = next(one for one in after.tasks if one.text == "A new task")
                assert new.section[-1] == heading.text
                assert [one for one in said(after) if one[1] != "A new task"] == said(note)


def _path(note: Note, index: int | None) -> list[str]:
    if index is None:
        return []
    heading = note.headings[index]
    return [*_path(note, heading.parent), heading.text.replace("#", " ")]


def test_removed(shared: Path) -> None:
    for note in notes(shared):
        for task in note.tasks[::STEP]:
            edits = remove_task(note, task)
            after = parse_note(note.path, encode(apply_edits(note.text, edits)))
            (((start, end), _),) = edits
            kept = [one for one in note.tasks if not start <= one.status_span.start < end]
            assert said(after) == said(note._replace(tasks=tuple(kept)))


def test_moved(shared: Path) -> None:
    for note in notes(shared):
        target = note.tasks[len(note.tasks) // 2]
        for task in note.tasks[::STEP]:
            if target.item in subtree(note, task.item):
                continue
            places: list[dict[str, Any]] = [{"after": target}, {"child_of": target}, {}]
            for place in places:
                edits = move_task(note, task, **place)
                after = parse_note(note.path, encode(apply_edits(note.text, edits)))
                assert sorted(one.text for one in after.tasks) == sorted(
                    one.text for one in note.tasks
                )
                texts = [one.text for one in note.tasks if one.item in subtree(note, task.item)]
                at = next(i for i, one in enumerate(after.tasks) if one.text == texts[0])
                assert [one.text for one in after.tasks[at : at + len(texts)]] == texts
