"""Messages of commits: what their trees differ in, in the words of the vault."""

import platform
from pathlib import Path

import pytest

from tests.effects.repositories import git
from tests.service.committing import Notes, committed, new_vault

PLAN = "# Plan\n- [ ] Read the paper\n- [ ] Write\n- [x] Think\n"
PRIVATE = "---\nprivate: true\n---\n- [ ] Quit the job\n"
BEFORE: Notes = {
    "Plan.md": PLAN,
    "Old.md": "A long text\nthat is known again\n",
    "Topic.md": "# T\n[[Plan]]\n",
    "Secrets.md": PRIVATE,
    "img/plan.png": b"\x89PNG\0",
    "Progress.md": "before\n",
    ".obsidian/app.json": "{}",
    "vaultsync.toml": "",
}

Case = tuple[Notes, str]
CASES: dict[str, Case] = {
    "task-done": (
        {"Plan.md": PLAN.replace("[ ] Read", "[x] Read")},
        'Plan: 1 task done (33% -> 66%)\n\n- Plan: done "Read the paper" (33% -> 66%)',
    ),
    "tasks-added": (
        {"Plan.md": PLAN + "- [ ] a\n- [ ] b\n"},
        'Plan: add 2 tasks\n\n- Plan: added "a", "b" (33% -> 20%)',
    ),
    "note-added": ({"New.md": "# New\n"}, "Add New"),
    "note-removed": ({"Old.md": None}, "Remove Old"),
    "note-renamed": (
        {"Old.md": None, "sub/New.md": BEFORE["Old.md"]},
        "Rename New",
    ),
    "text-edited": ({"Topic.md": "# T\n[[Plan]] more\n"}, "Topic: edit"),
    "attachment-added": ({"img/new.png": b"\x89PNG\0\1"}, "Add new.png"),
    "attachment-changed": ({"img/plan.png": b"\x89PNG\0\1"}, "Update plan.png"),
    "attachments": (
        {"img/plan.png": None, "img/a.png": b"a", "img/b.png": b"b"},
        "Add 2 files, remove 1 file",
    ),
    "settings": ({".obsidian/app.json": '{"a": 1}'}, "Update app.json"),
    "own-settings": ({"vaultsync.toml": "[tasks]\ndone_date = false\n"}, "Update vaultsync.toml"),
    "private-changed": (
        {"Secrets.md": PRIVATE.replace("[ ]", "[x]")},
        "A private note: 1 task done (0% -> 100%)\n\n- a private note: 1 task done (0% -> 100%)",
    ),
    "private-added": ({"Affair.md": PRIVATE + "more\n"}, "Add a private note\n\n- a private note:"),
    "private-removed": ({"Secrets.md": None}, "Remove a private note"),
    "private-renamed": (
        {"Secrets.md": None, "Affair.md": PRIVATE},
        "Rename a private note",
    ),
    "no-longer-private": (
        {"Secrets.md": "- [x] Quit the job\n"},
        "A private note: 1 task done (0% -> 100%)",
    ),
    "note-and-attachment": (
        {"New.md": "# New\n![[new.png]]\n", "img/new.png": b"n"},
        "Add New",
    ),
    "report-alone": ({"Progress.md": "after\n"}, "Update Progress"),
}


def changed(root: Path, notes: Notes) -> None:
    for name, text in notes.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_vault(tmp_path_factory.mktemp("messages"), BEFORE)


@pytest.fixture
def again(root: Path) -> Path:
    """The vault as it was: no test commits in it."""
    git(root, "checkout", "-q", "-f", "--", ".")
    git(root, "clean", "-q", "-d", "-f")
    return root


@pytest.mark.parametrize(("notes", "message"), CASES.values(), ids=list(CASES))
def test_message(again: Path, notes: Notes, message: str) -> None:
    changed(again, notes)
    found = committed(again, dry_run=True).message
    assert found.startswith(message)
    for word in ("Secrets", "Affair", "Quit"):  # private notes are neither named nor quoted
        assert word not in found


def test_note_of_which_nothing_is_known_is_not_named(again: Path) -> None:
    """It might be private: one that is too large is not read."""
    changed(again, {"Large.md": PRIVATE + "x" * 5_000_001})
    assert committed(again, dry_run=True).message == "Add 1 note"


def test_all_at_once(again: Path) -> None:
    changed(
        again,
        {
            "Plan.md": PLAN.replace("[ ] Write", "[x] Write"),
            "Secrets.md": PRIVATE + "- [ ] more\n",
            "New.md": "",
            "img/new.png": b"n",
        },
    )
    assert committed(again, dry_run=True).message.split("\n") == [
        "Add New; Plan: 1 task done (33% -> 66%); a private note: add 1 task",
        "",
        "- New: added",
        '- Plan: done "Write" (33% -> 66%)',
        "- a private note: 1 task added",
        "- Add new.png",
    ]


TEMPLATES = {
    "subject-alone": ("{subject}", "Plan: 1 task done (33% -> 66%)"),
    "counts": ("{notes} of {files}: {done} done, {added} added", "1 of 2: 1 done, 0 added"),
    "progress": ("vault: {percent}", "vault: 33% -> 66%"),
    "host": ("{host}: {subject}", f"{platform.node()}: Plan: 1 task done (33% -> 66%)"),
    "no-names": ("Save", "Save"),
    "body-first": ("{body}", '- Plan: done "Write" (33% -> 66%)\n- Update vaultsync.toml'),
}


@pytest.mark.parametrize(("template", "message"), TEMPLATES.values(), ids=list(TEMPLATES))
def test_template(again: Path, template: str, message: str) -> None:
    changed(
        again,
        {
            "Plan.md": PLAN.replace("[ ] Write", "[x] Write"),
            "vaultsync.toml": f"[commit]\nmessage = '{template}'\n",
        },
    )
    assert committed(again, dry_run=True).message == message


def test_template_that_leaves_nothing(again: Path) -> None:
    changed(again, {"vaultsync.toml": "[commit]\nmessage = '{body}'\n"})
    assert committed(again, dry_run=True).message == "Update vaultsync.toml"


def test_message_that_was_given_is_taken(again: Path) -> None:
    changed(again, {"Plan.md": "", "vaultsync.toml": "[commit]\nmessage = 'Save {subject}'\n"})
    assert committed(again, dry_run=True, message="Mine: {subject}").message == "Mine: {subject}"


def test_many_notes(again: Path) -> None:
    changed(again, {f"many/{number}.md": "- [ ] a\n" for number in range(120)})
    subject, _, *lines = committed(again, dry_run=True).message.split("\n")
    assert subject == "Add 120 notes: 120 tasks added"
    assert len(lines) == 101
    assert lines[-1] == "- and 20 more notes"


def test_more_notes_than_are_compared(again: Path) -> None:
    changed(again, {f"many/{number}.md": "- [ ] a\n" for number in range(1001)})
    assert committed(again, dry_run=True).message == "Add 1001 notes"
    (again / "img" / "plan.png").unlink()
    assert committed(again, dry_run=True).message == "Add 1001 files, remove 1 file"


def test_vault_in_a_folder(tmp_path: Path) -> None:
    top = new_vault(tmp_path, {"deep/vault/Plan.md": PLAN, "Plan.md": PLAN})
    changed(top, {"deep/vault/Plan.md": PLAN.replace("[ ] Read", "[x] Read"), "Plan.md": ""})
    outcome = committed(top / "deep" / "vault")
    assert outcome.paths == ("Plan.md",)
    assert outcome.message.startswith("Plan: 1 task done (33% -> 66%)")
    assert git(top, "log", "-1", "--format=%B").strip() == outcome.message


def test_line_ends_and_control_characters_of_names(again: Path) -> None:
    changed(again, {"a\nb\x1b[31m.md": "# x\n", "img/c\nd.png": b"x"})
    assert committed(again, dry_run=True).message == (
        "Add a\ufffdb\ufffd[31m\n\n- Add c\ufffdd.png"
    )
