"""`progress` on a terminal: a tree with bars, as wide as it, with colours or without."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.cli.running import PROGRAM, right, write
from vaultsync.cli.progress_tree import Node, Paper, draw
from vaultsync.model.progress.counts import Counts, Weight

NOTES = {
    "Plan.md": "# One\n- [x] a\n- [/] b\n## Two\n- [ ] c\n- [ ] d\n",
    "Topics/日本語のとても長い名前のノートです、本当に長い.md": "- [x] a\n",
    "Topics/Deep/None.md": "text\n",
    "Topics/A\x1b[31m.md": "- [ ] a\n",
}
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def on_a_terminal(columns: int, *words: str, **environment: str) -> list[str]:
    """What a run writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    kept = {
        name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")
    }
    running = subprocess.Popen(
        [*PROGRAM, *words], stdout=theirs, env={**kept, "TERM": "xterm", **environment}
    )
    os.close(theirs)
    said = b""
    try:
        while some := os.read(ours, 65_536):
            said += some
    except OSError:  # the terminal is gone with its last writer
        pass
    os.close(ours)
    assert running.wait() == 0
    return said.decode().replace("\r\n", "\n").removesuffix("\n").split("\n")


def test_a_tree_of_folders_and_notes() -> None:
    assert on_a_terminal(80, "progress", NO_COLOR="1") == [
        "Plan                                             █████▒▒▒▒▒░░░░░░░░░░  1/4  25 %",
        "Topics/                                          ██████████░░░░░░░░░░  1/2  50 %",
        r"├─ A\x1b[31m                                     ░░░░░░░░░░░░░░░░░░░░  0/1   0 %",
        "├─ 日本語のとても長い名前のノートです、本当に長… ████████████████████  1/1 100 %",
        "└─ Deep/                                                                     -",
        "   └─ None                                                                   -",
        "in 4 notes                                       ██████▒▒▒▒░░░░░░░░░░  2/6  33 %",
        "policy leaf; 1 in progress, counted as open",
    ]


def test_headings_of_a_note() -> None:
    assert on_a_terminal(40, "progress", "Plan", NO_COLOR="1") == [
        "Plan                     █▒░░  1/4  25 %",
        "└─ One                   █▒░░  1/4  25 %",
        "   └─ Two                ░░░░  0/2   0 %",
        "policy leaf; 1 in progress, counted as",
        "open",
    ]


@pytest.mark.parametrize("columns", [25, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    for words in (["--sections"], ["--by", "folder"], ["--by", "tag", "--weight", "duration"]):
        for line in on_a_terminal(columns, "progress", *words):
            assert cell_len(ESCAPE.sub("", line)) <= columns
            assert "\x1b[31m" not in line


COLOURS: dict[str, tuple[dict[str, str], bool]] = {
    "terminal": ({}, True),
    "no-color": ({"NO_COLOR": "1"}, False),
    "no-color-empty": ({"NO_COLOR": ""}, True),
    "dumb": ({"TERM": "dumb"}, False),
}


@pytest.mark.parametrize(("environment", "coloured"), COLOURS.values(), ids=COLOURS)
def test_colours(environment: dict[str, str], coloured: bool) -> None:
    lines = on_a_terminal(80, "progress", **environment)
    assert any(ESCAPE.search(line) for line in lines) == coloured


def test_a_terminal_without_the_characters() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "NO_COLOR": "1"}
    lines = on_a_terminal(60, "progress", "Plan", **plain)
    assert lines[1].split() == ["`-", "One", "##+++.....", "1/4", "25", "%"]


def test_plain_lines_in_a_pipe() -> None:
    assert right("progress", "Plan").lines[0].endswith("  Plan")


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
counts = st.builds(
    lambda done, begun, open_, weighed: Counts(
        done + begun + open_, done, open_, begun, 0, 0, Weight(7, 3) if weighed else None
    ),
    *[st.integers(0, 10_000)] * 3,
    st.booleans(),
)
trees = st.recursive(
    st.builds(Node, names, counts, st.just(())),
    lambda inner: st.builds(Node, names, counts, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(st.lists(trees, max_size=3), st.integers(40, 120), st.booleans(), st.booleans())
def test_lines_fit_their_paper(nodes: list[Node], width: int, colour: bool, fine: bool) -> None:
    for line in draw(nodes, Paper(width, colour, fine)):
        assert cell_len(ESCAPE.sub("", line)) <= width
        assert "\n" not in line


@given(counts, st.integers(60, 120))
def test_a_bar_is_full_only_when_all_is_done(one: Counts, width: int) -> None:
    (line,) = draw([Node("a", one)], Paper(width, False, True))
    if one.total:
        assert ("░" in line or "▒" in line) == (one.done < one.total)
    assert "%" not in line or re.search(r"\d+/\d+ +\d+ %", line)
