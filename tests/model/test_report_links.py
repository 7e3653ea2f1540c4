"""Links in a report: they find their note and heading, and nothing else comes of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.linking.anchors import heading_key
from vaultsync.model.reporting.links import Linker, label, plain, subpath

LINKED = {
    "name": ("a/RAG.md", ["b/Chains.md"], "[[RAG]]"),
    "given-twice": ("a/RAG.md", ["a/RAG.md"], "[[RAG]]"),
    "ambiguous": ("a/RAG.md", ["b/RAG.md"], "[[a/RAG]]"),
    "ambiguous-by-case": ("a/RAG.md", ["b/rag.md"], "[[a/RAG]]"),
    "ambiguous-by-form": ("a/Español.md", ["b/Espan\u0303ol.md"], "[[a/Español]]"),
    "ambiguous-at-the-root": ("RAG.md", ["b/RAG.md"], "[[RAG]]"),
    "dots": ("v1.2 notes.md", [], "[[v1.2 notes]]"),
    "two-extensions": ("a/RAG.md.md", [], "[[a/RAG.md.md]]"),
    "spaces-and-emoji": ("📚 To read.md", [], "[[📚 To read]]"),
    "emphasis": ("a_b_c.md", [], "[[a_b_c]]"),
}
TEXT_ONLY = {
    "hash": ("C#.md", [], r"C\#"),
    "caret": ("a^b.md", [], r"a\^b"),
    "brackets": ("[x] a.md", [], r"\[x\] a"),
    "pipe": ("a|b.md", [], "a|b"),
    "percent": ("%%a%%.md", [], r"\%\%a\%\%"),
    "one-percent": ("100%.md", [], "[[100%]]"),
    "backtick": ("a`b.md", [], r"a\`b"),
    "html": ("a <b>.md", [], r"a \<b\>"),
    "newline": ("a\nb.md", [], "a b"),
    "not-utf-8": ("caf\udce9.md", [], "caf"),
    "leading-space": (" a.md", [], "a"),
    "in-the-folder": ("[x]/RAG.md", ["b/RAG.md"], "RAG"),
    "list-marker": ("- #a.md", [], r"\- \#a"),
    "number": ("1. #a.md", [], r"1\. \#a"),
    "no-name": (".md", [], "(no text)"),
}
NAMES = LINKED | TEXT_ONLY


@pytest.mark.parametrize(("path", "others", "wanted"), NAMES.values(), ids=NAMES)
def test_names(path: str, others: list[str], wanted: str) -> None:
    assert Linker([path, *others])(path) == wanted


SUBPATHS = {
    "none": ([], "", ""),
    "plain": (["Phase 1"], "", "#Phase 1"),
    "last": (["Roadmap", "Phase 1"], "", "#Phase 1"),
    "repeated": (["Phase 1", "Tasks"], "tasks", "#Phase 1#Tasks"),
    "repeated-under-nothing": (["", "Tasks"], "tasks", "#Tasks"),
    "colon": (["Phase 1: RAG"], "", "#Phase 1 RAG"),
    "kept": (["What? (a/b) & *c*!"], "", "#What? (a/b) & *c*!"),
    "link": (["See [[RAG|the note]]"], "", "#See RAG the note"),
    "hash-and-caret": (["C# ^id"], "", "#C id"),
    "comment": (["a %%b%% c"], "", "#a b c"),
    "code": (["`a` <b>"], "", "#a b"),
    "empty": ([""], "", ""),
    "only-marks": (["***"], "", ""),
    "too-long": (["a" * 300], "", ""),
}


@pytest.mark.parametrize(("headings", "repeated", "wanted"), SUBPATHS.values(), ids=SUBPATHS)
def test_subpaths(headings: list[str], repeated: str, wanted: str) -> None:
    assert subpath(headings, {repeated}) == wanted


LABELS = {
    "kept": ("Read *it* again 📅 2026-12-01 #tag", "Read *it* again 📅 2026-12-01 #tag"),
    "bold": ("**1.** Footing", "1. Footing"),
    "wikilink": ("read [[Topics/RAG]]", "read Topics/RAG"),
    "display": ("read [[Topics/RAG#H|this]]", "read this"),
    "embed": ("![[a.png]]", "a.png"),
    "markdown-link": ("read [this](https://example.org)", "read this"),
    "brackets": ("a[i] [[b", "a(i) ((b"),
    "code": ("run `a | b`", "run a | b"),
    "escapes": (r"2 \* 3", "2 * 3"),
    "comment": ("a %%b%% 100 %", "a %b% 100 %"),
    "html": ("a <br> b < c", "a < br> b < c"),
    "blanks": ("  a\t\x00b\u2028c ", "a b c"),
    "not-utf-8": ("caf\udce9 a", "caf a"),
    "long": ("word " * 30, "word " * 15 + "word…"),
    "empty": ("", "(no text)"),
}


@pytest.mark.parametrize(("text", "wanted"), LABELS.values(), ids=LABELS)
def test_labels(text: str, wanted: str) -> None:
    assert label(text) == wanted


anything = (
    st.text(st.sampled_from("ab1 -+*_[]()|#^`<>\\%!$&~=:./\t\n\x00é"), max_size=20) | st.text()
)
in_text = st.text(st.characters(exclude_categories=["Cc", "Cs"]))


@given(anything)
def test_plain_text_stays_text(text: str) -> None:
    note = note_of(f"- {plain(label(text))}: 1/2\n")
    assert (note.tasks, note.links, note.tags, note.footnotes) == ((), (), (), ())
    assert [item.line for item in note.list_items] == [1]


@given(anything, anything)
def test_a_link_is_one_link(name: str, text: str) -> None:
    path = f"{name.replace('/', ' ')}.md"
    link = Linker([path])
    for table in (False, True):
        shown = f"{link(path, '#Intro', text)} {link(path)}"
        line = (
            "| a |\n| --- |\n| {} |\n".format(shown.replace("|", r"\|")) if table else f"- {shown}"
        )
        note = note_of(line)
        target = link.linkpath(path)
        assert {one.target for one in note.links} == (set() if target is None else {target})
        assert len(note.links) == (0 if target is None else 2)
        assert (note.tasks, note.tags, note.footnotes) == ((), (), ())


@given(in_text)
def test_a_subpath_finds_its_heading(heading: str) -> None:
    written = subpath([heading], ())
    if written:
        assert heading_key(written) == heading_key(heading)
        link = note_of(f"[[a{written}|b]]").links[0]
        assert (link.target, link.subpath) == ("a", written)
