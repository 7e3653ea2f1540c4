"""`vaultsync progress --write`: into which notes, once, in one write."""

from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, stamps, write

NOTES = {
    "Plan.md": "---\nprogress: 0 # ours\n---\n# A [/]\n- [x] a\n- [ ] [[RAG]]\n",
    "Topics/RAG.md": "# RAG [/]\n- [x] a\n- [x] b\n",
    "Topics/None.md": "text\n",
    "Progress.md": "---\nprogress: 0\n---\n- [ ] a\n",
}


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def text(root: Path, name: str) -> str:
    return (root / name).read_text("utf-8")


def test_without_names_into_notes_that_have_the_property(root: Path) -> None:
    before = content(root)
    assert right("progress", "--write").lines == ["Plan.md: brought up to date"]
    assert text(root, "Plan.md") == (
        "---\nprogress: 50 # ours\n---\n# A [1/2]\n- [x] a\n- [ ] [[RAG]]\n"
    )
    assert {**content(root), "Plan.md": b""} == {**before, "Plan.md": b""}


def test_a_second_run_writes_nothing(root: Path) -> None:
    right("progress", "--write", "Topics", "Plan")
    before = stamps(root)
    assert right("progress", "--write", "Topics", "Plan").lines == ["nothing written: up to date"]
    assert stamps(root) == before


def test_named_notes_get_all(root: Path) -> None:
    assert right("progress", "--write", "RAG", "None").lines == [
        "Topics/RAG.md: brought up to date"
    ]
    assert text(root, "Topics/RAG.md") == (
        "---\nprogress: 100\ntasks_done: 2\ntasks_total: 2\n---\n# RAG [2/2]\n- [x] a\n- [x] b\n"
    )
    assert text(root, "Topics/None.md") == "text\n"
    right("undo")
    assert text(root, "Topics/RAG.md") == NOTES["Topics/RAG.md"]


def test_several_notes_are_one_write(root: Path) -> None:
    before = content(root)
    right("progress", "--write", "Topics", "Plan")
    right("undo")
    assert content(root) == before


def test_through_links(root: Path) -> None:
    right("progress", "--write", "--through-links")
    assert text(root, "Plan.md").splitlines()[1:4] == ["progress: 100 # ours", "---", "# A [3/3]"]


def test_dry_run_shows_the_diff(root: Path) -> None:
    before = stamps(root)
    diff = right("progress", "--write", "--dry-run").lines
    assert [line for line in diff if line[0] in "+-"][2:] == [
        *("-progress: 0 # ours", "+progress: 50 # ours"),
        *("-# A [/]", "+# A [1/2]"),
    ]
    assert stamps(root) == before


def test_json() -> None:
    (row,) = right("progress", "--write", "--format", "json").json
    assert (row["path"], row["done"], row["total"], row["written"]) == ("Plan.md", 1, 2, True)
    assert right("progress", "--write", "--format", "json").json[0]["written"] is False


def test_own_names(root: Path) -> None:
    names = '{ percent = "", done = "erledigt", total = "gesamt" }'
    write(root, {"vaultsync.toml": f"[progress]\nproperties = {names}\n"})
    right("progress", "--write", "RAG")
    assert text(root, "Topics/RAG.md").startswith("---\nerledigt: 2\ngesamt: 2\n---\n")
    assert right("progress", "--write").lines == ["nothing written: up to date"]


def test_when_no_note_asks(root: Path) -> None:
    write(root, {"Plan.md": "- [ ] a\n"})
    assert right("progress", "--write").lines == [
        "nothing written: no note has the properties; name those that are to get them"
    ]


def test_what_is_unclear_or_can_not_be_is_said_and_the_rest_written(root: Path) -> None:
    write(
        root,
        {
            "Two.md": "# Part A\n- [x] a\n# Part B\n- [ ] b\n\nPart: [ ] Todo [ ] Done\n",
            "Bad.md": "---\na: [\n---\n- [ ] a\n",
        },
    )
    answer = run("progress", "--write", "Two", "Bad", "Plan")
    assert answer.code == 1
    assert (
        "Two.md:6: several headings fit 'Part' (lines 1, 3); the line is left as it is"
        in answer.err
    )
    assert "Bad.md" in answer.err
    assert answer.lines == ["Two.md: brought up to date", "Plan.md: brought up to date"]


WRONG = {
    "no-table": (
        "properties = 3",
        'progress.properties is a table such as { percent = "progress" }',
    ),
    "no-text": ("properties = { done = 3 }", "progress.properties is a table"),
    "unknown": (
        'properties = { rate = "x" }',
        "progress.properties: unknown key rate; known are percent, done, total",
    ),
    "same": (
        'properties = { done = "x", total = "x" }',
        "progress.properties: two of them have the same name",
    ),
}


@pytest.mark.parametrize(("line", "said"), WRONG.values(), ids=WRONG)
def test_settings_that_can_not_be(root: Path, line: str, said: str) -> None:
    write(root, {"vaultsync.toml": f"[progress]\n{line}\n"})
    assert refusal("progress", code=2).startswith(f"vaultsync.toml: {said}")


def test_refuses() -> None:
    assert misuse("progress", "--dry-run") == "--dry-run goes with --write"
