"""Blobs are what git would make of the file, made of bytes that were read whole."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effects.repositories import NAMES, at_once, configure, git, new_repository
from vaultsync.effects.git.blobs import Stored, Wanted, store
from vaultsync.effects.git.ids import blob_id
from vaultsync.effects.git.repository import open_repository
from vaultsync.effects.git.whole_files import settled

CONTENTS = {
    "lf.md": b"one\ntwo\n",
    "crlf.md": b"one\r\ntwo\r\n",
    "mixed.md": b"one\r\ntwo\nthree\r",
    "bom.md": b"\xef\xbb\xbf- [ ] one\r\n",
    "nul.md": b"one\0two\r\n",
    "empty.md": b"",
    "invalid.md": b"\xff\xfe caf\xe9\r\n",
    "no-final-newline.md": b"one\r\ntwo",
    "u2028.md": "one\u2028two\n".encode(),
    "picture.png": b"\x89PNG\r\n\x1a\n\0",
}
FILLERS = {f"filler {number}.md": b"filler %d\n" % number for number in range(9)}

# What git is told: settings, and lines of .gitattributes.
CONVERSIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "nothing": ((), ""),
    "autocrlf-true": (("core.autocrlf=true",), ""),
    "autocrlf-input": (("core.autocrlf=input",), ""),
    "autocrlf-false": (("core.autocrlf=false",), ""),
    "core-eol-crlf": (("core.eol=crlf",), "* text=auto"),
    "text": ((), "*.md text"),
    "eol-lf": ((), "*.md eol=lf"),
    "eol-crlf": ((), "*.md text eol=crlf"),
    "no-text": (("core.autocrlf=true",), "*.md -text"),
    "clean-filter": (("filter.loud.clean=tr a-z A-Z",), "*.md filter=loud"),
    "ident": ((), "*.md ident"),
}


def stored(root: Path, *names: str, empty_before: bool = True) -> dict[str, Stored]:
    """Store files of the repository at once."""
    repository = open_repository(str(root))
    seen = settled(str(root), list(names), at_once)
    wanted = [Wanted(name, one, empty_before) for name, one in seen.items()]
    return {one.path: one for one in store(repository, wanted, 40)}


def written(root: Path, files: dict[str, bytes]) -> None:
    for name, raw in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


@pytest.mark.parametrize(("settings", "attributes"), CONVERSIONS.values(), ids=list(CONVERSIONS))
def test_as_git_would_store_it(tmp_path: Path, settings: tuple[str, ...], attributes: str) -> None:
    root = new_repository(tmp_path)
    configure(root, *settings)
    (root / ".gitattributes").write_text(attributes)
    expected = {
        name: git(root, "hash-object", "--stdin", f"--path={name}", stdin=raw)
        for name, raw in CONTENTS.items()
    }
    written(root, {**CONTENTS, **FILLERS})
    many = stored(root, *CONTENTS, *FILLERS)
    assert {name: many[name].blob for name in CONTENTS} == expected
    few = stored(root, *list(CONTENTS)[:4]) | stored(root, *list(CONTENTS)[4:])
    assert few == {name: many[name] for name in CONTENTS}
    asked = "".join(f"{blob}\n" for blob in expected.values()).encode()
    assert "missing" not in git(root, "cat-file", "--batch-check", stdin=asked)


def test_any_name(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    files = {name: f"{case}\r\n".encode() for case, name in NAMES.items()}
    written(root, files)
    blobs = {name: blob_id(raw) for name, raw in files.items()}
    assert {name: one.blob for name, one in stored(root, *files).items()} == blobs
    for name in files:
        assert stored(root, name)[name].blob == blobs[name]


LINKS = {"inside": "Plan.md", "dangling": "nowhere.md", "to-a-folder": "folder", "out": "/etc"}


@pytest.mark.parametrize("target", LINKS.values(), ids=list(LINKS))
@pytest.mark.parametrize("fillers", [{}, FILLERS], ids=["one", "many"])
def test_link(tmp_path: Path, target: str, fillers: dict[str, bytes]) -> None:
    root = new_repository(tmp_path)
    written(root, {"Plan.md": b"plan", "folder/a.md": b"a", **fillers})
    (root / "link.md").symlink_to(target)
    found = stored(root, "link.md", *fillers)["link.md"]
    assert found == Stored("link.md", "120000", blob_id(os.fsencode(target)))


@pytest.mark.parametrize("fillers", [{}, FILLERS], ids=["one", "many"])
def test_modes(tmp_path: Path, fillers: dict[str, bytes]) -> None:
    root = new_repository(tmp_path)
    written(root, {"a.md": b"a", "run.sh": b"run", **fillers})
    (root / "run.sh").chmod(0o700)
    found = stored(root, "a.md", "run.sh", *fillers)
    assert (found["a.md"].mode, found["run.sh"].mode) == ("100644", "100755")


def test_encoding_of_the_work_tree(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    (root / ".gitattributes").write_text("*.md working-tree-encoding=UTF-16LE\n")
    written(root, {"a.md": "- [ ] café\n".encode("utf-16-le"), "odd.md": b"odd", "b.txt": b"b"})
    found = stored(root, "a.md", "odd.md", "b.txt")
    assert found["a.md"].blob == blob_id("- [ ] café\n".encode())
    assert found["b.txt"].blob == blob_id(b"b")
    assert "UTF-16LE" in str(found["odd.md"].left_out)


def test_filter_that_fails(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    (root / ".gitattributes").write_text("*.secret filter=lock\n")
    git(root, "config", "filter.lock.clean", "false")
    git(root, "config", "filter.lock.required", "true")
    written(root, {"a.secret": b"a", **FILLERS})
    found = stored(root, "a.secret", *FILLERS)
    assert "filter 'false' failed" in str(found.pop("a.secret").left_out)
    assert {name: one.blob for name, one in found.items()} == {
        name: blob_id(raw) for name, raw in FILLERS.items()
    }


def _held_open(path: Path) -> Callable[[], None]:
    path.write_bytes(b"whole")
    file = open(path, "r+b")  # noqa: SIM115 closed by what is returned
    return file.close


def _become_empty(path: Path) -> Callable[[], None]:
    path.touch()
    return lambda: None


def _too_large(path: Path) -> Callable[[], None]:
    path.touch()
    os.truncate(path, 120_000_000)
    return lambda: None


def _pipe(path: Path) -> Callable[[], None]:
    os.mkfifo(path)
    return lambda: None


LEFT_OUT = {
    "open-for-writing": (_held_open, "another program is writing it", True),
    "has-become-empty": (_become_empty, "has just become empty; it waits half a minute", True),
    "too-large": (_too_large, "120 MB, more than the 95 MB that services take", False),
    "pipe": (_pipe, "is no file", False),
}


@pytest.mark.parametrize(("made", "reason", "soon"), LEFT_OUT.values(), ids=list(LEFT_OUT))
@pytest.mark.parametrize("fillers", [{}, FILLERS], ids=["one", "many"])
def test_left_out(
    tmp_path: Path,
    fillers: dict[str, bytes],
    made: Callable[[Path], Callable[[], None]],
    reason: str,
    soon: bool,
) -> None:
    root = new_repository(tmp_path)
    written(root, fillers)
    closed = made(root / "a.md")
    found = stored(root, "a.md", *fillers, empty_before=False)
    closed()
    left_out = found.pop("a.md").left_out
    assert left_out
    assert (left_out.reason, left_out.soon) == (reason, soon)
    assert all(one.blob for one in found.values())


def test_too_large_is_not_even_stored(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    written(root, FILLERS)
    _too_large(root / "a.mp4")
    stored(root, "a.mp4", *FILLERS)
    assert f"count: {len(FILLERS)}\n" in git(root, "count-objects", "-v")


def test_changed_between_the_looks(tmp_path: Path) -> None:
    written(tmp_path, {"a.md": b"one", "b.md": b"b"})
    found = settled(str(tmp_path), ["a.md", "b.md", "gone.md", "new.md"], _writes(tmp_path))
    assert sorted(found) == ["b.md", "gone.md"]
    assert found["gone.md"] is None


def _writes(root: Path) -> Callable[[float], None]:
    def wait(seconds: float) -> None:
        assert 0 < seconds <= 0.5
        written(root, {"a.md": b"two", "new.md": b"new"})

    return wait


def test_changed_after_the_looks(tmp_path: Path) -> None:
    root = new_repository(tmp_path)
    written(root, {"a.md": b"one", "b.md": b"b"})
    seen = settled(str(root), ["a.md", "b.md"], at_once)
    written(root, {"a.md": b"two"})
    (root / "b.md").unlink()
    wanted = [Wanted(name, one, True) for name, one in seen.items()]
    changed, gone = store(open_repository(str(root)), wanted, 40)
    assert str(changed.left_out) == "is being written"
    assert changed.left_out
    assert changed.left_out.soon
    assert gone.left_out
    assert gone.left_out.soon


def test_behind_a_link_there_is_nothing(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "vault", tmp_path / "elsewhere"
    written(elsewhere, {"deep/a.md": b"a"})
    written(root, {"here/a.md": b"a"})
    (root / "linked").symlink_to(elsewhere)
    found = settled(str(root), ["linked/deep/a.md", "linked", "here/a.md"], at_once)
    assert [name for name, one in found.items() if one] == ["linked", "here/a.md"]
