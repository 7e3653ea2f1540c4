"""Renaming in a vault on disk: the file and all links follow, or nothing does."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.running import content, write
from vaultsync import Vault
from vaultsync.errors import (
    AmbiguousNoteError,
    NoteEncodingError,
    NoteNotFoundError,
    StaleNoteError,
    UneditableError,
    VaultsyncError,
)
from vaultsync.model.changes import Changeset
from vaultsync.model.edits.regions import region_text
from vaultsync.syntax.regions import is_edited

BOARD = json.dumps(
    {"nodes": [{"type": "file", "file": "a/N.md"}, {"type": "text", "text": "[[N|n]]"}]}
)
VAULT = {
    "Home.md": '---\nup: "[[N]]"\n---\n[[a/N|N]] ![[i.png|30]] [n](a/N.md#H) `[[N]]`\n',
    "a/N.md": "# H\n## Part\n[[#Part]] [[N#H]]\n",
    "a/i.png": "picture",
    "b/M.md": "[[N#Part]]\n| [[a/N\\|x]] |\n| - |\n",
    "Map.canvas": BOARD,
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path / "vault", VAULT)
    (tmp_path / "vault" / ".obsidian").mkdir()
    return tmp_path / "vault"


@pytest.fixture
def vault(root: Path) -> Vault:
    return Vault.open(root)


class Case(NamedTuple):
    """A verb with its words; where each file is then, and texts that some of them hold."""

    verb: str
    words: tuple[str, str]
    moved: dict[str, str]
    holding: dict[str, str]


CASES = {
    "a-note": Case(
        "rename",
        ("N", "O"),
        {"a/N.md": "a/O.md"},
        {
            "Home.md": '---\nup: "[[O]]"\n---\n[[a/O|O]] ![[i.png|30]] [n](a/O.md#H) `[[N]]`\n',
            "a/O.md": "# H\n## Part\n[[#Part]] [[O#H]]\n",
            "b/M.md": "[[O#Part]]\n| [[a/O\\|x]] |\n| - |\n",
            "Map.canvas": BOARD.replace("a/N.md", "a/O.md").replace("[[N|", "[[O|"),
        },
    ),
    "with-its-ending": Case("rename", ("a/N.md", "O.md"), {"a/N.md": "a/O.md"}, {}),
    "a-dot-is-no-ending": Case("rename", ("N", "v1.2"), {"a/N.md": "a/v1.2.md"}, {}),
    "an-attachment": Case("rename", ("i.png", "j"), {"a/i.png": "a/j.png"}, {}),
    "another-ending": Case(
        "rename",
        ("i.png", "j.webp"),
        {"a/i.png": "a/j.webp"},
        {"Home.md": VAULT["Home.md"].replace("i.png", "j.webp")},
    ),
    "a-canvas": Case("rename", ("Map.canvas", "Board"), {"Map.canvas": "Board.canvas"}, {}),
    "a-folder": Case(
        "rename",
        ("a", "c d"),
        {"a/N.md": "c d/N.md", "a/i.png": "c d/i.png"},
        {"b/M.md": "[[N#Part]]\n| [[c d/N\\|x]] |\n| - |\n"},
    ),
    "to-a-folder": Case("move", ("N", "b"), {"a/N.md": "b/N.md"}, {}),
    "to-the-root": Case("move", ("M", "/"), {"b/M.md": "M.md"}, {}),
    "to-a-new-folder": Case("move", ("N", "x/y"), {"a/N.md": "x/y/N.md"}, {}),
    "to-a-folder-of-another-case": Case("move", ("M", "A/New"), {"b/M.md": "a/New/M.md"}, {}),
    "a-folder-into-another": Case("move", ("b", "a"), {"b/M.md": "a/b/M.md"}, {}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_renames_and_undoes(case: Case, root: Path, vault: Vault) -> None:
    before = content(root)
    planned: Changeset = getattr(vault, case.verb)(*case.words)
    assert content(root) == before
    assert planned.move is not None
    assert dict(planned.move.files) == case.moved
    vault.apply(planned)
    after = content(root)
    assert set(after) == {case.moved.get(path, path) for path in before}
    for path, text in case.holding.items():
        assert after[path].decode() == text
    assert planned.remarks == ()
    vault.undo()
    assert content(root) == before
    assert not (root / "x").exists()


HEADINGS = {
    "its-own-links": ("N#Part", "Teil", {"a/N.md": "# H\n## Teil\n[[#Teil]] [[N#H]]\n"}),
    "links-of-others": ("N#Part", "Teil", {"b/M.md": "[[N#Teil]]\n| [[a/N\\|x]] |\n| - |\n"}),
    "in-brackets": ("[[N#h]]", "G", {"a/N.md": "# G\n## Part\n[[#Part]] [[N#G]]\n"}),
}


@pytest.mark.parametrize(("name", "new", "holding"), HEADINGS.values(), ids=HEADINGS)
def test_renames_a_heading(name: str, new: str, holding: dict[str, str], root: Path) -> None:
    vault = Vault.open(root)
    planned = vault.rename(name, new)
    assert planned.move is None
    vault.apply(planned)
    assert {path: content(root)[path].decode() for path in holding} == holding


NOTHING = [("rename", "N", "N"), ("rename", "N", "N.md"), ("move", "N", "a"), ("move", "N", "A/")]


@pytest.mark.parametrize(("verb", "name", "new"), NOTHING)
def test_nothing_to_do_is_empty(verb: str, name: str, new: str, vault: Vault) -> None:
    assert not getattr(vault, verb)(name, new)


REFUSED = {
    "no-such-note": ("rename", "X", "Y", NoteNotFoundError, "no note 'X'"),
    "no-such-heading": ("rename", "N#X", "Y", UneditableError, "has no heading #X"),
    "a-heading-of-two-lines": ("rename", "N#H", "a\nb", UneditableError, "has one line"),
    "a-block": ("rename", "N#^x", "Y", UneditableError, "has no heading"),
    "taken": ("rename", "b", "a", UneditableError, "a folder of that name"),
    "a-folder-in-a-name": ("rename", "N", "b/N", UneditableError, "`move` takes it"),
    "nothing-in-a-name": ("rename", "a", "", UneditableError, "empty or hidden"),
    "no-link-could-hold-it": ("rename", "N", "C#", UneditableError, "no link can hold"),
    "hidden": ("move", "N", ".trash", UneditableError, "empty or hidden"),
    "outside": ("move", "N", "../x", UneditableError, "no path in the vault"),
    "into-itself": ("move", "a", "a/b", UneditableError, "within a"),
    "a-heading-moves-not": ("move", "N#H", "b", UneditableError, "name the note alone"),
}


@pytest.mark.parametrize(("verb", "name", "new", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_refuses(
    verb: str, name: str, new: str, error: type[VaultsyncError], said: str, root: Path
) -> None:
    before = content(root)
    with pytest.raises(error, match=said):
        getattr(Vault.open(root), verb)(name, new)
    assert content(root) == before


def test_two_notes_of_that_name_are_asked_for(root: Path, vault: Vault) -> None:
    write(root, {"b/N.md": ""})
    with pytest.raises(AmbiguousNoteError):
        vault.rename("N", "O")


def test_a_note_named_like_a_heading_is_that_note(root: Path, vault: Vault) -> None:
    write(root, {"C#.md": "", "C.md": "# x\n"})
    planned = vault.rename("C#.md", "C sharp")
    assert planned.move is not None
    assert planned.move.new == "C sharp.md"


def test_links_of_others_are_written_out_where_the_name_comes_twice(
    root: Path, vault: Vault
) -> None:
    write(root, {"b/x/O.md": "", "b/x/P.md": "[[O]]", "c/Q.md": "[[O]]"})
    vault.apply(vault.rename("N", "O"))
    after = content(root)
    assert after["b/x/P.md"] == b"[[O]]"
    assert after["c/Q.md"] == b"[[x/O]]"
    assert b"[[a/O|O]]" in after["Home.md"]


def test_a_sealed_region_stays_one_that_nobody_has_edited(root: Path, vault: Vault) -> None:
    write(root, {"Progress.md": region_text("report", "- [[N]] 1/2\n")})
    vault.apply(vault.rename("N", "O"))
    note = Vault.open(root).note("Progress")
    body = note.regions[0].body_span.of(note.text)
    assert "[[O]]" in body
    assert not is_edited(body)


def test_what_cannot_be_read_is_told(root: Path, vault: Vault) -> None:
    (root / "big.md").write_bytes(b"[[N]]" + b" " * 5_000_000)
    (root / "bad.canvas").write_bytes(b"[[N]]")
    (root / "far.md").symlink_to("/etc/hostname")
    remarks = " ".join(vault.rename("N", "O").remarks)
    assert all(f"{name}: " in remarks for name in ("big.md", "bad.canvas", "far.md"))
    assert remarks.count("links in it stay as they are") == 3


def test_links_that_come_to_mean_it_are_told(root: Path, vault: Vault) -> None:
    write(root, {"c.md": "[[Later]]\n"})
    [remark] = vault.rename("N", "Later").remarks
    assert remark == "c.md:1: [[Later]] led nowhere and will mean a/Later.md"


def test_renaming_the_report_is_remarked(root: Path, vault: Vault) -> None:
    write(root, {"Progress.md": ""})
    [remark] = vault.rename("Progress", "Fortschritt").remarks
    assert "Progress.md" in remark


def test_odd_bytes_are_kept_only_if_asked(root: Path, vault: Vault) -> None:
    write(root, {"odd.md": b"caf\xe9 [[N]]\r\n"})
    planned = vault.rename("N", "O")
    with pytest.raises(NoteEncodingError):
        vault.apply(planned)
    vault.apply(planned, invalid_utf8=True)
    assert content(root)["odd.md"] == b"caf\xe9 [[O]]\r\n"


def test_another_program_that_takes_the_name_meanwhile_wins(root: Path, vault: Vault) -> None:
    planned = vault.rename("N", "O")
    write(root, {"a/O.md": "theirs"})
    before = content(root)
    with pytest.raises(StaleNoteError, match="come to be there"):
        vault.apply(planned)
    assert content(root) == before


def test_text_written_meanwhile_stays(root: Path, vault: Vault) -> None:
    planned = vault.rename("N", "O")
    write(root, {"b/M.md": "new\n" + VAULT["b/M.md"], "a/N.md": VAULT["a/N.md"] + "new\n"})
    vault.apply(planned)
    after = content(root)
    assert after["b/M.md"].startswith(b"new\n[[O#Part]]")
    assert after["a/O.md"].endswith(b"[[O#H]]\nnew\n")


def test_undo_refuses_where_a_note_has_changed_since(root: Path, vault: Vault) -> None:
    vault.apply(vault.rename("N", "O"))
    write(root, {"b/M.md": "mine"})
    before = content(root)
    with pytest.raises(StaleNoteError):
        vault.undo()
    assert content(root) == before


@pytest.mark.parametrize("links", [VAULT, {"N.md": "no links", "Home.md": ""}])
def test_all_links_mean_what_they_meant(links: dict[str, str], root: Path) -> None:
    write(root, links)
    vault = Vault.open(root, cache=False)
    path = vault.find(next(name for name in links if name.endswith("N.md")))
    vault.apply(vault.rename(path, "Ä ö & (x)"))
    assert vault.rename("Ä ö & (x)", "N").move is not None
    vault.apply(vault.rename("Ä ö & (x)", "N"))
    assert content(root) == {name: text.encode() for name, text in {**VAULT, **links}.items()}
