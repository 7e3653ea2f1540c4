"""Excluded files and copies left by sync: in no count, and notes like all others for the rest."""

from pathlib import Path

import pytest

from tests.cli.running import right, run, write

NOTES = {
    "Home.md": "---\nup: a\n---\n# A\n- [ ] a #t\n- [x] b\n[[RAG]] [[Day]] [[Templates/Day]]\n",
    "a/RAG.md": "---\nkind: b\n---\n- [ ] c #u\n",
    "Templates/Day.md": "",
}
COPY = "a/RAG (Conflicted copy phone 202611201015).md"
MORE = {
    COPY: "---\nkind: b\nalias: c\n---\n- [ ] d #v\n[[Home]]\n",
    "Templates/Day.md": "---\nday: b\naliases: Today\n---\n- [x] e #w\n[[Nowhere]]\n",
}
COUNTS = [
    ["progress"],
    ["progress", "--format", "json"],
    ["progress", "."],
    ["progress", "a", "Home"],
    ["report", "--stdout"],
    ["report", "--format", "csv"],
    ["tags"],
    ["properties"],
]


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {**NOTES, ".obsidian/app.json": '{"userIgnoreFilters": ["Templates/"]}'})
    return here


@pytest.mark.parametrize("words", COUNTS, ids=" ".join)
def test_they_count_nowhere(words: list[str], root: Path) -> None:
    before = right(*words).out
    write(root, MORE)
    assert right(*words).out == before


def test_they_count_where_nothing_excludes_them(root: Path) -> None:
    before = right("tags").lines
    write(root, {**MORE, ".obsidian/app.json": "{}"})
    assert right("tags").lines == sorted([*before, "    1  #w"])


def test_what_is_named_counts(root: Path) -> None:
    write(root, MORE)
    for name in ("Templates", "Day", "Templates/Day.md", COPY, COPY.removesuffix(".md")):
        assert right("progress", name, "--format", "json").json["total"]["total"] == 1
    assert right("tags", COPY).lines == ["    1  #v"]
    assert right("tags", "Templates").lines == ["    1  #w"]


def test_they_are_notes_for_all_else(root: Path) -> None:
    write(root, MORE)
    assert {COPY, "Templates/Day.md"} <= set(right("files").lines)
    tasks = [task["path"] for task in right("tasks", "--format", "json").json]
    assert tasks == ["Home.md", "Home.md", "Templates/Day.md", COPY, "a/RAG.md"]
    links = {(link["source"], link["target"]): link["resolved"] for link in links_of_all()}
    assert links["Home.md", "Day"] == links["Home.md", "Templates/Day"] == "Templates/Day.md"
    assert links[COPY, "Home"] == "Home.md"
    assert right("aliases").lines == ["Today  (Templates/Day.md)"]
    assert [line.split(":")[0] for line in run("check").lines] == ["Templates/Day.md", COPY]


def links_of_all() -> list[dict[str, str]]:
    found: list[dict[str, str]] = right("links", "--format", "json").json
    return found
