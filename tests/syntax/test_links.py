"""What stands in a link's brackets: target, subpath, display (reference 2.1, 2.2)."""

import string
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultsync.syntax.links import (
    display_of,
    is_external,
    split_subpath,
    split_wikilink,
    unescape_destination,
)

# What stands in the brackets: linktext, display text, linkpath, subpath, what is shown without.
WIKILINKS = {
    "name": ("Note", "Note", None, "Note", "", "Note"),
    "extension": ("Note.md", "Note.md", None, "Note.md", "", "Note.md"),
    "display": ("Note|Text", "Note", "Text", "Note", "", "Note"),
    "heading": ("Note#H", "Note#H", None, "Note", "#H", "Note > H"),
    "headings": ("Note#H1#H2|T", "Note#H1#H2", "T", "Note", "#H1#H2", "Note > H1 > H2"),
    "own-heading": ("#H", "#H", None, "", "#H", "H"),
    "own-block": ("#^id", "#^id", None, "", "#^id", "^id"),
    "block": ("Note#^id", "Note#^id", None, "Note", "#^id", "Note > ^id"),
    "heading-search": ("##x", "##x", None, "", "##x", "x"),
    "block-search": ("^^x", "^^x", None, "^^x", "", "^^x"),
    "pipe-alone": ("|", "|", None, "|", "", "|"),
    "pipe-first": ("|alias", "|alias", None, "|alias", "", "|alias"),
    "two-pipes": ("a||b", "a", "|b", "a", "", "a"),
    "pipe-last": ("a|", "a", "", "a", "", "a"),
    "escaped-pipe": (r"a\|b", "a", "b", "a", "", "a"),
    "escaped-pipe-first": (r"a\|b|c", "a", "b|c", "a", "", "a"),
    "hash-in-display": ("a|b#c", "a", "b#c", "a", "", "a"),
    "size": ("a.png|640x360", "a.png", "640x360", "a.png", "", "a.png"),
    "page": ("f.pdf#page=2", "f.pdf#page=2", None, "f.pdf", "#page=2", "f.pdf > page=2"),
    "blanks-are-kept": (" a | b ", " a ", " b ", " a ", "", " a "),
}


@pytest.mark.parametrize(
    ("inner", "linktext", "display", "path", "subpath", "shown"), WIKILINKS.values(), ids=WIKILINKS
)
def test_parts_a_wikilink(
    inner: str, linktext: str, display: str | None, path: str, subpath: str, shown: str
) -> None:
    assert split_wikilink(inner) == (linktext, display)
    assert split_subpath(linktext) == (path, subpath)
    assert display_of(linktext) == shown


@given(st.text(st.characters(exclude_characters="\n[]") | st.sampled_from("|#\\^"), min_size=1))
def test_a_wikilink_loses_nothing(inner: str) -> None:
    linktext, display = split_wikilink(inner)
    assert "".join(split_subpath(linktext)) == linktext
    if display is None:
        assert linktext == inner
    else:
        assert inner in (f"{linktext}|{display}", f"{linktext}\\|{display}")


EXTERNAL = {
    "https": ("https://e.com", True),
    "mailto": ("mailto:a@b.c", True),
    "obsidian": ("obsidian://open?vault=V", True),
    "file": ("file:///a.md", True),
    "upper-case": ("HTTP://e.com", True),
    "host": ("//e.com/a", True),
    "scheme-with-signs": ("x-a.b+c:d", True),
    "note": ("Note.md", False),
    "folder": ("a/b.md", False),
    "rooted": ("/a.md", False),
    "colon-in-a-subpath": ("a#b:c", False),
    "colon-behind-a-blank": ("a b:c", False),
    "colon-first": (":a", False),
    "digit-first": ("1a:b", False),
    "empty": ("", False),
}


@pytest.mark.parametrize(("destination", "external"), EXTERNAL.values(), ids=EXTERNAL)
def test_tells_external_links(destination: str, external: bool) -> None:
    assert is_external(destination) is external


UNESCAPED = {
    "plain": ("Note.md", "Note.md"),
    "percent": ("My%20Note.md#A%20B", "My Note.md#A B"),
    "percent-hash": ("a%23b", "a#b"),
    "percent-utf-8": ("caf%C3%A9", "café"),
    "percent-lower-case": ("caf%c3%a9", "café"),
    "percent-percent": ("100%25", "100%"),
    "percent-alone": ("100%", "100%"),
    "percent-half": ("a%2", "a%2"),
    "one-bad-percent-keeps-all": ("a%20b%zz", "a%20b%zz"),
    "percent-not-utf-8": ("a%FF", "a%FF"),
    "percent-decoded-once": ("a%2520b", "a%20b"),
    "plus-is-no-blank": ("a+b", "a+b"),
    "entity": ("b&amp;d", "b&d"),
    "number-entity": ("b&#38;d&#x26;e", "b&d&e"),
    "ampersand": ("a&b", "a&b"),
    "backslash": (r"a\_b\(c\)", "a_b(c)"),
    "backslash-before-a-letter": (r"a\b", r"a\b"),
    "two-backslashes": (r"a\\b", r"a\b"),
}


@pytest.mark.parametrize(("destination", "linktext"), UNESCAPED.values(), ids=UNESCAPED)
def test_unescapes_a_destination(destination: str, linktext: str) -> None:
    assert unescape_destination(destination) == linktext


@given(st.text(st.characters(codec="utf-8")))
def test_a_quoted_name_comes_back(name: str) -> None:
    assert unescape_destination(quote(name)) == name


@given(st.text(st.characters(codec="utf-8", exclude_characters="&%")))
def test_an_escaped_name_comes_back(name: str) -> None:
    escaped = "".join(f"\\{char}" if char in string.punctuation else char for char in name)
    assert unescape_destination(escaped) == name
