"""Which note a name means: as between `[[` and `]]`, a path in the vault, a path on disk."""

import os
from pathlib import Path

import pytest

from vaultsync.errors import AmbiguousNoteError, NoteNotFoundError, OutsideVaultError
from vaultsync.service.vault import Vault

NFC, NFD = "Caf\u00e9", "Cafe\u0301"
NOTES = [
    *("Home.md", "Same.md", "Other/Same.md", "A/Twin.md", "B/Twin.md", "v1.2.md", "Loud.MD"),
    *("Topics/RAG.md", "Topics/Deep/Graph.md", f"{NFC}.md", "Plans/No\u00a0Break.md"),
    *("Plans/Thin\u202fBreak.md", "Plans/Two Words.md", "Topics/.hidden/Secret.md"),
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The vault of `NOTES`; the working directory is its folder Topics."""
    root = tmp_path / "vault"
    for name in NOTES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    (tmp_path / "Outside.md").write_text("# no\n")
    monkeypatch.chdir(root / "Topics")
    return root


FOUND = {
    "path": ("Topics/RAG.md", "Topics/RAG.md"),
    "path-without-md": ("Topics/RAG", "Topics/RAG.md"),
    "path-from-the-root": ("/Topics/RAG", "Topics/RAG.md"),
    "path-with-dots": ("Topics/../Home.md", "Home.md"),
    "path-with-a-dot": ("./Home", "Home.md"),
    "name": ("Graph", "Topics/Deep/Graph.md"),
    "name-with-md": ("Graph.md", "Topics/Deep/Graph.md"),
    "end-of-the-path": ("Deep/Graph", "Topics/Deep/Graph.md"),
    "end-of-the-path-with-md": ("Deep/Graph.md", "Topics/Deep/Graph.md"),
    "case": ("graph", "Topics/Deep/Graph.md"),
    "case-of-md": ("HOME.MD", "Home.md"),
    "case-of-folders": ("tOPICS/rag", "Topics/RAG.md"),
    "upper-case-md": ("loud", "Loud.MD"),
    "upper-case-md-by-path": ("Loud.MD", "Loud.MD"),
    "the-root-before-folders": ("Same", "Same.md"),
    "the-root-before-folders-in-any-case": ("SAME", "Same.md"),
    "not-the-root": ("Other/Same", "Other/Same.md"),
    "dot-in-the-name": ("v1.2", "v1.2.md"),
    "composed": (NFC, f"{NFC}.md"),
    "decomposed": (NFD, f"{NFC}.md"),
    "decomposed-in-capitals": (NFD.upper(), f"{NFC}.md"),
    "no-break-space": ("No\u00a0Break", "Plans/No\u00a0Break.md"),
    "space-for-no-break-space": ("No Break", "Plans/No\u00a0Break.md"),
    "space-for-narrow-space": ("thin break", "Plans/Thin\u202fBreak.md"),
    "no-break-space-for-space": ("Two\u00a0Words", "Plans/Two Words.md"),
    "beside-us": ("RAG", "Topics/RAG.md"),
    "on-disk-below-us": ("./Deep/Graph.md", "Topics/Deep/Graph.md"),
    "on-disk-below-us-without-md": ("./Deep/Graph", "Topics/Deep/Graph.md"),
    "on-disk-above-us": ("../Home.md", "Home.md"),
    "on-disk-above-us-without-md": ("../Other/Same", "Other/Same.md"),
    "hidden-by-its-path": ("Topics/.hidden/Secret.md", "Topics/.hidden/Secret.md"),
}


@pytest.mark.parametrize(("name", "path"), FOUND.values(), ids=FOUND)
def test_finds(name: str, path: str, root: Path) -> None:
    vault = Vault.open(root)
    assert vault.find(name) == path
    assert vault.note(name).headings[0].text == path


@pytest.mark.parametrize("ending", [".md", ""], ids=["with-md", "without-md"])
def test_finds_an_absolute_path(ending: str, root: Path) -> None:
    assert Vault.open(root).find(f"{root}/Topics/RAG{ending}") == "Topics/RAG.md"


def test_finds_a_path_through_a_link_to_the_vault(root: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to(root)
    assert Vault.open(root).find(str(tmp_path / "alias/Home.md")) == "Home.md"
    assert Vault.open(tmp_path / "alias").find(str(root / "Home.md")) == "Home.md"


MISSING = {
    **{"nothing": "", "unknown": "Nope", "unknown-md": "Nope.md", "unknown-folder": "No/Home"},
    **{"part-of-a-name": "Grap", "end-of-a-name": "raph", "part-of-a-folder": "eep/Graph"},
    **{"folder": "Plans", "folder-with-slash": "Home/", "other-ending": "Home.txt"},
    **{"hidden": "Secret", "nul": "a\0b", "nul-behind": "Home.md\0", "newline": "Home\n"},
    **{"odd-byte": "caf\udce9", "above": "../../Nope", "absolute": "/no/such/note.md"},
    **{"wildcard": "*", "regular-expression": ".*", "long": "x" * 5_000, "dots": ".."},
}


@pytest.mark.parametrize("name", MISSING.values(), ids=MISSING)
def test_misses(name: str, root: Path) -> None:
    with pytest.raises(NoteNotFoundError) as caught:
        Vault.open(root).find(name)
    assert caught.value.name == name
    assert str(root) in str(caught.value)


@pytest.mark.parametrize("name", ["Twin", "twin.md"])
def test_ambiguous_with_the_candidates(name: str, root: Path) -> None:
    with pytest.raises(AmbiguousNoteError) as caught:
        Vault.open(root).find(name)
    assert caught.value.candidates == ["A/Twin.md", "B/Twin.md"]
    assert "name one of: A/Twin.md, B/Twin.md" in str(caught.value)


TWINS = {
    "case": ("Case.md", "CASE.md", "case"),
    "normal-form": (f"{NFC}.md", f"{NFD}.md", NFC.upper()),
    "blank": ("No Break.md", "No\u00a0Break.md", "no\u202fbreak"),
}


@pytest.mark.parametrize(("one", "other", "name"), TWINS.values(), ids=TWINS)
def test_twins_are_found_by_their_exact_name(
    one: str, other: str, name: str, tmp_path: Path
) -> None:
    for path in (one, other):
        (tmp_path / path).write_text(path)
    if len(os.listdir(tmp_path)) == 1:
        pytest.skip("this file system holds only one of them")
    vault = Vault.open(tmp_path)
    assert [vault.find(path) for path in (one, other)] == [one, other]
    assert vault.find(one.removesuffix(".md")) == one
    with pytest.raises(AmbiguousNoteError) as caught:
        vault.find(name)
    assert caught.value.candidates == sorted([one, other])


@pytest.mark.parametrize("name", ["../Outside.md", "../Outside", "{above}/Outside.md"])
def test_outside(name: str, root: Path) -> None:
    with pytest.raises(OutsideVaultError, match="leads out of the vault"):
        Vault.open(root).find(name.format(above=root.parent))


def test_a_link_out_of_the_vault_is_not_read(root: Path) -> None:
    (root / "Link.md").symlink_to(root.parent / "Outside.md")
    (root / "Folder").symlink_to(root.parent)
    for name in ("Link", "Folder/Outside", str(root / "Folder/Outside.md")):
        with pytest.raises(OutsideVaultError, match="leads out of the vault"):
            Vault.open(root).note(name)


def test_a_link_inside_the_vault_is_a_name_of_its_own(root: Path) -> None:
    (root / "Link.md").symlink_to("Topics/RAG.md")
    note = Vault.open(root).note("link")
    assert (note.path, note.text) == ("Link.md", "# Topics/RAG.md\n")


def test_the_vault_comes_before_what_lies_beside_us(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`vaultsync -C ~/vault outline README` in a repository that has a README.md, too."""
    (root.parent / "Graph.md").write_text("# not this one\n")
    monkeypatch.chdir(root.parent)
    assert Vault.open(root).find("Graph") == "Topics/Deep/Graph.md"


@pytest.mark.parametrize("name", ["./Home.md", "./Home"])
def test_a_dot_means_the_working_directory(name: str, root: Path) -> None:
    (root / "Topics/Home.md").touch()
    assert Vault.open(root).find(name) == "Topics/Home.md"


@pytest.mark.parametrize("name", ["Twin.md", "Twin"])
def test_of_several_the_one_beside_us_is_meant(
    name: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "A")
    assert Vault.open(root).find(name) == "A/Twin.md"


@pytest.mark.parametrize("name", [".", "./"])
def test_a_dot_is_the_folder_we_are_in(name: str, root: Path) -> None:
    assert Vault.open(root).select([name]).notes == ["Topics/Deep/Graph.md", "Topics/RAG.md"]
