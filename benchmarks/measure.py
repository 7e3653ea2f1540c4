"""Measure one reading: CPU seconds, best of some; each shape in a process of its own."""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import NamedTuple

from vaultsync.model.note import parse_note

LIMIT = 20.0
"""CPU seconds after which a reading is given up."""


class TooSlowError(BaseException):
    """The reading was given up; no `except Exception` may swallow it."""


class Result(NamedTuple):
    """Seconds for each size (infinite where given up), peak memory in MB, and what was raised."""

    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    peak: float
    raised: str = ""

    @property
    def exponent(self) -> float:
        """By which power the time grows with the size; 0 where it is too short to say."""
        pairs = [(n, s) for n, s in zip(self.sizes, self.seconds, strict=True) if s != math.inf]
        if len(pairs) < 2 or pairs[-1][1] < 0.1:
            return 0.0 if math.inf not in self.seconds else math.inf
        (n, first), (m, last) = pairs[0], pairs[-1]
        return math.log(last / max(first, 0.001)) / math.log(m / n)

    def better(self, other: Result) -> Result:
        """The shorter time of both for each size."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return self._replace(
            seconds=tuple(min(pair) for pair in pairs), peak=min(self.peak, other.peak)
        )


def seconds_of(call: Callable[[], object], *, repeat: int = 1) -> float:
    """CPU seconds of `call`, the best of `repeat`; infinite when it takes more than LIMIT."""
    best = math.inf
    signal.signal(signal.SIGVTALRM, _give_up)
    for _ in range(repeat):
        gc.collect()
        start = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
        try:
            call()
        except TooSlowError:
            return math.inf
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        best = min(best, time.process_time() - start)
    return best


def measure(make: Callable[[int], bytes], sizes: tuple[int, ...], *, repeat: int = 2) -> Result:
    """Read `make(size)` for each size, in a process of its own."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, make, sizes, repeat))
    child.start()
    there.close()
    try:
        result: Result = here.recv()
    except EOFError:
        child.join()
        result = Result(sizes, (math.inf,) * len(sizes), 0.0, f"died: {child.exitcode}")
    child.join()
    return result


def _child(
    out: Connection, make: Callable[[int], bytes], sizes: tuple[int, ...], repeat: int
) -> None:
    seconds: list[float] = []
    raised = ""
    for size in sizes:
        raw = make(size)
        if seconds and seconds[-1] > LIMIT / 3:
            seconds.append(math.inf)
            continue
        try:
            seconds.append(
                seconds_of(lambda raw=raw: parse_note("hostile.md", raw), repeat=repeat)  # type: ignore[misc]
            )
        except Exception as error:  # noqa: BLE001 - whatever is raised is what we look for
            raised = f"{type(error).__name__}: {str(error)[:60]}"
            seconds.append(math.inf)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.send(Result(sizes, tuple(seconds), peak, raised))
    out.close()
    os._exit(0)


def _give_up(_signal: int, _frame: object) -> None:
    raise TooSlowError
