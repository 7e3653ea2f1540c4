"""Work on all cores: children that this process forks, each with its share of the work.

`concurrent.futures` does more than is needed here, takes longer to load, and
leaves its children waiting for ever when their parent is killed; these end
with the pipe that they write to.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["cores", "worked_off"]

T = TypeVar("T")
_Work = Callable[[T], bytes]


class _Child(NamedTuple):
    pid: int
    answers: Connection
    share: deque[int]


def cores() -> int:
    """How many processes may well work at once; 1 where none can be forked without danger.

    That is elsewhere than on Linux, and beside other threads, which might hold a lock.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


@contextmanager
def worked_off(work: _Work[T], items: Sequence[T], processes: int) -> Iterator[Iterator[bytes]]:
    """The results of `work` on all items, in any order, as they come from `processes` children.

    What a child owes when it dies, and everything with fewer than two, is done
    here. The children run once this is entered: what they may not share with
    this process is to be opened after that.
    """
    children: list[_Child] = []
    try:
        for first in range(processes if processes > 1 else 0):
            children.append(_forked(work, items, range(first, len(items), processes), children))
        yield _answers(work, items, children) if children else map(work, items)
    finally:
        for child in children:
            child.answers.close()
            with suppress(ChildProcessError):
                os.waitpid(child.pid, 0)


def _forked(
    work: _Work[T], items: Sequence[T], share: Sequence[int], elder: Sequence[_Child]
) -> _Child:
    from multiprocessing.connection import Pipe

    here, there = Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            gc.disable()  # it would copy the pages that are shared with the parent
            for one in (here, *(child.answers for child in elder)):
                one.close()
            for index in share:
                there.send_bytes(work(items[index]))
            code = 0
        finally:
            os._exit(code)
    there.close()
    return _Child(pid, here, deque(share))


def _answers(work: _Work[T], items: Sequence[T], children: Sequence[_Child]) -> Iterator[bytes]:
    from multiprocessing.connection import wait

    at_work = {child.answers: child for child in children}
    while at_work:
        for answers in wait(list(at_work)):
            child = at_work[answers]  # type: ignore[index]
            try:
                yield child.answers.recv_bytes()
                child.share.popleft()
            except (EOFError, OSError):
                del at_work[child.answers]
                yield from (work(items[index]) for index in child.share)
