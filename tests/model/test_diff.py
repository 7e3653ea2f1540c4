"""What changed: tables for notes, tasks, links and headings, and the messages made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents
from vaultsync.model.diffing.diff import Diff, Version, diff_of
from vaultsync.model.diffing.message import commit_message
from vaultsync.model.diffing.renames import renames
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import parse_note

Notes = dict[str, str]


def entry(path: str, text: str) -> NoteEntry:
    return entry_of(parse_note(path, text.encode("utf-8", "surrogatepass")))


def diff(old: Notes, new: Notes) -> Diff:
    """As the vault compares: what is equal on both sides is only looked at for its links."""
    same = {path for path in old if new.get(path) == old[path]}
    was = {path: text.encode("utf-8", "surrogatepass") for path, text in old.items()}
    now = {path: text.encode("utf-8", "surrogatepass") for path, text in new.items()}
    return diff_of(
        Version({p: entry(p, t) for p, t in old.items() if p not in same}, Files.of(old)),
        Version({p: entry(p, t) for p, t in new.items() if p not in same}, Files.of(new)),
        renames(
            {path: raw for path, raw in was.items() if path not in new},
            {path: raw for path, raw in now.items() if path not in old},
        ),
        [entry(path, old[path]) for path in sorted(same)],
    )


def tasks(old: str, new: str) -> list[tuple[object, ...]]:
    found = diff({"a.md": old}, {"a.md": new})
    return [(task.kind, task.line, task.text) for note in found.notes for task in note.tasks]


TASKS: dict[str, tuple[str, str, list[tuple[object, ...]]]] = {
    "done": ("- [ ] a\n", "- [x] a\n", [("done", 1, "a")]),
    "done-from-begun": ("- [/] a\n", "- [x] a\n", [("done", 1, "a")]),
    "other-x": ("- [x] a\n", "- [X] a\n", []),
    "reopened": ("- [x] a\n", "- [/] a\n", [("reopened", 1, "a")]),
    "begun": ("- [ ] a\n", "- [/] a\n", [("status", 1, "a")]),
    "cancelled": ("- [x] a\n", "- [-] a\n", [("cancelled", 1, "a")]),
    "added": ("", "- [ ] a\n", [("added", 1, "a")]),
    "removed": ("x\n- [ ] a\n", "x\n", [("removed", 2, "a")]),
    "reworded": (
        "- [ ] Read paper\n",
        "- [ ] Read the paper\n",
        [("reworded", 1, "Read the paper")],
    ),
    "moved": ("# A\n- [ ] a\n# B\n", "# A\n# B\n- [ ] a\n", [("moved", 3, "a")]),
    "under-a-renamed-heading": ("# A\n- [ ] a\n", "# Alpha\n- [ ] a\n", []),
    "field": ("- [ ] a\n", "- [ ] a 📅 2026-12-01\n", [("fields", 1, "a")]),
    "done-with-date": (
        "- [ ] a\n",
        "- [x] a ✅ 2026-12-01\n",
        [("done", 1, "a"), ("fields", 1, "a")],
    ),
    "only-text": ("- [ ] a\n", "words\n\n- [ ] a\n", []),
}


@pytest.mark.parametrize(("old", "new", "wanted"), TASKS.values(), ids=TASKS)
def test_tasks(old: str, new: str, wanted: list[tuple[object, ...]]) -> None:
    assert tasks(old, new) == wanted


def test_fields_with_their_values() -> None:
    (note,) = diff(
        {"a.md": "- [ ] a 📅 2026-12-01\n"}, {"a.md": "- [ ] a 📅 2026-12-02 ⏫\n"}
    ).notes
    assert {(one.name, one.before, one.after) for one in note.tasks[0].fields} == {
        ("due", "2026-12-01", "2026-12-02"),
        ("priority", None, "high"),
    }


def test_a_task_goes_to_another_note() -> None:
    (note, other) = diff(
        {"a.md": "# W\n- [ ] read it\nx\n", "b.md": "b\n"},
        {"a.md": "# W\nx\n", "b.md": "b\n- [x] read it\n"},
    ).notes
    assert note.tasks == ()
    assert [(one.kind, one.old_path, one.old_section) for one in other.tasks] == [
        ("done", None, None),
        ("moved", "a.md", ("W",)),
    ]


LINKS: dict[str, tuple[Notes, Notes, list[tuple[str, str, str, str | None]]]] = {
    "added": (
        {"a.md": "", "b.md": ""},
        {"a.md": "[[b]]", "b.md": ""},
        [("a.md", "added", "[[b]]", "b.md")],
    ),
    "added-to-nowhere": ({"a.md": ""}, {"a.md": "[[b]]"}, [("a.md", "added", "[[b]]", None)]),
    "removed": ({"a.md": "[[a]]"}, {"a.md": "x"}, [("a.md", "removed", "[[a]]", "a.md")]),
    "written-otherwise": ({"a.md": "[[b]]", "b.md": ""}, {"a.md": "[x](b.md)", "b.md": ""}, []),
    "other-heading": (
        {"a.md": "[[b#x]]", "b.md": ""},
        {"a.md": "[[b#y]]", "b.md": ""},
        [("a.md", "added", "[[b#y]]", "b.md"), ("a.md", "removed", "[[b#x]]", "b.md")],
    ),
    "broken-by-removal": (
        {"a.md": "[[b]]", "b.md": "x"},
        {"a.md": "[[b]]"},
        [("a.md", "broken", "[[b]]", "b.md")],
    ),
    "mended": (
        {"a.md": "[[b]]"},
        {"a.md": "[[b]]", "b.md": "x"},
        [("a.md", "mended", "[[b]]", "b.md")],
    ),
    "renamed-with-its-links": (
        {"a.md": "[[b]]", "b.md": "text"},
        {"a.md": "[[c]]", "c.md": "text"},
        [],
    ),
    "renamed-without": (
        {"a.md": "[[b]]", "b.md": "text"},
        {"a.md": "[[b]]", "c.md": "text"},
        [("a.md", "broken", "[[b]]", "b.md")],
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), LINKS.values(), ids=LINKS)
def test_links(old: Notes, new: Notes, wanted: list[tuple[str, str, str, str | None]]) -> None:
    found = [
        (note.path, one.kind, one.raw, one.resolved)
        for note in diff(old, new).notes
        for one in note.links
    ]
    assert found == wanted


HEADINGS: dict[str, tuple[str, str, list[tuple[str, str, str | None]]]] = {
    "none": ("# A\n", "# A\ntext\n", []),
    "added": ("# A\n", "# A\n## B\n", [("added", "B", None)]),
    "removed": ("# A\n# B\n", "# B\n", [("removed", "A", None)]),
    "renamed": ("# A\n# B\n", "# C\n# B\n", [("renamed", "C", "A")]),
    "another-level": ("# A\n", "## A\n", [("removed", "A", None), ("added", "A", None)]),
    "reordered": ("# A\n# B\n", "# B\n# A\n", []),
}


@pytest.mark.parametrize(("old", "new", "wanted"), HEADINGS.values(), ids=HEADINGS)
def test_headings(old: str, new: str, wanted: list[tuple[str, str, str | None]]) -> None:
    (note,) = diff({"a.md": old}, {"a.md": new}).notes
    assert [(one.kind, one.text, one.before) for one in note.headings] == wanted


KINDS: dict[str, tuple[Notes, Notes, list[tuple[str, str, str | None]]]] = {
    "same": ({"a.md": "x"}, {"a.md": "x"}, []),
    "changed": ({"a.md": "x"}, {"a.md": "y"}, [("a.md", "changed", None)]),
    "added": ({}, {"a.md": "x"}, [("a.md", "added", None)]),
    "removed": ({"a.md": "x"}, {}, [("a.md", "removed", None)]),
    "renamed": ({"a.md": "x"}, {"b/c.md": "x"}, [("b/c.md", "renamed", "a.md")]),
    "renamed-and-edited": (
        {"a.md": "one\ntwo\nthree\n"},
        {"b.md": "one\ntwo\nfour\n"},
        [("b.md", "renamed", "a.md")],
    ),
    "replaced": (
        {"a.md": "x"},
        {"b.md": "y"},
        [("a.md", "removed", None), ("b.md", "added", None)],
    ),
    "same-name-first": (
        {"a.md": "x"},
        {"b.md": "x", "z/a.md": "x"},
        [("b.md", "added", None), ("z/a.md", "renamed", "a.md")],
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), KINDS.values(), ids=KINDS)
def test_notes(old: Notes, new: Notes, wanted: list[tuple[str, str, str | None]]) -> None:
    assert [(one.path, one.kind, one.old_path) for one in diff(old, new).notes] == wanted


SIX = "".join(f"- [ ] task {n}\n" for n in range(6))
PRIVATE = "---\nprivate: true\n---\n"

MESSAGES: dict[str, tuple[Notes, Notes, str]] = {
    "nothing": ({}, {}, "Update notes"),
    "done": (
        {"Roadmap.md": SIX},
        {"Roadmap.md": SIX.replace("[ ]", "[x]", 3)},
        "Roadmap: 3 tasks done (0% -> 50%)\n\n"
        '- Roadmap: done "task 0", "task 1", "task 2" (0% -> 50%)',
    ),
    "one-with-date": (
        {"x/Roadmap.md": "- [ ] a\n- [ ] b\n"},
        {"x/Roadmap.md": "- [x] a ✅ 2026-11-02\n- [ ] b\n"},
        'Roadmap: 1 task done (0% -> 50%)\n\n- Roadmap: done "a" (0% -> 50%)',
    ),
    "added-and-renamed": (
        {"Langchain.md": "x\n", "Bots.md": "some\ntext\n"},
        {"Langchain.md": "x\n- [ ] a\n- [ ] b\n", "Agents.md": "some\ntext\n"},
        "Rename Agents; Langchain: add 2 tasks\n\n"
        '- Agents: renamed from Bots.md\n- Langchain: added "a", "b"',
    ),
    "note-added": ({}, {"Agents.md": "text"}, "Add Agents"),
    "note-removed": ({"Agents.md": "text"}, {}, "Remove Agents"),
    "only-text": ({"a.md": "x"}, {"a.md": "y"}, "a: edit"),
    "links": (
        {"Home.md": ""},
        {"Home.md": "[[a]] [[b]]"},
        "Home: add 2 links\n\n- Home: 2 links added",
    ),
    "private": (
        {"Secret plan.md": f"{PRIVATE}- [ ] secret\n- [ ] other\n"},
        {"Secret plan.md": f"{PRIVATE}- [x] secret\n- [ ] other\n"},
        "A private note: 1 task done (0% -> 50%)\n\n- a private note: 1 task done (0% -> 50%)",
    ),
    "private-once": (
        {"Secret.md": f"{PRIVATE}- [ ] secret\n"},
        {"Secret.md": "- [ ] secret\n- [ ] more\n"},
        "A private note: add 1 task\n\n- a private note: 1 task added",
    ),
    "more-than-quoted": (
        {"a.md": SIX},
        {"a.md": SIX.replace("[ ]", "[x]")},
        "a: 6 tasks done (0% -> 100%)\n\n"
        '- a: done "task 0", "task 1", "task 2" and 3 more (0% -> 100%)',
    ),
}


@pytest.mark.parametrize(("old", "new", "wanted"), MESSAGES.values(), ids=MESSAGES)
def test_messages(old: Notes, new: Notes, wanted: str) -> None:
    assert commit_message(diff(old, new)) == wanted


def test_a_message_for_many_notes_counts() -> None:
    old = {f"Note with a name {n}.md": f"note {n}\n- [ ] a {n}\n- [ ] b {n}\n" for n in range(120)}
    new = {path: text.replace("[ ] a", "[x] a") for path, text in old.items()}
    subject, blank, *lines = commit_message(diff(old, new)).split("\n")
    assert (subject, blank) == ("120 notes: 120 tasks done (0% -> 50%)", "")
    assert len(lines) == 101
    assert lines[-1] == "- and 20 more notes"


def test_a_private_note_leaks_nothing() -> None:
    old = {"Salary.md": f"{PRIVATE}# Boss\n- [ ] ask for more\n", "a.md": "- [ ] x\n"}
    new = {"Pay.md": f"{PRIVATE}# Chief\n- [x] ask for more\n- [ ] wait\n", "a.md": "- [x] x\n"}
    message = commit_message(diff(old, new))
    assert not [word for word in ("Salary", "Pay", "for more", "wait", "Chief") if word in message]


def test_nothing_in_a_message_ends_a_line() -> None:
    found = commit_message(diff({}, {"new\nline\x1b.md": "- [ ] a\u2028b\x85\n"}))
    assert len(found.split("\n")) == 3
    assert found.isprintable() or found.replace("\n", "").isprintable()


@given(documents)
def test_equal_notes_do_not_differ(text: str) -> None:
    assert diff({"a.md": text}, {"a.md": text}).notes == ()
    one = entry("a.md", text)
    files = Files.of(["a.md"])
    (note,) = diff_of(Version({"a.md": one}, files), Version({"a.md": one}, files), {}).notes
    assert (note.tasks, note.links, note.headings) == ((), (), ())
    assert note.before == note.after


@given(st.lists(st.text("abx- []#\n", max_size=20), max_size=4), st.data())
def test_messages_are_of_one_form(texts: list[str], data: st.DataObject) -> None:
    old = {f"{n}.md": text for n, text in enumerate(texts)}
    new = {f"{data.draw(st.integers(0, 5))}.md": data.draw(documents) for _ in texts}
    subject, *rest = commit_message(diff(old, new)).split("\n")
    assert 0 < len(subject) <= 72
    assert not rest or (rest[0] == "" and all(line.startswith("- ") for line in rest[1:]))
