"""The watcher's loop with a scripted clock, queue and git; its work on a real vault."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cli.running import content, write
from vaultsync.effects.git.errors import GitFailedError, NotARepositoryError, PausedError
from vaultsync.effects.git.standing import Pause
from vaultsync.effects.watching.mailbox import Batch
from vaultsync.model.watching.events import (
    MISSING,
    Answer,
    Committed,
    Configured,
    Derived,
    Do,
    Guarded,
    Kept,
    Left,
    Looked,
    Paused,
    Recovered,
    Rules,
    Say,
    Work,
)
from vaultsync.service.commits.committing import LeftOut, Outcome
from vaultsync.service.index.index import open_index
from vaultsync.service.vault import Vault
from vaultsync.service.watching.daemon import Clock, Watcher, watch
from vaultsync.service.watching.work import Asked, Git, VaultWork

PLAN = "---\nprogress: 0\n---\n- [x] a\n- [ ] b\n"
RULES = Rules(quiet=10, longest=60)
MADE = Outcome("c0ffee", "Edit", ("Plan.md",))
AS_CONFIGURED = Asked()
DERIVING = "[watch]\nreport = true\nprogress = true\n"


@dataclass
class World:
    """A clock that a queue moves on: each batch comes at its time, the last one is the end."""

    batches: list[tuple[float, Batch]]
    now: float = 0
    asleep: float = 0
    naps: list[float] = field(default_factory=list)

    def take(self, timeout: float) -> Batch:
        self.naps.append(timeout)
        if not self.batches:
            self.now += timeout
            return Batch()
        at, batch = self.batches[0]
        if at > self.now + timeout:
            self.now += timeout
            return Batch()
        self.batches.pop(0)
        self.now = max(at, self.now)
        return batch

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.now + self.asleep)


@dataclass
class Recorder:
    """Hands that write down what they do."""

    world: World
    end: float
    answers: dict[Work, Answer | Exception] = field(default_factory=dict)
    done: list[tuple[float, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    ours: set[str] = field(default_factory=set)
    rules: Rules = RULES

    def do(self, work: Do) -> Answer:
        self.done.append((round(self.world.now, 2), work.work.name))
        usual: dict[Work, Answer] = {
            Work.RELOAD: Configured(),
            Work.RECOVER: Recovered(),
            Work.ASK: Guarded(),
            Work.COMMIT: Committed("c0ffee"),
            Work.SNAPSHOT: Kept(),
        }
        answer = self.answers.get(work.work, usual.get(work.work, Looked()))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def foreign(self, paths: Collection[str]) -> frozenset[str]:
        return frozenset(paths) - self.ours

    def run(self, *, once: bool = False) -> int:
        watcher = Watcher(
            self.world,
            self,
            lambda said: self.said.append(said.event),
            lambda: self.world.now >= self.end,
            self.world.clock,
        )
        return watch(watcher, once=once)


def batch(*paths: str, **more: bool) -> Batch:
    return Batch(frozenset(paths), **more)


def test_from_start_to_end() -> None:
    recorder = Recorder(World([(100, batch("Plan.md"))]), end=200)
    assert recorder.run() == 0
    assert recorder.done[:4] == [(0, "RECOVER"), (0, "SCAN"), (10, "ASK"), (10, "COMMIT")]
    assert recorder.done[4:7] == [(100.05, "FRESHEN"), (110, "ASK"), (110, "COMMIT")]
    assert [work for _, work in recorder.done[7:]] == ["COMMIT"]
    assert recorder.said == ["ready", "committed", "committed", "committed"]


def test_our_own_writes_are_no_news() -> None:
    recorder = Recorder(World([(100, batch("Progress.md"))]), end=200, ours={"Progress.md"})
    recorder.run()
    assert [work for at, work in recorder.done if 20 < at < 200] == []


def test_settings_that_are_written_are_read() -> None:
    recorder = Recorder(World([(100, batch("vaultsync.toml"))]), end=105)
    recorder.run()
    assert (100, "RELOAD") in recorder.done


def test_a_computer_that_slept_has_missed_changes() -> None:
    world = World([(100, batch())])
    recorder = Recorder(world, end=200)
    take = world.take

    def sleepy(timeout: float) -> Batch:
        found = take(timeout)
        world.asleep = 3600 if world.now >= 100 else 0
        return found

    world.take = sleepy  # type: ignore[method-assign]
    recorder.run()
    assert [at for at, work in recorder.done if work == "SCAN"] == [0, pytest.approx(100, abs=0.1)]


def test_lost_events_lead_to_a_look_at_everything() -> None:
    recorder = Recorder(World([(100, batch(uncertain=True))]), end=105)
    recorder.run()
    assert (100.05, "SCAN") in recorder.done


def test_it_sleeps_until_something_is_due() -> None:
    world = World([])
    Recorder(world, end=500).run()
    assert len(world.naps) < 30
    assert max(world.naps) <= 30


BUGS = {
    "ours": (KeyError("x"), r"KeyError: 'x' (test_daemon.py:"),
    "refused": (GitFailedError("status", "no"), "git status failed: no"),
}


@pytest.mark.parametrize(("error", "says"), BUGS.values(), ids=BUGS)
def test_an_error_that_nobody_has_foreseen_ends_only_the_round(error: Exception, says: str) -> None:
    said: list[Say] = []
    recorder = Recorder(World([]), end=100, answers={Work.COMMIT: error})
    watcher = Watcher(
        recorder.world,
        recorder,
        said.append,
        lambda: recorder.world.now >= 100,
        recorder.world.clock,
    )
    assert watch(watcher) == 1
    failed = [one.text for one in said if one.event == "failed"]
    assert len(failed) == 3
    assert all(says in one for one in failed)


def test_told_to_stop_while_at_work() -> None:
    recorder = Recorder(World([]), end=0)
    assert recorder.run() == 0
    assert recorder.done == []  # an interrupted commit may have left something: no commit


def test_once() -> None:
    recorder = Recorder(World([]), end=100)
    assert recorder.run(once=True) == 0
    assert [work for _, work in recorder.done] == ["RECOVER", "SCAN", "ASK", "COMMIT"]
    assert recorder.world.naps == []


# The work on a vault


@dataclass
class FakeGit:
    """A git that answers what it is told to."""

    outcome: Outcome = MADE
    refuses: Exception | None = None
    opened: int = 0

    def open(self, vault: Vault) -> Git:
        self.opened += 1
        return Git(f"{vault.root}/.git", self._commit, self._keep, self._recover)

    def _commit(self, _vault: Vault) -> Outcome:
        if self.refuses:
            raise self.refuses
        return self.outcome

    def _keep(self, _vault: Vault) -> str | None:
        if self.refuses:
            raise self.refuses
        return "5a4e"

    def _recover(self, _vault: Vault) -> list[str]:
        if self.refuses:
            raise self.refuses
        return ["a commit was taken back"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    write(root, {"Plan.md": PLAN, "vaultsync.toml": DERIVING, ".git/HEAD": "ref: refs/heads/main"})
    return root


def work_on(root: Path, git: FakeGit | None = None, asked: Asked = AS_CONFIGURED) -> VaultWork:
    return VaultWork(Vault.open(root), (git or FakeGit()).open, asked)


def derived(work: VaultWork) -> Derived:
    answer = work.do(Do(Work.DERIVE))
    assert isinstance(answer, Derived)
    return answer


def test_derived_notes_are_written_once_and_known_again(root: Path) -> None:
    work = work_on(root)
    answer = derived(work)
    assert {path for path, _ in answer.written} == {"Plan.md", "Progress.md"}
    assert answer.troubles == ()
    assert (root / "Plan.md").read_text() == PLAN.replace("progress: 0", "progress: 50")
    assert "[[Plan]] | █████░░░░░ | 1/2 | 50%" in (root / "Progress.md").read_text()
    assert derived(work) == Derived()
    both = frozenset({"Plan.md", "Progress.md"})
    assert work.foreign(both) == frozenset()
    write(root, {"Plan.md": PLAN})
    assert work.foreign(both) == {"Plan.md"}


def test_the_same_edit_is_told_by_the_same_sign(root: Path) -> None:
    work = work_on(root)
    first = dict(derived(work).written)
    write(root, {"Plan.md": f"{PLAN}\nmore text\n"})
    assert dict(derived(work).written)["Plan.md"] == first["Plan.md"]
    write(root, {"Plan.md": PLAN.replace("[x]", "[ ]").replace("progress: 0", "progress: 1")})
    assert dict(derived(work).written)["Plan.md"] != first["Plan.md"]


def test_one_note_that_can_not_be_written_keeps_no_other_from_it(root: Path) -> None:
    odd = PLAN.encode().replace(b"b\n", b"caf\xe9\n")
    write(root, {"Odd.md": odd})
    work = work_on(root)
    answer = derived(work)
    assert {path for path, _ in answer.written} == {"Plan.md", "Progress.md"}
    assert answer.troubles[0].startswith("Odd.md: not valid UTF-8 at byte ")
    assert (root / "Odd.md").read_bytes() == odd
    assert derived(work) == Derived(troubles=answer.troubles)


def test_a_report_that_somebody_has_written_into_is_left(root: Path) -> None:
    work = work_on(root)
    derived(work)
    edited = (root / "Progress.md").read_text().replace("**Progress**", "**My progress**")
    write(root, {"Progress.md": edited, "Plan.md": PLAN.replace("[ ]", "[x]")})
    answer = derived(work)
    assert [path for path, _ in answer.written] == ["Plan.md"]
    assert "was edited by hand" in answer.troubles[0]
    assert (root / "Progress.md").read_text() == edited


def test_the_index_knows_what_was_looked_at(root: Path) -> None:
    work = work_on(root)
    assert isinstance(work.do(Do(Work.SCAN)), Looked)
    write(root, {"New.md": "- [ ] c\n", ".hidden.md": "- [ ] d\n"})
    look = Do(Work.FRESHEN, frozenset({"New.md", "Gone.md", ".hidden.md", "a\0.md"}))
    assert isinstance(work.do(look), Looked)
    store = open_index(str(root), work.vault.config.fields).store
    assert store
    known = {state[0] for _, readings in store.known() for state, _ in readings}
    assert known == {"Plan.md", "New.md"}
    paths = {entry.path for entry in Vault.open(root).entries()}
    assert paths == {"Plan.md", "New.md"}


def test_a_vault_that_is_gone(root: Path) -> None:
    work = work_on(root)
    root.rename(root.parent / "away")
    for kind in (Work.SCAN, Work.ASK, Work.DERIVE, Work.COMMIT):
        answer = work.do(Do(kind))
        assert isinstance(answer, Paused)
        assert answer.kind == MISSING


def test_what_git_answers(root: Path) -> None:
    left = LeftOut("film.mp4", "120 MB", False)
    git = FakeGit(Outcome("c0", "Edit", ("Plan.md",), (left,)))
    work = work_on(root, git)
    assert work.do(Do(Work.COMMIT)) == Committed("c0", "Edit", ("Plan.md",), (Left(*left),))
    assert work.do(Do(Work.SNAPSHOT)) == Kept("5a4e")
    assert work.do(Do(Work.RECOVER)) == Recovered(("a commit was taken back",))
    assert work.do(Do(Work.ASK)) == Guarded()


REFUSALS = {
    "paused": (PausedError(Pause.IDENTITY), "identity"),
    "failed": (GitFailedError("status", "no"), "refused"),
}


@pytest.mark.parametrize(("refuses", "kind"), REFUSALS.values(), ids=REFUSALS)
def test_what_git_refuses_is_a_pause(refuses: Exception, kind: str, root: Path) -> None:
    work = work_on(root, FakeGit(refuses=refuses))
    for piece in (Work.COMMIT, Work.RECOVER):
        answer = work.do(Do(piece))
        assert isinstance(answer, Paused)
        assert answer.kind == kind
        assert not answer.says.startswith("not committed")
    answer = work.do(Do(Work.SNAPSHOT))
    assert isinstance(answer, Kept)
    assert answer.trouble


def test_a_merge_is_under_way(root: Path) -> None:
    write(root, {".git/MERGE_HEAD": ""})
    for asked in Asked(), Asked(commits=False):
        assert work_on(root, asked=asked).do(Do(Work.ASK)) == Guarded(
            Pause.MERGE.value, Pause.MERGE.said
        )


def test_settings_are_read_again(root: Path) -> None:
    work = work_on(root)
    assert work.rules == Rules(10, 300, commits=True, derives=True)
    assert work.do(Do(Work.RELOAD)) == Configured(changed=False)
    write(root, {"vaultsync.toml": "[watch]\nquiet = 3\nlongest = 2\n"})
    assert work.do(Do(Work.RELOAD)) == Configured()
    assert work.rules == Rules(3, 3, commits=True, derives=False)
    write(root, {"vaultsync.toml": "[watch]\nquiet = no\n"})
    answer = work.do(Do(Work.RELOAD))
    assert isinstance(answer, Configured)
    assert answer.trouble
    assert answer.trouble.startswith("vaultsync.toml: not TOML")
    assert work.rules.quiet == 3


def test_the_command_line_comes_before_the_settings(root: Path) -> None:
    asked = Asked(quiet=1, longest=2, commits=False)
    assert work_on(root, asked=asked).rules == Rules(1, 2, commits=False, derives=True)


def test_without_commits_git_is_not_asked(root: Path) -> None:
    git = FakeGit()
    work = work_on(root, git, Asked(commits=False))
    assert work.do(Do(Work.COMMIT)) == Committed(None)
    assert work.do(Do(Work.SNAPSHOT)) == Kept()
    assert work.do(Do(Work.RECOVER)) == Recovered()
    write(root, {"vaultsync.toml": "[watch]\ncommit = false\n"})
    work = work_on(root, git)
    assert git.opened == 0
    write(root, {"vaultsync.toml": ""})
    assert work.do(Do(Work.RELOAD)) == Configured()
    assert git.opened == 1


def test_a_repository_that_is_missing_when_commits_are_switched_on(root: Path) -> None:
    def none(vault: Vault) -> Git:
        raise NotARepositoryError(vault.root)

    write(root, {"vaultsync.toml": "[watch]\ncommit = false\n"})
    work = VaultWork(Vault.open(root), none, Asked())
    write(root, {"vaultsync.toml": ""})
    answer = work.do(Do(Work.RELOAD))
    assert isinstance(answer, Configured)
    assert answer.trouble
    assert not work.rules.commits


def test_a_whole_watch_writes_a_note_once(root: Path) -> None:
    """The loop and the work together: one save, one commit, and no further write."""
    world = World([(0, batch()), (100, batch("Plan.md"))])
    work = work_on(root)
    said: list[Say] = []

    def stopping() -> bool:
        if world.now >= 99 and "- [ ] b" in (root / "Plan.md").read_text():
            text = (root / "Plan.md").read_text().replace("- [ ] b", "- [x] b")
            write(root, {"Plan.md": text})
        if world.now >= 120 and not world.batches and len(said) < 100:
            world.batches.append((world.now, batch("Plan.md", "Progress.md")))
            said.append(Say("told", "", {}))
        return world.now >= 300

    assert watch(Watcher(world, work, said.append, stopping, world.clock)) == 0
    events = [one.event for one in said if one.event != "told"]
    round_of = ["derived", "committed"]
    assert events == ["recovered", "ready", *round_of, *round_of, "committed"]
    assert "progress: 100" in (root / "Plan.md").read_text()
    assert set(content(root)) == {"Plan.md", "Progress.md", "vaultsync.toml", ".git/HEAD"}
