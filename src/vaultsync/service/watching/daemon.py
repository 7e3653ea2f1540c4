"""The watcher's loop: it takes what has changed, asks the plan what follows, and has that done.

All that it touches is given to it: the clock, the queue, and hands that do the
work. There is one loop, so all work is done by one, and nothing ever overlaps.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple, Protocol

from vaultsync.effects.watching.mailbox import Batch
from vaultsync.errors import VaultsyncError
from vaultsync.model.watching.events import (
    Answer,
    Broken,
    Changed,
    Do,
    Event,
    Rules,
    Say,
    Signal,
    Work,
)
from vaultsync.model.watching.state import Watching, begin, next_wake
from vaultsync.model.watching.steps import step
from vaultsync.service.setting_values import CONFIG_NAME

__all__ = ["Clock", "Hands", "Letters", "Watcher", "watch"]

LONGEST_NAP = 30
"""Seconds after which the clocks are compared: a computer that slept has missed changes."""

SLEPT = 30
"""Seconds that the wall clock has to gain on the other one, which stands still in sleep."""

# What the settings are read from.
_SETTINGS = frozenset(
    {CONFIG_NAME, ".obsidian/app.json", ".obsidian/plugins/obsidian-tasks-plugin/data.json"}
)


class Clock(NamedTuple):
    """Two clocks, in seconds: one that never goes back, and the one on the wall."""

    now: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time


class Letters(Protocol):
    """Where changes are taken from."""

    def take(self, timeout: float) -> Batch:
        """What has changed; waits for it at most `timeout` seconds."""


class Hands(Protocol):
    """What does the work."""

    @property
    def rules(self) -> Rules:
        """What the settings say now."""

    def do(self, work: Do) -> Answer:
        """Do a piece of work."""

    def foreign(self, paths: Collection[str]) -> frozenset[str]:
        """Those of the paths that are not as we have written them ourselves."""


class Watcher(NamedTuple):
    """All that a watcher is made of; `stopping` says whether somebody has told it to end."""

    letters: Letters
    hands: Hands
    say: Callable[[Say], None]
    stopping: Callable[[], bool]
    clock: Clock = Clock()


def watch(watcher: Watcher, *, once: bool = False) -> int:
    """Watch until told to stop, or do one round; the exit code."""
    now, wall = watcher.clock
    state = begin(now(), once=once)
    ahead = wall() - now()
    events: Iterator[Event] = iter([Signal.TICK])
    while True:
        for event in events:
            state, code = _told(watcher, state, event)
            if code is not None:
                return code
        wake = next_wake(state, watcher.hands.rules)
        nap = LONGEST_NAP if wake is None else min(wake - now(), LONGEST_NAP)
        batch = watcher.letters.take(max(nap, 0))
        slept = wall() - now() - ahead > SLEPT
        ahead = wall() - now()
        events = _events(watcher, batch, slept=slept)


def _events(watcher: Watcher, batch: Batch, *, slept: bool) -> Iterator[Event]:
    """What a batch tells; the time is told at the end, as something may be due."""
    if batch.paths:
        paths = watcher.hands.foreign(batch.paths)
        yield Changed(paths, settings=not _SETTINGS.isdisjoint(paths))
    if batch.uncertain:
        yield Signal.UNCERTAIN
    if batch.repository:
        yield Signal.REPOSITORY
    if slept:
        yield Signal.WOKE
    yield Signal.TICK


def _told(watcher: Watcher, state: Watching, event: Event) -> tuple[Watching, int | None]:
    """Tell the plan, do what it wants, tell it the answers, until there is nothing to do.

    The exit code is None until the end.
    """
    events = deque([event])
    stopped = False
    while events:
        if watcher.stopping() and not stopped:
            stopped = True
            events.appendleft(Signal.STOP)
        state, actions = step(state, events.popleft(), watcher.clock.now(), watcher.hands.rules)
        for action in actions:
            if isinstance(action, Say):
                watcher.say(action)
            elif action.work is Work.END:
                return state, action.code
            else:
                events.append(_done(watcher.hands, action))
    return state, None


def _done(hands: Hands, work: Do) -> Answer:
    try:
        return hands.do(work)
    except VaultsyncError as error:
        return Broken(str(error))
    except Exception as error:  # noqa: BLE001 - a bug in one round ends no watcher
        return Broken(f"{type(error).__name__}: {error} ({_place(error)})")


def _place(error: BaseException) -> str:
    """Where an error came up, for a report of it."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "nowhere"
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
