"""`vaultsync tasks`: which tasks, in which order, as what."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.running import misuse, refusal, right, run, write

ROADMAP = """---
tags: [plan]
---
# AI
- [x] Maths ✅ 2026-03-21
- [/] Python #code/py
\t- [ ] Types 🔼 📅 2026-12-01 ^types
\t- plain
\t\t- [X] Tests #Code
## Models ##
1. [-] GPU

> - [ ] [[RAG]] 🆔 rag ⛔ a,b
"""
NOTES = {
    "Roadmap.md": ROADMAP,
    "Topics/Tools.md": "- [ ] read [due:: 2026-11-30]\r\n- [?] ask\r\n",
    "Topics/Deep/Empty.md": "# nothing\n- [ ]\n",
    "Other/Last.md": "- [ ] last",
}
KEYS = [
    *("path", "line", "column", "status", "checked", "text", "raw", "depth", "parent_line"),
    *("section", "tags", "block_id", "fields"),
]


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def test_text_is_a_line_for_each_task() -> None:
    assert right("tasks").lines == [
        "Other/Last.md:1: [ ] last",
        "Roadmap.md:5: [x] Maths ✅ 2026-03-21",
        "Roadmap.md:6: [/] Python #code/py",
        "Roadmap.md:7:   [ ] Types 🔼 📅 2026-12-01",
        "Roadmap.md:9:     [X] Tests #Code",
        "Roadmap.md:11: [-] GPU",
        "Roadmap.md:13: [ ] [[RAG]] 🆔 rag ⛔ a,b",
        "Topics/Tools.md:1: [ ] read [due:: 2026-11-30]",
        "Topics/Tools.md:2: [?] ask",
    ]


def test_json_has_the_keys_of_the_contract() -> None:
    found = right("tasks", "--format", "json").json
    assert [list(one) for one in found] == [KEYS] * 9
    assert found[3] == {
        "path": "Roadmap.md",
        "line": 7,
        "column": 2,
        "status": " ",
        "checked": False,
        "text": "Types 🔼 📅 2026-12-01",
        "raw": "\t- [ ] Types 🔼 📅 2026-12-01 ^types",
        "depth": 1,
        "parent_line": 6,
        "section": ["AI"],
        "tags": [],
        "block_id": "types",
        "fields": {"due": "2026-12-01", "priority": "medium"},
    }
    assert found[4]["parent_line"] == 8
    assert found[4]["tags"] == ["#Code"]
    assert (found[5]["column"], found[6]["column"]) == (1, 3)
    assert found[6]["section"] == ["AI", "Models"]
    assert found[6]["fields"] == {"id": "rag", "depends_on": ["a", "b"]}
    assert [one["checked"] for one in found] == [one["status"] in "xX" for one in found]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert right("tasks", "Empty", "--format", "json").raw == b"[]\n"
    assert right("tasks", "Empty").raw == b""


def test_json_is_utf_8_and_the_same_each_time() -> None:
    one, other = (right("tasks", "--format", "json").raw for _ in range(2))
    assert one == other
    assert "📅".encode() in one


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_tables_have_the_same_columns(form: str, delimiter: str) -> None:
    text = right("tasks", "--format", form).out
    rows = list(csv.DictReader(io.StringIO(text), delimiter=delimiter))
    assert [list(row) for row in rows] == [KEYS] * 9
    found = json.loads(right("tasks", "--format", "json").raw)
    for key in ("path", "line", "column", "status", "depth", "text"):
        assert [row[key] for row in rows] == [str(one[key]) for one in found]
    assert [row["checked"] for row in rows] == [str(one["checked"]).lower() for one in found]
    assert (rows[0]["parent_line"], rows[0]["section"]) == ("", "")
    assert (rows[3]["parent_line"], rows[6]["section"]) == ("6", "AI Models")
    assert rows[3]["fields"] == "priority=medium due=2026-12-01"
    assert rows[6]["fields"] == "id=rag depends_on=a,b"


def test_a_table_keeps_status_and_raw() -> None:
    rows = list(
        csv.DictReader(io.StringIO(right("tasks", "--format", "tsv").out), dialect="excel-tab")
    )
    assert rows[5]["status"] == "-"
    assert rows[0]["raw"] == "- [ ] last"


def test_a_table_of_nothing_has_its_line_of_names() -> None:
    assert right("tasks", "Empty", "--format", "csv").lines == [",".join(KEYS)]
    assert right("tasks", "Empty", "--format", "tsv").lines == ["\t".join(KEYS)]


SELECTED: dict[str, tuple[list[str], list[str]]] = {
    "note": (["Roadmap"], [f"R{n}" for n in (5, 6, 7, 9, 11, 13)]),
    "path": (["Other/Last.md"], ["L1"]),
    "folder": (["Topics"], ["T1", "T2"]),
    "several": (["last", "Topics/"], ["L1", "T1", "T2"]),
    "each-once": (["Tools", "Topics"], ["T1", "T2"]),
    "todo": (["--todo"], ["L1", "R6", "R7", "R11", "R13", "T1", "T2"]),
    "done": (["--done"], ["R5", "R9"]),
    "status": (["--status", "?"], ["T2"]),
    "status-blank": (["Roadmap", "--status", " "], ["R7", "R13"]),
    "status-minds-the-case": (["--status", "X"], ["R9"]),
    "under": (["--under", "AI"], [f"R{n}" for n in (5, 6, 7, 9, 11, 13)]),
    "under-inner": (["--under", "Models"], ["R11", "R13"]),
    "under-in-any-case": (["--under", "models"], ["R11", "R13"]),
    "under-part-of-a-heading": (["--under", "Mod"], []),
    "tag": (["--tag", "#code"], ["R6", "R9"]),
    "tag-without-sign": (["--tag", "code"], ["R6", "R9"]),
    "tag-inner": (["--tag", "CODE/PY"], ["R6"]),
    "tag-part-of-a-name": (["--tag", "cod"], []),
    "tag-of-the-note": (["--tag", "plan"], []),
    "all-at-once": (["Roadmap", "--todo", "--under", "AI", "--tag", "code"], ["R6"]),
}


@pytest.mark.parametrize(("words", "found"), SELECTED.values(), ids=SELECTED)
def test_selects(words: list[str], found: list[str]) -> None:
    tasks = right("tasks", *words, "--format", "json").json
    assert [f"{one['path'].rpartition('/')[2][0]}{one['line']}" for one in tasks] == found


def test_checked_is_what_the_settings_say(root: Path) -> None:
    write(root, {"vaultsync.toml": '[tasks.statuses]\n"?" = "done"\nx = "open"\n'})
    lines = right("tasks", "--done").lines
    assert [line.split(":")[0] for line in lines] == ["Roadmap.md", "Topics/Tools.md"]
    assert "Topics/Tools.md:2: [?] ask" in lines


def test_fields_are_read_as_the_plugin_writes_them(root: Path) -> None:
    plugin = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    write(root, {plugin: '{"taskFormat": "tasksPluginEmoji"}'})
    assert right("tasks", "Tools", "--format", "json").json[0]["fields"] == {}
    write(root, {plugin: '{"taskFormat": "dataview"}'})
    assert right("tasks", "Tools", "--format", "json").json[0]["fields"] == {"due": "2026-11-30"}


def test_one_note_that_can_not_be_read_stops_no_other(root: Path) -> None:
    (root / "Big.md").write_bytes(b"- [ ] a\n" + b"x" * 5_000_000)
    (root / "Link.md").symlink_to("../out.md")
    (root / "Gone.md").symlink_to("nowhere.md")
    answer = run("tasks")
    assert answer.code == 1
    assert len(answer.lines) == 9
    assert answer.err.split("\n") == [
        "vaultsync: Big.md: 5000008 bytes, more than the 5000000 that a note may have",
        "vaultsync: Gone.md: a link to nothing",
        f"vaultsync: Link.md: leads out of the vault {root}; refused",
        "",
    ]


def test_what_is_odd_is_named_and_the_rest_read(root: Path) -> None:
    write(root, {"A.md": "---\na: [\n---\n- [ ] a\n", "B.md": b"- [ ] caf\xe9\n"})
    answer = run("tasks", "A", "B")
    assert answer.code == 0
    assert answer.lines == ["A.md:4: [ ] a", "B.md:1: [ ] caf\ufffd"]
    assert [line[:18] for line in answer.err.splitlines()] == [
        "vaultsync: A.md:2:",
        "vaultsync: B.md:1:",
    ]


def test_refuses_what_is_not_there(root: Path) -> None:
    assert refusal("tasks", "Nope", code=2) == f"no note 'Nope' in the vault {root}"
    write(root, {"a/Twin.md": "", "b/Twin.md": ""})
    assert refusal("tasks", "Twin", code=2) == (
        "'Twin' is ambiguous; name one of: a/Twin.md, b/Twin.md"
    )
    assert refusal("tasks", "..", code=2) == f"..: leads out of the vault {root}; refused"


MISUSED = {
    "format": (["--format", "yaml"], "'yaml' is not one of 'text', 'json', 'tsv', 'csv'"),
    "option": (["--frob"], "--frob"),
    "no-value": (["--status"], "'--status' requires an argument"),
    "status-of-two": (["--status", "xx"], "no box holds 'xx'; a status is one printable character"),
    "no-status": (["--status", ""], "no box holds ''; a status is one printable character"),
}


@pytest.mark.parametrize(("words", "says"), MISUSED.values(), ids=MISUSED)
def test_misuse(words: list[str], says: str) -> None:
    assert says in misuse("tasks", *words)


def test_todo_and_done_at_once_is_misuse() -> None:
    assert misuse("tasks", "--todo", "--done") == "a task is either todo or done"
