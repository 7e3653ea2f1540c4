"""`vaultsync report`: keeps its part of one note, and nothing else, up to date."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, stamps, write
from tests.effects.repositories import commit, new_repository

Variant = Callable[[str], str]

BEGIN, END = "%% vaultsync:begin report %%", "%% vaultsync:end report %%"
NOTES = {"Plan.md": "# A\n- [x] one\n- [ ] two\n", "Topics/RAG.md": "- [/] three\n"}


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def written(root: Path, name: str = "Progress.md") -> str:
    return (root / name).read_bytes().decode()


def test_writes_a_note_and_no_other(root: Path) -> None:
    before = content(root)
    assert right("report").lines == ["Progress.md: brought up to date"]
    text = written(root)
    assert text.startswith(f"# Progress\n\n{BEGIN}\n")
    assert text.endswith(f"\n{END}\n")
    assert "1/3 (33%), 1 in progress" in text
    assert "[[Plan]]" in text
    after = content(root)
    assert {**after, "Progress.md": b""} == {**before, "Progress.md": b""}


def test_a_second_run_writes_nothing(root: Path) -> None:
    right("report")
    before = stamps(root)
    assert right("report").lines == ["Progress.md: up to date, nothing written"]
    assert right("report", "--check").raw == b""
    assert right("report", "--dry-run").raw == b""
    assert stamps(root) == before


def test_the_first_note_without_tasks_comes_and_goes(root: Path) -> None:
    write(root, {"Plan.md": "- [ ] a\n", "Full.md": "- [ ] b\n"})
    for path in set(content(root)) - {"Plan.md", "Full.md"}:
        (root / path).unlink()
    right("report")
    write(root, {"Empty.md": "nothing to do\n"})
    assert right("report").lines == ["Progress.md: brought up to date"]
    assert "\n\n1 note without such boxes: not listed.\n" in written(root)
    (root / "Empty.md").unlink()
    assert right("report").lines == ["Progress.md: brought up to date"]
    assert "not listed" not in written(root)


def test_the_report_does_not_count_itself(root: Path) -> None:
    write(root, {"Progress.md": "# Mine\n- [ ] not counted\n"})
    right("report")
    assert "1/3 (33%)" in written(root)


def test_only_the_part_between_the_markers_changes(root: Path, variant: Variant) -> None:
    above, below = "---\na: 1\n---\n# Mine  \n\n\ttext\n\n", "\n## More\n- [ ] mine\n"
    write(root, {"Progress.md": variant(f"{above}{BEGIN}\nold\n{END}\n{below}")})
    right("report")
    text = written(root)
    before, after = variant(f"{above}{BEGIN}\n@{END}\n{below}").split("@")
    assert text.startswith(before)
    assert text.endswith(after)
    assert "1/3 (33%)" in text
    assert "old" not in text
    assert text.count("\r") in (0, text.count("\n"))
    right("task", "done", "Plan:3")
    right("report")
    assert written(root) != text
    right("task", "todo", "Plan:3")
    right("report")
    assert written(root) == text


def test_a_note_without_markers_keeps_its_text(root: Path, variant: Variant) -> None:
    mine = variant("# Mine\n\ntext  \n")
    write(root, {"Progress.md": mine})
    right("report")
    assert written(root).startswith(mine)
    assert written(root).count(BEGIN) == 1


def test_dry_run_shows_the_diff_and_writes_nothing(root: Path) -> None:
    before = stamps(root)
    diff = right("report", "--dry-run").lines
    assert diff[:4] == ["--- /dev/null", "+++ b/Progress.md", diff[2], "+# Progress"]
    assert stamps(root) == before
    right("report")
    right("task", "done", "Plan:3")
    before = stamps(root)
    diff = right("report", "--dry-run").lines
    assert diff[:2] == ["--- a/Progress.md", "+++ b/Progress.md"]
    assert any(line.startswith("+**Progress** ") and "2/3 (66%)" in line for line in diff)
    assert stamps(root) == before


def test_check_says_when_the_note_is_missing_or_old(root: Path) -> None:
    before = stamps(root)
    says = "Progress.md: the report is missing or out of date; run vaultsync report"
    assert refusal("report", "--check", code=1) == says
    assert stamps(root) == before
    right("report")
    assert right("report", "--check").raw == b""
    right("task", "done", "Plan:3")
    before = stamps(root)
    assert refusal("report", "--check", code=1) == says
    assert stamps(root) == before


def test_stdout_prints_the_report_and_writes_nothing(root: Path) -> None:
    before = stamps(root)
    printed = right("report", "--stdout").out
    assert stamps(root) == before
    right("report")
    assert printed.removesuffix("\n") in written(root)
    assert printed.startswith("**Progress** ")


def test_json_and_csv_are_those_of_progress(root: Path) -> None:
    before = stamps(root)
    for form in "json", "csv":
        assert right("report", "--format", form).raw == right("progress", "--format", form).raw
    assert stamps(root) == before


@pytest.mark.parametrize("policy", ["leaf", "all", "top"])
def test_policy(policy: str, root: Path) -> None:
    write(root, {"Plan.md": "- [ ] a\n\t- [x] b\n\t- [x] c\n"})
    counts = {"leaf": "2/3 (66%)", "all": "2/4 (50%)", "top": "0/2 (0%)"}
    right("report", "--policy", policy)
    assert counts[policy] in written(root)
    write(root, {"vaultsync.toml": f'[progress]\npolicy = "{policy}"\n'})
    assert right("report").lines == ["Progress.md: up to date, nothing written"]


OUTPUTS = {
    "name": ("How far", "How far.md"),
    "with-md": ("How far.md", "How far.md"),
    "in-a-folder": ("Topics/How far", "Topics/How far.md"),
    "a-note-that-is-there": ("rag", "Topics/RAG.md"),
    "not-ascii": ("Fortschritt é", "Fortschritt é.md"),
    "beside-a-folder": ("Topics", "Topics.md"),
}


@pytest.mark.parametrize(("output", "path"), OUTPUTS.values(), ids=OUTPUTS)
def test_output(output: str, path: str, root: Path) -> None:
    assert right("report", "--output", output).lines == [f"{path}: brought up to date"]
    assert written(root, path).count(BEGIN) == 1
    assert not (root / "Progress.md").exists()
    if path not in NOTES:
        (root / path).unlink()
        write(root, {"vaultsync.toml": f'[report]\noutput = "{output}"\n'})
        assert right("report").lines == [f"{path}: brought up to date"]


def test_a_hand_edit_between_the_markers_is_kept(root: Path) -> None:
    right("report")
    edited = written(root).replace("**Progress**", "**My progress**")
    write(root, {"Progress.md": edited})
    assert refusal("report", code=1) == (
        "Progress.md:3: the text between the markers was edited by hand; nothing written "
        "(move it out of the markers, or pass --overwrite)"
    )
    assert written(root) == edited
    right("report", "--overwrite")
    assert "My progress" not in written(root)


def test_what_can_not_be_read_is_named_and_the_rest_reported(root: Path) -> None:
    (root / "Big.md").write_bytes(b"x" * 5_000_001)
    for line in "Progress.md: brought up to date", "Progress.md: up to date, nothing written":
        answer = run("report")
        assert (answer.code, answer.lines) == (1, [line])
        assert answer.err.startswith("vaultsync: Big.md: 5000001 bytes")


REFUSED = {
    "above": ("../x", 2, "../x.md: leads out of the vault {root}; refused"),
    "absolute": ("/nowhere/x", 2, "/nowhere/x.md: leads out of the vault {root}; refused"),
    "ambiguous": ("Twin", 2, "'Twin' is ambiguous; name one of: a/Twin.md, b/Twin.md"),
    "link-out": ("Link", 2, "Link.md: leads out of the vault {root}; refused"),
    "directory": ("Folder.md", 1, "Folder.md: is a directory, not a note"),
}


@pytest.mark.parametrize(("output", "code", "says"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--check"]], ids=["write", "dry", "check"])
def test_refuses(output: str, code: int, says: str, options: list[str], root: Path) -> None:
    write(root, {"a/Twin.md": "", "b/Twin.md": ""})
    (root / "Folder.md").mkdir()
    before = content(root.parent)
    if output == "Link":
        (root / "Link.md").symlink_to("../out.md")
        answer = run("report", "--output", output, *options)
        assert (answer.code, answer.raw) == (code, b"")
        assert answer.err.endswith(f"{says.format(root=root)}\n")
    else:
        assert refusal("report", "--output", output, *options, code=code) == says.format(root=root)
    assert content(root.parent) == before


def test_the_report_stands_at_the_root(root: Path) -> None:
    write(root, {"School/Progress.md": "# My grades\n"})
    assert right("report").lines == ["Progress.md: brought up to date"]
    assert written(root, "School/Progress.md") == "# My grades\n"


def test_a_folder_that_is_not_there(root: Path) -> None:
    said = refusal("report", "--output", "New/Deep", code=1)
    assert "old bytes" not in said
    assert not (root / "New").exists()


def test_output_is_no_folder(root: Path) -> None:
    run("report", "--output", "Topics/")
    assert not (root / "Topics/.md").exists()


@pytest.mark.parametrize("options", [["--format", "json"], ["--format", "csv"], ["--stdout"]])
def test_check_checks_whatever_is_printed(options: list[str]) -> None:
    assert run("report", "--check", *options).code != 0


def test_misuse() -> None:
    assert "'yaml' is not one of" in misuse("report", "--format", "yaml")
    assert "--frob" in misuse("report", "--frob")


def test_names_what_links_want_but_not_its_own(root: Path) -> None:
    write(root, {"Map.md": "[[Later]] [[Plan]] ![[Later.md|x]] [[So on]]\n[y](Later.md)\n"})
    write(root, {"Board.canvas": '{"nodes": [{"id": "1", "type": "text", "text": "[[Later]]"}]}'})
    write(root, {"Progress.md": "[[Nowhere]]\n"})
    said = "**Unresolved links** 5 to 2 missing notes, most wanted: Later (4), So on (1)"
    right("report")
    assert said in written(root).split("\n")
    assert right("report").lines == ["Progress.md: up to date, nothing written"]
    write(root, {"Later.md": "", "So on.md": ""})
    right("report")
    assert "Unresolved" not in written(root)


TEMPLATE = (
    "---\nkind: template\n---\n- [ ] {{ done }} of {{ total }}: {{ missing|length }} [[Void]]\n"
)


def test_a_template_is_filled_and_does_not_count(root: Path) -> None:
    write(root, {"Templates/Mine.md": TEMPLATE})
    right("report", "--template", "Mine")
    assert f"{BEGIN}\n\n- [ ] 1 of 3: 0 [[Void]]\n\n%% vaultsync:sha" in written(root)
    write(root, {"vaultsync.toml": '[report]\ntemplate = "Templates/Mine"\n'})
    assert right("report").lines == ["Progress.md: up to date, nothing written"]
    assert right("report", "--check").raw == b""


TEMPLATES = {
    "error": ("a\n{{ x }}\n", "T.md:2: as a template: 'x' is undefined; nothing written"),
    "open-code": (
        "```\n",
        "Progress.md: the text would hide the end of the region report "
        "(does it open code or %%?); nothing written",
    ),
    "marker": (
        "%% vaultsync:end report %%\n",
        "Progress.md: the text would hide the end of the region report "
        "(does it open code or %%?); nothing written",
    ),
}


@pytest.mark.parametrize(("template", "says"), TEMPLATES.values(), ids=TEMPLATES)
def test_a_template_that_can_not_be_used(template: str, says: str, root: Path) -> None:
    write(root, {"T.md": template, "Progress.md": "# Mine\n"})
    before = content(root)
    assert refusal("report", "--template", "T", code=1) == says
    assert content(root) == before


def test_a_template_that_is_not_there() -> None:
    assert refusal("report", "--template", "Nope", code=2).startswith("no note 'Nope' in the vault")


def test_lists_what_was_done_last(root: Path) -> None:
    write(root, {"Log.md": "# Day\n- [x] b ✅ 2026-11-02\n- [x] c [completion:: 2026-11-03] #x\n"})
    right("report")
    said = "**Recently done**\n\n- 2026-11-03: [[Log#Day|c #x]]\n- 2026-11-02: [[Log#Day|b]]\n"
    assert said in written(root)
    assert right("report").lines == ["Progress.md: up to date, nothing written"]


def test_history_draws_the_commits(root: Path) -> None:
    new_repository(root)
    commit(root, {"Old.md": "- [ ] old\n", "Plan.md": "- [ ] a\n"})
    commit(root, {"Plan.md": "- [x] a\n- [ ] b\n"}, when=30)
    right("report")
    assert "mermaid" not in written(root)
    right("report", "--history")
    text = written(root)
    assert "\n    line [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4]\n" in text
    assert "\n    line [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]\n" in text
    assert "**Recently done**\n\n- 2026-11-30: [[Plan|a]]\n\n" in text
    assert "others were: [[Old]] (2026-11-01), [[RAG]] (2026-11-01)\n" in text
    commit(root, {"Progress.md": text}, when=30)
    assert right("report", "--history", "--check").raw == b""
    write(root, {"vaultsync.toml": "[report]\nhistory = true\n"})
    assert right("report", "--check").raw == b""
    assert run("report", "--check", "--no-history").code == 1


def test_a_commit_of_the_same_day_leaves_the_report_as_it_is(root: Path) -> None:
    new_repository(root)
    commit(root, {"Plan.md": "- [ ] a\n- [ ] b\n"})
    write(root, {"Plan.md": "- [x] a\n- [ ] b\n"})
    noon = datetime.fromisoformat("2026-11-05T12:00").timestamp()
    os.utime(root / "Plan.md", (noon, noon))
    right("report", "--history")
    assert "- 2026-11-05: [[Plan|a]]\n" in written(root)
    commit(root, {}, when="2026-11-05T13:00")
    assert right("report", "--history", "--check").raw == b""


def test_history_counts_as_the_report_does(root: Path) -> None:
    new_repository(root)
    commit(root, {"Plan.md": "- [ ] a\n  - [ ] b\n"})
    commit(root, {"Plan.md": "- [ ] a\n  - [x] b\n"}, when=2)
    for policy, line in (("leaf", "[2, 2]"), ("all", "[3, 3]"), ("top", "[2, 2]")):
        text = right("report", "--history", "--stdout", "--policy", policy).out
        assert f"\n    line {line}\n" in text


def test_history_needs_a_repository(root: Path) -> None:
    assert "git" in refusal("report", "--history", code=1)
    assert right("report", "--no-history").lines == ["Progress.md: brought up to date"]
    assert "<h2>Burn-up" not in right("report", "--format", "html").out
    new_repository(root)
    commit(root, {"Plan.md": "- [ ] a\n"})
    commit(root, {"Plan.md": "- [x] a\n"}, when=2)
    assert "<h2>Burn-up" in right("report", "--format", "html").out
    assert "<h2>Burn-up" not in right("report", "--format", "html", "--no-history").out
