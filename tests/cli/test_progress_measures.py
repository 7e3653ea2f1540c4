"""`vaultsync progress` with weights, shares, folders, tags and through links."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import misuse, refusal, right, run, write

NOTES = {
    "Plan.md": "---\ntags: [plan]\n---\n# A\n- [x] one [weight:: 3]\n- [/] two\n"
    "# B\n- [ ] [[RAG]]\n",
    "Topics/RAG.md": "- [x] a #llm (2h)\n- [ ] b (6h)\n",
    "Topics/Deep/None.md": "# text\n",
}


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def counted(*words: str) -> Any:
    return right("progress", *words, "--format", "json").json


def test_what_is_not_asked_for_has_no_key() -> None:
    assert list(counted()) == ["policy", "total", "notes"]
    assert "weight" not in counted()["total"]


def test_a_share_for_what_is_in_progress(root: Path) -> None:
    assert counted("Plan")["total"]["percent"] == 33
    write(root, {"vaultsync.toml": "[progress]\nin_progress = 0.5\n"})
    found = counted("Plan")
    assert (found["in_progress"], found["total"]["percent"], found["total"]["done"]) == (0.5, 50, 1)
    assert right("progress", "Plan").lines[-1] == "policy leaf; 1 in progress, counted as 0.5 done"


def test_weight() -> None:
    found = counted("Plan", "--weight", "weight")
    assert found["weight"] == "weight"
    assert found["total"]["weight"] == {"total": 5, "done": 3, "percent": 60, "missing": 2}
    assert found["notes"][0]["sections"][0]["weight"]["percent"] == 75
    lines = right("progress", "Plan", "--weight", "weight").lines
    assert lines[0] == "██████░░░░░░░░░░░░░░        1/3   33 %   60 % weight  Plan"
    assert lines[-1] == (
        "policy leaf; 1 in progress, counted as open; weighed by weight, 2 without it as 1"
    )


def test_weight_as_configured(root: Path) -> None:
    write(root, {"vaultsync.toml": '[progress]\nweight = "duration"\n'})
    assert counted("RAG")["total"]["weight"] == {"total": 8, "done": 2, "percent": 25, "missing": 0}
    assert "weight" not in counted("RAG", "--weight", "")["total"]


def test_through_links(root: Path) -> None:
    found = counted("Plan", "--through-links")
    assert (found["through_links"], found["cycles"]) == (True, [])
    (note,) = found["notes"]
    assert [note["done"], note["total"], note["own"]["total"]] == [2, 4, 2]
    assert note["linked"] == ["Topics/RAG.md"]
    (item,) = note["items"]
    assert (item["line"], item["text"], item["done"], item["total"]) == (8, "[[RAG]]", 1, 2)
    write(root, {"vaultsync.toml": "[progress]\nthrough_links = true\n"})
    assert counted("Plan") == found
    assert "through_links" not in counted("Plan", "--no-through-links")


def test_the_vault_counts_what_is_linked_once() -> None:
    total = counted("--through-links")["total"]
    assert (total["done"], total["total"]) == (2, 4)
    text = right("progress", "--through-links").lines
    assert text[-2:] == [
        "██████████░░░░░░░░░░        2/4   50 %  in 3 notes",
        "policy leaf; 1 in progress, counted as open; through links",
    ]


def test_circles_are_said(root: Path) -> None:
    write(root, {"Topics/RAG.md": "- [x] a\n- [ ] [[Plan]]\n"})
    answer = run("progress", "--through-links", "--format", "json")
    assert (answer.code, answer.json["cycles"]) == (0, [["Plan.md", "Topics/RAG.md"]])
    assert answer.err == (
        "vaultsync: Plan.md, Topics/RAG.md: these stand for each other; each counts by itself\n"
    )


def test_report_counts_as_progress_does(root: Path) -> None:
    write(root, {"vaultsync.toml": "[progress]\nthrough_links = true\nin_progress = 0.5\n"})
    assert right("report", "--format", "json").json == counted()
    assert "[[Plan]]: 2/4 (62%)" in right("report", "--stdout").out


def test_by_folder() -> None:
    found = counted("--by", "folder")
    assert list(found)[-2:] == ["by", "groups"]
    named = [(one["name"], one["notes"], one["total"]) for one in found["groups"]]
    assert named == [("", 1, 3), ("Topics", 2, 2)]
    assert [one["name"] for one in found["groups"][1]["groups"]] == ["Topics/Deep"]
    assert right("progress", "--by", "folder").lines == [
        "██████░░░░░░░░░░░░░░        1/3   33 %  /",
        "██████████░░░░░░░░░░        1/2   50 %  Topics",
        "                              no tasks    Topics/Deep",
        "████████░░░░░░░░░░░░        2/5   40 %  in 3 notes",
        "policy leaf; 1 in progress, counted as open",
    ]


def test_by_tag() -> None:
    assert right("progress", "--by", "tag").lines == [
        "████████████████████        1/1  100 %  #llm",
        "██████░░░░░░░░░░░░░░        1/3   33 %  #plan",
        "░░░░░░░░░░░░░░░░░░░░        0/1    0 %  no tag",
        "████████░░░░░░░░░░░░        2/5   40 %  in 3 notes",
        "policy leaf; 1 in progress, counted as open; a box counts for each of its tags",
    ]
    linked = right("progress", "--by", "tag", "--through-links", "--format", "json").json
    assert [(one["name"], one["total"]) for one in linked["groups"]] == [
        ("#llm", 1),
        ("#plan", 2),
        ("", 1),
    ]


def test_groups_as_a_table() -> None:
    out = right("progress", "--by", "folder", "--weight", "duration", "--format", "csv").out
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == [
        *("name", "notes", "total", "done", "open", "in_progress", "cancelled", "percent"),
        *("weight", "weight_done", "weight_percent"),
    ]
    assert rows[2] == ["Topics", "2", "2", "1", "1", "0", "0", "50", "8", "2", "25"]
    assert [row[0] for row in rows[1:]] == ["", "Topics", "Topics/Deep"]


WRONG = {
    "share-too-large": (
        "in_progress = 2",
        "progress.in_progress is 2; it takes a number from 0 to 1",
    ),
    "share-no-number": (
        "in_progress = true",
        "progress.in_progress is True; it takes a number from 0",
    ),
    "weight-no-text": ("weight = 3", "progress.weight is 3; it takes the name of a field of tasks"),
    "links-no-flag": ("through_links = 1", "progress.through_links is 1; it takes true or false"),
}


@pytest.mark.parametrize(("line", "said"), WRONG.values(), ids=WRONG)
def test_settings_that_can_not_be(root: Path, line: str, said: str) -> None:
    write(root, {"vaultsync.toml": f"[progress]\n{line}\n"})
    assert refusal("progress", code=2).startswith(f"vaultsync.toml: {said}")


def test_refuses() -> None:
    assert "'moon' is not one of" in misuse("progress", "--by", "moon")
