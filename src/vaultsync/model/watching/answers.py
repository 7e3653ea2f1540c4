"""What follows from the answer to a piece of a watcher's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from vaultsync.model.watching import words
from vaultsync.model.watching.events import (
    MISSING,
    Answer,
    Broken,
    Committed,
    Configured,
    Derived,
    Guarded,
    Kept,
    Looked,
    Paused,
    Recovered,
    Rules,
    Say,
    Work,
)
from vaultsync.model.watching.state import Pause, Round, Waiting, Watching

__all__ = ["answered"]

Step = tuple[Watching, Sequence[Say]]

SCAN_EVERY = 600
"""Seconds between two looks at all notes, where nothing asks for one."""

REST, SHARE = 0.25, 4
"""The index rests so many seconds between two looks, or so many times what the last took."""

FIRST_DELAY, LONG_DELAY, LONGEST_DELAY = 1, 4, 30
"""Seconds until a pause asks again: at first; at most of files; at most by a commit."""

FLEETING, PATIENCE = frozenset({"lock", "busy"}), 5
"""Reasons that are mostly gone at once, and the seconds until they are worth a word."""

MINUTE, MOST_ROUNDS, MOST_FAILURES, AFTER_FAILURE = 60, 3, 3, 5


def answered(state: Watching, answer: Answer, now: float, rules: Rules) -> Step:
    """What is known after an answer, and what is to be said of it."""
    work = state.work
    state = replace(state, work=None)
    found: Step
    match answer:
        case Configured():
            found = _configured(state, answer, now)
        case Recovered():
            said = [words.said_plainly("recovered", one) for one in answer.said]
            found = replace(state, recovered=True), said
        case Looked():
            found = _looked(state, answer, work, now, rules)
        case Guarded():
            found = _guarded(state, answer, now, rules)
        case Derived():
            found = _derived(state, answer, now, rules)
        case Committed():
            found = _committed(state, answer, now)
        case Paused():
            found = _paused(state, answer, now, rules, standing=answer.kind == MISSING)
        case Kept():
            found = _kept(state, answer)
        case Broken():
            found = _broken(state, answer, work, now)
        case _:
            assert_never(answer)
    return found


def _configured(state: Watching, answer: Configured, now: float) -> Step:
    if answer.trouble:
        text = f"{answer.trouble}; the settings stay as they were"
        return state, [words.said_plainly("settings", text, trouble=answer.trouble)]
    if not answer.changed:
        return state, []
    state = replace(state, step=Work.ASK)
    return state.looking(now), [words.said_plainly("settings", "the settings were read again")]


def _looked(state: Watching, answer: Looked, work: Work | None, now: float, rules: Rules) -> Step:
    rested = now + max(REST, SHARE * answer.took)
    state = replace(state, rested=rested, look_at=max(state.look_at, rested))
    if work is not Work.SCAN:
        return state, []
    state = replace(state, scan_at=now + SCAN_EVERY * answer.spread)
    if not state.ending and not state.pending and (rules.commits or rules.derives):
        state = replace(state, pending=Waiting.at(now))
    if state.ready or state.ending:
        return state, []
    return replace(state, ready=True), [words.said_plainly("ready", "watching")]


def _guarded(state: Watching, answer: Guarded, now: float, rules: Rules) -> Step:
    if answer.kind:
        return _paused(state, Paused(answer.kind, answer.says), now, rules, standing=True)
    pause = state.pause
    if pause is None and (rules.derives and not state.muted):
        return replace(state, step=Work.DERIVE), []
    if pause is None:
        return replace(state, step=Work.COMMIT) if rules.commits else _through(state), []
    if not pause.standing and rules.commits:  # only a commit can tell whether it can be made
        waiting = state.pending or Waiting.at(now)
        return replace(
            state, pause=pause._replace(trial=True), pending=waiting, step=Work.COMMIT
        ), []
    return _resumed(state, now)


def _through(state: Watching) -> Watching:
    """A round without commits is over."""
    return replace(state, pending=None, step=Work.ASK)


def _resumed(state: Watching, now: float) -> Step:
    """The reason for the pause is gone: what waits, waits to be quiet again."""
    pause = state.pause
    state = replace(
        state,
        pause=None,
        unsure=True,
        unseen=frozenset(),
        look_at=now,
        pending=Waiting.at(now),
        step=Work.ASK,
    )
    return state, _said_resumed(pause)


def _said_resumed(pause: Pause | None) -> list[Say]:
    return [words.said_plainly("resumed", "goes on")] if pause and pause.said else []


def _derived(state: Watching, answer: Derived, now: float, rules: Rules) -> Step:
    troubles = frozenset(answer.troubles)
    said = [
        words.said_plainly("not-derived", one)
        for one in answer.troubles
        if one not in state.troubles
    ]
    state = replace(state, troubles=troubles, step=Work.COMMIT)
    if not rules.commits:
        state = _through(state)
    if not answer.written:
        return state, said
    paths = frozenset(path for path, _ in answer.written)
    said.append(words.said_derived(paths))
    rounds = (
        *(one for one in state.rounds if one.at > now - MINUTE),
        Round(now, answer.written),
    )
    # The index is told of what we wrote by nobody else: our own events are dropped.
    state = replace(state, rounds=rounds).looking(now, paths)
    if sum(one.written == answer.written for one in rounds) > MOST_ROUNDS:
        state = replace(state, muted=paths, rounds=())
        said.append(words.said_looping(paths))
    return state, said


def _committed(state: Watching, answer: Committed, now: float) -> Step:
    said = _said_resumed(state.pause)
    if answer.commit:
        said += [words.said_committed(answer), *words.said_copies(answer.paths)]
    left = frozenset(answer.left)
    said += words.said_left_out(one for one in answer.left if one not in state.left)
    pending = state.pending
    if any(one.soon for one in answer.left) and not state.ending:
        pending = Waiting.at(now, pending)
    return replace(state, pending=pending, taken=None, pause=None, step=Work.ASK, left=left), said


def _paused(state: Watching, answer: Paused, now: float, rules: Rules, *, standing: bool) -> Step:
    """Work was refused; said once of each kind of reason, however often it is met."""
    state = _untaken(state, now)
    old = state.pause
    if old is None or old.kind != answer.kind:
        old = Pause(answer.kind, now, 0, FIRST_DELAY / 2, Waiting(now - rules.longest, now), False)
    delay = min(2 * old.delay, LONG_DELAY if standing else LONGEST_DELAY)
    patient = answer.kind in FLEETING and now - old.since < PATIENCE and not state.ending
    say = not old.said and not patient
    pause = old._replace(
        ask_at=now + delay,
        delay=delay,
        said=old.said or say,
        standing=standing,
        trial=False,
    )
    said = [words.said_paused(answer.kind, answer.says)] if say else []
    return replace(state, pause=pause), said


def _untaken(state: Watching, now: float) -> Watching:
    """What was to be committed still waits for it."""
    waiting = state.pending
    if state.taken and state.pending:
        waiting = Waiting(state.taken.first, state.pending.last)
    elif state.taken:
        waiting = state.taken
    return replace(state, pending=waiting or Waiting.at(now), taken=None, step=Work.ASK)


def _kept(state: Watching, answer: Kept) -> Step:
    if answer.trouble:
        text = f"no snapshot was kept: {answer.trouble}"
        new = answer.trouble not in state.troubles
        state = replace(state, troubles=state.troubles | {answer.trouble})
        return state, [words.said_plainly("not-kept", text, reason=answer.trouble)] if new else []
    return state, [words.said_snapshot(answer.snapshot)] if answer.snapshot else []


def _broken(state: Watching, answer: Broken, work: Work | None, now: float) -> Step:
    """After three failures within a minute nothing is committed any more."""
    failures = (*(at for at in state.failures if at > now - MINUTE), now)
    failed = state.failed or len(failures) >= MOST_FAILURES or state.ending is not None
    said = [] if state.failed else [words.said_failed(answer.why, for_good=failed)]
    state = replace(
        _untaken(state, now),
        failures=failures,
        failed=failed,
        not_before=now + AFTER_FAILURE,
    )
    if work in (Work.SCAN, Work.FRESHEN):
        later = now + AFTER_FAILURE
        state = replace(state, unsure=True, unseen=frozenset(), look_at=later, scan_at=later)
    if work is Work.ASK and state.pause:
        state = replace(state, pause=state.pause._replace(ask_at=now + AFTER_FAILURE))
    return state, said
