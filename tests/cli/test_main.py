"""`vaultsync` itself: which vault is meant, help, version, settings, words that mean nothing."""

import re
from pathlib import Path

import pytest

from tests.cli.running import misuse, process, refusal, right, run, write

COMMANDS = [
    *(["metadata"], ["outline"], ["progress"], ["properties"], ["report"], ["tags"], ["tasks"]),
    *(["task"], ["task", "show"], ["task", "done"], ["task", "todo"], ["task", "toggle"]),
    ["task", "status"],
]
NOTE_COMMANDS = ["metadata", "outline", "properties", "tags", "tasks", "progress"]


@pytest.fixture
def vaults(here: Path) -> Path:
    """Two vaults beside each other; the working directory is in the first, in a folder of it."""
    write(here, {"Here.md": "- [ ] here\n", "Topics/a.md": ""})
    write(here.parent / "other", {"There.md": "- [ ] there\n"})
    return here.parent


HERE, THERE = "Here.md:1: [ ] here", "There.md:1: [ ] there"


def test_the_vault_around_the_working_directory(
    vaults: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert right("tasks").lines == [HERE]
    monkeypatch.chdir(vaults / "vault/Topics")
    assert right("tasks").lines == [HERE]
    write(vaults / "vault/Topics", {"vaultsync.toml": ""})
    assert right("tasks").lines == []


@pytest.mark.parametrize("option", [["--vault"], ["-C"]], ids=["long", "short"])
def test_the_vault_that_is_named(option: list[str], vaults: Path) -> None:
    for name in "../other", str(vaults / "other"), "../other/":
        assert right(*option, name, "tasks").lines == [THERE]
    assert right(f"--vault={vaults}/other", "tasks").lines == [THERE]
    assert right("-C../other", "tasks").lines == [THERE]


def test_the_vault_of_the_environment(vaults: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTSYNC_VAULT", str(vaults / "other"))
    assert right("tasks").lines == [THERE]
    assert right("-C", ".", "tasks").lines == [HERE]
    monkeypatch.setenv("VAULTSYNC_VAULT", "")
    assert right("tasks").lines == [HERE]


def test_a_named_folder_in_a_vault_is_a_vault_of_its_own(vaults: Path) -> None:
    write(vaults / "vault", {"Topics/a.md": "- [ ] a\n"})
    assert right("-C", "Topics", "tasks").lines == ["a.md:1: [ ] a"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("nowhere", "no such directory"), ("Here.md", "is not a directory")],
    ids=["missing", "file"],
)
def test_a_vault_that_is_none(name: str, says: str, vaults: Path) -> None:
    for words in ["tasks"], ["report"], ["task", "done", "Here:1"]:
        answer = run("-C", name, *words)
        assert answer.code != 0
        assert (answer.raw, answer.err) == (b"", f"vaultsync: {name}: {says}\n")
    assert not (vaults / "vault/nowhere").exists()


def test_a_vault_that_is_none_is_misuse(vaults: Path) -> None:
    assert refusal("-C", str(vaults / "nowhere"), "tasks", code=2)


BROKEN = {
    "not-toml": ("x = [", "vaultsync.toml: not TOML"),
    "unknown-key": ("[progress]\npolice = 1\n", "vaultsync.toml: unknown key progress.police"),
    "newline-in-the-key": ('"a\\nb\\u001b" = 1\n', r"vaultsync.toml: unknown key a\nb\x1b; known"),
}


@pytest.mark.parametrize(("toml", "says"), BROKEN.values(), ids=BROKEN)
def test_settings_that_can_not_be_used_stop_every_command(
    toml: str, says: str, vaults: Path
) -> None:
    write(vaults / "vault", {"vaultsync.toml": toml})
    for words in ["tasks"], ["outline", "Here"], ["report"], ["task", "done", "Here:1"]:
        assert refusal(*words, code=2).startswith(says)
    assert (vaults / "vault/Here.md").read_text() == "- [ ] here\n"
    assert right("tasks", "--help").out


@pytest.mark.parametrize("words", [["frobnicate"], ["task", "frob"], ["Tasks"], ["task done"]])
def test_a_command_that_is_none(words: list[str]) -> None:
    assert misuse(*words).startswith("No such command ")


def test_an_option_that_is_none() -> None:
    assert "--frob" in misuse("--frob")
    assert "'--vault' requires an argument" in misuse("--vault")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(words: list[str], option: str, tmp_path: Path, monkeypatch) -> None:
    """In 80 columns, without a vault, whole sentences."""
    (tmp_path / "vaultsync.toml").write_text("broken")
    monkeypatch.chdir(tmp_path)
    lines = right(*words, option).lines
    assert lines[0].startswith(f"Usage: vaultsync {' '.join(words)} ")
    assert [line for line in lines if len(line) > 80] == []
    about = " ".join(lines[2 : lines.index("Options:")])
    assert re.fullmatch(r"  [A-Z].*[.]", about.rstrip())


def test_help_lists_every_command() -> None:
    lines = right("--help").lines
    listed = [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]]
    assert listed == sorted(listed)
    assert {words[0] for words in COMMANDS} <= set(listed)


def test_help_says_of_every_command_a_whole_sentence() -> None:
    for words in [], ["task"]:
        lines = right(*words, "--help").lines
        listed = lines[lines.index("Commands:") + 1 :]
        assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_without_a_command_help_is_shown() -> None:
    for words, code in ([], 2), (["task"], 2):
        answer = run(*words)
        assert answer.code == code
        assert answer.err.startswith("Usage: vaultsync ")


def test_version() -> None:
    from vaultsync import __version__

    assert right("--version").lines == [f"vaultsync {__version__}"]


def test_as_a_module_and_as_a_program(vaults: Path) -> None:
    found = process("--vault", str(vaults / "other"), "tasks")
    assert (found.code, found.lines, found.err) == (0, [THERE], "")
    assert process("frobnicate").err.startswith("vaultsync: No such command")


@pytest.mark.parametrize("command", NOTE_COMMANDS)
def test_a_name_that_looks_like_an_option(command: str, here: Path) -> None:
    write(here, {"-x.md": "---\na: 1\n---\n# Dash #t\n- [ ] a\n"})
    assert right(command, "--", "-x").raw
    assert "-x" in misuse(command, "-x")
