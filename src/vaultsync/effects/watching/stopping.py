"""Being told to stop: by the system, the terminal, or whoever looks after services."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

__all__ = ["Stop", "stoppable"]


class Stop:
    """Whether somebody has asked to stop; a second Ctrl-C asks for no more than that."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._asked = False

    def asked(self) -> bool:
        """Whether to stop."""
        return self._asked

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Take a signal. Raises `KeyboardInterrupt` at the second Ctrl-C."""
        if self._asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._asked = True
        self._wake()


@contextmanager
def stoppable(wake: Callable[[], None]) -> Iterator[Stop]:
    """While this is entered, signals to end are heard, and `wake` is called for each."""
    stop = Stop(wake)
    before: dict[int, Any] = {}
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is None or (name == "SIGHUP" and signal.getsignal(number) is signal.SIG_IGN):
            continue  # who is started with nohup outlives the terminal
        before[number] = signal.signal(number, stop.hear)
    try:
        yield stop
    finally:
        for number, hear in before.items():
            signal.signal(number, hear)
