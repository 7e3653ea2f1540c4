"""`vaultsync report --format html`: a page on stdout, or in a file that the user names."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, refusal, right, run, stamps, write
from tests.conftest import ROOT

NOTES: dict[str, str | bytes] = {
    "Plan.md": "---\nsecret: 1\n---\n# A\n- [x] one\n# B\n- [ ] two <script>x</script> [[Later]]\n",
    "Bad.md": b"- [ ] [a](javascript:x)\r\n",
}
MARK = '<meta name="generator" content="vaultsync report">'


@pytest.fixture(autouse=True)
def root(here: Path) -> Path:
    write(here, NOTES)
    return here


def test_prints_a_page_and_writes_nothing(root: Path) -> None:
    before = stamps(root)
    page = right("report", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "1 of 3 tasks done" in page
    assert "two &lt;script&gt;" in page
    assert "secret" not in page
    assert stamps(root) == before
    assert right("report", "--format", "html", "--stdout", "--output", "a.html").out == page
    assert stamps(root) == before


def test_writes_a_file_once(root: Path, tmp_path: Path) -> None:
    file = str(tmp_path / "out.html")
    options = ["report", "--format", "html", "--output", file]
    assert right(*options).lines == [f"{file}: written"]
    before = content(root)
    assert right(*options).lines == [f"{file}: up to date, nothing written"]
    assert Path(file).read_bytes() == right("report", "--format", "html").raw
    assert content(root) == before


def test_the_page_may_stand_in_the_vault() -> None:
    options = ["report", "--format", "html", "--output", "Progress.html"]
    assert right(*options).lines == ["Progress.html: written"]
    assert right(*options).lines == ["Progress.html: up to date, nothing written"]


def test_replaces_no_other_file(root: Path) -> None:
    write(root, {"a.html": "theirs"})
    options = ["report", "--format", "html", "--output", "a.html"]
    says = (
        "a.html: not written, nothing has changed: "
        "there is a file that is no page of vaultsync (--overwrite replaces it)"
    )
    assert refusal(*options, code=1) == says
    assert refusal(*options, "--dry-run", code=1) == says
    assert right(*options, "--overwrite").lines == ["a.html: written"]


def test_dry_run_shows_the_diff(root: Path) -> None:
    options = ["report", "--format", "html", "--output", "a.html"]
    before = content(root)
    diff = right(*options, "--dry-run").lines
    assert diff[:2] == ["--- /dev/null", "+++ b/a.html"]
    assert f"+{MARK}" in diff
    assert content(root) == before
    right(*options)
    assert right(*options, "--dry-run").raw == b""
    right("task", "done", "Plan:7")
    diff = right(*options, "--dry-run").lines
    assert diff[:2] == ["--- a/a.html", "+++ b/a.html"]


@pytest.mark.parametrize("name", ["Plan.md", "page", "a.html\0b", ""], ids=repr)
def test_a_page_has_its_ending(name: str) -> None:
    assert "its name ends with .html" in misuse("report", "--format", "html", "--output", name)


def test_bytes_that_are_no_text_are_shown_as_such(root: Path) -> None:
    write(root, {"Bad.md": b"- [ ] \xff\x1b[31m\x00b\n"})
    page = run("report", "--format", "html").out
    assert "\ufffd\ufffd[31m\ufffdb" in page
    assert not set(page) & set("\0\x1b\udcff")


def test_a_note_that_is_too_large_is_named(root: Path) -> None:
    (root / "Big.md").write_bytes(b"- [ ] x\n" + b"x" * 5_000_001)
    answer = run("report", "--format", "html")
    assert answer.code == 1
    assert answer.err.startswith("vaultsync: Big.md: 5000009 bytes")
    assert "1 of 3 tasks done" in answer.out


@pytest.mark.skipif(not shutil.which("chromium"), reason="no Chromium to look with")
def test_a_browser_finds_nothing_to_say(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    right("report", "--format", "html", "--output", str(file))
    look = [sys.executable, str(ROOT / "scripts" / "look"), str(file), "--to", str(tmp_path)]
    seen = subprocess.run(look, capture_output=True, check=False, timeout=120)
    assert (seen.returncode, seen.stderr) == (0, b"")
    assert len(list(tmp_path.glob("page-*.png"))) == 4
