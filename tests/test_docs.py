"""What the documentation shows is what happens: its code runs, its commands print what it says."""

import doctest
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sybil import Document, Example
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

from tests.conftest import ROOT

CLI = ROOT / "src" / "vaultsync" / "cli"
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

needs_cli = pytest.mark.skipif(not any(CLI.glob("*.py")), reason="the command line isn't there")


def check_console(example: Example) -> str | None:
    """Run each `$ command` of a block; what it prints must be what stands below it.

    A `...` stands for anything. sybil fails with what is returned.
    """
    if not example.parsed.startswith("$ "):
        return "a console block starts with `$ command`; take `text` or `sh` for what isn't run"
    checker = doctest.OutputChecker()
    for command, wanted in re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", example.parsed, re.M):
        printed = output_of(command)
        if not checker.check_output(wanted, printed, doctest.ELLIPSIS):
            shown = doctest.Example(command, wanted)
            return f"$ {command}\n{checker.output_difference(shown, printed, doctest.REPORT_NDIFF)}"
    return None


def output_of(command: str) -> str:
    """What a command prints: ours runs within this process, anything else in a shell."""
    if re.fullmatch(r"vaultsync [^|<>;&$]*", command):
        from vaultsync.cli import main

        runner = CliRunner(catch_exceptions=False)
        return runner.invoke(main, shlex.split(command)[1:], prog_name="vaultsync").output
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", f"exec 2>&1; {command}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, "PATH": path},
        check=False,
        encoding="utf-8",
    ).stdout


def parse(page: Path) -> Document:
    return Document.parse(
        str(page), PythonCodeBlockParser(), CodeBlockParser("console", check_console)
    )


def title(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@needs_cli
@pytest.mark.parametrize("page", [page for page in PAGES if any(parse(page))], ids=title)
def test_code_runs(page: Path, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(vault)
    for example in parse(page):
        example.evaluate()


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_no_code_is_passed_over(page: Path) -> None:
    languages = re.findall(r"^[ \t>]*`{3,}[ \t]*((?:py|con).*)$", page.read_text("utf-8"), re.M)
    assert set(languages) <= {"python", "console"}


@needs_cli
def test_command_pages_are_fresh() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "make_command_pages"))
    wanted: dict[str, str] = script["pages"]()
    there = {path.name: path.read_text("utf-8") for path in (DOCS / "commands").glob("*.md")}
    stale = {name for name in wanted | there if wanted.get(name) != there.get(name)}
    assert stale == set(), "run: .venv/bin/python scripts/make_command_pages"
