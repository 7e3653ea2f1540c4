"""What links want and nobody has written: found as each link by itself is resolved."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.linking.destinations import destinations
from vaultsync.model.linking.missing import missing_notes
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import parse_note
from vaultsync.text import encode


def test_counts_links_and_files() -> None:
    sources = [
        (note.path, note.links)
        for note in (
            parse_note("a.md", b"[[x]] [[x#y|z]] [b](b.md) [[#here]]"),
            parse_note("b/c.md", b"[[X]] ![[x.md]] [[a]] [[../a]]"),
        )
    ]
    found = missing_notes(sources, Files.of(["a.md", "b/c.md"]))
    assert sorted(found) == [("X", 1, 1), ("b", 1, 1), ("x", 3, 2)]


names = st.text(st.sampled_from("aBΣé./# -\u00a0"), max_size=5)
paths = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "a/", "b/a/"]),
    names,
    st.sampled_from([".md", ".png", ""]),
)


@given(st.lists(paths, max_size=6), st.lists(paths, max_size=8), paths)
def test_is_what_each_link_says(files: list[str], targets: list[str], source: str) -> None:
    known = Files.of(files)
    note = note_of("\n\n".join(f"[[{target}]] [a](<{target}>)" for target in targets))
    leads_to = destinations(known)
    vain = sum(leads_to(link, source).path is None for link in note.links)
    found = missing_notes([(source, note.links), (f"a/{source}", note.links)], known)
    vain += sum(leads_to(link, f"a/{source}").path is None for link in note.links)
    assert sum(one.links for one in found) == vain
    assert Counter(one.name for one in found).most_common(1)[0:1] == [
        (one.name, 1) for one in found[:1]
    ]


def test_encodes() -> None:
    note = parse_note("a.md", encode("[[\udce9]]"))
    assert [one.name for one in missing_notes([(note.path, note.links)], Files.of([]))] == [
        "\udce9"
    ]
