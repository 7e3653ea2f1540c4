"""Each code of `check`: a vault that has it, and both ways to pass it over."""

from pathlib import Path

import pytest

from tests.cli.running import Answer, run, write
from vaultsync.model.canvas import MAX_CANVAS_BYTES
from vaultsync.model.checking.findings import SEVERITIES
from vaultsync.model.note import MAX_NOTE_BYTES

BLOCKS = "a ^one\n\nb ^one\n"
RECURS = "- [ ] a 🔁 every week"
FOUND: dict[str, dict[str, str | bytes]] = {
    "ambiguous-link": {"a.md": "[[Log]]\n", "a/Log.md": "", "b/Log.md": ""},
    "broken-block": {"a.md": "[[#^no]]\n"},
    "broken-heading": {"a.md": "[[#No]]\n"},
    "broken-link": {"a.md": "[[No]]\n"},
    "case-clash": {"a.md": "", "A.md": ""},
    "conflict-markers": {"a.md": "<<<<<<< ours\n- [ ] a\n=======\n- [x] a\n>>>>>>> theirs\n"},
    "dateless-recurrence": {"a.md": f"{RECURS} 📅 2026-02-30\n"},
    "duplicate-block-id": {"a.md": BLOCKS},
    "done-under-open": {
        "a.md": "- [ ] a\n  - [x] b\n",
        "vaultsync.toml": '[check]\nalso = ["done-under-open"]\n',
    },
    "duplicate-field": {"a.md": "- [ ] a 📅 2026-12-01 📅 2026-12-02\n"},
    "front-matter-error": {"a.md": "---\ntags: [a\n---\n"},
    "front-matter-too-large": {"a.md": f"---\na: {'x' * 70_000}\n---\n"},
    "hidden-box": {"a.md": "- [] a\n"},
    "impossible-date": {"a.md": "- [ ] a 📅 2026-02-30\n"},
    "invalid-utf8": {"a.md": b"caf\xe9\n"},
    "lost-children": {"a.md": "- a\n\t- b\nc\n"},
    "not-a-canvas": {"a.canvas": "[]"},
    "not-json": {"a.canvas": "["},
    "open-under-done": {"a.md": "- [x] a\n  - [ ] b\n"},
    "sync-conflict": {"a (conflicted copy 2026-11-20).md": "\n"},
    "too-deep": {"a.md": f"{'> ' * 120}a\n"},
    "too-large": {"a.md": b" " * (MAX_NOTE_BYTES + 1), "a.canvas": b" " * (MAX_CANVAS_BYTES + 1)},
    "unclosed-comment": {"a.md": "%%\na\n"},
    "unclosed-fence": {"a.md": "```\na\n"},
    "unclosed-front-matter": {"a.md": "---\ntags: a\n"},
    "unfollowed-link": {"a.md": ""},
    "unknown-on-completion": {"a.md": "- [ ] a 🏁 archive\n"},
    "unlinkable-name": {"C#.md": "\n"},
    "unquoted-link": {"a.md": "---\nup: [[a]]\n---\n"},
    "unreadable-recurrence": {"a.md": "- [ ] a 🔁 now and then\n"},
}
NO_NOTE = {"not-a-canvas", "not-json", "too-large", "unfollowed-link"}
"""What no note can pass over, as it is none, or isn't read."""


def found(*words: str) -> tuple[Answer, set[str]]:
    answer = run("check", "--format", "json", *words)
    return answer, {one["code"] for one in answer.json}


@pytest.fixture(params=FOUND)
def code(request: pytest.FixtureRequest, here: Path) -> str:
    """A code, and a vault that has it."""
    name: str = request.param
    write(here, FOUND[name])
    if name == "unfollowed-link":
        (here / "out").symlink_to("..")
    return name


def test_all_codes_are_here() -> None:
    assert set(FOUND) == set(SEVERITIES)


def test_is_found(code: str) -> None:
    answer, codes = found()
    assert code in codes
    assert answer.err == ""
    severities = {SEVERITIES[one].value for one in codes}
    assert answer.code == ("error" in severities)


def test_a_file_that_is_too_large_is_found_and_named_nowhere_else(here: Path) -> None:
    write(here, FOUND["too-large"])
    answer = run("check")
    assert (answer.code, answer.err) == (1, "")
    assert answer.lines == [
        "a.canvas:1:1: too-large 5000001 bytes, more than 5000000; not read",
        "a.md:1:1: too-large 5000001 bytes, more than 5000000; not read",
    ]
    write(here, {"vaultsync.toml": '[check]\nignore = ["too-large"]\n'})
    answer = run("check")
    assert (answer.code, answer.raw, answer.err) == (0, b"", "")


def test_the_settings_pass_it_over(code: str, here: Path) -> None:
    write(here, {"vaultsync.toml": f'[check]\nignore = ["{code}"]\n'})
    assert code not in found()[1]


def test_a_comment_passes_it_over(code: str, here: Path) -> None:
    if code in NO_NOTE:
        pytest.skip("no note")
    before = found()[1]
    notes = {name: text for name, text in FOUND[code].items() if name.endswith(".md")}
    for name, text in notes.items():
        raw = text.encode() if isinstance(text, str) else text
        mark = f"%% vaultsync-ignore: {code} %%\n".encode()
        front, fence, body = raw.partition(b"\n---\n")
        above = raw.startswith(b"---") and fence
        write(here, {name: front + fence + mark + body if above else mark + b"\n" + raw})
    if code == "unclosed-front-matter":  # it stands on the first line, so the comment ends it
        write(here, {"a.md": "---\ntags: a\n\n%% vaultsync-ignore: unclosed-front-matter %%\n"})
    assert found()[1] == before - {code}
