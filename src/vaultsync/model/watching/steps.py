"""The watcher's steps: what it knows, and is told, gives what it knows then, and what it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from vaultsync.model.kinds import is_note
from vaultsync.model.watching.answers import answered
from vaultsync.model.watching.events import Action, Changed, Do, Event, Rules, Signal, Work
from vaultsync.model.watching.state import Ending, Waiting, Watching, agenda

__all__ = ["step"]

REPOLL = 0.5
"""Seconds until a paused watcher asks again, after somebody has worked in the repository."""


def step(
    state: Watching, event: Event, now: float, rules: Rules
) -> tuple[Watching, tuple[Action, ...]]:
    """What follows from an event at a time; `now` never goes back.

    Each `Do` is to be done and its answer told, before the next one comes; after
    that of the end nothing does.

    >>> from vaultsync.model.watching.state import begin
    >>> _, actions = step(begin(0), Signal.TICK, 0, Rules(commits=False))
    >>> [action.work.name for action in actions]
    ['SCAN']
    """
    said: Iterable[Action] = ()
    match event:
        case Signal():
            state = _signalled(state, event, now)
        case Changed():
            state = _changed(state, event, now)
        case _:
            state, said = answered(state, event, now, rules)
    state, work = _next(state, now, rules)
    return state, (*said, *work)


def _signalled(state: Watching, signal: Signal, now: float) -> Watching:
    match signal:
        case Signal.TICK:
            return state
        case Signal.UNCERTAIN | Signal.WOKE:
            return _dirty(state, now).looking(now)
        case Signal.REPOSITORY:
            if not state.pause:  # what is written now may be git's, and there is more to come
                waiting = state.pending and Waiting.at(now, state.pending)
                return state if state.ending else replace(state, pending=waiting)
            ask_at = min(state.pause.ask_at, now + REPOLL)
            return replace(state, pause=state.pause._replace(ask_at=ask_at, delay=1))
        case Signal.STOP:
            # Git's own status tells what there is to commit: perhaps nobody was told of it yet.
            waiting = Waiting.at(now, state.pending)
            stage = Work.COMMIT if state.ending is None else state.step
            return replace(state, ending=Ending.STOP, pending=waiting, step=stage)
        case _:
            assert_never(signal)


def _changed(state: Watching, event: Changed, now: float) -> Watching:
    if event.settings:
        state = replace(state, reload=True)
    if not event.paths:
        return state
    if not event.paths <= state.muted:
        state = replace(state, muted=frozenset(), rounds=() if state.muted else state.rounds)
    notes = frozenset(path for path in event.paths if is_note(path))
    state = _dirty(state, now)
    return state.looking(now, notes) if notes else state


def _dirty(state: Watching, now: float) -> Watching:
    """Something waits to be committed, or kept while nothing is."""
    if state.ending:
        return state
    pause = state.pause
    if pause:
        pause = pause._replace(unkept=Waiting.at(now, pause.unkept))
    return replace(state, pending=Waiting.at(now, state.pending), pause=pause)


def _next(state: Watching, now: float, rules: Rules) -> tuple[Watching, tuple[Action, ...]]:
    """The work that is due, if none is under way."""
    if state.work or state.ended:
        return state, ()
    for at, work in agenda(state, rules):
        if at <= now:
            return _begun(state, work)
    return state, ()


def _begun(state: Watching, work: Work) -> tuple[Watching, tuple[Action, ...]]:
    paths = state.unseen if work is Work.FRESHEN else frozenset()
    code = 0
    state = replace(state, work=work)
    match work:
        case Work.RELOAD:
            state = replace(state, reload=False)
        case Work.SCAN:
            state = replace(state, unsure=False, unseen=frozenset())
        case Work.FRESHEN:
            state = replace(state, unseen=frozenset())
        case Work.COMMIT:
            state = replace(state, taken=state.pending, pending=None)
        case Work.SNAPSHOT if state.pause:
            state = replace(state, pause=state.pause._replace(unkept=None))
        case Work.END:
            state = replace(state, work=None, ended=True)
            code = int(state.failed or (state.pause is not None and state.ending is Ending.ONCE))
        case _:
            pass
    return state, (Do(work, paths, code),)
