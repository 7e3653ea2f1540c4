"""Renames: every link means afterwards what it meant before, and only link text changes."""

from collections.abc import Callable

import pytest

from tests.model.renaming import applied, planned, renamed
from tests.outline import note_of, unarrow
from vaultsync.errors import UneditableError
from vaultsync.model.canvas import read_canvas
from vaultsync.model.renaming.canvas import canvas_edits
from vaultsync.model.renaming.note_edits import rename_edits
from vaultsync.model.renaming.rename import Retarget

Variant = Callable[[str], str]

# Other files, the source, its text, what is renamed to what, the source's text afterwards.
# What the reference (3.1, 3.3, 8.5, 9) marks V or S stands in brackets behind the name.
Row = tuple[str, str, str, str, str, str]
CHANGES: dict[str, Row] = {
    "shortest": ("N.md", "s.md", "[[N]]", "N.md", "M.md", "[[M]]"),
    "shortest-any-case": ("a/N.md", "s.md", "[[n]]", "a/N.md", "a/M.md", "[[M]]"),
    "shortest-with-extension": ("a/N.md", "s.md", "[[N.md]]", "a/N.md", "b/M.md", "[[M.md]]"),
    "shortest-no-more": (
        *("a/N.md b/M.md", "s.md", "[[N]] [[M]]"),
        *("a/N.md", "a/M.md", "[[a/M]] [[b/M]]"),
    ),
    "shortest-with-as-few-folders": (
        *("x/d/N.md y/e/M.md", "s.md", "[[N]]", "x/d/N.md", "x/d/M.md", "[[d/M]]"),
    ),
    "absolute": ("a/N.md", "s.md", "[[a/N]]", "a/N.md", "b/c/M.md", "[[b/c/M]]"),
    "absolute-any-case": ("a/N.md", "s.md", "[[A/n]]", "a/N.md", "b/M.md", "[[b/M]]"),
    "absolute-with-extension": ("a/N.md", "s.md", "[[a/N.md]]", "a/N.md", "M.md", "[[M.md]]"),
    "some-folders": ("x/a/N.md", "s.md", "[[a/N]]", "x/a/N.md", "x/a/M.md", "[[a/M]]"),
    "some-folders-elsewhere": ("x/a/N.md", "s.md", "[[a/N]]", "x/a/N.md", "y/b/M.md", "[[b/M]]"),
    # Obsidian drops it (S, forum 32501); it works, so it stays.
    "leading-slash": ("a/N.md", "s.md", "[[/a/N]]", "a/N.md", "b/M.md", "[[/b/M]]"),
    "relative-here": ("x/N.md", "x/s.md", "[[./N]]", "x/N.md", "x/M.md", "[[./M]]"),
    "relative-to-elsewhere": ("x/N.md", "x/s.md", "[[./N]]", "x/N.md", "y/M.md", "[[../y/M]]"),
    "relative-up": ("N.md", "x/s.md", "[[../N]]", "N.md", "y/M.md", "[[../y/M]]"),
    "relative-up-to-here": ("y/N.md", "x/s.md", "[[../y/N]]", "y/N.md", "x/M.md", "[[M]]"),
    "relative-below": ("x/y/N.md", "x/s.md", "[[y/N]]", "x/y/N.md", "x/z/M.md", "[[z/M]]"),
    "relative-markdown": ("x/N.md", "x/s.md", "[t](N.md)", "x/N.md", "x/y/M.md", "[t](y/M.md)"),
    "subpath [1.2.1]": ("N.md", "s.md", "[[N#A#B]] [[N#^b]]", "N.md", "M.md", "[[M#A#B]] [[M#^b]]"),
    "display [1.2.1]": ("N.md", "s.md", "[[N|it]]", "N.md", "M.md", "[[M|it]]"),
    "display-that-is-the-name [65]": ("N.md", "s.md", "[[N|N]]", "N.md", "M.md", "[[M|M]]"),
    "display-with-path": ("a/N.md", "s.md", "[[a/N#H|N]]", "a/N.md", "a/M.md", "[[a/M#H|M]]"),
    "display-in-another-case": ("N.md", "s.md", "[[N|n]]", "N.md", "M.md", "[[M|n]]"),
    "display-of-what-moves": ("a/N.md", "s.md", "[[a/N|N]]", "a/N.md", "b/N.md", "[[b/N|N]]"),
    "display-of-an-attachment": (
        *("i.png", "s.md", "![[i.png|i.png]] ![[i.png|300]]"),
        *("i.png", "j.png", "![[j.png|j.png]] ![[j.png|300]]"),
    ),
    "display-in-markdown": ("N.md", "s.md", "[N](N.md)", "N.md", "M.md", "[N](M.md)"),
    "display-in-a-table": (
        *("N.md", "s.md", "| a |⏎| - |⏎| [[N\\|N]] |⏎", "N.md", "M.md"),
        "| a |⏎| - |⏎| [[M\\|M]] |⏎",
    ),
    "blanks-around": ("N.md", "s.md", "[[ N | it ]]", "N.md", "M.md", "[[ M | it ]]"),
    "embed": ("a/i.png", "s.md", "![[i.png]]", "a/i.png", "b/j.png", "![[j.png]]"),
    "extension-of-an-attachment": ("i.png", "s.md", "![[i.png]]", "i.png", "i.jpg", "![[i.jpg]]"),
    "markdown-bare": ("N.md", "s.md", "[t](N)", "N.md", "M.md", "[t](M)"),
    "markdown-encoded": (
        *("My N.md", "s.md", "[t](My%20N.md#A%20B \"x\")", "My N.md", "My M (2).md"),
        '[t](My%20M%20%282%29.md#A%20B "x")',
    ),
    "markdown-angle": ("My N.md", "s.md", "[t](<My N.md>)", "My N.md", "a M.md", "[t](<a M.md>)"),
    "markdown-image": ("i.png", "s.md", "![a|9](i.png)", "i.png", "j k.png", "![a|9](j%20k.png)"),
    "link-around-an-image": (
        *("i.png", "s.md", "[![i](i.png)](i.png)", "i.png", "j.png", "[![i](j.png)](j.png)"),
    ),
    "property [1.5.7]": (
        *("N.md", "s.md", '---⏎up: "[[N|N]]"⏎in: ["[[N]]", "[[M]]"]⏎---⏎', "N.md", "O.md"),
        '---⏎up: "[[O|O]]"⏎in: ["[[O]]", "[[M]]"]⏎---⏎',
    ),
    "property-markdown [1.11]": (
        *("N.md", "s.md", "---⏎up: '[t](N.md)'⏎---⏎", "N.md", "a b.md"),
        "---⏎up: '[t](a%20b.md)'⏎---⏎",
    ),
    "property-gets-an-escape": (
        *("N.md", "s.md", "---⏎up: '[[N]]'⏎to: \"[[N|N]]\"⏎---⏎", "N.md", "It's.md"),
        "---⏎up: '[[It''s]]'⏎to: \"[[It's|It's]]\"⏎---⏎",
    ),
    "property-has-an-escape": (
        *("It's.md", "s.md", "---⏎up:⏎- '[[It''s#H|It''s]]'⏎- b⏎---⏎", "It's.md", "M's.md"),
        "---⏎up:⏎- '[[M''s#H|M''s]]'⏎- b⏎---⏎",
    ),
    "property-has-a-quote": (
        *('a "b".md', "s.md", '---⏎up: "[[a \\"b\\"]]"⏎---⏎', 'a "b".md', 'c "d".md'),
        '---⏎up: "[[c \\"d\\"]]"⏎---⏎',
    ),
    "in-a-comment": (
        *("N.md", "s.md", "%% [[N]] %%⏎%%⏎[[N]]⏎%%", "N.md", "M.md"),
        "%% [[M]] %%⏎%%⏎[[M]]⏎%%",
    ),
    "not-in-code [64]": (
        *("N.md", "s.md", "`[[N]]` [[N]]⏎⏎```⏎[[N]]⏎```⏎⏎    [[N]]⏎", "N.md", "M.md"),
        "`[[N]]` [[M]]⏎⏎```⏎[[N]]⏎```⏎⏎    [[N]]⏎",
    ),
    "not-in-html-comments [64]": (
        *("N.md", "s.md", "[[N]] <!-- [[N]] --> \\[[N]]", "N.md", "M.md"),
        "[[M]] <!-- [[N]] --> \\[[N]]",
    ),
    "not-what-looks-alike": (
        *("N.md", "s.md", "N [[NN]] [[N]] [[N x]]", "N.md", "M.md", "N [[NN]] [[M]] [[N x]]"),
    ),
    "decomposed": ("Cafe\u0301.md", "s.md", "[[Caf\u00e9]]", "Cafe\u0301.md", "M.md", "[[M]]"),
    "no-break-space [63]": ("a N.md", "s.md", "[[a\xa0N]]", "a N.md", "M.md", "[[M]]"),
    "name-with-dots": ("v1.2.md", "s.md", "[[v1.2]]", "v1.2.md", "v1.3.md", "[[v1.3]]"),
    "name-like-an-image": ("N.md i.png", "s.md", "[[N]]", "N.md", "i.png.md", "[[i.png.md]]"),
    "odd-byte-beside": ("N.md", "s.md", "caf\udce9 [[N]]", "N.md", "M.md", "caf\udce9 [[M]]"),
    "ambiguous-before": ("a/N.md b/N.md", "s.md", "[[N]]", "a/N.md", "c/N.md", "[[c/N]]"),
    # Links of others (S, NameGuard).
    "name-becomes-ambiguous": ("a/N.md b/M.md", "s.md", "[[M]]", "a/N.md", "M.md", "[[b/M]]"),
    "name-becomes-a-tie": ("a/N.md b/M.md", "s.md", "[[M]]", "a/N.md", "a/M.md", "[[b/M]]"),
    "name-becomes-a-tie-behind": ("a/M.md b/N.md", "s.md", "[[M]]", "b/N.md", "b/M.md", "[[a/M]]"),
    "name-is-closer": ("b/N.md c/M.md", "b/s.md", "[[M]]", "b/N.md", "b/M.md", "[[c/M]]"),
    "dotted-name-is-taken": ("x.png v.1.md", "s.md", "[[v.1]]", "x.png", "v.1", "[[v.1.md]]"),
    # The source itself moves (R).
    "own-relative": (
        *("x/N.md", "x/s.md", "[[./N]] [[../x/N]]", "x/s.md", "y/s.md", "[[../x/N]] [[../x/N]]"),
    ),
    "own-shortest": ("a/N.md b/N.md", "b/s.md", "[[N]]", "b/s.md", "a/s.md", "[[b/N]]"),
    "link-to-itself": ("b/N.md", "a/N.md", "[[N]] [[#H]]", "a/N.md", "a/M.md", "[[M]] [[#H]]"),
    "relative-to-itself": ("b/N.md", "a/N.md", "[[./N]]", "a/N.md", "c/N.md", "[[./N]]"),
}  # fmt: skip


@pytest.mark.parametrize("row", CHANGES.values(), ids=CHANGES)
def test_changes(row: Row, variant: Variant) -> None:
    others, source, before, old, new, after = row
    vault = {**files_of(others), source: variant(unarrow(before))}
    plan = planned(vault, old, new)
    assert applied(plan, vault)[plan.moved.get(source, source)] == variant(unarrow(after))


def files_of(names: str) -> dict[str, str]:
    """Files by name, of blanks in the names a few: `My N.md` is one."""
    found, name = {}, ""
    for word in names.split(" "):
        name = f"{name} {word}".lstrip()
        if "." in word or "/" in word:
            found[name], name = "", ""
    return found


LEAVES_ALONE: dict[str, tuple[str, str, str, str, str]] = {
    "moved-but-found [3.1]": ("a/N.md", "s.md", "[[N]] [t](N.md#H) ![[n|N]]", "a/N.md", "b/N.md"),
    "found-by-its-end": ("a/N.md", "s.md", "[[a/N]]", "a/N.md", "b/a/N.md"),
    "case-only": ("N.md", "s.md", "[[N]] [[n|N]]", "N.md", "n.md"),
    "own-heading [0.12.0]": ("a.md", "N.md", "[[#H]] [t](#H) [[#^b]]", "N.md", "x/M.md"),
    "unresolved": ("N.md", "s.md", "[[O]] [[M]] [[x/N]] [t](https://N.md)", "N.md", "M.md"),
    "namesake's-own [peers 4]": ("a/N.md", "b/N.md", "[[N]] [[b/N]] [[N|N]]", "a/N.md", "a/M.md"),
    "namesake-in-the-own-folder": ("a/N.md b/N.md", "b/s.md", "[[N]]", "a/N.md", "a/M.md"),
    "ambiguous-as-before": ("aa/N.md bb/N.md x.md", "s.md", "[[N]]", "x.md", "N/x.md"),
    "ambiguous-as-the-first": ("aa/N.md bb/N.md", "s.md", "[[N]]", "bb/N.md", "cc/N.md"),
    "own-links-that-stay": ("a/N.md", "s.md", "[[N]] [[a/N]] [t](a/N.md)", "s.md", "x/s.md"),
    "own-folder-below": ("x/y/N.md", "x/s.md", "[t](y/N.md)", "x/s.md", "s.md"),
    "relative-from-another-depth": ("M.md a/N.md", "a/s.md", "[[../M]]", "a/N.md", "x/O.md"),
    "attachment-without-extension": ("v.md x.png", "s.md", "[[v]]", "x.png", "v"),
    "attachment-is-no-note": ("N.png N.md", "s.md", "[[N]]", "N.png", "M.png"),
    "nothing-links": ("N.md", "s.md", "N", "N.md", "M.md"),
    "same-name": ("N.md", "s.md", "[[N]]", "N.md", "N.md"),
}


@pytest.mark.parametrize(
    ("others", "source", "text", "old", "new"), LEAVES_ALONE.values(), ids=LEAVES_ALONE
)
def test_leaves_alone(others: str, source: str, text: str, old: str, new: str) -> None:
    assert planned({**files_of(others), source: text}, old, new).retargets == {}


def test_nothing_moves_without_a_new_name() -> None:
    assert planned({"N.md": "[[N]]"}, "N.md", "N.md") == ({}, {}, ())


# Files, what is renamed to what, what is said.
REFUSED = {
    **{
        f"name-with-{sign!r}": ("N.md", "N.md", f"x/a{sign}b.md", "no link can hold")
        for sign in [
            "#",
            "^",
            "|",
            "[[",
            "]]",
            "]",
            ":",
            "%%",
            "\\",
            "\n",
            "\0",
            "\u2028",
            "\udce9",
        ]
    },
    "folder-with-a-sharp": ("N.md", "N.md", "C#/N.md", "no link can hold '#'"),
    "renamed-folder-with-a-sharp": ("a/N.md", "a", "C#", "no link can hold '#'"),
    "empty": ("N.md", "N.md", "", "no path in the vault"),
    "empty-part": ("N.md", "N.md", "a//N.md", "no path in the vault"),
    "folder-only": ("N.md", "N.md", "a/", "no path in the vault"),
    "from-the-root": ("N.md", "N.md", "/N.md", "no path in the vault"),
    "out-of-the-vault": ("a/N.md", "a/N.md", "a/../N.md", "no path in the vault"),
    "hidden": ("N.md", "N.md", ".trash/N.md", "no path in the vault"),
    "is-there": ("N.md a/M.md", "N.md", "a/M.md", "a/M.md is there already"),
    "is-there-in-another-case": ("N.md a/M.md", "N.md", "A/m.md", "a/M.md is there already"),
    "is-there-in-another-form": ("N.md Caf\u00e9.md", "N.md", "Cafe\u0301.md", "is there already"),
    "case-only-but-another-is-there": ("N.md n.md", "N.md", "n.md", "n.md is there already"),
    "below-a-file": ("N.md a.b", "N.md", "a.b/N.md", "a.b is there already"),
    "folder-is-there": ("N.md a/M.md", "N.md", "a", "there is a folder of that name"),
    "folder-on-a-folder": ("a/N.md b/M.md", "a", "b", "there is a folder of that name"),
    "folder-into-itself": ("a/N.md", "a", "a/b", "that is within a"),
    "no-such-file": ("N.md", "O.md", "M.md", "there is no such file or folder"),
    "a-note-stays-one": ("N.md", "N.md", "M", "N.md must keep its extension"),
    "what-is-none-becomes-none": ("N.txt", "N.txt", "N.md", "N.txt must keep its extension"),
    "a-canvas-stays-one": ("N.canvas", "N.canvas", "N.md", "N.canvas must keep its extension"),
    "nothing-to-link-to": ("i.png", "i.png", "j", "s.md:1: no link could mean j"),
}


@pytest.mark.parametrize(("others", "old", "new", "said"), REFUSED.values(), ids=REFUSED)
def test_refuses(others: str, old: str, new: str, said: str) -> None:
    with pytest.raises(UneditableError) as refused:
        planned({**files_of(others), "s.md": "[[N]] [[i.png]]"}, old, new)
    assert said in str(refused.value)


def test_names_that_are_there_may_be_odd() -> None:
    """A folder that is there, and a file that keeps its name."""
    vault = {"C#/a#.md": "", "N.md": "", "C#/s.md": "[[N]]"}
    assert renamed(vault, "N.md", "C#/M.md")["C#/s.md"] == "[[M]]"
    assert "x/a#.md" in renamed(vault, "C#/a#.md", "x/a#.md")


def test_files_that_differ_in_case_are_as_ambiguous_as_before() -> None:
    vault = {"a/M.md": "", "a/m.md": "", "b/N.md": "", "s.md": "[[M]]"}
    assert renamed(vault, "b/N.md", "M.md")["s.md"] == "[[a/M]]"


def test_a_link_that_could_not_be_written_is_named() -> None:
    with pytest.raises(
        UneditableError, match=r"^s\.md:2: no link could mean C#/N\.md in the stead"
    ):
        planned(
            {"a/N.md": "", "C#/M.md": "", "b/N.md": "", "s.md": "\n[[a/N]]"}, "a/N.md", "C#/N.md"
        )


def test_links_that_come_to_mean_the_file_are_named() -> None:
    vault = {"b/N.md": "[[./y]]", "x/y.md": "", "s.md": "[[M]] [[N]] [[x/M]] [[O]] [[m#H]]"}
    captured = planned(vault, "b/N.md", "M.md").captured
    assert [(one.source, one.link.raw, one.path) for one in captured] == [
        ("b/N.md", "[[./y]]", "x/y.md"),
        ("s.md", "[[M]]", "M.md"),
        ("s.md", "[[m#H]]", "M.md"),
    ]
    (own,) = planned(vault, "b/N.md", "x/N.md").captured
    assert (own.source, own.link.raw, own.path) == ("b/N.md", "[[./y]]", "x/y.md")


def test_the_case_that_no_peer_passes() -> None:
    """`reference/peers.md` 4: `a/N.md` to `a/M.md` while `b/N.md` is there."""
    vault = {
        "a/N.md": "self [[N]] [[#H]] [[a/N#H|me]]\n",
        "b/N.md": "own [[N]] other [[a/N]]\n",
        "home.md": (
            '---\nup: "[[a/N]]"\nlist:\n  - "[[b/N]]"\n  - \'[x](a/N.md)\'\n---\n'
            "[[a/N]] [[a/N#h|it]] [[a/N.md]] [[A/n]] ![[a/N#^b]] [[b/N]] [[N]]\n"
            "[m](a/N.md) [m](<a/N.md>) [m](a/N.md#h) %% [[a/N]] %% x <!-- [[a/N]] -->\n"
            "`[[a/N]]` \\[[a/N]]\n\n```\n[[a/N]]\n```\n\n| t |\n| - |\n| [[a/N\\|N]] |\n"
        ),
    }
    assert renamed(vault, "a/N.md", "a/M.md") == {
        "a/M.md": "self [[M]] [[#H]] [[a/M#H|me]]\n",
        "b/N.md": "own [[N]] other [[a/M]]\n",
        "home.md": (
            '---\nup: "[[a/M]]"\nlist:\n  - "[[b/N]]"\n  - \'[x](a/M.md)\'\n---\n'
            "[[a/M]] [[a/M#h|it]] [[a/M.md]] [[a/M]] ![[a/M#^b]] [[b/N]] [[M]]\n"
            "[m](a/M.md) [m](<a/M.md>) [m](a/M.md#h) %% [[a/M]] %% x <!-- [[a/N]] -->\n"
            "`[[a/N]]` \\[[a/N]]\n\n```\n[[a/N]]\n```\n\n| t |\n| - |\n| [[a/M\\|M]] |\n"
        ),
    }


def test_a_folder_moves() -> None:
    vault = {
        "p/a.md": "[[b]] [[./b]] [[../s]] [[p/b]] ![[i.png]]",
        "p/b.md": "[[p/a]] [t](x/c.md)",
        "p/x/c.md": "[[../a]] [[s]]",
        "p/i.png": "",
        "s.md": "[[a]] [[p/a]] [t](p/x/c.md) ![[p/i.png]] [[p]]",
    }
    assert renamed(vault, "p", "q/r") == {
        "q/r/a.md": "[[b]] [[./b]] [[../../s]] [[q/r/b]] ![[i.png]]",
        "q/r/b.md": "[[q/r/a]] [t](x/c.md)",
        "q/r/x/c.md": "[[../a]] [[s]]",
        "q/r/i.png": "",
        "s.md": "[[a]] [[q/r/a]] [t](q/r/x/c.md) ![[q/r/i.png]] [[p]]",
    }
    assert set(renamed(vault, "p", "P")) == {"P/a.md", "P/b.md", "P/x/c.md", "P/i.png", "s.md"}


def test_many_links_of_one_note_at_once() -> None:
    vault = {"N.md": "", "s.md": "[[N|N]] `x` [t](N.md)\n" * 300}
    assert renamed(vault, "N.md", "M.md")["s.md"] == "[[M|M]] `x` [t](M.md)\n" * 300


# A canvas' node before and after `a/N.md` becomes `b/O "é".md`; what ends the file shows its style.
CANVASES = {
    "file-node [1.1.5]": (r'"file","file":"a/N.md"', r'"file","file":"b/O \"é\".md"', ""),
    "subpath": (
        r'"file","file":"a/N.md","subpath":"#H"',
        r'"file","file":"b/O \"é\".md","subpath":"#H"',
        "",
    ),
    "is-a-path": ('"file","file":"N.md"', '"file","file":"N.md"', ""),
    "wiki-link [1.12]": (
        r'"text","text":"x\n[[N#H|N]] [[M]]"',
        r'"text","text":"x\n[[O \"é\"#H|O \"é\"]] [[M]]"',
        "",
    ),
    "in-a-table": (
        r'"text","text":"|a|\n|-|\n|[[N\\|N]]|"',
        r'"text","text":"|a|\n|-|\n|[[O \"é\"\\|O \"é\"]]|"',
        "",
    ),
    "escapes-of-the-file": (
        r'"file","file":"a\/N.md"',
        r'"file","file":"b\/O \"\u00e9\".md"',
        r"\u00e8",
    ),
    "code": ('"text","text":"`[[N]]` [x](N.md)"', '"text","text":"`[[N]]` [x](N.md)"', ""),
    "group": ('"group","label":"[[N]]"', '"group","label":"[[N]]"', ""),
}


@pytest.mark.parametrize(("before", "after", "style"), CANVASES.values(), ids=CANVASES)
def test_canvas(before: str, after: str, style: str, variant: Variant) -> None:
    shape = '{{\n\t"nodes":[\n\t\t{{"id":"1","type":{},"x":1.0}}\n\t],\n\t"z":"{}"\n}}\n'
    text = variant(shape.format(before, style))
    vault = {"a/N.md": "", "M.md": "", "x/Board.canvas": text}
    found = renamed(vault, "a/N.md", 'b/O "é".md')["x/Board.canvas"]
    assert found == variant(shape.format(after, style))


def test_a_canvas_moves() -> None:
    board = '{"nodes":[{"type":"text","text":"[[./N]]"},{"type":"file","file":"x/N.md"}]}'
    vault = {"x/B.canvas": board, "x/N.md": "", "N.md": "", "s.md": "![[x/B.canvas]]"}
    after = renamed(vault, "x/B.canvas", "B.canvas")
    assert after["B.canvas"] == board.replace("./N", "./x/N")
    assert after["s.md"] == "![[B.canvas]]"


def test_links_of_other_files_are_refused() -> None:
    note, other = note_of("[[N]]"), note_of(" [[N]]")
    canvas = read_canvas("a.canvas", b'{"nodes":[{"type":"file","file":"N.md"}]}')
    with pytest.raises(ValueError, match="no link of"):
        rename_edits(note, [Retarget(other.links[0], "M")])
    with pytest.raises(ValueError, match="no link of"):
        canvas_edits(canvas, [Retarget(note.links[0], "M")])
