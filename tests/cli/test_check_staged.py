"""`check --staged`: what a commit would hold is checked, whatever the files say by now."""

import os
from pathlib import Path

import pytest

from tests.cli.running import Answer, content, misuse, refusal, right, run, write
from tests.effects.repositories import commit, git, new_repository

NOTES = {
    "Home.md": "# Home\n[[RAG]] [[RAG#Use]] [[RAG#^rule]]\n",
    "Topics/RAG.md": "# RAG\n## Use\nA rule. ^rule\n",
    "Old.md": "[[Nobody]]\n",
    "pic.png": "",
}
CANVAS = '{"nodes": [{"id": "1", "type": "text", "text": "[[RAG#Nope]]"}]}'
LATER = "Home.md:2:1: broken-link [[Later]]: there is no file 'Later'"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault that is a repository, and the working directory."""
    vault = new_repository(tmp_path / "vault")
    commit(vault, {**NOTES})
    monkeypatch.chdir(vault)
    return vault


@pytest.fixture(params=["", "my 'vault'"], ids=["root", "folder"])
def anywhere(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The same, or a folder of a repository that has notes of its own."""
    repository = new_repository(tmp_path / "repository")
    folder: str = request.param
    vault = repository / folder
    write(vault, NOTES)
    (vault / ".obsidian").mkdir()
    commit(repository, {"READ ME.md" if folder else "x.png": "[[Not of the vault]]\n"})
    monkeypatch.chdir(vault)
    return vault


def stage(root: Path, notes: dict[str, str | bytes]) -> None:
    write(root, notes)
    git(root, "add", "--", *notes)


def findings(*words: str, code: int = 1) -> list[str]:
    answer = run("check", "--staged", *words)
    assert (answer.code, answer.err) == (code, "")
    return answer.lines


def test_nothing_staged(anywhere: Path) -> None:
    assert findings(code=0) == []
    write(anywhere, {"Home.md": "[[Nowhere]]\n", "New.md": "[[Nowhere]]\n"})
    assert findings(code=0) == []


def test_the_staged_content_counts(anywhere: Path) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n"})
    assert findings() == [LATER]
    write(anywhere, {"Home.md": "# Home\n", "Later.md": ""})
    assert findings() == [LATER]
    stage(anywhere, {"Home.md": "# Home\n"})
    write(anywhere, {"Home.md": "# Home\n[[Later again]]\n"})
    assert findings(code=0) == []


def test_what_is_staged_is_there_to_link_to(anywhere: Path) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n", "Later.md": ""})
    (anywhere / "Later.md").unlink()
    assert findings(code=0) == []
    git(anywhere, "rm", "--cached", "-q", "Later.md")
    assert findings() == [LATER]


def test_anchors_are_those_of_the_staged_target(root: Path) -> None:
    stage(root, {"Home.md": "# Home\n[[RAG#Use]] [[RAG#New]]\n"})
    new = "Home.md:2:13: broken-heading [[RAG#New]]: Topics/RAG.md has no heading 'New'"
    assert findings() == [new]
    write(root, {"Topics/RAG.md": "# New\n"})
    assert findings() == [new]
    git(root, "add", "Topics/RAG.md")
    use = "Home.md:2:1: broken-heading [[RAG#Use]]: Topics/RAG.md has no heading 'Use'"
    assert findings() == [use]


KINDS = {
    "added": ({"New.md": "[[Later]]\n"}, [], ["New.md:1:1: broken-link"]),
    "canvas": ({"Map.canvas": CANVAS}, [], ["Map.canvas:1:49: broken-heading"]),
    "renamed": ({}, ["mv", "Old.md", "Topics/Old one.md"], ["Topics/Old one.md:1:1: broken-link"]),
    "removed": ({}, ["rm", "-q", "Old.md"], []),
    "mode": ({}, ["update-index", "--chmod=+x", "Old.md"], []),
    "attachment": ({"a#b.png": ""}, [], ["a#b.png:1:1: unlinkable-name"]),
    "hidden": ({".hidden/a.md": "[[Later]]\n"}, [], []),
    "odd-name": ({"q\"é'\n.md": ""}, [], ["q\"é'\\n.md:1:1: unlinkable-name"]),
    "odd-bytes": ({os.fsdecode(b"\xe9.md"): ""}, [], ["\ufffd.md:1:1: unlinkable-name"]),
    "empty": ({"Home.md": ""}, [], []),
    "latin-1": ({"Latin.md": b"caf\xe9\n"}, [], ["Latin.md:1:4: invalid-utf8"]),
}


@pytest.mark.parametrize(("notes", "words", "found"), KINDS.values(), ids=KINDS)
def test_what_can_be_staged(
    notes: dict[str, str | bytes], words: list[str], found: list[str], root: Path
) -> None:
    if notes:
        stage(root, notes)
    if words:
        git(root, *words)
    lines = run("check", "--staged").lines
    assert [line[: len(one)] for line, one in zip(lines, found, strict=True)] == found


def test_meant_to_be_added_is_not_staged(root: Path) -> None:
    write(root, {"Later.md": "[[Nowhere]]\n"})
    git(root, "add", "--intent-to-add", "Later.md")
    stage(root, {"Home.md": "# Home\n[[Later]]\n"})
    assert findings() == [LATER]


def test_ignored_files_are_taken_as_they_are(anywhere: Path) -> None:
    write(anywhere, {".gitignore": "private/\n*.pdf\n", "private/Diary.md": "# Day\n", "a.pdf": ""})
    stage(anywhere, {"Home.md": "[[a.pdf]] [[Diary#Day]]\n[[Diary#Night]]\n"})
    where = "Home.md:2:1: broken-heading [[Diary#Night]]"
    assert findings() == [f"{where}: private/Diary.md has no heading 'Night'"]


PATHS = {
    "note": (["Home"], ["Home.md"]),
    "path": (["./Topics/RAG.md"], ["Topics/RAG.md"]),
    "folder": (["Topics"], ["Topics/RAG.md"]),
    "all": (["."], ["Home.md", "Topics/RAG.md"]),
    "both": (["RAG", "Home.md"], ["Home.md", "Topics/RAG.md"]),
    "not-changed": (["Old.md"], []),
    "not-staged": (["Else.md"], []),
    "no-note": (["pic.png"], []),
}


@pytest.mark.parametrize(("names", "paths"), PATHS.values(), ids=PATHS)
def test_paths_narrow_it(names: list[str], paths: list[str], anywhere: Path) -> None:
    stage(anywhere, {"Home.md": "[[Later]]\n", "Topics/RAG.md": "[[Later]]\n"})
    write(anywhere, {"Else.md": "[[Later]]\n"})
    lines = findings(*names, code=1 if paths else 0)
    assert [line.partition(":")[0] for line in lines] == paths


def test_paths_from_the_top_of_the_repository(
    anywhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n"})
    top = Path(git(anywhere, "rev-parse", "--show-toplevel"))
    monkeypatch.chdir(top)
    path = str((anywhere / "Home.md").relative_to(top))
    assert run("-C", str(anywhere), "check", "--staged", path).lines == [LATER]


def test_a_path_that_is_staged_and_gone(anywhere: Path) -> None:
    stage(anywhere, {"New/Note.md": "[[Later]]\n"})
    (anywhere / "New/Note.md").unlink()
    (anywhere / "New").rmdir()
    for name in "New/Note.md", "Note", "New":
        assert len(findings(name)) == 1


@pytest.mark.usefixtures("root")
def test_a_path_that_is_none() -> None:
    assert refusal("check", "--staged", "Nothing", code=2).startswith("no note 'Nothing'")
    for name in "..", "../else.md":
        assert run("check", "--staged", name).code == 2


def test_all_that_a_commit_would_hold(root: Path) -> None:
    nobody = "Old.md:1:1: broken-link [[Nobody]]: there is no file 'Nobody'"
    stage(root, {"Home.md": "# Home\n[[Later]]\n"})
    write(root, {"Old.md": "", "Else.md": "[[Nobody]]\n"})
    assert findings("--all") == [LATER, nobody]
    assert findings("--all", "Old.md") == [nobody]
    assert findings("--all", "Topics", code=0) == []
    assert "--staged" in misuse("check", "--all")


def test_all_is_what_check_says_of_the_same_files(anywhere: Path) -> None:
    stage(anywhere, {name: f"{text}[[Later]]\n- [] a\n" for name, text in NOTES.items()})
    for cache in [], ["--no-cache"]:
        assert run(*cache, "check", "--staged", "--all") == run("check")


@pytest.mark.parametrize("cache", [[], ["--no-cache"]], ids=["cache", "no-cache"])
def test_many_staged(cache: list[str], root: Path) -> None:
    notes = {f"many/{number}.md": f"- [ ] [[RAG#{number}]]\n" for number in range(250)}
    stage(root, {**notes, "Map.canvas": CANVAS})
    right("report")
    git(root, "add", "Progress.md")
    as_files = run("check")
    assert len(as_files.lines) == 252
    write(root, {"many/7.md": "", "many/8.md": "[[Nobody]]\n", "Map.canvas": "", "Old.md": ""})
    (root / "many/9.md").unlink()
    assert run(*cache, "check", "--staged", "--all") == as_files
    assert len(run(*cache, "check", "--staged").lines) == 251
    right(*cache, "report", "--check", "--staged")
    git(root, "add", "many")
    assert run(*cache, "report", "--check", "--staged").code == 1


def test_json(root: Path) -> None:
    stage(root, {"Home.md": "# Home\n[[Later]]\n"})
    (row,) = run("check", "--staged", "--format", "json").json
    assert (row["path"], row["line"], row["code"]) == ("Home.md", 2, "broken-link")


def test_a_note_may_pass_over_what_it_says_as_staged(root: Path) -> None:
    stage(root, {"Home.md": "[[Later]] %% vaultsync-ignore: broken-link %%\n"})
    write(root, {"Home.md": "[[Later]]\n"})
    assert findings(code=0) == []


@pytest.mark.parametrize("target", ["Topics/RAG.md", "Topics", "nowhere", "../../else.md", "Link"])
def test_links_to_files(target: str, root: Path) -> None:
    (root / "Link").symlink_to(target)
    (root / "Link.md").symlink_to(target)
    git(root, "add", "Link", "Link.md")
    stage(root, {"Home.md": "[[Link#Use]] [[RAG]]\n"})
    answer = run("check", "--staged")
    assert "Traceback" not in answer.err
    broken = [line for line in answer.lines if line.startswith("Home.md")]
    assert len(broken) == (target == "Topics")
    assert answer.code == (0 if target == "Topics/RAG.md" else 1)


def test_too_large_for_a_note(root: Path) -> None:
    stage(root, {"Big.md": b"a" * 5_000_001})
    answer = run("check", "--staged")
    assert answer.code == 1
    assert answer.lines == ["Big.md:1:1: too-large 5000001 bytes, more than 5000000; not read"]


def test_before_the_first_commit(here: Path) -> None:
    new_repository(here)
    stage(here, {"Home.md": "[[Later]] [[Else]]\n", "Else.md": ""})
    assert findings() == ["Home.md:1:1: broken-link [[Later]]: there is no file 'Later'"]


def test_during_a_conflict(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "other")
    commit(root, {"Home.md": "# Home\n[[RAG]] theirs\n"})
    git(root, "checkout", "-q", "main")
    commit(root, {"Home.md": "# Home\n[[RAG]] ours\n"})
    with pytest.raises(AssertionError, match="merge"):
        git(root, "merge", "-q", "other")
    assert findings(code=0) == []
    stage(root, {"Home.md": "# Home\n[[Later]]\n"})
    assert findings() == [LATER]


def test_no_repository(here: Path) -> None:
    write(here, {"a.md": ""})
    assert "in no git repository" in refusal("check", "--staged", code=1)


def test_the_index_that_git_names(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n"})
    index = Path(git(anywhere, "rev-parse", "--git-path", "index")).resolve()
    other = anywhere.parent / "other index"
    other.write_bytes(index.read_bytes())
    git(anywhere, "reset", "-q")
    assert findings(code=0) == []
    for name in str(other), "../other index":
        monkeypatch.setenv("GIT_INDEX_FILE", name)
        assert findings() == [LATER]


def test_the_repository_that_git_names(anywhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n"})
    top = Path(git(anywhere, "rev-parse", "--show-toplevel"))
    apart = top.rename(top.parent / "moved") / ".git"
    apart = apart.rename(top.parent / "apart.git")
    monkeypatch.chdir(top.parent / "moved")
    monkeypatch.setenv("GIT_DIR", "../apart.git")
    vault = top.parent / "moved" / anywhere.relative_to(top)
    answer: Answer = run("-C", str(vault), "check", "--staged")
    assert answer.lines == [LATER]


def test_writes_nothing(anywhere: Path) -> None:
    stage(anywhere, {"Home.md": "# Home\n[[Later]]\n"})
    write(anywhere, {"Home.md": "# Home\n"})
    top = Path(git(anywhere, "rev-parse", "--show-toplevel"))
    before = content(top)
    findings()
    findings("--all")
    assert content(top) == before


@pytest.mark.parametrize("cache", [[], ["--no-cache"]], ids=["cache", "no-cache"])
def test_a_staged_report(cache: list[str], root: Path) -> None:
    check = (*cache, "report", "--check", "--staged")
    stage(root, {"Home.md": "- [x] a\n- [ ] b\n"})
    missing = "Progress.md: the report is missing or out of date; run vaultsync report and stage it"
    assert refusal(*check, code=1) == missing
    right("report")
    assert refusal(*check, code=1) == missing
    git(root, "add", "Progress.md")
    right(*check)
    write(root, {"Home.md": "- [x] a\n- [x] b\n", "New.md": "- [ ] c\n", "Progress.md": ""})
    right(*check)
    git(root, "add", "Home.md")
    assert refusal(*check, code=1) == missing


def test_a_staged_report_of_ignored_notes(root: Path) -> None:
    write(root, {".gitignore": "private\n", "private/Diary.md": "- [ ] a\n"})
    right("report")
    git(root, "add", "-A")
    right("report", "--check", "--staged")


MISUSED = {
    "no-check": (["--staged"], "--staged goes with --check"),
    "history": (["--staged", "--check", "--history"], "--staged knows no history"),
}


@pytest.mark.parametrize(("words", "said"), MISUSED.values(), ids=MISUSED)
def test_a_staged_report_misused(words: list[str], said: str, root: Path) -> None:
    assert misuse("report", *words).startswith(said)
    write(root, {"vaultsync.toml": "[report]\nhistory = true\n"})
    assert misuse("report", "--check", "--staged").startswith("--staged knows no history")
