"""Findings: one table per kind, what the notes themselves pass over, and the documentation."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vaultsync.model.canvas import Canvas, read_canvas
from vaultsync.model.checking.checks import check_vault
from vaultsync.model.checking.findings import SEVERITIES, Finding, Severity, finding, ignored_in
from vaultsync.model.entry import NoteEntry, entry_of
from vaultsync.model.linking.resolution import Files
from vaultsync.model.note import MAX_NOTE_BYTES, parse_note
from vaultsync.service.vault import Vault
from vaultsync.text import encode

OTHERS = {
    "RAG.md": "# RAG\n## How: to use it?\n### Then\ntext ^rule\n",
    "a/Log.md": "",
    "b/Log.md": "",
}
ATTACHMENTS = ["pic.png", "Manual.pdf"]


def check(notes: dict[str, str], *canvases: Canvas, only: set[str] | None = None) -> list[Finding]:
    entries = [entry_of(parse_note(path, encode(text))) for path, text in notes.items()]
    files = Files.of([*notes, *ATTACHMENTS, *(one.path for one in canvases)])
    return check_vault(entries, canvases, files, only)


def shown(found: list[Finding]) -> list[str]:
    return [f"{one.line}:{one.column} {one.code} {one.message}" for one in found]


LINKS = {
    "missing": ("see [[No]]", ["1:5 broken-link [[No]]: there is no file 'No'"]),
    "missing-markdown": ("[t](No.md)", ["1:1 broken-link [t](No.md): there is no file 'No.md'"]),
    "missing-embed": ("![[no.png]]", ["1:1 broken-link ![[no.png]]: there is no file 'no.png'"]),
    "missing-in-a-property": (
        '---\nup: "[[No]]"\n---\n',
        ["2:6 broken-link [[No]]: there is no file 'No'"],
    ),
    "missing-in-a-comment": ("%% [[No]] %%", ["1:4 broken-link [[No]]: there is no file 'No'"]),
    "missing-with-a-heading": (
        "[[No#H]]",
        ["1:1 broken-link [[No#H]]: there is no file 'No'"],
    ),
    "heading": ("[[RAG#Use]]", ["1:1 broken-heading [[RAG#Use]]: RAG.md has no heading 'Use'"]),
    "heading-of-itself": (
        "# A\n[[#B]]",
        ["2:1 broken-heading [[#B]]: s.md has no heading 'B'"],
    ),
    "heading-in-the-wrong-order": (
        "[[RAG#Then#RAG]]",
        ["1:1 broken-heading [[RAG#Then#RAG]]: RAG.md has no heading 'Then#RAG'"],
    ),
    "block": ("[[RAG#^no]]", ["1:1 broken-block [[RAG#^no]]: RAG.md has no block 'no'"]),
    "ambiguous": (
        "[[Log]]",
        ["1:1 ambiguous-link [[Log]]: means a/Log.md here, but might as well mean b/Log.md"],
    ),
    "ambiguous-without-its-heading": (
        "[[Log#H]]",
        [
            "1:1 ambiguous-link [[Log#H]]: means a/Log.md here, but might as well mean b/Log.md",
            "1:1 broken-heading [[Log#H]]: a/Log.md has no heading 'H'",
        ],
    ),
}


@pytest.mark.parametrize(("text", "found"), LINKS.values(), ids=LINKS)
def test_links(text: str, found: list[str]) -> None:
    assert shown(check({**OTHERS, "s.md": text}, only={"s.md"})) == found


def test_what_is_said_stays_short() -> None:
    long = "x" * 500
    notes = {f"{folder}/N.md": "" for folder in "abcdef"} | {"s.md": f"[[{long}]]\n[[N]]"}
    missing, ambiguous = (one.message for one in check(notes))
    assert missing == f"[[{long[:118]}…: there is no file '{long[:120]}…'"
    assert ambiguous.endswith("might as well mean b/N.md, c/N.md, d/N.md and 2 more")


SOUND = {
    "note": "[[RAG]] [t](RAG.md) [[rag|x]] [[s]] [[a/Log]]",
    "heading": "[[RAG#how to use it]] [[RAG#RAG#Then]] [[#]] [[RAG#]]\n# Here\n[[#here]]",
    "block": "[[RAG#^rule]] [[RAG#^RULE]]",
    "attachment": "![[pic.png]] [[Manual.pdf#page=2]] ![[pic.png#no|3]]",
    "outside": "[t](https://example.org) <https://example.org>",
    "code": "`[[No]]` <!-- [[No]] -->",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_sound_links(text: str) -> None:
    assert check({**OTHERS, "s.md": text}, only={"s.md"}) == []


def test_a_note_that_was_not_read_is_asked_for_no_heading() -> None:
    big = parse_note("Big.md", b" " * (MAX_NOTE_BYTES + 1))
    source = parse_note("s.md", b"[[Big#H]]")
    found = check_vault([entry_of(big), entry_of(source)], [], Files.of(["Big.md", "s.md"]))
    assert [one.code for one in found] == ["too-large"]
    unread = check_vault([entry_of(source)], [], Files.of(["Big.md", "s.md"]))
    assert unread == []


def test_canvases() -> None:
    raw = b'{"nodes": [{"type": "file", "file": "RAG.md", "subpath": "#No"},\n'
    raw += b'{"type": "text", "text": "[[No]]"}, {"type": "file", "file": "Log.md"}]}'
    board, bad = read_canvas("B.canvas", raw), read_canvas("C.canvas", b'{\n"nodes": }')
    found = check({**OTHERS, "s.md": "[[B.canvas]] [[B.canvas#x]]"}, board, bad)
    assert [(one.path, one.line, one.code) for one in found] == [
        ("B.canvas", 1, "broken-heading"),
        ("B.canvas", 2, "broken-link"),
        ("B.canvas", 2, "broken-link"),
        ("C.canvas", 2, "not-json"),
    ]


NAMES: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "hash": (["C#.md"], [("C#.md", "no link can hold '#'")]),
    "brackets": (["a/[x].png"], [("a/[x].png", "no link can hold '[' ']'")]),
    "colon-and-pipe": (["9:30 | x.md"], [("9:30 | x.md", "no link can hold ':' '|'")]),
    "percent": (["a%%b.md"], [("a%%b.md", "no link can hold '%%'")]),
    "newline": (["a\nb.md"], [("a\nb.md", "no link can hold '\\n'")]),
    "folder-is-not-asked": (["C#/a.md"], []),
    "fine": (["100%.md", "v1.2.md", "it's (so) - «é» 日.md"], []),
    "case": (
        ["Log.md", "log.MD"],
        [
            ("Log.md", "differs only in case or Unicode form from log.MD"),
            ("log.MD", "differs only in case or Unicode form from Log.md"),
        ],
    ),
    "folders-in-case": (
        ["A/x.md", "a/x.md"],
        [
            ("A/x.md", "differs only in case or Unicode form from a/x.md"),
            ("a/x.md", "differs only in case or Unicode form from A/x.md"),
        ],
    ),
    "unicode-form": (
        ["cafe\u0301.md", "caf\u00e9.md"],
        [
            ("cafe\u0301.md", "differs only in case or Unicode form from caf\u00e9.md"),
            ("caf\u00e9.md", "differs only in case or Unicode form from cafe\u0301.md"),
        ],
    ),
    "in-other-folders": (["a/x.md", "b/X.md"], []),
}


@pytest.mark.parametrize(("paths", "found"), NAMES.values(), ids=NAMES)
def test_names(paths: list[str], found: list[tuple[str, str]]) -> None:
    checked = check_vault([], [], Files.of(paths))
    assert [(one.path, one.message) for one in checked] == found
    assert all((one.line, one.column) == (1, 1) for one in checked)


def test_problems_of_a_note_are_findings_in_order() -> None:
    notes = {"b.md": "- [] x\n[[No]] ^i\n\ny ^i\n", "a.md": "---\na: [\n---\n"}
    assert [(one.path, one.line, one.column, one.code) for one in check(notes)] == [
        ("a.md", 2, 4, "front-matter-error"),
        ("b.md", 1, 1, "hidden-box"),
        ("b.md", 2, 1, "broken-link"),
        ("b.md", 4, 3, "duplicate-block-id"),
    ]


def test_only_some_still_link_to_all() -> None:
    notes = {"a.md": "[[b#H]] [[No]]", "b.md": "# H\n[[No]]"}
    assert [(one.path, one.code) for one in check(notes, only={"a.md"})] == [
        ("a.md", "broken-link")
    ]


IGNORED = {
    "whole-note": ("%% vaultsync-ignore: broken-link %%\n\n[[No]]", {}, {"broken-link"}),
    "several": ("%%vaultsync-ignore:a, b-c  d%%", {}, {"a", "b-c", "d"}),
    "in-a-quote": ("> %% vaultsync-ignore: a %%", {}, {"a"}),
    "two-comments": ("%% vaultsync-ignore: a %%\n%% vaultsync-ignore: b %%", {}, {"a", "b"}),
    "own-line": ("x\n[[No]] %% vaultsync-ignore: a %%  ", {2: {"a"}}, set()),
    "not-at-the-end": ("x %% vaultsync-ignore: a %% y", {}, set()),
    "in-code": ("```\n%% vaultsync-ignore: a %%\n```", {}, set()),
    "in-html": ("<div>\n%% vaultsync-ignore: a %%\n</div>", {}, set()),
    "in-front-matter": ("---\na: 1 %% vaultsync-ignore: a %%\n---", {}, set()),
    "other-comment": ("%% ignore: a %%", {}, set()),
}


@pytest.mark.parametrize(("text", "lines", "note"), IGNORED.values(), ids=IGNORED)
def test_ignored(
    text: str, lines: dict[int, set[str]], note: set[str], variant: Callable[[str], str]
) -> None:
    found = ignored_in(parse_note("a.md", encode(variant(f"{text}\n"))))
    assert {line: set(codes) for line, codes in found.on_line.items()} == lines
    assert found.everywhere == note


def test_a_line_covers_its_own_codes_only() -> None:
    raw = b"[[A]] %% vaultsync-ignore: broken-link %%\n%% vaultsync-ignore: hidden-box %%\n"
    ignored = ignored_in(parse_note("a.md", raw))
    assert ignored.covers(finding("a.md", 1, 1, "broken-link", ""))
    assert not ignored.covers(finding("a.md", 2, 1, "broken-link", ""))
    assert not ignored.covers(finding("a.md", 1, 1, "broken-heading", ""))
    assert ignored.covers(finding("a.md", 9, 1, "hidden-box", ""))


def test_all_codes_are_documented() -> None:
    page = (ROOT / "docs/checks.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \| \S.* \| \S.* \|$", page, re.M)
    assert Counter(code for code, _ in rows).most_common(1)[0][1] == 1
    assert {code: Severity(severity) for code, severity in rows} == SEVERITIES


def test_all_problems_have_a_severity() -> None:
    """What the readers call a problem, wherever in the source it is made."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    made = re.findall(
        r'(?:Problem|Fault|_problem|_opaque|wrong)\(\s*(?:path, text, )?"([a-z0-9-]+)"', source
    )
    assert {"unclosed-fence", "hidden-box", "too-large", "not-json"} <= {*made} <= SEVERITIES.keys()


def test_the_help_vault_has_one_broken_anchor(shared: Path) -> None:
    vault = Vault.open(shared / "vaults/obsidian-help-en", cache=False)
    entries: list[NoteEntry] = list(vault.entries())
    found = check_vault(entries, vault.canvases(), vault.files())
    assert Counter(one.code for one in found) == {"broken-link": 259, "broken-block": 1}
    (anchor,) = (one for one in found if one.code == "broken-block")
    assert (anchor.path, anchor.line) == ("Obsidian Sync/Version history.md", 71)
