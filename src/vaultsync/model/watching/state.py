"""What a watcher knows, and what is due when: no clock, no files, no git.

Times are seconds of a clock that never goes back. Changes are hints that arm a
timer; looking at all notes, and git's own status within a commit, are the truth.
One piece of work is under way at a time, so there are never two commits at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from vaultsync.model.watching.events import MISSING, Left, Rules, Work

__all__ = ["Ending", "Pause", "Round", "Waiting", "Watching", "agenda", "begin", "next_wake"]


SOON = 0.05
"""Seconds to wait for what changes together, before the index is brought up to date."""

MANY = 300
"""Of more changed notes at once, events have been lost: all notes are looked at."""


class Ending(Enum):
    """Why the watcher is to end: it was told to, or was to do one round only."""

    STOP = "stop"
    ONCE = "once"


class Waiting(NamedTuple):
    """What waits to be quiet: since its first change, and since its last."""

    first: float
    last: float

    def due(self, rules: Rules) -> float:
        """When it has waited long enough.

        >>> Waiting(100, 250).due(Rules(quiet=10, longest=300))
        260
        >>> Waiting(100, 395).due(Rules(quiet=10, longest=300))
        400
        """
        return min(self.last + rules.quiet, self.first + rules.longest)

    @classmethod
    def at(cls, now: float, since: Waiting | None = None) -> Waiting:
        """Something has changed now, and perhaps before."""
        return cls(since.first if since else now, now)


class Pause(NamedTuple):
    """Nothing is committed: what `kind` of reason, and when to ask again.

    `delay` grows each time; `standing` is a reason that the repository's files
    tell, so that asking is enough to know that it is gone: else a commit is the
    `trial`. `unkept` is what no snapshot holds yet; `said` is whether anybody was
    told, as some reasons are mostly gone at once.
    """

    kind: str
    since: float
    ask_at: float
    delay: float
    unkept: Waiting | None
    said: bool = True
    standing: bool = False
    trial: bool = False


class Round(NamedTuple):
    """Notes that were derived: when, and what tells the edits."""

    at: float
    written: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Watching:
    """All that a watcher knows.

    `unseen` are paths that the index has not looked at, `unsure` says that any
    may have changed; `look_at` is when to look, not before `rested`. `pending` is
    what waits to be committed, `taken` what a commit under way is about; `step` is
    the next one towards it. `muted` are derived notes that another program undoes.
    """

    scan_at: float
    look_at: float
    work: Work | None = None
    ending: Ending | None = None
    ended: bool = False
    ready: bool = False
    reload: bool = False
    recovered: bool = False
    unsure: bool = True
    unseen: frozenset[str] = frozenset()
    rested: float = 0
    pending: Waiting | None = None
    taken: Waiting | None = None
    step: Work = Work.ASK
    not_before: float = 0
    pause: Pause | None = None
    failures: tuple[float, ...] = ()
    failed: bool = False
    rounds: tuple[Round, ...] = ()
    muted: frozenset[str] = frozenset()
    left: frozenset[Left] = frozenset()
    troubles: frozenset[str] = frozenset()

    @property
    def barred(self) -> bool:
        """Whether a pause forbids to commit and to derive."""
        return self.pause is not None and not self.pause.trial

    def looking(self, now: float, paths: frozenset[str] | None = None) -> Watching:
        """The index is to look soon, at these paths or at all notes.

        That is with what else changes now, and not without a rest.
        """
        planned = self.unsure or self.unseen
        look_at = self.look_at if planned else max(now + SOON, self.rested)
        unseen = self.unseen | (paths or frozenset())
        if paths is None or self.unsure or len(unseen) > MANY:
            return replace(self, look_at=look_at, unsure=True, unseen=frozenset())
        return replace(self, look_at=look_at, unseen=unseen)


def begin(now: float, *, once: bool = False) -> Watching:
    """The state at the start: everything is to be looked at, and may have changed."""
    return Watching(now, now, ending=Ending.ONCE if once else None, pending=Waiting.at(now))


def next_wake(state: Watching, rules: Rules) -> float | None:
    """When something is due, if nothing happens before; None while work is under way."""
    if state.work or state.ended:
        return None
    return min((at for at, _ in agenda(state, rules)), default=None)


def agenda(state: Watching, rules: Rules) -> Iterator[tuple[float, Work]]:
    """What is to be done and when, the most urgent first; what is due is done in this order."""
    if state.ending:
        yield 0, _last(state, rules, state.ending)
        return
    if state.reload:
        yield 0, Work.RELOAD
    unclean = rules.commits and not state.recovered
    if unclean and not state.failed and not state.barred:
        yield state.not_before, Work.RECOVER
    yield from _looks(state)
    if state.pause and state.barred:
        yield state.pause.ask_at, Work.ASK
        if not state.failed and _keeps(state, rules) and state.pause.unkept and state.pause.said:
            yield state.pause.unkept.due(rules), Work.SNAPSHOT
    elif state.pending and not (unclean or state.failed) and _follows(state, rules):
        yield max(state.pending.due(rules), state.not_before), state.step


def _looks(state: Watching) -> Iterator[tuple[float, Work]]:
    """When the index is to look."""
    if state.pause and state.pause.kind == MISSING:
        return
    if state.unsure:
        yield state.look_at, Work.SCAN
    elif state.unseen:
        yield state.look_at, Work.FRESHEN
    yield state.scan_at, Work.SCAN


def _last(state: Watching, rules: Rules, ending: Ending) -> Work:
    """What is still to be done before the end."""
    work = Work.END
    if state.failed:
        return work
    if state.pause and state.barred:
        return Work.SNAPSHOT if _keeps(state, rules) and state.pause.unkept else work
    if ending is Ending.ONCE:
        if rules.commits and not state.recovered:
            work = Work.RECOVER
        elif state.unsure:
            work = Work.SCAN
        elif state.pending and _follows(state, rules):
            work = state.step
    elif state.pending and rules.commits and state.recovered:
        work = Work.COMMIT
    return work


def _follows(state: Watching, rules: Rules) -> bool:
    """Whether a change leads to anything but a fresh index."""
    return rules.commits or (rules.derives and state.step is not Work.COMMIT)


def _keeps(state: Watching, rules: Rules) -> bool:
    return rules.commits and state.pause is not None and state.pause.kind != MISSING
