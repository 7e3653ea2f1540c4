"""mistune's opinion by itself: it sees what an edit spoils, and no more than that."""

from collections.abc import Callable

import pytest

from tests.model.test_guard import ACCEPTS, REFUSES
from tests.outline import unarrow
from tests.planned import planned
from vaultsync.model.guarding.guard import Reader
from vaultsync.model.guarding.hunks import hunks_of
from vaultsync.model.guarding.second_opinion import differs_for_peer
from vaultsync.model.note import Note, parse_note
from vaultsync.text import encode

Variant = Callable[[str], str]

# What only our scanner knows: Obsidian's comments, its front matter, its lists.
OURS_ALONE = {
    *("comment", "math", "property-swallows-the-next", "property-breaks-the-others"),
    *("link-is-swallowed-by-code", "lost-children-by-a-join"),
    *("item-becomes-a-child", "children-left-by-their-parent"),
}


def differs(marked: str, read: Reader = parse_note) -> bool:
    one = planned(marked)
    before = one.before or ""
    hunks = hunks_of(before, one.edits, one.after)
    note, edited = read("a.md", encode(before)), read("a.md", encode(one.after))
    return bool(hunks.hunks) and differs_for_peer(note, edited, hunks)


@pytest.mark.parametrize("marked", ACCEPTS.values(), ids=ACCEPTS)
def test_has_nothing_against_a_sound_edit(marked: str, variant: Variant) -> None:
    assert not differs(variant(unarrow(marked)))


def blind(path: str, raw: bytes) -> Note:
    """A scanner that finds nothing."""
    return parse_note(path, raw)._replace(headings=(), list_items=(), sections=(), links=())


SEEN = {name: marked for name, (marked, _) in REFUSES.items() if name not in OURS_ALONE}


@pytest.mark.parametrize("marked", SEEN.values(), ids=SEEN)
def test_sees_what_is_spoilt(marked: str, variant: Variant) -> None:
    """Also where our scanner finds nothing at all."""
    assert differs(variant(unarrow(marked)), blind)


def test_only_we_know_obsidian() -> None:
    assert not any(differs(REFUSES[name][0], blind) for name in OURS_ALONE)
