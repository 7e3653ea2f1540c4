"""Copies that sync has left are told by their names, and no other file is taken for one."""

import pytest

from vaultsync.model.checking.findings import SEVERITIES, Severity
from vaultsync.model.checking.names import check_names
from vaultsync.model.linking.resolution import Files
from vaultsync.model.sync_conflicts import original_of

COPIES = {
    "obsidian": ("a/Log (Conflicted copy Ann's phone 202611201015).md", "a/Log.md"),
    "obsidian-device-in-brackets": ("Log (Conflicted copy Mac (2) 202611201015).md", "Log.md"),
    "obsidian-once": ("Log.sync-conflict-20261120-101500.md", "Log.md"),
    "syncthing": ("Log.sync-conflict-20261120-101500-K7QDRLA.md", "Log.md"),
    "syncthing-attachment": ("p/a b.sync-conflict-20261120-101500-K7QDRLA.png", "p/a b.png"),
    "syncthing-no-extension": ("Log.sync-conflict-20261120-101500-K7QDRLA", "Log"),
    "dropbox": ("Log (Ann's conflicted copy 2026-11-20).md", "Log.md"),
    "dropbox-again": ("Log (Ann's conflicted copy 2026-11-20 (1)).md", "Log.md"),
    "dropbox-nobody": ("Log (conflicted copy 2026-11-20).md", "Log.md"),
    "nextcloud": ("Log (conflicted copy 2026-11-20 101500).md", "Log.md"),
    "canvas": ("Map (Conflicted copy pc 202611201015).canvas", "Map.canvas"),
    "of-a-copy": (
        "Log (conflicted copy 2026-11-20).sync-conflict-20261120-101500-K7QDRLA.md",
        "Log (conflicted copy 2026-11-20).md",
    ),
    "newline": ("a\nb (conflicted copy 2026-11-20).md", "a\nb.md"),
}
OTHERS = {
    "plain": "Log.md",
    "icloud": "Log 2.md",
    "about-them": "How a conflicted copy comes about.md",
    "no-date": "Log (conflicted copy).md",
    "no-name": ".sync-conflict-20261120-101500-K7QDRLA.md",
    "in-a-folder": "x (conflicted copy 2026-11-20)/Log.md",
    "conflict": "sync-conflict-20261120-101500.md",
    "short-date": "Log.sync-conflict-2026-1015.md",
}


@pytest.mark.parametrize(("path", "original"), COPIES.values(), ids=COPIES)
def test_tells_copies(path: str, original: str) -> None:
    assert original_of(path) == original


@pytest.mark.parametrize("path", OTHERS.values(), ids=OTHERS)
def test_leaves_others_alone(path: str) -> None:
    assert original_of(path) is None


def test_check_names_them() -> None:
    path = "a/Log (conflicted copy 2026-11-20).md"
    (found,) = check_names(Files.of([path, "a/Log.md"]))
    assert (found.path, found.line, found.code) == (path, 1, "sync-conflict")
    assert found.message == "left by a sync conflict over a/Log.md; it counts in no progress"
    assert found.severity is SEVERITIES["sync-conflict"] is Severity.WARNING
