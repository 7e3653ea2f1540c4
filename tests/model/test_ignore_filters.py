"""`userIgnoreFilters`: what they hide, and what they don't."""

import pytest

from vaultsync.model.ignore_filters import ignored_by

HIDES = {
    "folder": ("Templates/", "Templates/Day.md"),
    "case": ("templates/", "TEMPLATES/Day.md"),
    "file": ("a/b.md", "a/b.md"),
    "start-of-a-name": ("Temp", "Templates/Day.md"),
    "expression": (r"/\.draft\.md$/", "a/Plan.Draft.md"),
    "expression-anywhere": ("/old/", "a/Older/x.md"),
    "expression-with-slash": (r"/a\/b/", "x/a/b.md"),
    "accent": ("É/", "é/x.md"),
    "odd-bytes": ("caf\udce9", "caf\udce9.md"),
    "double-bracket": ("/[[a]x/", "ax.md"),
}
LEAVES = {
    "elsewhere": ("Templates/", "a/Templates/Day.md"),
    "empty": ("", "a.md"),
    "slashes-alone": ("//", "a.md"),
    "no-such-expression": ("/(/", "(.md"),
    "javascript-alone": ("/(?<x>a)/", "a.md"),
    "other-file": ("a/b.md", "a/b"),
}


@pytest.mark.parametrize(("one", "path"), HIDES.values(), ids=HIDES)
def test_hides(one: str, path: str) -> None:
    assert ignored_by([one])(path)
    assert ignored_by(["nothing/", one, "/(/"])(path)


@pytest.mark.parametrize(("one", "path"), LEAVES.values(), ids=LEAVES)
def test_leaves_alone(one: str, path: str) -> None:
    assert not ignored_by([one])(path)


def test_no_filters_hide_nothing() -> None:
    assert not ignored_by([])("a.md")
