"""`vaultsync` as a process: locales, pipes, terminals, and what happens when they go away."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import PROGRAM, Answer, process, write

ROADMAP = "# A\n- [x] one ✅ 2026-03-21\n- [ ] two \x1b[31m\x9b31m\r\n"


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, {"Café ☕.md": ROADMAP})
    return here


LOCALES: dict[str, dict[str, str]] = {
    "c": {"LC_ALL": "C"},
    "c-without-utf-8-mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "windows": {"PYTHONIOENCODING": "cp1252"},
}


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
@pytest.mark.parametrize("words", [["tasks"], ["progress"], ["task", "done", "Café ☕:2"]])
def test_any_locale(words: list[str], locale: dict[str, str]) -> None:
    answer = process(*words, **locale)
    assert (answer.code, answer.err) == (0, "")
    assert answer.raw


@pytest.mark.parametrize("locale", LOCALES.values(), ids=LOCALES)
def test_json_and_tables_are_utf_8_in_any_locale(locale: dict[str, str]) -> None:
    for form in "json", "csv":
        answer = process("tasks", "--format", form, **locale)
        assert (answer.code, answer.err) == (0, "")
        assert "✅" in answer.out


def test_a_name_is_found_in_any_locale() -> None:
    answer = process("tasks", "café ☕", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (answer.code, answer.err, len(answer.lines)) == (0, "", 2)


def test_an_error_is_said_in_any_locale() -> None:
    for locale in LOCALES.values():
        answer = process("outline", "Nope é ☕", **locale)
        assert (answer.code, answer.raw) == (2, b"")
        assert answer.err.startswith("vaultsync: no note 'Nope ")
        assert answer.err.count("\n") == 1


def long_run(here: Path, form: str) -> "subprocess.Popen[bytes]":
    """A process that has more to say than a pipe holds, and so waits for its reader."""
    write(here, {"Long.md": "- [ ] a task of some length, so that a pipe is soon full\n" * 5_000})
    words = [*PROGRAM, "tasks", "--format", form]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_closed_pipe_is_no_error_of_ours(form: str, root: Path) -> None:
    with long_run(root, form) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() in (0, 1, -signal.SIGPIPE, 128 + signal.SIGPIPE)


@pytest.mark.parametrize("form", ["text", "csv"])
def test_ctrl_c_ends_it_with_130(form: str, root: Path) -> None:
    with long_run(root, form) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, err = running.communicate()
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert err.count(b"\n") <= 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_full_disk_is_said_in_one_line(form: str) -> None:
    with open("/dev/full", "wb") as full:
        words = [*PROGRAM, "tasks", "--format", form]
        found = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False)
    assert found.returncode == 1
    assert found.stderr.count(b"\n") == 1
    assert found.stderr.startswith(b"vaultsync: ")


def test_a_working_directory_that_is_gone(root: Path) -> None:
    folder = root / "gone"
    folder.mkdir()
    script = 'cd "$0" && rmdir "$0" && exec "$@"'
    words = ["sh", "-c", script, str(folder), *PROGRAM, "tasks"]
    found = subprocess.run(words, capture_output=True, check=False)
    assert found.returncode in (1, 2)
    assert found.stderr.count(b"\n") == 1


def on_terminal(*words: str, **environment: str) -> Answer:
    """Run it with a terminal for stdout and stderr."""
    master, slave = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    running = subprocess.Popen(
        [*PROGRAM, *words],
        env={**kept, "TERM": "xterm-256color", **environment},
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    shown = b""
    try:
        while more := os.read(master, 65_536):
            shown += more
    except OSError:  # Linux says EIO where the other end is closed
        pass
    os.close(master)
    return Answer(running.wait(), shown.replace(b"\r\n", b"\n"), "")


def test_a_diff_on_a_terminal_has_colour_and_drives_nothing() -> None:
    answer = on_terminal("task", "done", "Café ☕:3", "--dry-run")
    assert answer.code == 0
    assert "\x1b[31m-- [ ] two \\x1b[31m\\x9b31m" in answer.out
    assert "\x1b[32m+- [x] two \\x1b[31m\\x9b31m" in answer.out
    assert "\x9b" not in answer.out
    assert "\r" not in answer.out


def test_no_color_is_honoured() -> None:
    answer = on_terminal("task", "done", "Café ☕:3", "--dry-run", NO_COLOR="1")
    assert "+- [x] two \\x1b[31m\\x9b31m" in answer.out
    assert "\x1b" not in answer.out


def test_a_pipe_gets_the_diff_as_it_is() -> None:
    answer = process("task", "done", "Café ☕:3", "--dry-run")
    assert answer.raw.endswith(
        "-- [ ] two \x1b[31m\x9b31m\r\n+- [x] two \x1b[31m\x9b31m\r\n".encode()
    )


def test_nothing_to_do_shows_nothing() -> None:
    assert on_terminal("task", "done", "Café ☕:2", "--dry-run").raw == b""


def test_progress_bars_are_for_terminals(root: Path) -> None:
    write(root, {f"Many/{number}.md": "" for number in range(600)})
    piped = process("progress")
    assert piped.err == ""
    shown = on_terminal("progress", NO_COLOR="1")
    assert "reading" in shown.out
    assert piped.out.endswith("  in 601 notes\npolicy leaf\n")
    assert shown.out.endswith(" 50 %\npolicy leaf\n")


def test_a_progress_bar_leaves_the_lines_alone(root: Path) -> None:
    write(root, {f"Many/{number}.md": "- [ ] a\n" for number in range(600)})
    write(root, {"Many/300.md": b"- [ ] caf\xe9\n"})
    shown = on_terminal("tasks").out.split("\n")
    assert len([line for line in shown if line.startswith("Many/")]) == 600
    assert [line for line in shown if line.startswith("vaultsync: Many/300.md:1: not valid")]
