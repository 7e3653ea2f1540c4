"""`vaultsync init`: a repository where there is none, noise left out, a service that watches."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.running import content, misuse, process, refusal, right, stamps, write
from tests.conftest import ROOT
from tests.effects.repositories import git, new_repository
from vaultsync.effects.noise import NOISE
from vaultsync.errors import WriteFailedError
from vaultsync.model.watching.service_unit import (
    Service,
    is_untouched,
    launchd_agent,
    service_name,
    systemd_unit,
    unfit,
)
from vaultsync.service.starting import NoServiceError, plan_service

NEXT = "next: vaultsync watch commits what changes; vaultsync doctor looks it over"
LEFT_OUT = "left out of commits: workspace, trash and temporary files (.git/info/exclude)"
ALREADY = "workspace, trash and temporary files are left out of commits already; nothing to do"


def test_a_vault_becomes_a_repository(here: Path) -> None:
    write(here, {"a.md": "a", ".obsidian/workspace.json": "{}"})
    assert right("init").lines == [f"{here}: is now a git repository", LEFT_OUT, NEXT]
    assert git(here, "status", "--porcelain", "-uall") == "?? a.md"
    assert git(here, "for-each-ref") == ""
    assert "[user]" not in (here / ".git/config").read_text()


def test_the_branch_is_called_as_the_user_has_it(here: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[init]\ndefaultBranch = notes\n")
    try:
        right("init")
    finally:
        (own_home / ".gitconfig").unlink()
    assert (here / ".git/HEAD").read_text() == "ref: refs/heads/notes\n"


def test_a_second_time_changes_nothing(here: Path) -> None:
    right("init")
    before = content(here), stamps(here)
    assert right("init").lines == [f"{here}: is a git repository already", ALREADY, NEXT]
    assert (content(here), stamps(here)) == before


def test_a_repository_gets_only_the_lines(here: Path) -> None:
    new_repository(here)
    before = content(here)
    assert right("init").lines[:2] == [f"{here}: is a git repository already", LEFT_OUT]
    after = content(here)
    assert {path for path in after if after[path] != before.get(path)} == {".git/info/exclude"}
    assert after[".git/info/exclude"].startswith(before[".git/info/exclude"])


def test_in_a_bigger_repository_none_is_made(here: Path) -> None:
    top = new_repository(here.parent)
    said = f"{here}: belongs to the repository {top}; none is made in it"
    assert right("init").lines == [said, LEFT_OUT, NEXT]
    assert not (here / ".git").exists()
    assert "/vault/.trash/\n" in (top / ".git/info/exclude").read_text()


@pytest.mark.parametrize("made", [False, True], ids=["new", "repository"])
def test_a_dry_run_writes_nothing(made: bool, here: Path, tmp_path: Path) -> None:
    if made:
        new_repository(here)
    before = content(tmp_path)
    first, second, *_ = right("init", "--dry-run").lines
    would = "is a git repository already" if made else "would be a git repository"
    assert (first, second) == (f"{here}: {would}", f"would be {LEFT_OUT}")
    assert content(tmp_path) == before


def test_settings_that_can_not_be_used_are_no_matter(here: Path) -> None:
    write(here, {"vaultsync.toml": "x = ["})
    assert right("init").raw


@pytest.mark.usefixtures("here")
def test_without_git(tmp_path: Path) -> None:
    answer = process("init", PATH=str(tmp_path))
    assert (answer.code, answer.raw) == (1, b"")
    assert answer.err == "vaultsync: git isn't installed, or not on the PATH; install it\n"


ODD = {
    "plain": "notes",
    "spaces": "My  notes ",
    "percent": "50% %n %h",
    "quotes": 'a "b" it\'s',
    "dollar": "$HOME ${HOME} $$",
    "backslash": "a\\n\\",
    "not-ascii": "日記 é",
    "xml": "<a>&amp;",
    "semicolon": "; rm #x",
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration, where the units are."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_a_service_is_written_and_not_started(here: Path, config: Path) -> None:
    name = service_name(str(here))
    unit = config / "systemd/user" / f"{name}.service"
    lines = right("init", "--service").lines
    assert lines[2:6] == [
        f"{unit}: is written",
        "next, to start it:",
        "  systemctl --user daemon-reload",
        f"  systemctl --user enable --now {name}",
    ]
    assert any("loginctl enable-linger" in line for line in lines)
    text = unit.read_text()
    command = f'"{sys.executable}" "-P" "-m" "vaultsync" "--vault" "{here}" "watch"'
    assert f"ExecStart={command}\n" in text
    assert is_untouched(unit.read_bytes())
    before = stamps(config)
    assert f"{unit}: is there already" in right("init", "--service").lines
    assert stamps(config) == before


@pytest.mark.usefixtures("here")
def test_a_service_is_shown(config: Path) -> None:
    lines = right("init", "--service", "--dry-run").lines
    assert not config.exists()
    assert lines[2].startswith("would write ")
    right("init", "--service")
    (unit,) = config.rglob("*.service")
    assert lines[3:] == unit.read_text().splitlines()


def test_a_service_of_somebody_else_stays(here: Path, config: Path) -> None:
    right("init", "--service")
    (unit,) = config.rglob("*.service")
    ours = unit.read_bytes()
    for theirs in ours.replace(b"Nice=10", b"Nice=5"), b"[Unit]\n", b"":
        unit.write_bytes(theirs)
        assert refusal("init", "--service", code=1).endswith("(--force replaces it)")
        assert unit.read_bytes() == theirs
    restart = f"  systemctl --user restart {service_name(str(here))}"
    lines = right("init", "--service", "--force").lines
    assert f"{unit}: is brought up to date" in lines
    assert restart in lines
    assert unit.read_bytes() == ours


def test_an_older_service_of_ours_is_brought_up_to_date(here: Path, config: Path) -> None:
    right("init", "--service")
    (unit,) = config.rglob("*.service")
    older = Service(str(here), ("/old/python", "-m", "vaultsync"))
    unit.write_text(systemd_unit(older))
    assert f"{unit}: is brought up to date" in right("init", "--service").lines
    assert sys.executable in unit.read_text()


def test_force_is_for_services() -> None:
    assert misuse("init", "--force") == "--force goes with --service"


def test_a_folder_of_settings_that_is_not_absolute_is_passed_over(tmp_path: Path) -> None:
    for value in "", "config":
        path = plan_service("/a", environ(tmp_path, XDG_CONFIG_HOME=value), "linux").path
        assert path.startswith(f"{tmp_path}/.config/systemd/user/")


def test_refused_before_anything_is_done(here: Path, config: Path) -> None:
    (config / "systemd").mkdir(parents=True)
    (config / "systemd/user").write_text("")
    assert refusal("init", "--service", code=1)
    assert not (here / ".git").exists()


def environ(home: Path, **more: str) -> Mapping[str, str]:
    return {"HOME": str(home), "PATH": os.environ["PATH"], **more}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_launchd_reads_what_is_meant(name: str, tmp_path: Path) -> None:
    file = plan_service(str(tmp_path / name), environ(tmp_path), "darwin")
    assert file.path.startswith(f"{tmp_path}/Library/LaunchAgents/vaultsync-")
    agent = plistlib.loads(file.text.encode())
    words = [sys.executable, "-P", "-m", "vaultsync", "--vault", str(tmp_path / name), "watch"]
    assert agent["ProgramArguments"] == words
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert f"{agent['Label']}.plist" == os.path.basename(file.path)
    assert file.commands[0].startswith("launchctl bootstrap gui/")
    assert is_untouched(file.text.encode())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")
@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_systemd_reads_what_is_meant(name: str, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir(mode=0o700)
    interpreter = tmp_path / "50% of é; #x" / "python"
    interpreter.parent.mkdir()
    shutil.copy(shutil.which("true") or "/bin/true", interpreter)
    service = Service(f"{tmp_path}/{name}", (str(interpreter), "-m", "vaultsync"), (("A", name),))
    unit = tmp_path / "one.service"
    unit.write_text(systemd_unit(service))
    found = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(unit)],
        env=environ(tmp_path, XDG_RUNTIME_DIR=f"{tmp_path}/run", SYSTEMD_LOG_LEVEL="debug"),
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    if "initialize manager" in found.stderr:
        pytest.skip("systemd-analyze doesn't run here")
    assert found.returncode == 0, found.stderr
    shown = [line.lstrip() for line in found.stdout.splitlines()]
    assert f"Description: {tmp_path}/{name}: vaultsync watch" in shown
    assert f"Environment: A={name}" in shown
    (command,) = (line for line in shown if line.startswith("Command Line: "))
    # As it is before variables are filled in, quoted for a shell.
    words = shlex.split(command.removeprefix("Command Line: ").replace(r"\$", "$"))
    assert tuple(word.replace("$$", "$") for word in words) == service.command


def test_names_of_services() -> None:
    vaults = ["/a/Notes", "/b/Notes", "/a/No tes", "/a/日記", "/", "/" + "a" * 300]
    names = [service_name(vault) for vault in vaults]
    assert len(set(names)) == len(vaults)
    assert all(len(name) < 60 and name.isascii() and "--" not in name for name in names)


UNFIT = {
    "newline": ("/a\nb", "/python", "no service file can hold"),
    "escape": ("/a\x1bb", "/python", "no service file can hold"),
    "no-utf8": ("/caf\udce9", "/python", "no service file can hold"),
    "quote-in-the-interpreter": ("/a", "/it's/python", "systemd runs no program with a quote"),
    "dollar-in-the-interpreter": ("/a", "/$a/python", "systemd runs no program with a quote"),
}


@pytest.mark.parametrize(("vault", "python", "says"), UNFIT.values(), ids=UNFIT)
def test_what_no_service_can_hold(vault: str, python: str, says: str) -> None:
    assert says in (unfit(Service(vault, (python,)), "systemd") or "")


def test_refuses_what_no_service_can_hold(tmp_path: Path) -> None:
    for platform in "linux", "darwin":
        with pytest.raises(NoServiceError, match="no service can be written: /a"):
            plan_service("/a\nb", environ(tmp_path), platform)


def test_elsewhere_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoServiceError, match=r"scheduler run at log-on: .*--vault"):
        plan_service(str(tmp_path), environ(tmp_path), "win32")


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    path = Path(plan_service("/a", environ(tmp_path), "linux").path)
    path.mkdir(parents=True)
    with pytest.raises(WriteFailedError, match="no regular file"):
        plan_service("/a", environ(tmp_path), "linux", force=True)


ENVIRONMENTS = {
    "as-it-is": ({"PATH": "/usr/bin:/bin"}, "PATH=/usr/bin:/bin"),
    "no-relative-folders": ({"PATH": ".:/usr/bin::/usr/bin"}, "PATH=/usr/bin"),
    "git-is-found": ({"PATH": "/nowhere"}, "PATH=/nowhere:/bin:/usr/bin"),
    "same-places": ({"XDG_STATE_HOME": "/s"}, "XDG_STATE_HOME=/s"),
}


@pytest.mark.parametrize(("variables", "line"), ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_environment_of_a_service(variables: dict[str, str], line: str, tmp_path: Path) -> None:
    text = plan_service("/a", {"HOME": str(tmp_path), **variables}, "linux").text
    assert f'Environment="{line}"\n' in text


def test_the_example_is_what_init_writes() -> None:
    python = "/home/ada/.local/share/vaultsync/bin/python"
    service = Service(
        "/home/ada/Notes",
        (python, "-P", "-m", "vaultsync"),
        (("PATH", "/usr/local/bin:/usr/bin:/bin"),),
    )
    example = ROOT / "examples/vaultsync-watch.service"
    assert example.read_text() == systemd_unit(service)
    assert launchd_agent(service, "/Users/ada")


def test_the_page_has_every_pattern() -> None:
    page = (ROOT / "docs/init.md").read_text("utf-8")
    assert [noise.pattern for noise in NOISE if f"`{noise.pattern}`" not in page] == []
