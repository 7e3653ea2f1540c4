"""`vaultsync append|prepend`: text at the end or start of a note."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.running import misuse, refusal, right, run, stamps, write
from vaultsync.cli import main

Variant = Callable[[str], str]

NOTE = "---\na:  1\n---\n# A\n- [ ] one\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE})
    return here


CHANGES = {
    "append": ("append", "text", NOTE + "\ntext\n"),
    "append-item": ("append", "- [ ] the next", NOTE + "- [ ] the next\n"),
    "append-lines": ("append", "## B\n- two", NOTE + "## B\n- two\n"),
    "prepend": ("prepend", "text", NOTE.replace("# A", "text\n# A")),
    "prepend-item": ("prepend", "- x", NOTE.replace("# A", "- x\n# A")),
}


@pytest.mark.parametrize(("verb", "text", "after"), CHANGES.values(), ids=CHANGES)
def test_changes(verb: str, text: str, after: str, root: Path, variant: Variant) -> None:
    front = variant(NOTE)
    write(root, {"Note.md": front})
    before = stamps(root)
    assert right(verb, "Note", text, "--dry-run").out.startswith("--- a/Note.md\n")
    assert stamps(root) == before
    assert right(verb, "Note", text).lines == [f"Note.md: {verb}ed"]
    assert (root / "Note.md").read_bytes() == variant(after).encode()
    once = stamps(root)
    assert right(verb, "Note", text).lines == ["Note.md: nothing to do"]
    assert stamps(root) == once


def test_a_dash_reads_stdin(root: Path) -> None:
    for verb, text in (("append", b"- two\r\n- three\r\n"), ("prepend", b"caf\xc3\xa9\n")):
        result = CliRunner(catch_exceptions=False).invoke(main, [verb, "Note", "-"], input=text)
        assert (result.exit_code, result.stdout) == (0, f"Note.md: {verb}ed\n")
    assert (root / "Note.md").read_text() == NOTE.replace("# A", "café\n# A") + "- two\n- three\n"


def test_text_that_looks_like_an_option_goes_behind_two_dashes(root: Path) -> None:
    right("append", "--", "Note", "--dry-run")
    assert (root / "Note.md").read_text() == f"{NOTE}\n--dry-run\n"


REFUSED = {
    "no-note": ({}, ["append", "Nope", "x"], 2, "no note 'Nope'"),
    "open-fence": ({"Odd.md": "```\n"}, ["append", "Odd", "x"], 1, "it ends in code that goes on"),
    "open-comment": ({"Odd.md": "%%\n"}, ["append", "Odd", "x"], 1, "a comment is never closed"),
    "properties": ({"Odd.md": "a\n"}, ["prepend", "Odd", "---\nb: 1\n---"], 1, "would be read"),
    "odd-bytes": ({"Odd.md": b"\xe9\n"}, ["append", "Odd", "x"], 1, "not valid UTF-8"),
}


@pytest.mark.parametrize(("notes", "words", "code", "says"), REFUSED.values(), ids=REFUSED)
def test_refuses(notes: dict, words: list[str], code: int, says: str, root: Path) -> None:
    write(root, notes)
    before = stamps(root)
    verb, name, text = words
    assert says in refusal(verb, "--", name, text, code=code)
    assert stamps(root) == before


def test_misused(root: Path) -> None:
    assert misuse("append", "Note", "") == "TEXT is empty"
    assert "TEXT isn't valid UTF-8" in misuse("append", "Note", "caf\udce9")
    assert "Missing argument" in misuse("append", "Note")
    assert (root / "Note.md").read_text() == NOTE


def test_bytes_writes_what_is_not_utf_8(root: Path) -> None:
    write(root, {"Odd.md": b"\xe9\n"})
    assert run("append", "Odd", "caf\udce9", "--bytes").code == 0
    assert (root / "Odd.md").read_bytes() == b"\xe9\n\ncaf\xe9\n"
