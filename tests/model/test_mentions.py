"""Unlinked mentions: what is one, where it stands, and what is none."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.model.linking.mentions import mentions_in, name_searched
from vaultsync.model.note import parse_note


def found(text: str, *names: str) -> list[tuple[int, int, str]]:
    name = name_searched(names or ["RAG"])
    assert name
    return [tuple(one) for one in mentions_in(text, name).found]  # type: ignore[misc]


IS_ONE = {
    "paragraph": ("see RAG now", [(1, 5, "RAG")]),
    "any-case": ("rag, Rag", [(1, 1, "rag"), (1, 6, "Rag")]),
    "second-line": ("a\nb RAG\n", [(2, 3, "RAG")]),
    "heading": ("# On RAG", [(1, 6, "RAG")]),
    "task": ("- [ ] RAG", [(1, 7, "RAG")]),
    "nested-item": ("- a\n\t- RAG\n", [(2, 4, "RAG")]),
    "quote": ("> a\n> > RAG", [(2, 5, "RAG")]),
    "callout-title": ("> [!note] RAG", [(1, 11, "RAG")]),
    "table": ("| a | b |\n|---|---|\n| x | RAG |", [(3, 7, "RAG")]),
    "emphasis": ("**RAG** *rag*", [(1, 3, "RAG"), (1, 10, "rag")]),
    "brackets": ("(RAG) [RAG]", [(1, 2, "RAG"), (1, 8, "RAG")]),
    "hyphen": ("RAG-based", [(1, 1, "RAG")]),
    "footnote": ("a^[on RAG]", [(1, 7, "RAG")]),
    "footnote-text": ("a[^1]\n\n[^1]: RAG", [(3, 7, "RAG")]),
    "beside-a-link": ("[[RAG]] RAG", [(1, 9, "RAG")]),
    "below-front-matter": ("---\na: RAG\n---\nRAG", [(4, 1, "RAG")]),
    "between-tags": ("<b>RAG</b>", [(1, 4, "RAG")]),
    "dollars": ("$5 RAG $6", [(1, 4, "RAG")]),
    "unclosed-code": ("`RAG", [(1, 2, "RAG")]),
    "bom": ("\ufeffRAG", [(1, 1, "RAG")]),
    "non-bmp-before": ("😀 RAG", [(1, 3, "RAG")]),
    "definition-text": ("RAG\nRAG", [(1, 1, "RAG"), (2, 1, "RAG")]),
    "odd-byte-beside": ("\udce9RAG", [(1, 2, "RAG")]),
}
IS_NONE = {
    "nothing": "a b c",
    "wikilink": "[[RAG]] [[a/RAG|x]] [[x|RAG]] ![[RAG]]",
    "markdown-link": "[RAG](x.md) [x](RAG.md) [RAG](https://x.org/RAG)",
    "address": "https://x.org/RAG?q=RAG <https://x.org/RAG>",
    "code": "`RAG` ``a RAG``",
    "fence": "```\nRAG\n```",
    "fence-in-item": "- a\n  ```\n  RAG\n  ```",
    "indented-code": "\tRAG",
    "math": "$RAG$ $$a RAG$$",
    "math-block": "$$\nRAG\n$$",
    "front-matter": "---\na: RAG\n---\n",
    "html-block": "<div>\nRAG\n</div>",
    "html-comment": "a <!-- RAG --> b",
    "html-attribute": 'a <a title="RAG"> <RAG> </rag> <a rag>',
    "block-comment": "%%\nRAG\n%%",
    "tag": "#RAG #a/RAG",
    "block-id": "text ^RAG",
    "footnote-ref": "a[^RAG]",
    "in-a-word": "fRAGile RAGs xRAG RAG2 _RAG",
    "with-an-accent": "RAG\u0301",
    "over-a-line": "AI\nPlan",
}


@pytest.mark.parametrize(("text", "mentions"), IS_ONE.values(), ids=IS_ONE)
def test_finds(text: str, mentions: list[tuple[int, int, str]]) -> None:
    assert found(text) == mentions


@pytest.mark.parametrize("text", IS_NONE.values(), ids=IS_NONE)
def test_leaves_alone(text: str) -> None:
    assert found(text, "RAG", "AI Plan") == []


def test_places_are_the_same_whatever_the_newlines(variant: Callable[[str], str]) -> None:
    text = "---\nx: RAG\n---\n# A\n\n- one\n  rag [[RAG]] RAG\n"
    assert found(variant(text)) == [(7, 3, "rag"), (7, 15, "RAG")]


NAMES = {
    "several-names": (["RAG", "retrieval"], "RAG or Retrieval", ["RAG", "Retrieval"]),
    "longest-first": (["RAG", "RAG store"], "a RAG store", ["RAG store"]),
    "other-script": (["Español"], "el ESPAÑOL", ["ESPAÑOL"]),
    "composed": (["Cafe\u0301"], "un Caf\u00e9", ["Caf\u00e9"]),
    "decomposed": (["Caf\u00e9"], "un Cafe\u0301", ["Cafe\u0301"]),
    "no-blanks-in-the-script": (["東京"], "私は東京都に", ["東京"]),
    "hangul-has-blanks": (["서울"], "서울 서울은", ["서울"]),
    "punctuation": (["C++"], "C++, C++11 xC++", ["C++", "C++"]),
    "brackets": (["a [b]"], "a [b]", ["a [b]"]),
    "number": (["9:30"], "at 9:30", ["9:30"]),
    "kelvin": (["K"], "\u212a k", ["k"]),
    "blank": (["", " ", "RAG"], "RAG", ["RAG"]),
    "blanks-around": ([" RAG "], "RAG", ["RAG"]),
    "odd-byte": (["caf\udce9"], "a caf\udce9", ["caf\udce9"]),
    "no-character": (["a\ud800b"], "ab", []),
    "greek": (["Σοφός"], "ΣΟΦΌΣ σοφόσ", ["ΣΟΦΌΣ"]),
}


@pytest.mark.parametrize(("names", "text", "raws"), NAMES.values(), ids=NAMES)
def test_names(names: list[str], text: str, raws: list[str]) -> None:
    assert [raw for _, _, raw in found(text, *names)] == raws


def test_nothing_to_look_for() -> None:
    assert name_searched(["", " \t"]) is None


NOTE_NAMES = st.text(st.sampled_from("aAkKß éÉ\u212a東-+ΣσςıİI"), min_size=1, max_size=6)


@given(NOTE_NAMES, st.text(st.sampled_from("aAkKß éÉ\u212a東-+ΣσςıİI`[]#"), max_size=30))
def test_each_text_with_a_mention_holds_a_needle(name: str, text: str) -> None:
    searched = name_searched([name])
    text = f"{text} {name} {text}"
    if searched and mentions_in(text, searched).found:
        low = text.encode().lower()
        assert not searched.needles or any(needle in low for needle in searched.needles)


@given(st.text(st.sampled_from("RAG rag\n`[]()#*|<>$%-\t^!\\:/"), max_size=80))
def test_a_mention_can_become_a_link(text: str) -> None:
    for line, column, raw in found(text)[:1]:
        lines = text.split("\n")
        row = lines[line - 1]
        assert row[column - 1 :].startswith(raw)
        lines[line - 1] = f"{row[: column - 1]}[[{raw}]]{row[column - 1 + len(raw) :]}"
        note = parse_note("a.md", "\n".join(lines).encode())
        places = {(link.line, link.column + link.embed) for link in note.links}
        assert (line, column) in places
