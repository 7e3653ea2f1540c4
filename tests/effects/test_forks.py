"""Work on all cores: every result, whatever becomes of a child."""

import os
import sys
from collections import Counter

import pytest

from vaultsync.effects.forks import cores, worked_off

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks only there")


def double(number: int) -> bytes:
    return str(2 * number).encode() * 1000


@pytest.mark.parametrize("processes", [0, 1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 3, 200])
def test_gives_all_results(processes: int, count: int) -> None:
    with worked_off(double, range(count), processes) as results:
        assert Counter(results) == Counter(map(double, range(count)))


def test_does_what_a_dead_child_owes() -> None:
    here = os.getpid()

    def dies(number: int) -> bytes:
        if number == 7 and os.getpid() != here:
            os._exit(1)
        return double(number)

    with worked_off(dies, range(40), 2) as results:
        assert Counter(results) == Counter(map(double, range(40)))


def test_leaves_no_child_behind() -> None:
    with worked_off(double, range(10_000), 2) as results:
        next(results)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_knows_of_a_core() -> None:
    assert cores() >= 1
