"""A first look into files: it may offer one too many, and never keeps one back."""

import re
from pathlib import Path

import pytest

from vaultsync.effects.searching import files_holding
from vaultsync.effects.walk import walk_vault

LINK = re.compile(rb"\[\[[^\[\]\n]*\]\]")
FILES = {
    "yes.md": b"a Needle b",
    "no.md": b"needl e",
    "linked.md": b"[[Needle]] ![[x|needle]]",
    "both.md": b"[[needle]] needle",
    "other.md": "caf\u00e9".encode(),
    "empty.md": b"",
    "large.md": b"x" * 101,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, raw in FILES.items():
        (tmp_path / name).write_bytes(raw)
    return tmp_path


def holding(root: Path, *needles: bytes) -> list[str]:
    notes = walk_vault(str(root)).notes
    return list(files_holding(str(root), notes, needles, beside=LINK, most=100))


FOUND = {
    "one": ([b"needle"], ["both.md", "large.md", "yes.md"]),
    "one-of-two": ([b"nowhere", b"needle"], ["both.md", "large.md", "yes.md"]),
    "other-script": (["caf\u00e9".encode()], ["large.md", "other.md"]),
    "nothing": ([b"nowhere"], ["large.md"]),
    "without-needles": ([], sorted(FILES)),
}


@pytest.mark.parametrize(("needles", "paths"), FOUND.values(), ids=FOUND)
def test_finds(needles: list[bytes], paths: list[str], root: Path) -> None:
    assert holding(root, *needles) == paths


def test_leaves_to_others_what_it_can_not_read(root: Path) -> None:
    (root / "link.md").symlink_to("no.md")
    (root / "gone.md").symlink_to("nowhere")
    found = holding(root, b"needle")
    assert found == ["both.md", "gone.md", "large.md", "link.md", "yes.md"]
