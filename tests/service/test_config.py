"""Settings of the vault: each key right and wrong."""

import os
from pathlib import Path

import pytest

from vaultsync.errors import ConfigError
from vaultsync.model.progress.measure import Policy
from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType
from vaultsync.service.config import Config, read_config
from vaultsync.syntax.task_fields import FieldFormat

BOM = b"\xef\xbb\xbf"


def with_statuses(**types: StatusType) -> Config:
    return Config(statuses={**DEFAULT_STATUSES, **types})


def test_defaults(tmp_path: Path) -> None:
    config = read_config(str(tmp_path))
    assert config == Config()
    assert config.policy is Policy.LEAF
    assert config.report == "Progress.md"
    assert config.fields is FieldFormat.BOTH
    assert config.statuses == DEFAULT_STATUSES


RIGHT = {
    "empty": (b"", Config()),
    "comment": (b"# nothing\n", Config()),
    "policy-leaf": (b'[progress]\npolicy = "leaf"\n', Config(policy=Policy.LEAF)),
    "policy-all": (b'[progress]\npolicy = "all"\n', Config(policy=Policy.ALL)),
    "policy-top": (b'[progress]\npolicy = "top"\n', Config(policy=Policy.TOP)),
    "dotted": (b'progress.policy = "all"\n', Config(policy=Policy.ALL)),
    "output": (b'[report]\noutput = "Reports/How far.md"\n', Config(report="Reports/How far.md")),
    "output-not-ascii": (
        '[report]\noutput = "Fortschritt é"\n'.encode(),
        Config(report="Fortschritt é.md"),
    ),
    "output-with-dots": (b'[report]\noutput = "a..b.md"\n', Config(report="a..b.md")),
    "status": (b'[tasks.statuses]\n"!" = "open"\n', with_statuses(**{"!": StatusType.OPEN})),
    "statuses": (
        '[tasks]\nstatuses = { ">" = "done", "é" = "cancelled", "x" = "in_progress" }'.encode(),
        with_statuses(
            **{">": StatusType.DONE, "é": StatusType.CANCELLED, "x": StatusType.IN_PROGRESS}
        ),
    ),
    "no-task": (b'tasks.statuses."?" = "non_task"', with_statuses(**{"?": StatusType.NON_TASK})),
    "bom": (BOM + b'[progress]\npolicy = "all"\n', Config(policy=Policy.ALL)),
    "crlf": (b'[progress]\r\npolicy = "all"\r\n', Config(policy=Policy.ALL)),
    "empty-table": (b"[progress]\n", Config()),
    "ignore": (
        b'[check]\nignore = ["broken-link", "case-clash", "broken-link"]\n',
        Config(ignore=frozenset({"broken-link", "case-clash"})),
    ),
    "ignore-nothing": (b"[check]\nignore = []\n", Config()),
    "watch": (
        b"[watch]\nquiet = 5\nlongest = 60.5\ncommit = false\nreport = true\nprogress = true\n",
        Config(quiet=5, longest=60.5, commits=False, keeps_report=True, keeps_progress=True),
    ),
    "message": (
        b'[commit]\nmessage = "{subject} ({host})"\nhooks = false\n',
        Config(message="{subject} ({host})", hooks=False),
    ),
}


@pytest.mark.parametrize(("toml", "config"), RIGHT.values(), ids=RIGHT)
def test_right(toml: bytes, config: Config, tmp_path: Path) -> None:
    (tmp_path / "vaultsync.toml").write_bytes(toml)
    assert read_config(str(tmp_path)) == config


KNOWN = ["tasks.statuses", "progress.policy", "report.output", "check.ignore"]
TYPES = ["open", "in_progress", "done", "cancelled", "non_task"]

WRONG: dict[str, tuple[bytes, list[str]]] = {
    "unknown-key": (b"[progress]\npolice = 1\n", ["progress.police", *KNOWN]),
    "unknown-table": (b"[sync]\nevery = 1\n", ["sync.every", *KNOWN]),
    "unknown-at-the-top": (b'policy = "all"\n', ["unknown key policy", *KNOWN]),
    "table-is-a-value": (b"progress = 3\n", ["unknown key progress", *KNOWN]),
    "array-of-tables": (b"[[progress]]\n", ["unknown key progress", *KNOWN]),
    "policy-unknown": (
        b'[progress]\npolicy = "most"\n',
        ["progress.policy", "'most'", "leaf, all, top"],
    ),
    "policy-number": (b"[progress]\npolicy = 3\n", ["progress.policy is 3", "leaf, all, top"]),
    "policy-list": (b'[progress]\npolicy = ["all"]\n', ["progress.policy is ['all']"]),
    "policy-table": (b"[progress.policy]\na = 1\n", ["progress.policy is {'a': 1}"]),
    "statuses-number": (b"[tasks]\nstatuses = 3\n", ["tasks.statuses is a table such as"]),
    "statuses-list": (b'[tasks]\nstatuses = ["x"]\n', ["tasks.statuses is a table such as"]),
    "status-of-two": (b'[tasks.statuses]\n"ab" = "done"\n', ["tasks.statuses", "'ab'"]),
    "status-empty": (b'[tasks.statuses]\n"" = "done"\n', ["tasks.statuses", "''"]),
    "status-newline": (b'[tasks.statuses]\n"\\n" = "done"\n', ["tasks.statuses", r"'\n'"]),
    "type-unknown": (b'[tasks.statuses]\n"!" = "fin"\n', ["'!' = 'fin'", ", ".join(TYPES)]),
    "type-number": (b'[tasks.statuses]\n"!" = 1\n', ["'!' = 1", ", ".join(TYPES)]),
    "type-list": (b'[tasks.statuses]\n"!" = ["done"]\n', ["'!'", ", ".join(TYPES)]),
    "type-table": (b'[tasks.statuses."!"]\ntype = "done"\n', ["'!'", *TYPES]),
    "output-number": (b"[report]\noutput = 1\n", ["report.output is 1", "a note in the vault"]),
    "output-empty": (b'[report]\noutput = ""\n', ["report.output is ''", "a note in the vault"]),
    "output-absolute": (b'[report]\noutput = "/tmp/x"\n', ["'/tmp/x'", "a note in the vault"]),
    "output-above": (b'[report]\noutput = "../x"\n', ["'../x'", "a note in the vault"]),
    "output-through-above": (b'[report]\noutput = "a/../../x"\n', ["a note in the vault"]),
    "output-nul": (
        b'[report]\noutput = "a\\u0000b"\n',
        ["report.output", "a note in the vault"],
    ),
    "output-folder": (
        b'[report]\noutput = "Reports/"\n',
        ["report.output", "'Reports/'"],
    ),
    "ignore-unknown": (b'[check]\nignore = ["a-b"]\n', ["check.ignore: 'a-b'", "broken-link"]),
    "ignore-text": (b'[check]\nignore = "hidden-box"\n', ["check.ignore is 'hidden-box'"]),
    "ignore-number": (b"[check]\nignore = [1]\n", ["check.ignore is [1]"]),
    "quiet-never": (b"[watch]\nquiet = 0\n", ["watch.quiet is 0", "number of seconds"]),
    "quiet-flag": (b"[watch]\nquiet = true\n", ["watch.quiet is True", "number of seconds"]),
    "longest-days": (b"[watch]\nlongest = 1e9\n", ["watch.longest", "number of seconds"]),
    "commit-number": (b"[watch]\ncommit = 1\n", ["watch.commit is 1", "true or false"]),
    "message-unknown": (
        b'[commit]\nmessage = "{subjcet}"\n',
        ["commit.message", "unknown {subjcet}", "{subject}"],
    ),
    "message-empty": (b'[commit]\nmessage = " "\n', ["commit.message is ' '"]),
    "not-toml": (b'[progress]\npolicy = "all\n', ["not TOML", "line 2"]),
    "twice": (b"[progress]\n[progress]\n", ["not TOML", "line 2"]),
    "not-utf-8": (b"# caf\xe9\n", ["not TOML", "utf-8"]),
    "utf-16": ('[progress]\npolicy = "all"\n'.encode("utf-16"), ["not TOML"]),
    "deep": (
        b"x = " + b"[" * 20_000,
        ["not TOML"],
    ),
}


@pytest.mark.parametrize(("toml", "says"), WRONG.values(), ids=WRONG)
def test_wrong(toml: bytes, says: list[str], tmp_path: Path) -> None:
    (tmp_path / "vaultsync.toml").write_bytes(toml)
    with pytest.raises(ConfigError) as caught:
        read_config(str(tmp_path))
    said = str(caught.value)
    assert said.startswith("vaultsync.toml: ")
    assert [part for part in says if part not in said] == []


def test_a_folder_of_that_name_is_no_settings(tmp_path: Path) -> None:
    (tmp_path / "vaultsync.toml").mkdir()
    with pytest.raises(ConfigError, match=r"vaultsync\.toml: is a directory"):
        read_config(str(tmp_path))


def test_settings_that_may_not_be_read(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read anything")
    (tmp_path / "vaultsync.toml").touch(0o000)
    with pytest.raises(ConfigError, match=r"vaultsync\.toml: permission denied"):
        read_config(str(tmp_path))
