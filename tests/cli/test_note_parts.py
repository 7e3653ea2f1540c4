"""`vaultsync link` and `vaultsync region`: parts of a note changed by name."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.running import Answer, misuse, refusal, right, run, stamps, write
from vaultsync.cli import main
from vaultsync.syntax.regions import sealed

NOTE = (
    '---\nup: "[[Home|home]]"\n---\nsee [[Old#A|it]]\n'
    "[[One]] and [two](Two%20b.md) and [[One#B]]\nnone\n[[Same]] [[Same]]\n"
)
BEGIN, END = "%% vaultsync:begin toc %%", "%% vaultsync:end toc %%"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE})
    return here


def region(body: str) -> str:
    """What is appended to a note."""
    return f"\n{BEGIN}\n{sealed(body)}{END}\n"


def fed(given: bytes, *words: str) -> Answer:
    """Run it with something on standard input."""
    runner = CliRunner(catch_exceptions=False)
    result = runner.invoke(main, list(words), prog_name="vaultsync", input=given)
    return Answer(result.exit_code, result.stdout_bytes, result.stderr)


LINKS = {
    "alone": (["Note:4", "New"], "see [[Old#A|it]]", "see [[New#A|it]]", "[[New#A|it]]"),
    "subpath": (["Note:4", "New#B"], "[[Old#A|it]]", "[[New#B|it]]", "[[New#B|it]]"),
    "no-subpath": (["Note:4", "New#"], "[[Old#A|it]]", "[[New|it]]", "[[New|it]]"),
    "property": (["Note:2", "New"], "[[Home|home]]", "[[New|home]]", "[[New|home]]"),
    "from": (
        ["Note:5", "c d.md", "--from", "Two b.md"],
        "(Two%20b.md)",
        "(c%20d.md)",
        "[two](c%20d.md)",
    ),
    "from-with-subpath": (
        ["Note:5", "New", "--from", "One#B"],
        "[[One#B]]",
        "[[New#B]]",
        "[[New#B]]",
    ),
}


@pytest.mark.parametrize(("words", "old", "new", "shown"), LINKS.values(), ids=LINKS)
def test_link(words: list[str], old: str, new: str, shown: str, root: Path) -> None:
    line = words[0].removeprefix("Note:")
    before = stamps(root)
    assert f"\n+{'up: ' if line == '2' else ''}" in right("link", *words, "--dry-run").out
    assert stamps(root) == before
    assert right("link", *words).lines == [f"Note.md:{line}: {shown}"]
    assert (root / "Note.md").read_bytes() == NOTE.replace(old, new).encode()


def test_link_that_points_there_already(root: Path) -> None:
    before = stamps(root)
    assert right("link", "Note:4", "Old").lines == ["Note.md:4: [[Old#A|it]]  (nothing to do)"]
    assert stamps(root) == before


AMBIGUOUS = {
    "several": (["Note:5", "New"], "One, Two b.md, One#B; say which with --from"),
    "still-several": (["Note:5", "New", "--from", "One"], "One, One#B"),
    "the-same": (["Note:7", "New", "--from", "Same"], "Same, Same; they can't be told apart"),
}


@pytest.mark.parametrize(("words", "says"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_link_is_ambiguous(words: list[str], says: str, root: Path) -> None:
    before = stamps(root)
    assert says in misuse("link", *words)
    assert stamps(root) == before


REFUSED = {
    "no-link": (["Note:6", "New"], "Note.md:6: no link on this line; nothing written"),
    "not-that-one": (["Note:4", "New", "--from", "X"], "Note.md:4: no link to 'X' on this line"),
    "beyond-the-end": (["Note:99", "New"], "Note.md:99: no link on this line"),
    "pipe": (["Note:4", "a|b"], "Note.md:4: 'a|b#A' can't be written in '[[Old#A|it]]'"),
    "newline": (["Note:4", "a\nb"], "can't be written in"),
    "quote": (["Note:2", 'a"b'], "can't be written in"),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED)
def test_link_refuses(words: list[str], says: str, root: Path) -> None:
    before = stamps(root)
    assert says in refusal("link", *words, code=1)
    assert stamps(root) == before


def test_link_keeps_odd_bytes(root: Path) -> None:
    write(root, {"Note.md": b"caf\xe9 [[Old]]\r\n"})
    assert "not valid UTF-8" in refusal("link", "Note:1", "New", code=1)
    assert run("link", "Note:1", "New", "--bytes").code == 0
    assert (root / "Note.md").read_bytes() == b"caf\xe9 [[New]]\r\n"


def test_region_is_appended_and_replaced(root: Path) -> None:
    assert right("region", "Note", "toc", "one").lines == ["Note.md:9: region toc"]
    wanted = NOTE + region("one\n")
    assert (root / "Note.md").read_bytes() == wanted.encode()
    once = stamps(root)
    assert right("region", "Note", "toc", "one\n").lines == [
        "Note.md:9: region toc  (nothing to do)"
    ]
    assert stamps(root) == once
    right("region", "Note", "toc", "two")
    assert (root / "Note.md").read_bytes() == wanted.replace(
        sealed("one\n"), sealed("two\n")
    ).encode()


@pytest.mark.parametrize("words", [[], ["-"]], ids=["absent", "dash"])
def test_region_reads_standard_input(words: list[str], root: Path) -> None:
    write(root, {"Note.md": b"a\r\n"})
    assert fed("é\n- b\n".encode(), "region", "Note", "toc", *words).code == 0
    wanted = ("a\n" + region("é\n- b\n")).replace("\n", "\r\n")
    assert (root / "Note.md").read_bytes() == wanted.encode()


def test_region_refuses_what_is_not_utf_8(root: Path) -> None:
    before = stamps(root)
    answer = fed(b"caf\xe9", "region", "Note", "toc")
    assert (answer.code, answer.raw) == (2, b"")
    assert "TEXT isn't UTF-8 at byte 3" in answer.err
    assert stamps(root) == before


def test_region_dry_run_writes_nothing(root: Path) -> None:
    before = stamps(root)
    assert f"+{BEGIN}\n+one\n" in right("region", "Note", "toc", "one", "--dry-run").out
    assert stamps(root) == before


def test_region_keeps_a_hand_edit_unless_told_otherwise(root: Path) -> None:
    right("region", "Note", "toc", "one")
    path = root / "Note.md"
    path.write_bytes(path.read_bytes().replace(b"\none\n", b"\nmine\n"))
    before = stamps(root)
    said = refusal("region", "Note", "toc", "two", code=1)
    assert said.startswith("Note.md:9: the text between the markers was edited by hand")
    assert stamps(root) == before
    right("region", "Note", "toc", "two", "--overwrite")
    assert path.read_bytes() == (NOTE + region("two\n")).encode()


def test_region_refuses_what_hides_its_end(root: Path) -> None:
    before = stamps(root)
    said = refusal("region", "Note", "toc", "```\ncode", code=1)
    assert said.startswith("Note.md: the text would hide the end of the region toc")
    assert "not 'Toc'" in misuse("region", "Note", "Toc", "one")
    assert stamps(root) == before
