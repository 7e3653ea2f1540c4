"""With and without what was kept of the last run, the answers are the same to the byte."""

from pathlib import Path

import pytest

from tests.cli.running import Answer, run, write

COMMANDS = [
    ["tasks"],
    ["tasks", "--todo", "--format", "json"],
    ["tasks", "--done", "--format", "csv"],
    ["tasks", "--tag", "t", "--under", "A"],
    ["tasks", "sub", "--format", "tsv"],
    ["tasks", "sub", "a", "."],
    ["progress"],
    ["progress", "--sections", "--policy", "top"],
    ["progress", "--format", "json", "--policy", "all"],
    ["progress", "sub"],
    ["report", "--stdout"],
    ["report", "--format", "json"],
    ["report", "--format", "csv"],
    ["tags", "--format", "json"],
    ["properties", "--format", "json"],
]
NOTES: dict[str, str | bytes] = {
    "a.md": "---\ntags: [T, u]\n---\n# A\n- [ ] one #t\n  - plain\n    - [x] two 📅 2026-12-01\n",
    "sub/b.md": "## B\r\n> - [/] three #t/n [id:: x]\r\n> - [-] four ^id\r\n\r\n# A\n1. [?] five",
    "sub/bad.md": b"---\n: [\n---\n- [ ] \xff\n",
    "caf\udce9\n.md": "- [ ] é\u2028\x1b[31m\n",
    "Progress.md": "%% vaultsync:begin report %%\n%% vaultsync:end report %%\n",
}


@pytest.fixture(scope="module")
def odd_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("odd") / "vault"
    root.mkdir()
    write(root, NOTES)
    (root / "gone.md").symlink_to("nowhere")
    return root


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_answers_are_the_same(odd_vault: Path, words: list[str]) -> None:
    def answer(*options: str) -> Answer:
        return run("-C", str(odd_vault), *options, *words)

    alone = answer("--no-cache")
    assert alone.raw
    assert "not valid UTF-8" in alone.err
    assert alone.code == ("gone.md: a link to nothing" in alone.err)
    assert answer() == alone
    assert answer() == alone
