"""The vault: where it is, which notes names select, what is written and what is refused."""

import os
from pathlib import Path

import pytest

from vaultsync.errors import (
    ConfigError,
    InvalidEditError,
    NoteEncodingError,
    NoteNotFoundError,
    OutsideVaultError,
    StaleNoteError,
    VaultNotFoundError,
)
from vaultsync.model.changes import Changeset, NoteChange, change
from vaultsync.service.vault import Vault
from vaultsync.text import Edit, Span


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of three notes; the working directory is beside it."""
    root = tmp_path / "vault"
    (root / "Topics/Deep").mkdir(parents=True)
    (root / "Empty").mkdir()
    for name in ("Home.md", "Topics/RAG.md", "Topics/Deep/Graph.md"):
        (root / name).write_bytes(b"- [ ] a\r\n")
    monkeypatch.chdir(tmp_path)
    return root


def test_open_takes_a_folder(root: Path) -> None:
    for name in (root, str(root), "vault", "vault/", "vault/Topics/.."):
        assert Vault.open(name).root == str(root)


def test_open_follows_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(root)
    assert Vault.open(tmp_path / "alias").root == str(root)


def test_open_refuses_what_is_no_folder(root: Path) -> None:
    with pytest.raises(VaultNotFoundError, match=r"^nowhere: no such directory$"):
        Vault.open("nowhere")
    with pytest.raises(VaultNotFoundError, match=r"Home\.md: is not a directory$"):
        Vault.open(root / "Home.md")


def test_open_refuses_settings_that_can_not_be_used(root: Path) -> None:
    (root / "vaultsync.toml").write_text("x")
    with pytest.raises(ConfigError, match=r"vaultsync\.toml: not TOML"):
        Vault.open(root)


AROUND = {
    "obsidian": ([".obsidian/"], "vault"),
    "settings": (["vaultsync.toml"], "vault"),
    "nearest": ([".obsidian/", "Topics/.obsidian/"], "vault/Topics"),
    "settings-are-nearer": ([".obsidian/", "Topics/Deep/vaultsync.toml"], "vault/Topics/Deep"),
    "none": ([], "vault/Topics/Deep"),
}


@pytest.mark.parametrize(("marks", "found"), AROUND.values(), ids=AROUND)
def test_around_is_the_nearest_vault_above(marks: list[str], found: str, root: Path) -> None:
    for mark in marks:
        path = root / mark
        path.mkdir() if mark.endswith("/") else path.touch()
    vault = Vault.around(str(root / "Topics/Deep"))
    assert vault.root == str(root.parent / found)


def test_all_notes_by_path(root: Path) -> None:
    assert [note.path for note in Vault.open(root).notes] == [
        "Home.md",
        "Topics/Deep/Graph.md",
        "Topics/RAG.md",
    ]


UNREADABLE = [
    pytest.param(lambda path: path.write_bytes(b"x" * 5_000_001), id="too-large"),
    pytest.param(os.mkfifo, id="pipe"),
    pytest.param(lambda path: path.symlink_to("nowhere.md"), id="dangling"),
    pytest.param(lambda path: path.symlink_to("../out.md"), id="out-of-the-vault"),
]


@pytest.mark.parametrize("make", UNREADABLE)
def test_what_can_not_be_read_stops_no_other_note(make, root: Path) -> None:
    make(root / "Odd.md")
    assert len(list(Vault.open(root).notes)) == 3


SELECTED = {
    "all": ([], ["Home.md", "Topics/Deep/Graph.md", "Topics/RAG.md"]),
    "note": (["RAG"], ["Topics/RAG.md"]),
    "folder": (["Topics"], ["Topics/Deep/Graph.md", "Topics/RAG.md"]),
    "folder-with-slash": (["Topics/"], ["Topics/Deep/Graph.md", "Topics/RAG.md"]),
    "folder-in-a-folder": (["Topics/Deep"], ["Topics/Deep/Graph.md"]),
    "folder-on-disk": (["vault/Topics/Deep"], ["Topics/Deep/Graph.md"]),
    "the-vault-on-disk": (["vault"], ["Home.md", "Topics/Deep/Graph.md", "Topics/RAG.md"]),
    "the-vault": (["."], ["Home.md", "Topics/Deep/Graph.md", "Topics/RAG.md"]),
    "nothing-in-it": (["Empty"], []),
    "in-the-order-asked-for": (["RAG", "Home"], ["Topics/RAG.md", "Home.md"]),
    "each-once": (["RAG", "Topics", "rag.md"], ["Topics/RAG.md", "Topics/Deep/Graph.md"]),
}


@pytest.mark.parametrize(("names", "paths"), SELECTED.values(), ids=SELECTED)
def test_select(names: list[str], paths: list[str], root: Path) -> None:
    assert Vault.open(root).select(names) == (paths, [])


def test_a_note_beside_a_folder_of_its_name_is_meant(root: Path) -> None:
    (root / "Topics.md").touch()
    vault = Vault.open(root)
    assert vault.select(["Topics"]).notes == ["Topics.md"]
    assert vault.select(["Topics/"]).notes == ["Topics/Deep/Graph.md", "Topics/RAG.md"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        pytest.param("Nope", NoteNotFoundError, id="missing"),
        pytest.param("a\0b", NoteNotFoundError, id="nul"),
        pytest.param("..", OutsideVaultError, id="above"),
        pytest.param("/", OutsideVaultError, id="root-of-the-disk"),
        pytest.param("Out", OutsideVaultError, id="link"),
    ],
)
def test_select_refuses(name: str, error: type[Exception], root: Path) -> None:
    (root / "Out").symlink_to(root.parent)
    with pytest.raises(error):
        Vault.open(root).select([name])


def test_select_looks_into_the_vault_before_it_looks_beside_us(root: Path) -> None:
    (root.parent / "Graph").mkdir()
    assert Vault.open(root).select(["Graph"]).notes == ["Topics/Deep/Graph.md"]


def ticked(vault: Vault, name: str) -> Changeset:
    note = vault.note(name)
    return vault.set_status(note, note.tasks[0], "x")


def test_apply_writes_every_note(root: Path) -> None:
    vault = Vault.open(root)
    vault.apply(Changeset(ticked(vault, "Home").changes + ticked(vault, "RAG").changes))
    assert (root / "Home.md").read_bytes() == b"- [x] a\r\n"
    assert (root / "Topics/RAG.md").read_bytes() == b"- [x] a\r\n"
    assert ticked(vault, "Home") == Changeset()


def test_apply_of_nothing_writes_nothing(root: Path) -> None:
    before = os.stat(root / "Home.md")
    Vault.open(root).apply(Changeset())
    after = os.stat(root / "Home.md")
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


def test_apply_creates_and_does_not_overwrite(root: Path) -> None:
    vault = Vault.open(root)
    new = Changeset((NoteChange("Topics/New.md", None, (Edit(Span(0, 0), "é\n"),)),))
    vault.apply(new)
    assert (root / "Topics/New.md").read_bytes() == "é\n".encode()
    with pytest.raises(StaleNoteError, match=r"Topics/New\.md: .*nothing written"):
        vault.apply(new)


def test_apply_refuses_a_note_that_has_changed(root: Path) -> None:
    vault = Vault.open(root)
    changes = ticked(vault, "Home")
    (root / "Home.md").write_bytes(b"- [ ] theirs\r\n")
    with pytest.raises(StaleNoteError, match=r"Home\.md"):
        vault.apply(changes)
    assert (root / "Home.md").read_bytes() == b"- [ ] theirs\r\n"


def test_apply_refuses_a_note_that_is_gone(root: Path) -> None:
    vault = Vault.open(root)
    changes = ticked(vault, "Home")
    (root / "Home.md").unlink()
    with pytest.raises(StaleNoteError, match="gone"):
        vault.apply(changes)
    assert not (root / "Home.md").exists()


def test_apply_refuses_what_now_leads_out(root: Path) -> None:
    vault = Vault.open(root)
    changes = ticked(vault, "Home")
    (root / "Home.md").rename(root.parent / "Home.md")
    (root / "Home.md").symlink_to(root.parent / "Home.md")
    with pytest.raises(OutsideVaultError):
        vault.apply(changes)
    assert (root.parent / "Home.md").read_bytes() == b"- [ ] a\r\n"


def test_apply_computes_all_before_the_first_write(root: Path) -> None:
    vault = Vault.open(root)
    bad = NoteChange("Topics/RAG.md", "- [ ] a\r\n", (Edit(Span(0, 99), "x"),))
    with pytest.raises(InvalidEditError):
        vault.apply(Changeset((*ticked(vault, "Home").changes, bad)))
    assert (root / "Home.md").read_bytes() == b"- [ ] a\r\n"


def test_apply_refuses_two_changes_of_one_note_before_the_first_write(root: Path) -> None:
    vault = Vault.open(root)
    with pytest.raises(InvalidEditError):
        vault.apply(Changeset(ticked(vault, "Home").changes * 2))
    assert (root / "Home.md").read_bytes() == b"- [ ] a\r\n"


def test_apply_refuses_invalid_utf8_before_the_first_write(root: Path) -> None:
    (root / "Odd.md").write_bytes(b"- [ ] caf\xe9\n")
    vault = Vault.open(root)
    changes = Changeset(ticked(vault, "Home").changes + ticked(vault, "Odd").changes)
    with pytest.raises(NoteEncodingError, match=r"Odd\.md: not valid UTF-8 at byte 9"):
        vault.apply(changes)
    assert (root / "Home.md").read_bytes() == b"- [ ] a\r\n"
    vault.apply(changes, invalid_utf8=True)
    assert (root / "Odd.md").read_bytes() == b"- [x] caf\xe9\n"


NAMES = {
    **{"newline": "a\nb", "quotes": "a'b\"c", "dash": "-a", "dashes": "--todo", "blank": " a "},
    **{"odd-byte": "caf\udce9", "escape": "a\x1b[31m", "glob": "[a]*?", "pathspec": ":!a"},
    **{"colon": "a:12", "dots": "a..", "backslash": "a\\b", "home": "~", "dollar": "$HOME"},
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_note_of_any_name_is_found_and_written(name: str, root: Path) -> None:
    (root / f"{name}.md").write_bytes(b"- [ ] a\n")
    vault = Vault.open(root)
    assert vault.find(name) == vault.find(f"{name}.md") == f"{name}.md"
    assert f"{name}.md" in vault.walk().notes
    vault.apply(change(note := vault.note(name), [Edit(note.tasks[0].status_span, "x")]))
    assert (root / f"{name}.md").read_bytes() == b"- [x] a\n"
