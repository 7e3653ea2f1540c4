"""Running text by itself: which links, tags and footnotes are in it, and what hides them."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.outline import unarrow
from vaultsync.syntax.found import Found
from vaultsync.syntax.inline import read_inline

# Each text with the elements in it as they are written.
HIDDEN = {
    "code": ("`[[a]] #t` [[b]]", ["[[b]]"]),
    "code-with-more-ticks": ("``[[a]] ` [[b]]`` [[c]]", ["[[c]]"]),
    "unclosed-code-hides-nothing": ("`[[a]] ``", ["[[a]]"]),
    "ticks-of-other-length-do-not-close": ("``[[a]]` #t", ["[[a]]", "#t"]),
    "code-over-lines": ("`[[a]]⏎[[b]]` [[c]]", ["[[c]]"]),
    "backslash-in-code-is-text": ("`\\` [[a]]`", ["[[a]]"]),
    "escaped-tick": ("\\`[[a]]`", ["[[a]]"]),
    "code-before-brackets": ("[a `](b)` c](d)", ["[a `](b)` c](d)"]),
    "math": ("$[[a]] #t$ [[b]]", ["[[b]]"]),
    "display-math": ("$$[[a]] $ #t$$ [[b]]", ["[[b]]"]),
    "right-behind-math": ("$$a$$[[b]] $a$[[c]] $$a$$#t", ["[[b]]", "[[c]]", "#t"]),
    "prices": ("$5 [[a]] and $10 #t", ["[[a]]", "#t"]),
    "blank-behind-the-dollar": ("$ [[a]]$", ["[[a]]"]),
    "blank-before-the-closing-dollar": ("$[[a]] $", ["[[a]]"]),
    "digit-behind-the-closing-dollar": ("$[[a]]$5", ["[[a]]"]),
    "escaped-dollar": ("\\$[[a]]$", ["[[a]]"]),
    "escaped-closing-dollar": ("$[[a]]\\$ b", ["[[a]]"]),
    "dollar-in-a-link": ("[[a$]] [[b$c]]", ["[[a$]]", "[[b$c]]"]),
    "dollar-before-a-link-with-one": ("$5 [[a$]] b", ["[[a$]]"]),
    "html-comment": ("<!-- [[a]] #t --> [[b]]", ["[[b]]"]),
    "html-comment-over-lines": ("<!-- [[a]]⏎#t --> [[b]]", ["[[b]]"]),
    "unclosed-html-comment-hides-nothing": ("<!-- [[a]]", ["[[a]]"]),
    "html-attribute": ('<a href="[[a]] #t">[[b]]</a>', ["[[b]]"]),
    "autolink": ("<https://a.b/#c> [[d]]", ["[[d]]"]),
    "not-html": ("a < b [[c]] > d", ["[[c]]"]),
    "bare-url": ("https://a.b/#c #d", ["#d"]),
    "percent-comments-hide-nothing": ("%% [[a]] #t %%", ["[[a]]", "#t"]),
    "escaped-bracket": ("\\[[a]] \\[a](b)", []),
    "escaped-inner-bracket": ("[\\[a]]", []),
    "escaped-backslash": ("\\\\[[a]] \\\\#t", ["[[a]]", "#t"]),
    "escaped-exclamation-mark": ("\\![[a]]", ["[[a]]"]),
    "highlights-hide-nothing": ("==[[a]]== ~~[b](c)~~ **#t**", ["[[a]]", "[b](c)", "#t"]),
}
WIKILINKS = {
    "several": ("[[a]][[b]] [[c d]]", ["[[a]]", "[[b]]", "[[c d]]"]),
    "embed": ("![[a.png|300]] !![[b]]", ["![[a.png|300]]", "![[b]]"]),
    "display-and-subpath": ("[[a#b#c|d]] [[#^e]]", ["[[a#b#c|d]]", "[[#^e]]"]),
    "pipes": ("[[|]] [[|a]] [[a||b]] [[a\\|b]]", ["[[|]]", "[[|a]]", "[[a||b]]", "[[a\\|b]]"]),
    "one-bracket-inside": ("[[a]b]] [[c[d]]", ["[[a]b]]", "[[c[d]]"]),
    "three-brackets": ("[[[a]]]", ["[[a]]"]),
    "inner-of-two": ("[[a [[b]] c]]", ["[[b]]"]),
    "behind-a-stray-bracket": ("a][[b]] ][c](d)", ["[[b]]", "[c](d)"]),
    "blank-only": ("[[ ]]", ["[[ ]]"]),
    "empty": ("[[]]", []),
    "over-two-lines": ("[[a⏎b]]", []),
    "unclosed": ("[[a] [[b", []),
    "before-parentheses": ("[[a]](b)", ["[[a]]"]),
    "in-link-text": ("[a [[b]] c](d)", ["[a [[b]] c](d)", "[[b]]"]),
    "with-url": ("[[https://a.b]]", ["[[https://a.b]]"]),
}
MARKDOWN = {
    "plain": ("[a](b.md)", ["[a](b.md)"]),
    "image": ("![a|100](b.png)", ["![a|100](b.png)"]),
    "angle": ("[a](<b c>)", ["[a](<b c>)"]),
    "blanks": ("[a]( b )", ["[a]( b )"]),
    "titles": ("[a](b \"c\") [a](b 'c') [a](b (c))", ['[a](b "c")', "[a](b 'c')", "[a](b (c))"]),
    "over-lines": ("[a⏎b](⏎c⏎'d')", ["[a⏎b](⏎c⏎'d')"]),
    "empty": ("[a]() []() [](b)", ["[a]()", "[]()", "[](b)"]),
    "parentheses": ("[a](b(c)d) [a](b\\(c)", ["[a](b(c)d)", "[a](b\\(c)"]),
    "open-parenthesis": ("[a](b(c)", []),
    "blank-inside": ("[a](b c.md)", []),
    "blank-before": ("[a] (b)", []),
    "title-unclosed": ('[a](b "c)', []),
    "angle-over-lines": ("[a](<b⏎c>)", []),
    "references": ("[a][b] [a] [a]: b", []),
    "image-in-link": ("[![a](b)](c)", ["[![a](b)](c)", "![a](b)"]),
    "outer-of-two-links": ("[a [b](c) d](e)", ["[a [b](c) d](e)"]),
    "outermost-of-three": ("[[a](b) [c](d)](e)", ["[[a](b) [c](d)](e)"]),
    "two-in-a-row": ("[a](b)[c](d)", ["[a](b)", "[c](d)"]),
    "brackets-in-text": ("[a [b] c](d)", ["[a [b] c](d)"]),
    "box-before": ("[ ] [a](b)", ["[a](b)"]),
    "tick-in-destination": ("[a](`b`)", ["[a](`b`)"]),
    "tag-in-text": ("[a #t](b)", ["[a #t](b)", "#t"]),
    "tag-in-destination": ("[a](b#t) #u", ["[a](b#t)", "#u"]),
}
TAGS = {
    "several": ("#a #b/c #d-e_f", ["#a", "#b/c", "#d-e_f"]),
    "any-script": ("#é #日本 #😀 #ñ1", ["#é", "#日本", "#😀", "#ñ1"]),
    "digits-alone-are-none": ("#1 #1984 #y1984 #1a #1/2", ["#y1984", "#1a", "#1/2"]),
    "sign-alone": ("# ## #", []),
    "blanks-before": ("x⇥#a x\u00a0#b x\u3000#c⏎#d", ["#a", "#b", "#c", "#d"]),
    "punctuation-before": ('(#a) "#b" .#c -#d —#e :#f ：#g /#h', []),
    "letter-before": ("a#b 1#c é#d", []),
    "behind-another": ("#a#b", ["#a", "#b"]),
    "behind-elements": (
        "`x`#a [[b]]#c [d](e)#f $x$#g",
        ["#a", "[[b]]", "#c", "[d](e)", "#f", "#g"],
    ),
    "in-brackets": ("[#a] [x #b]", ["#a", "#b"]),
    "punctuation-ends": (
        "#a,b #c.d #e: #f; #g! #h? #i' #j\"",
        ["#a", "#c", "#e", "#f", "#g", "#h", "#i", "#j"],
    ),
    "more-that-ends": (
        "#a–b #c’d #e\u200bf #g(h) #i<b> #j|k",
        ["#a", "#c", "#e", "#g", "#i", "#j"],
    ),
    "emphasised": ("_#a_ *#b* **#c** ~~#d~~ ==#e==", ["#a", "#b", "#c", "#d", "#e"]),
    "underscores": ("snake_case_#a x _#b_ __#c__ #d_", ["#a", "#b", "#c", "#d_"]),
    "escaped": ("\\#a", []),
    "in-a-wikilink": ("[[#a]] [[b #c]]", ["[[#a]]", "[[b #c]]"]),
    "behind-html": ("<b>#a</b>", ["#a"]),
    "number-entity": ("&#39;", []),
}
FOOTNOTES = {
    "reference": ("a[^1] b[^two]", ["[^1]", "[^two]"]),
    "inline": ("a^[b] c", ["^[b]"]),
    "inline-with-elements": ("^[[[a]] #t [b](c)]", ["^[[[a]] #t [b](c)]", "[[a]]", "#t", "[b](c)"]),
    "two-inline": ("^[a]^[b]", ["^[a]", "^[b]"]),
    "unclosed-inline": ("^[a [[b]]", ["[[b]]"]),
    "escaped": ("\\^[a] [\\^b]", []),
    "no-references": ("[^] [^a b] [^ c]", []),
    "in-code": ("`^[a] [^1]`", []),
}
TABLE = {
    f"{kind}-{name}": case
    for kind, table in {
        "hidden": HIDDEN,
        "wiki": WIKILINKS,
        "markdown": MARKDOWN,
        "tags": TAGS,
        "footnotes": FOOTNOTES,
    }.items()
    for name, case in table.items()
}


@pytest.mark.parametrize(("text", "elements"), TABLE.values(), ids=TABLE)
def test_reads(text: str, elements: list[str]) -> None:
    text = unarrow(text)
    found = sorted(read_inline(text), key=lambda one: one.start)
    assert [text[one.start : one.end] for one in found] == [unarrow(one) for one in elements]


PARTS = {
    "wikilink": ("a [[b#c|d]]", "wikilink", "b#c|d", "", False),
    "embed": ("a ![[b|100]]", "wikilink", "b|100", "", True),
    "link": ('[a b](c.md "t")', "markdown", "c.md", "a b", False),
    "link-with-blanks": ("[a](\n<b c> 't')", "markdown", "b c", "a", False),
    "link-without-anything": ("[]()", "markdown", "", "", False),
    "image": ("![a](b(c))", "markdown", "b(c)", "a", True),
    "tag": ("a #b/c.", "tag", "#b/c", "", False),
    "reference": ("a[^b]", "footnote_ref", "b", "", False),
    "footnote": ("a^[b c]", "footnote", "b c", "", False),
}


@pytest.mark.parametrize(("text", "kind", "target", "shown", "embed"), PARTS.values(), ids=PARTS)
def test_finds_the_parts(text: str, kind: str, target: str, shown: str, embed: bool) -> None:
    [found] = read_inline(text)
    assert (found.kind, found.embed) == (kind, embed)
    assert text[slice(*found.target)] == target
    assert text[slice(*found.text)] == shown


WORDS = [
    *("[[a]]", "[[a|b]]", "![[i.png]]", "[t](u)", "![t](u)", "[t]", "[ ]", "`c`", "``", "`", "$x$"),
    *("#tag", "#1", "# ", "(#x", "a", "b ", " ", "$", "\\", "\\[", "<b>", "<br/>", "<!--", "-->"),
    *('<a href="#x">', "]", ")", "(", "[", "!", "^[n]", "[^1]", "_", "*", "**#b**", "\n", "|", "é"),
    *(
        "http://x#f",
        "[[",
        "](",
        "[a b](c d)",
        "[a](<b c>)",
        '"t"',
        "[#t](u)",
        "%%",
        "]]",
        "😀",
        "^[",
    ),
]
MARKUP = st.lists(st.sampled_from(WORDS), max_size=9).map("".join)


@given(MARKUP | st.text(max_size=40))
@example("^[[[a]] #b]")
def test_elements_lie_in_the_text_in_order(text: str) -> None:
    found = read_inline(text)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
    for one in found:
        assert 0 <= one.start <= one.target[0] <= one.target[1] <= one.end <= len(text)
        assert looks_like(one, text)


def looks_like(found: Found, text: str) -> bool:
    """Whether an element starts and ends as its kind does."""
    written, inner = text[found.start : found.end], text[slice(*found.target)]
    match found.kind:
        case "wikilink":
            return written == f"{'!' * found.embed}[[{inner}]]" and "\n" not in inner
        case "markdown":
            opening = f"{'!' * found.embed}[{text[slice(*found.text)]}]("
            return written.startswith(opening) and written.endswith(")") and inner in written
        case "tag":
            return written == inner and written[0] == "#" and not written[1:].isdecimal()
        case "footnote_ref":
            return written == f"[^{inner}]"
        case _:
            return found.kind == "footnote" and written == f"^[{inner}]"


@given(MARKUP | st.text(max_size=40))
def test_nothing_is_read_where_everything_is_escaped(text: str) -> None:
    escaped = "".join(f"\\{char}" if char in string.punctuation else char for char in text)
    assert read_inline(escaped) == []


FENCED = {
    "code": ("``` ", " ```", "```"),
    "html-comment": ("<!-- ", " -->", "-->"),
    "math": ("$$ ", " $$", "$$"),
}


@pytest.mark.parametrize(("before", "behind", "mark"), FENCED.values(), ids=FENCED)
@given(text=MARKUP)
def test_nothing_is_read_in_what_hides(before: str, behind: str, mark: str, text: str) -> None:
    assert read_inline(before + text.replace(mark, "") + behind) == []
