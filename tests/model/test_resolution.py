"""Where links lead: recorded answers, a table for each rule, laws; and links written back."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.outline import note_of
from vaultsync.model.linking.linkpaths import (
    absolute_linkpath,
    relative_linkpath,
    shortest_linkpath,
)
from vaultsync.model.linking.resolution import Files, Resolution, exact_path, fold, resolve

RECORDED = Path(__file__).parents[1] / "data" / "recorded" / "resolution.json"
Case = dict[str, Any]
Writer = Callable[..., str | None]


def resolves_as_recorded(case: Case) -> None:
    """From the text of the link on: it is read, then resolved."""
    stored, form = " (stored NFD)", " (NFC)"
    names = [
        unicodedata.normalize("NFD", name.removesuffix(stored)) if stored in name else name
        for name in case["files"]
    ]
    link, expected = case["link"].removesuffix(form), case["expected"]
    note = note_of(f"[[{link}]]" if case["kind"] == "wikilink" else f"[t]({link})")
    if expected == "NOT_A_LINK":
        assert note.links == ()
        return
    found = resolve(note.links[0].target, case["source"], Files.of(names))
    if isinstance(expected, dict):
        assert found.path
        assert {found.path, *found.ties} == set(expected["unstable"])
        assert found.path == min(expected["unstable"])
    else:
        path = found.path and unicodedata.normalize("NFC", found.path)
        assert (path, found.ties) == (expected, ())


ALWAYS = json.loads(RECORDED.read_bytes())["cases"]


@pytest.mark.parametrize(
    "case", ALWAYS, ids=[f"{case['vault']}-{case['link']}-from-{case['source']}" for case in ALWAYS]
)
def test_resolves_as_recorded(case: Case) -> None:
    resolves_as_recorded(case)


def test_resolves_all_that_was_recorded(shared: Path) -> None:
    recorded = json.loads((shared / "cases/obsidian-observed/resolution.json").read_bytes())
    for vault in recorded["vaults"]:
        for case in vault["cases"]:
            resolves_as_recorded({**case, "files": vault["files"]})


# Reference 3.1 and 9: files, link, source, where it leads. Numbers are the steps.
RULES: dict[str, tuple[list[str], str, str, str | None]] = {
    "0-empty-is-the-note-itself": (["a.md", "b.md"], "", "b.md", "b.md"),
    "0-only-a-subpath": (["a.md", "b.md"], "#H", "b.md", "b.md"),
    "0-subpath-left-out": (["a.md", "b.md"], "a#H1#H2", "b.md", "a.md"),
    "0-sharp-in-a-name": (["C#.md"], "C#", "s.md", None),
    "0-sharp-splits": (["C#.md", "C.md"], "C#", "s.md", "C.md"),
    "0-no-break-space": (["My Note.md"], "My\u00a0Note", "s.md", "My Note.md"),
    "0-narrow-no-break-space": (["My Note.md"], "My\u202fNote", "s.md", "My Note.md"),
    "0-no-break-space-in-the-name": (["My\u00a0Note.md"], "My Note", "s.md", "My\u00a0Note.md"),
    "0-composed-finds-decomposed": (["Cafe\u0301.md"], "caf\u00e9", "s.md", "Cafe\u0301.md"),
    "0-decomposed-finds-composed": (["Caf\u00e9.md"], "cafe\u0301", "s.md", "Caf\u00e9.md"),
    "1-lower-case": (["Log.md"], "LOG", "s.md", "Log.md"),
    "1-lower-case-folder": (["Dir/Log.md", "Log.md"], "dIR/log", "s.md", "Dir/Log.md"),
    "1-not-casefold": (["Strasse.md"], "Stra\u00dfe", "s.md", None),
    "1-lower-not-folded": (["Stra\u00dfe.md"], "STRA\u00dfE", "s.md", "Stra\u00dfe.md"),
    "1-greek-ending": (["ΟΔΟΣ.md"], "ΟΔΟΣ", "s.md", "ΟΔΟΣ.md"),
    "1-greek-ending-lowered-before": (["ΟΔΟΣ.md"], "οδος", "s.md", None),
    "1-greek-ending-in-a-folder": (["ΟΔΟΣ/ΟΔΟΣ.md"], "ΟΔΟΣ/ΟΔΟΣ", "s.md", "ΟΔΟΣ/ΟΔΟΣ.md"),
    "1-dot-finds-the-very-name": (["v1.2", "v1.2.md"], "v1.2", "s.md", "v1.2"),
    "1-dot-then-note": (["v1.2.md"], "v1.2", "s.md", "v1.2.md"),
    "1-dot-and-blank": (["v1.2 notes.md"], "v1.2 notes", "s.md", "v1.2 notes.md"),
    "1-dot-in-the-folder-only": (["v1.2/a.md", "v1.2/a"], "v1.2/a", "s.md", "v1.2/a.md"),
    "1-attachment": (["Pics/image.png"], "image.png", "s.md", "Pics/image.png"),
    "1-attachment-any-case": (["Pics/image.png"], "IMAGE.PNG", "s.md", "Pics/image.png"),
    "1-attachment-needs-extension": (["img.png", "x.canvas", "y"], "img", "s.md", None),
    "1-no-extension-is-never-found": (["y"], "y", "s.md", None),
    "1-note-named-like-an-image": (["foo.png.md"], "foo.png", "s.md", "foo.png.md"),
    "1-image-before-such-a-note": (["a/foo.png", "foo.png.md"], "foo.png", "s.md", "a/foo.png"),
    "1-extension-written": (["a/N.md"], "N.md", "s.md", "a/N.md"),
    "1-extension-twice": (["N.md.md"], "N.md", "s.md", "N.md.md"),
    "1-extension-any-case": (["Ext.md"], "Ext.MD", "s.md", "Ext.md"),
    "1-folder-is-no-note": (["Folder/a.md"], "Folder", "s.md", None),
    "1-folder-note": (["Folder/Folder.md"], "Folder", "s.md", "Folder/Folder.md"),
    "1-nothing-such": (["a.md"], "b", "s.md", None),
    "1-url": (["a.md"], "https://example.com", "s.md", None),
    "2-the-only-one": (["x/y/z/N.md"], "N", "a/b/s.md", "x/y/z/N.md"),
    "2-not-behind-a-folder": (["x/N.md"], "y/N", "s.md", None),
    "3-up": (["y.md", "a/y.md"], "../y", "a/x.md", "y.md"),
    "3-up-twice": (["y.md", "a/y.md", "a/b/y.md"], "../../y", "a/b/x.md", "y.md"),
    "3-up-and-down": (["b/y.md", "y.md"], "../b/y.md", "a/x.md", "b/y.md"),
    "3-here": (["N.md", "a/N.md"], "./N", "a/x.md", "a/N.md"),
    "3-here-any-case": (["N.md", "A/N.md"], "./n", "a/x.md", "A/N.md"),
    "3-here-below": (["b/N.md", "a/b/N.md"], "./b/N", "a/x.md", "a/b/N.md"),
    "3-missing-here": (["Missing.md"], "./Missing", "a/x.md", None),
    "3-goes-on-with-the-joined-path": (["z/a/N.md", "N.md"], "./N", "a/x.md", "z/a/N.md"),
    "3-above-the-root": (["y.md"], "../../../y", "a/x.md", "y.md"),
    "3-from-the-root": (["y.md", "a/y.md"], "./y", "x.md", "y.md"),
    "3-only-dots": (["a.md"], "..", "a/x.md", None),
    "4-exact-before-own-folder": (["Note.md", "a/b/Note.md"], "Note", "a/b/s.md", "Note.md"),
    "4-exact-with-folder": (["b/N.md", "a/b/N.md"], "b/N", "a/b/s.md", "b/N.md"),
    "4-leading-slash": (["a/N.md", "N.md"], "/a/N", "s.md", "a/N.md"),
    "5-leading-slash-is-exact": (["x/Note.md"], "/Note", "s.md", None),
    "5-leading-slash-not-by-suffix": (["x/a/N.md", "y/a/N.md"], "/a/N", "s.md", None),
    "6-own-folder": (["b/N.md", "long/way/N.md"], "N", "long/way/s.md", "long/way/N.md"),
    "6-below-the-own-folder": (["b/N.md", "a/x/y/N.md"], "N", "a/s.md", "a/x/y/N.md"),
    "6-own-folder-is-no-mere-prefix": (["ab/N.md", "c/N.md"], "N", "a/s.md", "c/N.md"),
    "6-ancestor-counts-for-nothing": (["zzzz/N.md", "b/N.md"], "N", "zzzz/deep/s.md", "b/N.md"),
    "6-shortest-text": (["zzzz/N.md", "a/b/N.md"], "N", "s.md", "a/b/N.md"),
    "6-shortest-in-the-own-folder": (["b/N.md", "a/xx/N.md", "a/y/N.md"], "N", "a/s", "a/y/N.md"),
    "6-utf-16-length": (["😀/N.md", "b/N.md"], "N", "s.md", "b/N.md"),
    "6-composed-length": (["e\u0301/N.md", "ab/N.md"], "N", "s.md", "e\u0301/N.md"),
    "6-suffix": (["a/b/N.md", "c/N.md"], "b/N", "s.md", "a/b/N.md"),
    "6-suffix-of-the-only-one": (["a/b/N.md"], "b/N", "s.md", "a/b/N.md"),
    "6-suffix-in-own-folder": (["c/b/N.md", "aaa/b/N.md"], "b/N", "aaa/s.md", "aaa/b/N.md"),
    "6-suffix-own-is-no-mere-prefix": (["ab/d/N.md", "c/d/N.md"], "d/N", "a/s", "c/d/N.md"),
    "6-suffix-within-a-folder-name": (["ab/N.md", "c/N.md"], "b/N", "s.md", "ab/N.md"),
    "any-bytes": (["caf\udce9.md"], "caf\udce9", "s.md", "caf\udce9.md"),
    "blanks-around": (["Note.md"], " Note ", "s.md", "Note.md"),
    "blanks-of-the-name": ([" Note.md", "Note.md"], " Note", "s.md", " Note.md"),
    "only-a-blank": (["a.md"], " ", "a.md", None),
}


@pytest.mark.parametrize(("files", "link", "source", "path"), RULES.values(), ids=RULES)
def test_rule(files: list[str], link: str, source: str, path: str | None) -> None:
    assert resolve(link, source, Files.of(files)) == Resolution(path)


TIES = {
    "equal-length": (["b/N.md", "a/N.md", "ccc/N.md"], "N", "s.md", ["a/N.md", "b/N.md"]),
    "equal-in-the-own-folder": (
        ["c/N.md", "aaa/y/N.md", "aaa/x/N.md"],
        *("N", "aaa/s.md", ["aaa/x/N.md", "aaa/y/N.md"]),
    ),
    "in-lexicographic-order": (["s/a/N.md", "s/B/N.md"], "N", "s/x", ["s/B/N.md", "s/a/N.md"]),
    "case-only": (["a.md", "A.md"], "a", "s.md", ["A.md", "a.md"]),
    "case-only-in-a-folder": (["x/a.md", "X/a.md", "a.md"], "x/a", "s.md", ["X/a.md", "x/a.md"]),
    "suffix": (["x/d/N.md", "y/d/N.md"], "d/N", "s.md", ["x/d/N.md", "y/d/N.md"]),
}


@pytest.mark.parametrize(("files", "link", "source", "equals"), TIES.values(), ids=TIES)
def test_says_what_is_ambiguous(
    files: list[str], link: str, source: str, equals: list[str]
) -> None:
    assert resolve(link, source, Files.of(files)) == (equals[0], tuple(equals[1:]))


EXACT = {
    "itself": ("a/N.md", "a/N.md"),
    "other-form": ("Cafe\u0301.canvas", "Caf\u00e9.canvas"),
    "one-of-several": ("b/N.md", "b/N.md"),
    "of-those-that-differ-in-case": ("b/n.md", "b/n.md"),
    "no-linkpath": ("N.md", None),
    "no-extension-left-out": ("a/N", None),
    "no-other-case": ("A/N.md", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("path", "found"), EXACT.values(), ids=EXACT)
def test_exact_path(path: str, found: str | None) -> None:
    files = Files.of(["a/N.md", "b/N.md", "b/n.md", "Caf\u00e9.canvas", "i.png"])
    assert exact_path(path, files) == found


# Where a link to `path` would be written, from `source`: shortest, relative, absolute.
WRITTEN: dict[str, tuple[list[str], str, str, Sequence[str | None]]] = {
    "unique": (["x/N.md"], "x/N.md", "s.md", ["N", "x/N", "x/N"]),
    "two": (["x/N.md", "y/N.md"], "y/N.md", "s.md", ["y/N", "y/N", "y/N"]),
    "shortest-suffix": (
        ["x/d/N.md", "y/e/N.md"],
        *("y/e/N.md", "s.md", ["e/N", "y/e/N", "y/e/N"]),
    ),
    "own-folder": (["x/N.md", "y/N.md"], "y/N.md", "y/s.md", ["N", "N", "y/N"]),
    "own-folder-beside-the-root": (
        ["N.md", "y/N.md"],
        *("y/N.md", "y/s.md", ["y/N", "./N", "y/N"]),
    ),
    "root-from-a-folder": (["N.md", "y/N.md"], "N.md", "y/s.md", ["N", "../N", "N"]),
    "up-and-down": (["x/N.md"], "x/N.md", "y/z/s.md", ["N", "../../x/N", "x/N"]),
    "attachment": (["p/i.png"], "p/i.png", "s.md", ["i.png", "p/i.png", "p/i.png"]),
    "note-named-like-an-image": (
        ["i.png.md", "i.png"],
        *("i.png.md", "s.md", ["i.png.md", "i.png.md", "i.png.md"]),
    ),
    "itself": (["x/N.md"], "x/N.md", "x/N.md", ["N", "N", "x/N"]),
    "differs-in-case-only": (["N.md", "n.md"], "N.md", "s.md", [None, None, None]),
    "sharp": (["C#.md"], "C#.md", "s.md", [None, None, None]),
    "no-extension": (["LICENSE"], "LICENSE", "s.md", [None, None, None]),
}
WRITERS: list[Writer] = [shortest_linkpath, relative_linkpath, absolute_linkpath]


@pytest.mark.parametrize(("files", "path", "source", "links"), WRITTEN.values(), ids=WRITTEN)
def test_writes(files: list[str], path: str, source: str, links: Sequence[str | None]) -> None:
    assert [write(path, source, Files.of(files)) for write in WRITERS] == links
    ending = ".md" if path.endswith(".md") else ""
    with_extension = [one and one.removesuffix(ending) + ending for one in links]
    wide = [write(path, source, Files.of(files), extension=True) for write in WRITERS]
    assert wide == with_extension


PARTS = ["a", "b", "ab", "B", "N", "n o", "caf\u00e9", "cafe\u0301", "x.y", "\udce9", "😀", "a#"]
ENDINGS = [".md", ".md", ".md", ".MD", ".png", ".png.md", ".canvas", ""]

names = st.builds("{}{}".format, st.sampled_from(PARTS), st.sampled_from(ENDINGS))
folders = st.lists(st.sampled_from(PARTS[:9]), max_size=3)
paths = st.builds(lambda folder, name: "/".join([*folder, name]), folders, names)
vaults = st.lists(paths, min_size=1, max_size=12)
STARTS = ["", "", "", "/", "./", "../", "../../", ".././", " "]
linkpaths = st.builds("{}{}".format, st.sampled_from(STARTS), paths) | st.builds(
    lambda start, path: start + path.rpartition(".")[0], st.sampled_from(STARTS), paths
)


def plainly(linkpath: str, source: str, all_paths: list[str]) -> set[str | None]:
    """All files that `linkpath` may mean, step by step over all paths (reference 3.1)."""
    wanted = fold(linkpath.partition("#")[0])
    if not wanted:
        return {source}
    folded = {path: fold(path) for path in all_paths}
    name = wanted.split("/")[-1]
    if "." not in name or not any(one.split("/")[-1] == name for one in folded.values()):
        wanted, name = wanted + ".md", name + ".md"
    fits = [path for path in folded if folded[path].split("/")[-1] == name]
    if wanted.startswith("."):
        parts = [part for part in fold(source).split("/")[:-1] if part]
        while wanted.startswith(("./", "../")):
            dots, wanted = wanted.split("/", 1)
            parts = parts[: len(parts) - 1] if dots == ".." else parts
        wanted = "/".join([*parts, wanted])
    exact = {path for path in fits if folded[path] == wanted.removeprefix("/")}
    if exact or wanted.startswith("/"):
        return {*exact} or {None}
    folder = fold(source).rpartition("/")[0]
    fits = [path for path in fits if folded[path].endswith(wanted)]
    fits = [path for path in fits if not folder or folded[path].startswith(folder + "/")] or fits
    return {path for path in fits if length(path) == min(map(length, fits))} or {None}


def length(path: str) -> int:
    return len(unicodedata.normalize("NFC", path).encode("utf-16-le", "surrogatepass")) // 2


@given(vaults, linkpaths, paths)
@example(["a/N.md", "N.md"], "N", "a/s.md")
@example(["a/x/N.md", "ab/N.md", "a0/N.md"], "N", "a/s.md")
def test_resolves_as_the_steps_say(found: list[str], linkpath: str, source: str) -> None:
    resolved = resolve(linkpath, source, Files.of(found))
    steps = plainly(linkpath, source, found)
    trimmed = linkpath.strip()
    if steps == {None} and trimmed:
        steps = plainly(trimmed, source, found)
    assert {resolved.path, *resolved.ties} == steps
    assert resolved.path is None or resolved.path == min(one for one in steps if one)


@given(vaults, linkpaths, paths)
def test_case_and_form_make_no_difference(found: list[str], linkpath: str, source: str) -> None:
    files = Files.of(found)
    expected = resolve(linkpath, source, files)
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, linkpath)
        for other in (written, written.upper(), written.lower(), written.replace(" ", "\u00a0")):
            means = resolve(other, source, files)
            assert means == expected or not other.partition("#")[0]


@given(vaults, paths, st.booleans())
@example(["a.png", "a.png.md"], "s.md", False)
def test_what_is_written_leads_back(found: list[str], source: str, extension: bool) -> None:
    files = Files.of(path for path in found if not source.startswith(f"{path}/"))
    for path in files.paths:
        alike = [one for one in files.paths if fold(one) == fold(path)]
        linkable = "#" not in path and "." in path.rpartition("/")[2] and alike == [path]
        for write in WRITERS:
            written = write(path, source, files, extension=extension)
            assert (written is not None) == linkable
            if written is not None:
                assert resolve(written, source, files) == Resolution(path)


@given(vaults, st.dictionaries(paths, paths, max_size=4))
def test_moved_files_are_those_of_the_moved_paths(found: list[str], others: dict[str, str]) -> None:
    moved = {**others, found[0]: "new/Name.md"}
    files = Files.of(found)
    after = files.with_moved(moved)
    assert after == Files.of([moved.get(path, path) for path in found])
    assert files == Files.of(found)
    assert "new/Name.md" in after.paths
