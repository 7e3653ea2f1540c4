"""History up to the files as they are: the same before a commit and after it."""

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.effects.repositories import commit, new_repository
from vaultsync import Vault
from vaultsync.service.past.committed import Committed, Finished, committed

TODAY = date(2026, 11, 30)
LATE = datetime(2026, 11, 20, 12).timestamp()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = new_repository(tmp_path / "vault")
    commit(root, {"a.md": "# A\n- [ ] one\n- [ ] two\n", "b.md": "- [ ] three\n"}, when=1)
    commit(root, {"a.md": "# A\n- [x] one\n- [ ] two\n"}, when=3)
    return root


def found(root: Path, *, live: bool = True, recent: int = 10) -> Committed:
    return committed(Vault.open(root), TODAY, recent=recent, live=live)


def change(root: Path, notes: dict[str, str]) -> None:
    for name, text in notes.items():
        (root / name).write_text(text)
        os.utime(root / name, (LATE, LATE))


def points(one: Committed) -> list[tuple[str, int, int]]:
    return [(str(day), counts.total, counts.done) for day, counts, _ in one.history.vault.points]


def test_what_was_done_last_comes_first(root: Path) -> None:
    commit(root, {"b.md": "- [x] three\n"}, when=5)
    assert found(root).recent == (
        Finished(date(2026, 11, 5), "b.md", (), "three"),
        Finished(date(2026, 11, 3), "a.md", ("A",), "one"),
    )
    assert [one.text for one in found(root, recent=1).recent] == ["three"]
    assert found(root, recent=0).recent == ()


def test_files_as_they_are_are_one_commit_more(root: Path) -> None:
    change(root, {"b.md": "- [x] three\n- [ ] four\n"})
    assert points(found(root, live=False)) == [("2026-11-01", 3, 0), ("2026-11-03", 3, 1)]
    live = found(root)
    assert points(live)[2:] == [("2026-11-20", 4, 2)]
    assert live.recent[0] == Finished(date(2026, 11, 20), "b.md", (), "three")
    commit(root, {}, when=20)
    committed_since = found(root)
    assert points(committed_since) == points(live)
    assert committed_since.recent == live.recent


def test_what_is_new_moved_and_gone(root: Path) -> None:
    (root / "b.md").unlink()
    change(root, {"c.md": "- [ ] three\n- [ ] new\n", "a.txt": "- [ ] no note\n"})
    live = found(root)
    assert points(live)[2:] == [("2026-11-20", 4, 1)]
    flow = live.history.vault.points[-1].flow
    assert (flow.added, flow.removed, flow.came, flow.left) == (1, 0, 1, 1)


def test_nothing_changed_is_no_point(root: Path) -> None:
    change(root, {"a.md": "# A\n- [x] one\n- [ ] two\n"})
    assert points(found(root)) == points(found(root, live=False))


def test_the_report_and_what_cannot_be_read_count_in_neither(root: Path) -> None:
    change(root, {"Progress.md": "- [ ] no\n"})
    (root / "b.md").write_bytes(b"x" * 5_000_001)
    assert points(found(root)) == points(found(root, live=False))


def test_an_empty_note_is_a_note(root: Path) -> None:
    change(root, {"b.md": ""})
    assert points(found(root))[-1] == ("2026-11-20", 2, 1)
