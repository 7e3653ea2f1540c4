"""`vaultsync task done|todo|toggle|status --date`: the day of completion, only when asked for."""

from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import misuse, refusal, right, run, stamps, write

D = "2026-12-01"
NOTE = f"""# A
- [ ] one  \t
- [x] two ✅ {D} ^id
- [/] three 📅 {D}
- [-] four ❌ {D}
- [ ] five [due:: {D}]
- [x] six
- [ ] seven\u2028eight
- [ ] nine 🔁 every day
"""
SETTING = "[tasks]\ndone_date = true\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Note.md": NOTE})
    return here


def line_of(root: Path, number: int) -> str:
    return (root / "Note.md").read_bytes().decode().split("\n")[number - 1]


# The words, the line, what stands there then.
CHANGES = {
    "done": (["done", "{}", "--date", D], 2, f"- [x] one ✅ {D}  \t"),
    "done-option-first": (["done", "--date", D, "{}"], 2, f"- [x] one ✅ {D}  \t"),
    "done-equals": (["done", f"--date={D}", "{}"], 4, f"- [x] three 📅 {D} ✅ {D}"),
    "done-inline": (["done", "{}", "--date", D], 6, f"- [x] five [due:: {D}] [completion:: {D}]"),
    "done-already-without-date": (["done", "{}", "--date", D], 7, f"- [x] six ✅ {D}"),
    "todo": (["todo", "{}", "--date"], 3, "- [ ] two ^id"),
    "todo-cancelled": (["todo", "{}", "--date"], 5, "- [ ] four"),
    "toggle": (["toggle", "{}", "--date", D], 2, f"- [x] one ✅ {D}  \t"),
    "toggle-back": (["toggle", "{}", "--date"], 3, "- [ ] two ^id"),
    "status-done": (["status", "{}", "X", "--date", D], 2, f"- [X] one ✅ {D}  \t"),
    "status-open": (["status", "{}", "/", "--date"], 3, "- [/] two ^id"),
    "status-other-done": (["status", "{}", "X", "--date"], 3, f"- [X] two ✅ {D} ^id"),
}


@pytest.mark.parametrize(("words", "line", "after"), CHANGES.values(), ids=CHANGES)
def test_with_the_option(words: list[str], line: int, after: str, root: Path) -> None:
    right("task", *(word.format(f"Note:{line}") for word in words))
    assert line_of(root, line) == after
    once = stamps(root)
    if words[0] != "toggle":
        again = right("task", *(word.format(f"Note:{line}") for word in words))
        assert again.out.endswith("(nothing to do)\n")
        assert stamps(root) == once


WITHOUT = {
    "done": ("done", 2, "- [x] one  \t"),
    "todo": ("todo", 3, f"- [ ] two ✅ {D} ^id"),
    "toggle": ("toggle", 5, f"- [ ] four ❌ {D}"),
}


@pytest.mark.parametrize(("verb", "line", "after"), WITHOUT.values(), ids=WITHOUT)
def test_without_the_option_one_character_changes(
    verb: str, line: int, after: str, root: Path
) -> None:
    right("task", verb, f"Note:{line}")
    assert line_of(root, line) == after


def test_today_is_the_default(root: Path) -> None:
    before = date.today()
    answer = right("task", "done", "Note:2", "--date")
    days = {before.isoformat(), date.today().isoformat()}
    assert answer.lines[0] in {f"Note.md:2: [x] one ✅ {day}" for day in days}
    right("task", "todo", "Note:2", "--date")
    assert (root / "Note.md").read_bytes() == NOTE.encode()


def test_the_setting_decides_without_the_option(root: Path) -> None:
    write(root, {"vaultsync.toml": SETTING})
    right("task", "toggle", "Note:2")
    assert f"✅ {date.today().year}" in line_of(root, 2) or "✅" in line_of(root, 2)
    right("task", "toggle", "Note:2")
    assert "nothing to do" in right("task", "done", "Note:7").out
    assert (root / "Note.md").read_bytes() == NOTE.encode()
    right("task", "status", "Note:3", "-")
    assert line_of(root, 3) == "- [-] two ^id"


@pytest.mark.parametrize("toml", ["done_date = 1", 'done_date = "yes"', "done_date = []"])
def test_the_setting_is_true_or_false(toml: str, root: Path) -> None:
    write(root, {"vaultsync.toml": f"[tasks]\n{toml}\n"})
    said = refusal("task", "done", "Note:2", code=2)
    assert said.startswith("vaultsync.toml: tasks.done_date is ")
    assert said.endswith("it takes true or false")


def test_the_setting_may_be_off(root: Path) -> None:
    write(root, {"vaultsync.toml": "[tasks]\ndone_date = false\n"})
    right("task", "done", "Note:2")
    assert line_of(root, 2) == "- [x] one  \t"


def test_follows_the_plugins_format(root: Path) -> None:
    settings = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    write(root, {settings: '{"taskFormat": "dataview"}'})
    right("task", "done", "Note:2", "--date", D)
    assert line_of(root, 2) == f"- [x] one [completion:: {D}]  \t"


def test_shows_the_task_as_it_is_now() -> None:
    row = right("task", "done", "Note:4", "--date", D, "--format", "json").json
    assert row["fields"] == {"due": D, "done": D}
    assert (row["text"], row["checked"]) == (f"three 📅 {D} ✅ {D}", True)


def test_dry_run_writes_nothing(root: Path) -> None:
    before = stamps(root)
    answer = right("task", "done", "Note:2", "--date", D, "--dry-run")
    assert f"+- [x] one ✅ {D}  \t\n" in answer.out
    assert stamps(root) == before


BAD_DAYS = ["tomorrow", "2026-02-30", "20261201", "2026-W49-2", "", "01.12.2026", "0000-01-01"]


@pytest.mark.parametrize("day", BAD_DAYS)
def test_refuses_what_is_no_day(day: str, root: Path) -> None:
    before = stamps(root)
    said = misuse("task", "done", "Note:2", f"--date={day}")
    assert said == f"--date takes today or a day such as 2026-12-01, not {day!r}"
    assert stamps(root) == before


def test_refuses_a_date_that_would_not_be_read(root: Path) -> None:
    before = stamps(root)
    said = refusal("task", "done", "Note:8", "--date", code=1)
    assert said.startswith("Note.md:8: the Tasks plugin would not read")
    assert said.endswith("; nothing written")
    assert stamps(root) == before


def test_a_recurring_task_is_only_ticked(root: Path) -> None:
    answer = run("task", "done", "Note:9")
    said = "the next occurrence is not made; the Tasks plugin does it"
    assert answer.err == f"vaultsync: Note.md:9: {said}\n"
    assert (answer.code, answer.lines) == (0, ["Note.md:9: [x] nine 🔁 every day"])
    assert right("task", "todo", "Note:9").code == 0
    assert (root / "Note.md").read_bytes() == NOTE.encode()
