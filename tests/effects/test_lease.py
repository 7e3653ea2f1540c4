"""A note is read while nobody writes it: leases, and what stands in for them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultsync.effects.lease import Quiet, contents, is_quiet, quiet
from vaultsync.errors import NoteBusyError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has leases")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_bytes(b"text")
    return path


@pytest.fixture
def descriptor(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def knock(path: Path) -> None:
    """Ask to write; a lease makes that wait, which we don't."""
    with pytest.raises(BlockingIOError):
        os.open(path, os.O_WRONLY | os.O_NONBLOCK)


def test_a_quiet_file_is_leased(path: Path, descriptor: int) -> None:
    with quiet(descriptor, "a.md") as note:
        assert note.leased
        assert note.holds()
        assert contents(descriptor) == b"text"
        knock(path)
        assert not note.holds()
    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))


def test_reading_does_not_break_a_lease(path: Path, descriptor: int) -> None:
    with quiet(descriptor, "a.md") as note:
        assert path.read_bytes() == b"text"
        assert note.holds()


def test_the_lease_is_given_back_after_an_error(path: Path, descriptor: int) -> None:
    with pytest.raises(KeyError), quiet(descriptor, "a.md"):
        raise KeyError
    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))


def test_a_file_that_stays_open_for_writing_is_busy(path: Path, descriptor: int) -> None:
    busy = pytest.raises(NoteBusyError, match=r"a\.md")
    with open(path, "ab"), busy, quiet(descriptor, "a.md"):
        pytest.fail("it is being written")


def test_who_does_not_insist_reads_a_file_at_rest(path: Path, descriptor: int) -> None:
    with open(path, "ab"), quiet(descriptor, "a.md", insist=False) as note:
        assert not note.leased
        assert note.holds()


def test_is_quiet_answers_at_once(path: Path, descriptor: int) -> None:
    with is_quiet(descriptor) as note:
        assert note is not None
        assert note.leased
    with open(path, "ab"), is_quiet(descriptor) as note:
        assert note is None


def test_a_kind_of_file_that_has_no_lease(tmp_path: Path) -> None:
    """A folder can't be leased; where there are no leases, nothing tells."""
    descriptor = os.open(tmp_path, os.O_RDONLY)
    try:
        with is_quiet(descriptor) as note:
            assert note == Quiet(descriptor, leased=False)
            assert note.holds()
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1])
def test_contents_are_whole_from_the_start(path: Path, descriptor: int, size: int) -> None:
    path.write_bytes(b"x" * size)
    os.lseek(descriptor, 0, os.SEEK_END)
    assert contents(descriptor) == b"x" * size
