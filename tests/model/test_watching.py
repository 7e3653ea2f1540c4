"""The watcher's plan with a scripted clock: when it looks, derives, commits, pauses, gives up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model.watching.events import (
    MISSING,
    Answer,
    Broken,
    Changed,
    Committed,
    Configured,
    Derived,
    Do,
    Event,
    Guarded,
    Kept,
    Left,
    Looked,
    Paused,
    Recovered,
    Rules,
    Say,
    Signal,
    Work,
)
from vaultsync.model.watching.state import Watching, begin, next_wake
from vaultsync.model.watching.steps import step

RULES = Rules(quiet=10, longest=60, derives=False)
DERIVING = RULES._replace(derives=True)
INDEX_ONLY = RULES._replace(commits=False)

USUAL: dict[Work, Answer] = {
    Work.RELOAD: Configured(),
    Work.RECOVER: Recovered(),
    Work.FRESHEN: Looked(),
    Work.SCAN: Looked(),
    Work.ASK: Guarded(),
    Work.DERIVE: Derived(),
    Work.COMMIT: Committed("c0ffee", "Plan: 1 task done", ("Plan.md",)),
    Work.SNAPSHOT: Kept("5a4e"),
}


@dataclass
class Script:
    """A watcher's world: a clock, what each piece of work answers, and all that happened."""

    rules: Rules = RULES
    once: bool = False
    now: float = 0
    answers: dict[Work, Answer | Callable[[float], Answer]] = field(default_factory=dict)
    done: list[tuple[float, Work]] = field(default_factory=list)
    said: list[tuple[float, Say]] = field(default_factory=list)
    code: int | None = None
    state: Watching = field(init=False)

    def __post_init__(self) -> None:
        self.state = begin(self.now, once=self.once)

    def tell(self, event: Event) -> None:
        """Tell an event, and do what is wanted, at once."""
        events: list[Event] = [event]
        while events:
            self.state, actions = step(self.state, events.pop(0), self.now, self.rules)
            for action in actions:
                if isinstance(action, Say):
                    self.said.append((self.now, action))
                elif answer := self._do(action):
                    events.append(answer)

    def until(self, time: float) -> None:
        """Let time pass; what is due is done."""
        self.tell(Signal.TICK)
        while self.code is None:
            wake = next_wake(self.state, self.rules)
            if wake is None or wake > time:
                break
            self.now = max(self.now, wake)
            self.tell(Signal.TICK)
        self.now = time

    def _do(self, action: Do) -> Answer | None:
        self.done.append((self.now, action.work))
        if action.work is Work.END:
            self.code = action.code
            return None
        answer = self.answers.get(action.work, USUAL[action.work])
        return answer(self.now) if callable(answer) else answer

    def times(self, work: Work) -> list[float]:
        """When such work was done."""
        return [at for at, one in self.done if one is work]

    def works(self, since: float = 0) -> list[str]:
        """What was done since then, in order."""
        return [one.name for at, one in self.done if at >= since]

    def events(self, since: float = 0) -> list[str]:
        """What was said since then, in order."""
        return [one.event for at, one in self.said if at >= since]


def settled(script: Script) -> Script:
    """Started, and the first commit over."""
    script.until(100)
    return script


def changed(*paths: str) -> Changed:
    return Changed(frozenset(paths or ("Plan.md",)))


def test_the_start() -> None:
    script = Script(DERIVING)
    script.until(100)
    assert script.done == [
        (0, Work.RECOVER),
        (0, Work.SCAN),
        (10, Work.ASK),
        (10, Work.DERIVE),
        (10, Work.COMMIT),
    ]
    assert script.events() == ["ready", "committed"]


def test_nothing_is_done_while_nothing_happens() -> None:
    script = settled(Script(DERIVING))
    before = len(script.done)
    script.until(590)
    assert len(script.done) == before


@pytest.mark.parametrize("spread", [0.75, 1, 1.25])
def test_all_notes_are_looked_at_now_and_then(spread: float) -> None:
    script = Script(answers={Work.SCAN: Looked(0, spread)})
    script.until(600 * spread - 1)
    assert script.times(Work.SCAN) == [0]
    script.until(600 * spread)
    assert script.times(Work.SCAN) == [0, 600 * spread]
    script.until(600 * spread + 10)
    assert script.times(Work.COMMIT)[-1] == 600 * spread + 10


def test_a_change_is_seen_at_once_and_committed_when_quiet() -> None:
    script = settled(Script())
    script.tell(changed())
    script.until(200)
    assert script.done[-3:] == [(100.05, Work.FRESHEN), (110, Work.ASK), (110, Work.COMMIT)]


def test_each_change_puts_off_the_commit_but_not_for_ever() -> None:
    script = settled(Script())
    for second in range(100, 200, 5):
        script.until(second)
        script.tell(changed())
    script.until(204)
    assert script.times(Work.COMMIT) == [10, 160]
    script.until(300)
    assert script.times(Work.COMMIT) == [10, 160, 205]


def test_what_changes_together_is_looked_at_together() -> None:
    script = settled(Script(answers={Work.FRESHEN: Looked(0.5)}))
    for tenth in range(1000, 1100):
        script.until(tenth / 10)
        script.tell(changed(f"{tenth}.md"))
    looks = script.times(Work.FRESHEN)
    assert min(b - a for a, b in pairwise(looks)) >= 2
    assert len(looks) >= 5


def test_of_very_many_changes_all_notes_are_looked_at() -> None:
    script = settled(Script())
    script.tell(changed(*(f"{number}.md" for number in range(1000))))
    script.until(101)
    assert script.works(100) == ["SCAN"]


def test_other_files_need_no_look() -> None:
    script = settled(Script())
    script.tell(changed("Plan.png", ".obsidian/app.json"))
    script.until(200)
    assert script.works(100) == ["ASK", "COMMIT"]


@pytest.mark.parametrize("signal", [Signal.UNCERTAIN, Signal.WOKE])
def test_what_may_have_been_lost_is_looked_for(signal: Signal) -> None:
    script = settled(Script())
    script.tell(signal)
    script.until(200)
    assert script.works(100) == ["SCAN", "ASK", "COMMIT"]


def test_it_waits_for_who_works_in_the_repository() -> None:
    script = settled(Script())
    script.tell(changed())
    script.until(108)
    script.tell(Signal.REPOSITORY)
    script.until(200)
    assert script.times(Work.COMMIT)[-1] == 118
    script.tell(Signal.REPOSITORY)
    script.until(300)
    assert script.times(Work.COMMIT)[-1] == 118


def test_the_index_alone() -> None:
    script = settled(Script(INDEX_ONLY))
    script.tell(changed())
    script.until(300)
    assert script.works() == ["SCAN", "FRESHEN"]
    script.tell(Signal.STOP)
    assert (script.works(300), script.code) == (["END"], 0)


def test_derived_notes_without_commits() -> None:
    script = settled(Script(INDEX_ONLY._replace(derives=True)))
    script.tell(changed())
    script.until(300)
    assert script.works(100) == ["FRESHEN", "ASK", "DERIVE"]


def test_derived_notes_are_seen_and_committed_with_the_change() -> None:
    wrote = Derived(frozenset({("Progress.md", "1f")}))
    script = settled(Script(DERIVING, answers={Work.DERIVE: wrote}))
    script.tell(changed())
    script.until(300)
    assert script.works(100) == ["FRESHEN", "ASK", "DERIVE", "COMMIT", "FRESHEN"]
    assert script.events(100) == ["derived", "committed"]


def test_a_trouble_is_told_once() -> None:
    script = Script(DERIVING, answers={Work.DERIVE: Derived(troubles=("Plan.md: busy",))})
    for second in (0, 100, 200):
        script.until(second)
        script.tell(changed())
    script.until(300)
    assert script.events().count("not-derived") == 1
    script.answers[Work.DERIVE] = Derived()
    script.tell(changed())
    script.until(400)
    script.answers[Work.DERIVE] = Derived(troubles=("Plan.md: busy",))
    script.tell(changed())
    script.until(500)
    assert script.events().count("not-derived") == 2


def rewritten(*edits: str) -> Derived:
    return Derived(frozenset({("Progress.md", edit) for edit in edits}))


def test_another_program_that_undoes_what_is_written_wins_in_the_end() -> None:
    script = Script(DERIVING, answers={Work.DERIVE: rewritten("1f")})
    for second in range(0, 200, 11):
        script.until(second)
        script.tell(changed("Progress.md"))
    script.until(250)
    assert len(script.times(Work.DERIVE)) == 4
    assert script.events().count("looping") == 1
    script.tell(changed("Plan.md"))
    script.until(300)
    assert len(script.times(Work.DERIVE)) == 5


def test_a_loop_without_commits_ends_when_something_else_changes() -> None:
    rules = INDEX_ONLY._replace(derives=True)
    script = Script(rules, answers={Work.DERIVE: rewritten("1f")})
    for second in range(0, 100, 11):
        script.until(second)
        script.tell(changed("Progress.md"))
    script.until(150)
    assert len(script.times(Work.DERIVE)) == 4
    script.tell(changed("Plan.md"))
    script.until(200)
    assert len(script.times(Work.DERIVE)) == 5


def test_who_ticks_slowly_is_no_loop() -> None:
    script = Script(DERIVING, answers={Work.DERIVE: lambda now: rewritten(str(now))})
    for second in range(0, 200, 11):
        script.until(second)
        script.tell(changed("Plan.md"))
    script.until(250)
    assert "looping" not in script.events()


def test_settings_are_read_again() -> None:
    script = settled(Script())
    script.tell(Changed(frozenset({"vaultsync.toml"}), settings=True))
    script.until(200)
    assert script.works(100) == ["RELOAD", "SCAN", "ASK", "COMMIT"]
    assert script.events(100)[0] == "settings"


def test_settings_that_are_broken_are_told() -> None:
    script = settled(Script(answers={Work.RELOAD: Configured("vaultsync.toml: not TOML")}))
    script.tell(Changed(frozenset({"vaultsync.toml"}), settings=True))
    assert script.said[-1][1].text == ("vaultsync.toml: not TOML; the settings stay as they were")


def test_nothing_to_commit_is_not_worth_a_word() -> None:
    script = Script(answers={Work.COMMIT: Committed(None)})
    script.until(100)
    assert script.events() == ["ready"]


def test_what_is_left_out_is_told_once_and_tried_again_if_it_was_being_written() -> None:
    big = Left("film.mp4", "120 MB")
    busy = Left("Plan.md", "is being written", soon=True)
    script = Script(answers={Work.COMMIT: Committed("c0", "Edit", ("A.md",), (big, busy))})
    script.until(15)
    script.answers[Work.COMMIT] = Committed(None, left=(big,))
    script.until(100)
    assert script.times(Work.COMMIT) == [10, 20]
    assert script.events() == ["ready", "committed", "left-out", "left-out"]


def test_copies_that_sync_has_left_are_told_of() -> None:
    copy = "Plan (conflicted copy 2026-11-20).md"
    script = Script(answers={Work.COMMIT: Committed("c0", "Edit", ("A.md", copy))})
    script.until(15)
    assert script.events() == ["ready", "committed", "sync-conflict"]
    assert script.said[-1][1].facts == {"path": copy, "original": "Plan.md"}


class TestPauses:
    def paused(self) -> Script:
        script = settled(Script(DERIVING))
        script.answers[Work.ASK] = Guarded("merge", "a merge is under way")
        script.tell(changed())
        script.until(120)
        return script

    def test_nothing_is_written_and_what_there_is_is_kept(self) -> None:
        script = self.paused()
        script.until(190)
        assert {"DERIVE", "COMMIT"}.isdisjoint(script.works(100))
        assert script.times(Work.SNAPSHOT) == [110]
        assert script.events(100) == ["paused", "snapshot"]

    def test_a_change_meanwhile_is_kept_when_quiet(self) -> None:
        script = self.paused()
        script.tell(changed())
        script.until(200)
        assert script.times(Work.SNAPSHOT) == [110, 130]

    def test_it_asks_again_and_again(self) -> None:
        script = self.paused()
        script.until(200)
        asked = [at for at in script.times(Work.ASK) if at >= 110]
        assert asked[:5] == [110, 111, 113, 117, 121]

    def test_it_goes_on_by_itself(self) -> None:
        script = self.paused()
        script.answers[Work.ASK] = Guarded()
        script.until(200)
        assert script.times(Work.COMMIT)[-1] == 131
        assert script.works(121) == ["ASK", "SCAN", "ASK", "DERIVE", "COMMIT"]
        assert script.events(121) == ["resumed", "committed"]

    def test_it_asks_soon_when_somebody_works_in_the_repository(self) -> None:
        script = self.paused()
        script.until(122)
        script.answers[Work.ASK] = Guarded()
        script.tell(Signal.REPOSITORY)
        script.until(123)
        assert script.events(121) == ["resumed"]

    def test_what_only_a_commit_can_tell_is_tried_again_and_told_once(self) -> None:
        script = settled(Script(DERIVING))
        script.answers[Work.COMMIT] = Paused("identity", "git doesn't know who you are")
        script.tell(changed())
        script.until(400)
        tries = [at for at in script.times(Work.COMMIT) if at >= 100]
        assert tries[:6] == [110, 111, 113, 117, 125, 141]
        assert max(b - a for a, b in pairwise(tries)) == 30
        assert script.times(Work.DERIVE)[-1] == 110
        assert script.events(100) == ["paused", "snapshot"]
        script.answers.clear()
        script.until(440)
        assert script.events(400) == ["resumed", "committed"]

    def test_a_lock_that_is_gone_at_once_is_not_worth_a_word(self) -> None:
        script = settled(Script())
        script.answers[Work.ASK] = Guarded("lock", "locked")
        script.tell(changed())
        script.until(112)
        script.answers[Work.ASK] = Guarded()
        script.until(200)
        assert script.events(100) == ["committed"]
        assert script.times(Work.SNAPSHOT) == []

    def test_a_lock_is_told_of_a_single_round(self) -> None:
        script = Script(once=True, answers={Work.ASK: Guarded("lock", "locked")})
        script.tell(Signal.TICK)
        assert (script.events(), script.code) == (["paused", "snapshot"], 1)

    def test_a_lock_that_stays_is(self) -> None:
        script = settled(Script())
        script.answers[Work.ASK] = Guarded("lock", "locked")
        script.tell(changed())
        script.until(200)
        assert script.events(100) == ["paused", "snapshot"]

    def test_a_vault_that_is_gone(self) -> None:
        script = settled(Script())
        script.answers = dict.fromkeys((Work.SCAN, Work.ASK), Paused(MISSING, "gone"))
        script.answers[Work.ASK] = Guarded(MISSING, "gone")
        script.tell(Signal.UNCERTAIN)
        script.until(2000)
        assert script.events(100) == ["paused"]
        assert script.times(Work.SNAPSHOT) == []
        assert len(script.times(Work.SCAN)) == 2
        script.answers.clear()
        script.until(2100)
        assert script.works(2000) == ["ASK", "SCAN", "ASK", "COMMIT"]

    def test_an_interrupted_commit_is_cleaned_up_before_any_other(self) -> None:
        script = Script(answers={Work.RECOVER: Paused("lock", "locked")})
        script.until(50)
        assert script.times(Work.COMMIT) == []
        script.answers[Work.RECOVER] = Recovered(("an interrupted commit was taken back",))
        script.until(200)
        assert len(script.times(Work.COMMIT)) == 1
        assert "recovered" in script.events()


class TestTheEnd:
    def test_what_is_pending_is_committed(self) -> None:
        script = settled(Script(DERIVING))
        script.tell(changed())
        script.tell(Signal.STOP)
        assert (script.works(100), script.code) == (["COMMIT", "END"], 0)

    def test_git_is_asked_as_nobody_may_have_been_told(self) -> None:
        script = settled(Script())
        script.tell(Signal.STOP)
        assert script.works(100) == ["COMMIT", "END"]

    def test_in_a_pause_a_snapshot_is_kept(self) -> None:
        script = settled(Script())
        script.answers[Work.COMMIT] = Paused("merge", "a merge is under way")
        script.tell(Signal.STOP)
        assert (script.works(100), script.code) == (["COMMIT", "SNAPSHOT", "END"], 0)

    def test_files_that_are_being_written_do_not_keep_it(self) -> None:
        busy = Left("Plan.md", "is being written", soon=True)
        script = settled(Script(answers={Work.COMMIT: Committed("c0", left=(busy,))}))
        script.tell(Signal.STOP)
        assert script.code == 0


class TestOnce:
    def test_a_round(self) -> None:
        script = Script(DERIVING, once=True)
        script.tell(Signal.TICK)
        assert script.works() == ["RECOVER", "SCAN", "ASK", "DERIVE", "COMMIT", "END"]
        assert script.code == 0

    @pytest.mark.parametrize("work", [Work.RECOVER, Work.SCAN, Work.COMMIT], ids=lambda w: w.name)
    def test_held_up(self, work: Work) -> None:
        script = Script(once=True, answers={work: Paused("rebase", "a rebase is under way")})
        script.tell(Signal.TICK)
        assert script.works()[-3:] == [work.name, "SNAPSHOT", "END"]
        assert script.code == 1

    @pytest.mark.parametrize("work", [Work.RECOVER, Work.SCAN, Work.ASK, Work.COMMIT])
    def test_broken(self, work: Work) -> None:
        script = Script(once=True, answers={work: Broken("KeyError")})
        script.tell(Signal.TICK)
        assert (script.works()[-2:], script.code) == ([work.name, "END"], 1)

    def test_without_commits(self) -> None:
        script = Script(INDEX_ONLY, once=True)
        script.tell(Signal.TICK)
        assert (script.works(), script.code) == (["SCAN", "END"], 0)


class TestFailures:
    @pytest.mark.parametrize("work", [Work.COMMIT, Work.DERIVE, Work.ASK], ids=lambda w: w.name)
    def test_three_within_a_minute_end_all_commits(self, work: Work) -> None:
        script = settled(Script(DERIVING))
        script.answers[work] = Broken("KeyError: 'x'")
        script.tell(changed())
        script.until(200)
        assert len([at for at in script.times(work) if at >= 100]) == 3
        assert script.events(100) == ["failed"] * 3
        script.answers.clear()
        script.tell(changed())
        script.until(300)
        assert script.works(200) == ["FRESHEN"]
        script.tell(Signal.STOP)
        assert (script.works(300), script.code) == (["END"], 1)

    def test_the_vault_may_vanish_and_come_back_then(self) -> None:
        script = settled(Script(answers={Work.COMMIT: Broken("KeyError")}))
        script.until(200)
        gone = Paused(MISSING, "gone")
        script.answers = {Work.SCAN: gone, Work.ASK: gone}
        script.tell(Signal.UNCERTAIN)
        script.until(1000)
        script.answers.clear()
        script.until(1100)
        assert script.works(1000) == ["ASK", "SCAN"]
        assert len(script.done) < 300

    def test_one_is_tried_again(self) -> None:
        script = settled(Script())
        script.answers[Work.COMMIT] = Broken("KeyError: 'x'")
        script.tell(changed())
        script.until(112)
        script.answers.clear()
        script.until(200)
        assert script.times(Work.COMMIT)[-2:] == [110, 115]
        assert script.events(100) == ["failed", "committed"]

    def test_a_look_that_fails_is_tried_again(self) -> None:
        script = Script(answers={Work.SCAN: Broken("OSError")})
        script.until(6)
        script.answers.clear()
        script.until(100)
        assert script.times(Work.SCAN) == [0, 5, 10]


HAPPENINGS = st.one_of(
    st.sampled_from([Signal.UNCERTAIN, Signal.WOKE, Signal.REPOSITORY]),
    st.sampled_from(["A.md", "B.md", "c.png", "Progress.md"]).map(changed),
    st.sampled_from(["merge", "identity", "free", "wrote", "left"]),
)
STORIES = st.lists(st.tuples(st.floats(0.01, 30), HAPPENINGS), max_size=40)


@given(STORIES, st.booleans())
def test_laws(story: list[tuple[float, Event | str]], derives: bool) -> None:
    """No commit while paused; else what has changed is committed in time; nothing overlaps."""
    script = Script(RULES._replace(derives=derives))
    paused_since: float | None = None
    waiting: list[float] = []
    for pause, happening in story:
        script.until(script.now + pause)
        match happening:
            case "merge":
                script.answers[Work.ASK] = Guarded("merge", "a merge")
                paused_since = script.now if paused_since is None else paused_since
            case "identity":
                script.answers[Work.COMMIT] = Paused("identity", "who are you?")
            case "free":
                script.answers.clear()
                paused_since = None
            case "wrote":
                script.answers[Work.DERIVE] = lambda now: rewritten(str(now))
            case "left":
                script.answers[Work.COMMIT] = Committed("c0", left=(Left("A.md", "busy", True),))
            case str():
                raise AssertionError(happening)
            case _:
                script.tell(happening)
                if happening is not Signal.REPOSITORY:
                    waiting.append(script.now)
        if paused_since is not None:
            assert all(at <= paused_since for at in script.times(Work.COMMIT))
    script.answers.clear()
    freed = script.now
    script.until(freed + 200)
    commits = script.times(Work.COMMIT)
    assert all(any(at <= commit for commit in commits) for at in waiting)
    late = RULES.longest + 30 + RULES.quiet
    assert not waiting or any(waiting[-1] < commit <= freed + late for commit in commits)
    assert len(set(commits)) == len(commits)
    assert script.code is None
    script.tell(Signal.STOP)
    assert script.code == 0


@given(st.lists(st.floats(0.01, 30), min_size=1, max_size=60))
def test_quiet_or_longest_whichever_is_first(pauses: list[float]) -> None:
    script = settled(Script())
    first = last = script.now
    script.tell(changed())
    for pause in pauses:
        script.until(script.now + pause)
        if len(script.times(Work.COMMIT)) > 1:
            break
        last = script.now
        script.tell(changed())
    script.until(script.now + 100)
    due = min(last + RULES.quiet, first + RULES.longest)
    assert script.times(Work.COMMIT)[1] == pytest.approx(due)
