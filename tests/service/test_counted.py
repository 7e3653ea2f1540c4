"""Which notes count: no excluded files, no copies left by sync, each note once."""

import json
from pathlib import Path

import pytest

from tests.cli.running import write
from vaultsync.service.vault import Vault

COPY = "a/RAG (conflicted copy 2026-11-20).md"
NOTES = {"Home.md": "", "a/RAG.md": "", COPY: "", "T/Day.md": "", "T/a/Week.md": ""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    write(root, NOTES)
    exclude(root, ["t/"])
    return root


def exclude(root: Path, filters: object) -> None:
    write(root, {".obsidian/app.json": json.dumps({"userIgnoreFilters": filters})})


def counted(root: Path, *names: str) -> list[str]:
    look = Vault.open(root).look(names)
    uncounted = look.uncounted()
    assert uncounted <= set(look.paths)
    return [path for path in look.paths if path not in uncounted]


def test_the_vault(root: Path) -> None:
    assert counted(root) == ["Home.md", "a/RAG.md"]
    assert sorted(Vault.open(root).look().paths) == sorted(NOTES)


NAMED = {
    "copy": ([COPY], [COPY]),
    "excluded-note": (["T/Day.md"], ["T/Day.md"]),
    "folder-with-a-copy": (["a"], ["a/RAG.md"]),
    "folder-and-its-copy": (["a", COPY], [COPY, "a/RAG.md"]),
    "excluded-folder": (["T"], ["T/Day.md", "T/a/Week.md"]),
    "in-an-excluded-folder": (["T/a"], ["T/a/Week.md"]),
    "overlapping-folders": (["a", ".", "a"], ["a/RAG.md", "Home.md"]),
}


@pytest.mark.parametrize(("names", "paths"), NAMED.values(), ids=NAMED)
def test_what_is_named_counts(
    names: list[str], paths: list[str], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert counted(root, *names) == paths


SETTINGS: dict[str, object] = {
    "null": None,
    "text": "T/",
    "numbers": [1, None, ["T/"]],
    "empty": [],
}


@pytest.mark.parametrize("filters", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_exclude_nothing(filters: object, root: Path) -> None:
    exclude(root, filters)
    assert counted(root) == ["Home.md", "T/Day.md", "T/a/Week.md", "a/RAG.md"]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b"1"])
def test_settings_that_can_not_be_read(raw: bytes, root: Path) -> None:
    write(root, {".obsidian/app.json": raw})
    assert "T/Day.md" in counted(root)


def test_settings_that_lead_out_are_not_read(root: Path) -> None:
    (root / ".obsidian/app.json").rename(root.parent / "app.json")
    (root / ".obsidian/app.json").symlink_to("../../app.json")
    assert "T/Day.md" in counted(root)


def test_a_link_to_a_note_counts_no_second_time(root: Path) -> None:
    (root / "AAA.md").symlink_to("a/RAG.md")
    (root / "ZZZ.md").symlink_to("a/RAG.md")
    assert counted(root) == ["Home.md", "a/RAG.md"]
    (root / "b").mkdir()
    (root / "b/Alone.md").symlink_to("../a/RAG.md")
    assert counted(root, "b") == ["b/Alone.md"]


def test_a_hard_link_counts_once(root: Path) -> None:
    (root / "b.md").hardlink_to(root / "a/RAG.md")
    assert counted(root) == ["Home.md", "a/RAG.md"]


def test_links_to_nothing_are_told_all_the_same(root: Path) -> None:
    for name in ("x.md", "y.md"):
        (root / name).symlink_to("nowhere")
    assert counted(root)[-2:] == ["x.md", "y.md"]
