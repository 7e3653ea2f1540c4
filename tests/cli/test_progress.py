"""`vaultsync progress`: counts by note and heading, never a percentage without them."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import misuse, refusal, right, run, stamps, write

PLAN = """- [ ] before
# A
- [ ] one
\t- [x] two
\t- [/] three
\t- plain
\t\t- [-] four
## B
- [x] five
# C
text
"""
NOTES = {"Plan.md": PLAN, "Topics/RAG.md": "- [x] a\n- [X] b\n", "Topics/None.md": "# text\n"}
COUNTS = ["total", "done", "open", "in_progress", "cancelled", "percent"]


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def counts(*numbers: int | None) -> dict[str, int | None]:
    return dict(zip(COUNTS, numbers, strict=True))


def counted(*words: str) -> Any:
    return right("progress", *words, "--format", "json").json


def test_json_has_the_keys_of_the_contract() -> None:
    found = counted()
    assert list(found) == ["policy", "total", "notes"]
    assert found["policy"] == "leaf"
    assert found["total"] == counts(6, 4, 1, 1, 1, 66)
    assert [note["path"] for note in found["notes"]] == [
        "Plan.md",
        "Topics/None.md",
        "Topics/RAG.md",
    ]
    assert [list(note) for note in found["notes"]] == [
        ["path", "title", *COUNTS, "sections", "items"]
    ] * 3


def test_json_of_a_note() -> None:
    (note,) = counted("Plan")["notes"]
    assert note == {
        "path": "Plan.md",
        "title": "Plan",
        **counts(4, 2, 1, 1, 1, 50),
        "sections": [
            {
                "heading": "A",
                "level": 1,
                "line": 2,
                **counts(3, 2, 0, 1, 1, 66),
                "sections": [
                    {
                        "heading": "B",
                        "level": 2,
                        "line": 8,
                        **counts(1, 1, 0, 0, 0, 100),
                        "sections": [],
                    }
                ],
            },
            {"heading": "C", "level": 1, "line": 10, **counts(0, 0, 0, 0, 0, None), "sections": []},
        ],
        "items": [{"line": 3, "text": "one", **counts(2, 1, 0, 1, 1, 50)}],
    }


POLICIES = {
    "leaf": counts(4, 2, 1, 1, 1, 50),
    "all": counts(5, 2, 2, 1, 1, 40),
    "top": counts(3, 1, 2, 0, 0, 33),
}


@pytest.mark.parametrize(("policy", "found"), POLICIES.items(), ids=POLICIES)
def test_policy(policy: str, found: dict[str, int], root: Path) -> None:
    asked = counted("Plan", "--policy", policy)
    assert (asked["policy"], asked["total"]) == (policy, found)
    write(root, {"vaultsync.toml": f'[progress]\npolicy = "{policy}"\n'})
    assert counted("Plan") == asked
    assert counted("Plan", "--policy", "leaf")["policy"] == "leaf"


def test_statuses_are_what_the_settings_say(root: Path) -> None:
    write(root, {"vaultsync.toml": '[tasks.statuses]\n"x" = "open"\n"/" = "done"\n'})
    assert counted("Plan")["total"] == counts(4, 1, 3, 0, 1, 25)


SELECTED: dict[str, tuple[list[str], list[str]]] = {
    "note": (["RAG"], ["Topics/RAG.md"]),
    "folder": (["Topics"], ["Topics/None.md", "Topics/RAG.md"]),
    "several": (["RAG", "Plan"], ["Topics/RAG.md", "Plan.md"]),
    "each-once": (["RAG", "Topics/"], ["Topics/RAG.md", "Topics/None.md"]),
}


@pytest.mark.parametrize(("names", "paths"), SELECTED.values(), ids=SELECTED)
def test_selects(names: list[str], paths: list[str]) -> None:
    assert [note["path"] for note in counted(*names)["notes"]] == paths


def test_text_of_the_vault() -> None:
    assert right("progress").lines == [
        "██████████░░░░░░░░░░        2/4   50 %  Plan",
        "                              no tasks  Topics/None",
        "████████████████████        2/2  100 %  Topics/RAG",
        "█████████████░░░░░░░        4/6   66 %  in 3 notes",
        "policy leaf; 1 in progress, counted as open; 1 cancelled, not counted",
    ]


def test_text_of_a_note_shows_its_headings() -> None:
    assert right("progress", "Plan").lines[:3] == [
        "██████████░░░░░░░░░░        2/4   50 %  Plan",
        "█████████████░░░░░░░        2/3   66 %    A",
        "████████████████████        1/1  100 %      B",
    ]
    assert len(right("progress", "Plan").lines) == 4


def test_sections_shows_the_headings_of_all_notes() -> None:
    lines = right("progress", "--sections").lines
    assert [line[40:] for line in lines[:5]] == [
        "Plan",
        "  A",
        "    B",
        "Topics/None",
        "Topics/RAG",
    ]


def test_a_percentage_never_stands_without_its_counts() -> None:
    for words in ([], ["Plan"], ["--sections"], ["--policy", "all"]):
        for line in right("progress", *words).lines:
            assert "%" not in line or re.search(r" \d+/\d+ +\d+ %  ", line)


def test_percent_is_rounded_down_but_begun_is_not_nothing(root: Path) -> None:
    write(root, {"Many.md": "- [x] a\n" + "- [ ] b\n" * 999})
    assert counted("Many")["total"]["percent"] == 1
    write(root, {"Many.md": "- [ ] a\n" + "- [x] b\n" * 999})
    assert counted("Many")["total"]["percent"] == 99
    assert right("progress", "Many").lines[0].startswith("███████████████████░   999/1000   99 %")


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables(form: str, delimiter: str) -> None:
    rows = list(
        csv.reader(io.StringIO(right("progress", "--format", form).out), delimiter=delimiter)
    )
    assert rows == [
        ["path", "title", *COUNTS],
        ["Plan.md", "Plan", "4", "2", "1", "1", "1", "50"],
        ["Topics/None.md", "None", "0", "0", "0", "0", "0", ""],
        ["Topics/RAG.md", "RAG", "2", "2", "0", "0", "0", "100"],
    ]


def test_an_empty_vault(root: Path) -> None:
    for name in NOTES:
        (root / name).unlink()
    assert counted() == {"policy": "leaf", "total": counts(0, 0, 0, 0, 0, None), "notes": []}
    assert right("progress").lines[0].endswith("no tasks  in 0 notes")
    assert right("progress", "--format", "csv").lines == [",".join(["path", "title", *COUNTS])]


def test_what_can_not_be_read_is_named_and_the_rest_counted(root: Path) -> None:
    (root / "Big.md").write_bytes(b"x" * 5_000_001)
    answer = run("progress", "--format", "json")
    assert answer.code == 1
    assert answer.err == (
        "vaultsync: Big.md: 5000001 bytes, more than the 5000000 that a note may have\n"
    )
    assert answer.json["total"] == counts(6, 4, 1, 1, 1, 66)


def test_writes_nothing(root: Path) -> None:
    before = stamps(root)
    right("progress", "--sections")
    assert stamps(root) == before


def test_refuses(root: Path) -> None:
    assert refusal("progress", "Nope", code=2) == f"no note 'Nope' in the vault {root}"
    assert "'most' is not one of 'leaf', 'all', 'top'" in misuse("progress", "--policy", "most")
    write(root, {"vaultsync.toml": '[progress]\npolicy = "most"\n'})
    assert refusal("progress", code=2) == (
        "vaultsync.toml: progress.policy is 'most'; it takes one of leaf, all, top"
    )
