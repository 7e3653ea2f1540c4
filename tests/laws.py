"""What holds for every note, whatever is in it. Each law raises `AssertionError`."""

from itertools import pairwise
from typing import Any

from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.elements import ListItem, Problem, Task
from vaultsync.syntax.task_edits import is_status, set_status
from vaultsync.text import Span, apply_edits, encode, split_lines

BOM = "\ufeff"


def read(raw: bytes) -> Note:
    """Read a note and hold it to all laws of a single note."""
    note = parse_note("note.md", raw)
    assert encode(note.text) == raw
    assert parse_note("note.md", raw) == note
    spans_lie_in_the_text(note)
    sections_stand_apart(note)
    items_have_parents(note)
    elements_are_what_their_spans_cover(note)
    lines, starts = split_lines(note.text)
    if note.text.startswith(BOM):
        lines[0], starts[0] = lines[0][1:], 1
    for task in note.tasks:
        task_is_its_line(task, note, lines, starts)
    return note


def spans_of(value: object) -> list[Span]:
    """All spans in an element, at any depth."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple | list):
        return [span for one in value for span in spans_of(one)]
    return []


def spans_lie_in_the_text(note: Note) -> None:
    for span in spans_of(note[2:]):
        assert 0 <= span.start <= span.end <= len(note.text)


def sections_stand_apart(note: Note) -> None:
    """Only a comment may stand in another section: in a list that goes on behind it."""
    for kinds in ({"comment"}, {section.type for section in note.sections} - {"comment"}):
        spans = [section.span for section in note.sections if section.type in kinds]
        assert all(one.end <= other.start for one, other in pairwise(spans))
    assert [section.span for section in note.sections] == sorted(s.span for s in note.sections)


def items_have_parents(note: Note) -> None:
    """A parent stands before its children; items are in the order of the note."""
    items = note.list_items
    assert all(one.span.start < other.span.start for one, other in pairwise(items))
    for index, item in enumerate(items):
        assert item.list_line <= item.line
        if item.parent is None:
            assert item.depth == 0
        else:
            parent: ListItem = items[item.parent]
            assert item.parent < index
            assert item.depth == parent.depth + 1
            assert parent.line <= item.line
        assert (item.task is None) == (item.status_span is None)
        if item.status_span:
            assert item.status_span.of(note.text) == item.task


def elements_are_what_their_spans_cover(note: Note) -> None:
    text = note.text
    body_links = [link for link in note.links if link.kind != "frontmatter"]
    for elements in (note.headings, body_links, note.tags, note.callouts, note.footnote_refs):
        starts = [element.span.start for element in elements]
        assert starts == sorted(starts)
    for link in body_links:
        assert link.span.of(text) == link.raw
        assert link.span.start <= link.target_span.start <= link.target_span.end <= link.span.end
    assert all(tag.span.of(text) == tag.tag for tag in note.tags)
    assert all(heading.text_span.of(text) == heading.text for heading in note.headings)
    assert all(block.id_span.of(text) == f"^{block.id}" for block in note.blocks)
    comments = [section.span.of(text) for section in note.sections if section.type == "comment"]
    assert all(one.startswith("%%") and one.endswith("%%") for one in comments)
    for one in note.regions:
        assert one.span.start <= one.body_span.start <= one.body_span.end <= one.span.end


def task_is_its_line(task: Task, note: Note, lines: list[str], starts: list[int]) -> None:
    row = task.line - 1
    assert task.raw == lines[row] == task.line_span.of(note.text)
    assert task.line_span.start == starts[row]
    assert task.status_span.of(note.text) == task.status == note.list_items[task.item].task
    assert task.text_span.of(note.text) == task.text == task.text.strip()
    for span in (task.status_span, task.text_span, *spans_of(task.fields)):
        assert task.line_span.start <= span.start <= span.end <= task.line_span.end
    assert note.text[task.status_span.start - 1] == "["
    assert note.text[task.status_span.end] == "]"
    parent = note.list_items[task.item].parent
    assert task.parent_line == (None if parent is None else note.list_items[parent].line)


def toggling_changes_one_character(note: Note, task: Task) -> None:
    """Nothing else changes in text, bytes or what is read; toggling back restores all."""
    status = "x" if task.status == " " else " "
    start, end = task.status_span
    after = apply_edits(note.text, set_status(task, status))
    assert after == note.text[:start] + status + note.text[end:]
    before, raw = encode(note.text), encode(after)
    at, width = len(encode(note.text[:start])), len(encode(task.status))
    assert raw == before[:at] + status.encode() + before[at + width :]
    again = parse_note(note.path, raw)
    assert again.text == after
    assert [one.item for one in again.tasks] == [one.item for one in note.tasks]
    for one, other in zip(again.tasks, note.tasks, strict=True):
        assert one == other or one.line == task.line
    toggled = next(one for one in again.tasks if one.item == task.item)
    assert toggled._replace(status=task.status, raw=task.raw) == task
    assert set_status(toggled, status) == []
    if is_status(task.status):
        assert apply_edits(after, set_status(toggled, task.status)) == note.text


def without_offsets(value: Any) -> Any:
    """An element without its spans, with all newlines alike."""
    if isinstance(value, Span):
        return None
    if isinstance(value, Problem):
        return value.code, value.line
    if isinstance(value, tuple | list):
        return [without_offsets(one) for one in value]
    if isinstance(value, dict):
        return {key: without_offsets(one) for key, one in value.items()}
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def newlines_make_no_difference(text: str) -> None:
    """LF, CRLF and CR: the same elements on the same lines. `text` has only LF."""
    note = read(encode(text))
    for newline in ("\r\n", "\r"):
        other = read(encode(text.replace("\n", newline)))
        assert without_offsets(other[2:]) == without_offsets(note[2:])


def a_final_newline_changes_no_task(text: str) -> None:
    assert read(encode(text + "\n")).tasks == read(encode(text)).tasks


def a_bom_moves_offsets_by_one(text: str) -> None:
    """All else is the same: the BOM belongs to no element."""
    note, marked = read(encode(text)), read(encode(BOM + text))
    assert without_messages(marked[2:]) == without_messages(moved_by_one(note[2:]))


def moved_by_one(value: Any) -> Any:
    if isinstance(value, Span):
        return Span(value.start + 1, value.end + 1)
    if isinstance(value, tuple):
        made = [moved_by_one(one) for one in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    return value


def without_messages(value: Any) -> Any:
    """Messages may name bytes."""
    if isinstance(value, Problem):
        return value.code, value.line, value.span
    return [without_messages(one) for one in value] if isinstance(value, tuple) else value
