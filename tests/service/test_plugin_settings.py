"""What the Tasks plugin was told: honoured where it can be read, else as if absent."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultsync.model.statuses import DEFAULT_STATUSES, StatusType
from vaultsync.service.config import Config, read_config
from vaultsync.syntax.task_fields import FieldFormat

PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
BOM = b"\xef\xbb\xbf"


def write_plugin(root: Path, raw: bytes) -> None:
    path = root / PLUGIN
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)


def status(symbol: object, kind: object) -> dict[str, object]:
    return {"symbol": symbol, "name": "n", "nextStatusSymbol": "x", "type": kind}


def settings(*custom: object, core: object = (), **others: object) -> bytes:
    statuses = {"coreStatuses": core, "customStatuses": custom}
    return json.dumps({"statusSettings": statuses, **others}).encode()


PLUGIN_STATUSES = {
    "nothing": (b"{}", {}),
    "no-statuses": (settings(), {}),
    "todo": (settings(status("!", "TODO")), {"!": StatusType.OPEN}),
    "on-hold": (settings(status("h", "ON_HOLD")), {"h": StatusType.OPEN}),
    "in-progress": (settings(status("p", "IN_PROGRESS")), {"p": StatusType.IN_PROGRESS}),
    "done": (settings(status("d", "DONE")), {"d": StatusType.DONE}),
    "cancelled": (settings(status("c", "CANCELLED")), {"c": StatusType.CANCELLED}),
    "non-task": (settings(status("n", "NON_TASK")), {"n": StatusType.NON_TASK}),
    "unknown-type": (settings(status("u", "LATER")), {"u": StatusType.OPEN}),
    "core": (settings(core=[status("/", "DONE")]), {"/": StatusType.DONE}),
    "custom-over-core": (
        settings(status("x", "CANCELLED"), core=[status("x", "DONE")]),
        {"x": StatusType.CANCELLED},
    ),
    "bom": (BOM + settings(status("d", "DONE")), {"d": StatusType.DONE}),
}


@pytest.mark.parametrize(("raw", "types"), PLUGIN_STATUSES.values(), ids=PLUGIN_STATUSES)
def test_the_plugin_says_what_a_status_means(
    raw: bytes, types: dict[str, StatusType], tmp_path: Path
) -> None:
    write_plugin(tmp_path, raw)
    assert read_config(str(tmp_path)).statuses == {**DEFAULT_STATUSES, **types}


FORMATS = {
    "emoji": (settings(taskFormat="tasksPluginEmoji"), FieldFormat.EMOJI),
    "dataview": (settings(taskFormat="dataview"), FieldFormat.INLINE),
    "the-plugin's-default": (settings(), FieldFormat.EMOJI),
}


@pytest.mark.parametrize(("raw", "fields"), FORMATS.values(), ids=FORMATS)
def test_the_plugin_says_how_fields_are_written(
    raw: bytes, fields: FieldFormat, tmp_path: Path
) -> None:
    write_plugin(tmp_path, raw)
    assert read_config(str(tmp_path)).fields is fields


IGNORED = {
    "empty": b"",
    "not-json": b"{",
    "not-utf-8": b'{"a": "caf\xe9"}',
    "a-list": b"[]",
    "a-number": b"1",
    "null": b"null",
    "deep": b"[" * 100_000,
    "long-number": b'{"a": ' + b"1" * 5_000 + b"}",
    "statuses-null": b'{"statusSettings": null}',
    "statuses-a-list": b'{"statusSettings": [1]}',
    "core-null": b'{"statusSettings": {"coreStatuses": null}}',
    "status-a-number": settings(1),
    "status-without-symbol": settings({"type": "DONE"}),
    "status-without-type": settings({"symbol": "d"}),
    "symbol-a-list": settings(status(["d"], "DONE")),
    "type-a-list": settings(status("d", ["DONE"])),
    "format-unknown": settings(status("d", "DONE"), taskFormat="org"),
    "format-a-list": settings(status("d", "DONE"), taskFormat=["dataview"]),
}


@pytest.mark.parametrize("raw", IGNORED.values(), ids=IGNORED)
def test_broken_plugin_settings_are_as_if_absent(raw: bytes, tmp_path: Path) -> None:
    write_plugin(tmp_path, raw)
    assert read_config(str(tmp_path)) == Config()


def test_our_settings_win_over_the_plugin(tmp_path: Path) -> None:
    write_plugin(tmp_path, settings(status("!", "DONE"), status("?", "DONE")))
    (tmp_path / "vaultsync.toml").write_text('[tasks.statuses]\n"!" = "cancelled"\n')
    statuses = read_config(str(tmp_path)).statuses
    assert (statuses["!"], statuses["?"]) == (StatusType.CANCELLED, StatusType.DONE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("name", ["vaultsync.toml", PLUGIN])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    words = [sys.executable, "-m", "vaultsync", "--vault", str(tmp_path), "tasks"]
    found = subprocess.run(words, capture_output=True, timeout=2, check=False)
    assert b"Traceback" not in found.stderr
