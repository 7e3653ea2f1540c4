"""Random vaults, random renames: all links mean what they meant, and only link text changes."""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.model.renaming import (
    Vault,
    ambiguous_in,
    applied,
    edits_of,
    pairs_of,
    planned,
    source_of,
    sources_of,
)
from vaultsync.errors import UneditableError
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import parse_note
from vaultsync.model.renaming.note_edits import rename_edits
from vaultsync.model.renaming.rename import Renaming, plan_rename
from vaultsync.text import apply_edits, encode

# Small vaults: few names, so that many are the same, or so but for their case.
names = st.sampled_from(["a.md", "b.md", "A.md", "b.png", "b.png.md", "c d.md", "b"])
folders = st.sampled_from(["", "", "x/", "y/", "x/y/", "X/", "ab/"])
paths = st.builds("{}{}".format, folders, names)
starts = st.sampled_from(["", "", "", "/", "./", "../", "../../"])
linkpaths = st.builds(
    lambda start, path, bare: start + (path.removesuffix(".md") if bare else path),
    *(starts, paths | names, st.booleans()),
)
SHAPES = [
    *("[[{}]]", "![[{}#H]]", "[[{}|a]]", "[[{}#A#B|it]]", "[t](<{}>)", "[[ {} ]]", "[[#H]]"),
    *("%%[[{}]]%%", "`[[{}]]`", "<i>[[{}]]</i>", "| [[{}\\|b]] |\n| - |", "- [ ] [[{}]]"),
]
links = st.builds(str.format, st.sampled_from(SHAPES), linkpaths)
property_links = st.builds('---\nup: "[[{}]]"\n---\n'.format, linkpaths) | st.just("")
texts = st.builds(
    lambda start, some: start + "\n\n".join(some), property_links, st.lists(links, max_size=5)
)


def board_of(nodes: list[str]) -> str:
    return json.dumps(
        {
            "nodes": [
                {"type": "text", "text": one} if "[[" in one else {"type": "file", "file": one}
                for one in nodes
            ]
        }
    )


boards = st.lists(links | paths, max_size=4).map(board_of)
vaults = st.builds(
    lambda notes, boards: notes | boards,
    st.dictionaries(paths, texts, min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["m.canvas", "x/m.canvas"]), boards, max_size=1),
)


new_names = st.sampled_from(["a", "b", "B", "n", "c d", "b.png", "z", "x", "z/y"])


@given(vaults, st.data(), st.builds("{}{}".format, folders, new_names))
def test_every_link_means_what_it_meant(vault: Vault, draw: st.DataObject, new: str) -> None:
    above = {path.rpartition("/")[0] for path in vault} - {""}
    old = draw.draw(st.sampled_from(sorted({*vault, *above})))
    new += old[old.rfind(".") :] if old in vault and "." in old else ""
    try:
        plan = planned(vault, old, new)
    except UneditableError:
        return
    after = applied(plan, vault)
    assert len(after) == len(vault)
    before = pairs_of(sources_of(vault), vault)
    moved = plan.moved
    expected = Counter[tuple[str, str | None]]()
    for (source, path), count in before.items():
        expected[moved.get(source, source), path and moved.get(path, path)] += count
    for one in plan.captured:
        expected[moved.get(one.source, one.source), None] -= 1
        expected[moved.get(one.source, one.source), one.path] += 1
    assert pairs_of(sources_of(after), after) == expected
    assert ambiguous_in(after) <= ambiguous_in(vault) + len(plan.captured)
    only_link_text_changed(plan, vault)


def only_link_text_changed(plan: Renaming, vault: Vault) -> None:
    """Each edit lies in a link that the plan names; none of the others is touched."""
    for path, edits in edits_of(plan, vault).items():
        planned_links = {one.link for one in plan.retargets[path]}
        spans = [one.span for one in source_of(path, vault[path]).links if one in planned_links]
        assert len(spans) == len(planned_links)
        for edit in edits:
            assert any(start <= edit.span.start and edit.span.end <= end for start, end in spans)


OTHERS = ["a.md", "u.md", "b/h.md", "n.md", "i.png", "c.md", "d.md"]


@given(
    strategies.raw_notes,
    st.sampled_from(OTHERS),
    st.sampled_from(["New", "x y/é (z)", "it's", "`k", "$l", "50%", "b/i.png"]),
)
def test_the_rest_of_a_note_is_read_as_before(raw: bytes, old: str, new: str) -> None:
    note = parse_note("note.md", raw)
    new += old[old.rfind(".") :]
    plan = plan_rename(old, new, Files.of([*OTHERS, note.path]), [(note.path, note.links)])
    retargets = plan.retargets.get(note.path, ())
    try:
        edits = rename_edits(note, retargets)
    except UneditableError:
        return
    after = parse_note("note.md", encode(apply_edits(note.text, edits)))
    targets = {id(one.link): one.target for one in retargets}
    assert [one.target for one in after.links] == [
        targets.get(id(one), one.target) for one in note.links
    ]
    assert [(one.tag, one.line) for one in after.tags] == [(t.tag, t.line) for t in note.tags]
    assert [one.type for one in after.sections] == [one.type for one in note.sections]
    assert [one.line for one in after.tasks] == [one.line for one in note.tasks]
    assert [one.id for one in after.blocks] == [one.id for one in note.blocks]
