"""What the index says is what the notes say, whatever happened to them or to it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.cli.running import PROGRAM
from tests.cli.running import write as write_notes
from vaultsync import Vault
from vaultsync.effects.cache_file import cache_path
from vaultsync.effects.store import StoredPack
from vaultsync.effects.walk import walk_vault
from vaultsync.errors import VaultsyncError
from vaultsync.model.derived import Derivation
from vaultsync.model.entry import NoteEntry
from vaultsync.service.index.index import open_index
from vaultsync.service.index.reading import _WORTH_IT, contents_of
from vaultsync.syntax.task_fields import FieldFormat

NOTES: dict[str, str | bytes] = {
    "a.md": "# A\n- [ ] one #t\n  - [x] two\n[[b]]\n",
    "sub/b.md": "---\naliases: [B]\nup: '[[a]]'\n---\n- [/] three\n",
    "caf\udce9\n.md": b"- [ ] \xff\n",
    "x.canvas": "{}",
    "y.png": "",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    write_notes(root, NOTES)
    return root


def index_file(root: Path) -> Path:
    return Path(cache_path(os.path.realpath(root)))


def packs_of(root: Path) -> list[StoredPack]:
    store = open_index(os.path.realpath(root), FieldFormat.BOTH).store
    assert store
    return store.known()


def fresh(root: Path) -> list[NoteEntry]:
    return list(Vault.open(root, cache=False).entries())


def known(root: Path) -> list[NoteEntry]:
    return list(Vault.open(root).entries())


@pytest.fixture
def settled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the notes are as old as they would be seconds later."""
    old = getattr(request, "param", True)
    if old:
        monkeypatch.setattr("vaultsync.effects.store.RACY", -3_600_000_000_000)
    return old


both = pytest.mark.parametrize("settled", [True, False], ids=["settled", "racy"], indirect=True)


@pytest.mark.usefixtures("settled")
def test_reads_no_note_that_has_not_changed(root: Path) -> None:
    entries = known(root)
    opened: list[object] = []
    watched = [True]  # a hook stays for good

    def note_what_is_opened(event: str, arguments: tuple[object, ...]) -> None:
        if watched and event == "open":
            opened.append(arguments[0])

    sys.addaudithook(note_what_is_opened)
    assert known(root) == entries
    watched.clear()
    assert opened
    assert [path for path in opened if str(path).endswith(".md")] == []


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda root: (root / "a.md").write_text("- [x] other"),
    "same-size": lambda root: (root / "a.md").write_text("# A\n- [x] one #t\n  - [x] two\n[[b]]\n"),
    "created": lambda root: (root / "new.md").write_text("[[a]]"),
    "deleted": lambda root: (root / "a.md").unlink(),
    "renamed": lambda root: (root / "a.md").rename(root / "c.md"),
    "swapped": lambda root: (
        (root / "a.md").rename(root / "t"),
        (root / "sub/b.md").rename(root / "a.md"),
        (root / "t").rename(root / "sub/b.md"),
    ),
    "folder-renamed": lambda root: (root / "sub").rename(root / "bus"),
    "case-of-the-ending": lambda root: (root / "a.md").rename(root / "a.MD"),
    "no-note-any-more": lambda root: (root / "a.md").rename(root / "a.txt"),
    "touched": lambda root: os.utime(root / "a.md"),
    "hidden": lambda root: (root / "sub").rename(root / ".sub"),
    "a-folder-now": lambda root: replace_by_a_folder(root / "a.md"),
}


@both
@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_sees_what_has_changed(root: Path, change: Callable[[Path], object]) -> None:
    known(root)
    change(root)
    assert known(root) == fresh(root)


@both
@pytest.mark.usefixtures("settled")
def test_sees_a_change_that_keeps_size_and_time(root: Path) -> None:
    path = root / "a.md"
    before = path.stat()
    known(root)
    path.write_bytes(path.read_bytes().replace(b"one", b"two"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert known(root) == fresh(root)


def test_sees_a_change_within_one_tick_of_the_clock(root: Path) -> None:
    """As if a file had been written twice so fast that its times stayed the same."""
    vault = Vault.open(root)
    states = walk_vault(vault.root).notes
    texts = []
    for text in ("one", "two"):
        (root / "a.md").write_text(f"- [ ] {text}")
        index = open_index(vault.root, vault.config.fields)
        index.refresh(states, time.time_ns(), [""], lambda *_: None)
        texts += [
            task.text for entry in index.entries(["a.md"], vault.read) for task in entry.tasks
        ]
    assert texts == ["one", "two"]


@pytest.mark.usefixtures("settled")
def test_keeps_all_in_few_packs(root: Path) -> None:
    write_notes(root, {f"many/{n}.md": f"- [ ] {n}\n" for n in range(300)})
    known(root)
    for turn in range(40):
        write_notes(root, {f"many/{turn * 7}.md": f"- [x] {turn}\n"})
        known(root)
        assert len(packs_of(root)) < 10
    assert known(root) == fresh(root)


@pytest.mark.usefixtures("settled")
def test_lets_go_of_what_is_gone(root: Path) -> None:
    write_notes(root, {f"many/{n}.md": f"- [ ] {n}\n" for n in range(300)})
    known(root)
    shutil.rmtree(root / "many")
    write_notes(root, {"a.md": "new"})
    assert known(root) == fresh(root)
    assert sum(len(pack.readings) for pack in packs_of(root)) == 3


@pytest.mark.usefixtures("settled")
def test_a_renamed_folder_is_not_parsed_again(root: Path) -> None:
    before = known(root)
    (root / "sub").rename(root / "bus")
    vault = Vault.open(root)
    notes = walk_vault(vault.root).notes
    digests = {digest for pack in packs_of(root) for _, digest in pack.readings}
    with contents_of(vault.root, vault.config.fields, notes, digests) as contents:
        assert [[path for path, _ in one.new] for one in contents] == [[], [], []]
    after = [entry._replace(path=entry.path.replace("bus/", "sub/")) for entry in known(root)]
    assert sorted(after) == sorted(before)


def test_gives_the_parts_that_are_asked_for(root: Path) -> None:
    for _ in range(2):
        entries = list(Vault.open(root).entries(only={"aliases"}))
        assert [entry.aliases for entry in entries if entry.path == "sub/b.md"] == [(("B",),)]
        assert not any(entry.tasks for entry in entries)


@pytest.mark.usefixtures("settled")
def test_a_look_at_a_folder_forgets_nothing_elsewhere(root: Path) -> None:
    known(root)
    (root / "sub/b.md").unlink()
    (root / "a.md").write_text("changed")
    assert list(Vault.open(root).entries(["sub"])) == []
    assert known(root) == fresh(root)


def test_single_notes_need_no_index(root: Path) -> None:
    assert [one.path for one in Vault.open(root).entries(["a"])] == ["a.md"]
    assert not index_file(root).exists()


def test_without_cache_nothing_is_kept(root: Path) -> None:
    assert len(fresh(root)) == 3
    assert not index_file(root).exists()


def test_names_what_can_not_be_read_each_time(root: Path) -> None:
    (root / "gone.md").symlink_to("nowhere")
    said: list[VaultsyncError] = []
    for turn in range(1, 4):
        assert len(list(Vault.open(root).look().entries(refused=said.append))) == 3
        assert list(map(str, said)) == ["gone.md: a link to nothing"] * turn


def test_other_settings_of_fields_read_anew(root: Path) -> None:
    (root / "f.md").write_text("- [ ] a [due:: 2026-12-01]\n")
    assert known(root)[-2].tasks[0].fields == (("due", "2026-12-01"),)
    settings_of = root / ".obsidian/plugins/obsidian-tasks-plugin"
    settings_of.mkdir(parents=True)
    (settings_of / "data.json").write_text('{"taskFormat": "tasksPluginEmoji"}')
    assert known(root) == fresh(root)
    assert known(root)[-2].tasks[0].fields == ()


BROKEN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_bytes(b"no database" * 1000),
    "cut-short": lambda path: os.truncate(path, path.stat().st_size // 2),
    "empty": lambda path: path.write_bytes(b""),
    "deleted": lambda path: path.unlink(),
    "zeros-inside": lambda path: path.write_bytes(
        path.read_bytes()[:8192] + bytes(8192) + path.read_bytes()[16384:]
    ),
    "a-folder": replace_by_a_folder,
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_a_broken_index_is_as_none(root: Path, break_it: Callable[[Path], object]) -> None:
    known(root)
    break_it(index_file(root))
    assert known(root) == fresh(root)
    assert known(root) == fresh(root)


def test_an_index_that_breaks_while_it_is_read_is_as_none(root: Path) -> None:
    known(root)
    look = Vault.open(root).look()
    index_file(root).write_bytes(b"no database" * 10_000)
    assert list(look.entries()) == fresh(root)


def test_what_another_process_replaces_meanwhile_is_read(root: Path) -> None:
    look = Vault.open(root).look()
    (root / "a.md").write_text("- [x] new")
    known(root)
    assert list(look.entries()) == fresh(root)


def test_works_where_nothing_can_be_kept(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert known(root) == fresh(root)


def test_reads_many_notes_on_all_cores(root: Path) -> None:
    write_notes(root, {f"many/{n}.md": f"- [ ] {n} [[{n + 1}]]\n" for n in range(_WORTH_IT)})
    told: list[tuple[int, int]] = []
    look = Vault.open(root).look(told=lambda count, of: told.append((count, of)))
    assert told == sorted(told)
    assert len(told) > 4
    assert told[-1] == (_WORTH_IT + 3, _WORTH_IT + 3)
    assert list(look.entries()) == fresh(root)
    assert known(root) == fresh(root)


def test_processes_may_look_at_once(root: Path) -> None:
    write_notes(root, {f"many/{n}.md": f"- [ ] {n}\n" for n in range(60)})
    command = [*PROGRAM, "-C", str(root), "tasks", "--format", "json"]
    for turn in range(2):
        write_notes(root, {f"many/{n}.md": f"- [ ] {n} {turn}\n" for n in range(30)})
        runs = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(4)
        ]
        answers = {run.communicate() for run in runs}
        assert len(answers) == 1
        ((answer, said),) = answers
        assert answer.count(b'"path"') == 64
        assert said.count(b"\n") == 1  # of the odd byte
    assert known(root) == fresh(root)


NAMES = ["a.md", "b.MD", "caf\udce9.md", "s/a.md", "s/t/\n.md", "-x.md", "s/é.md", "s/e\u0301.md"]
TEXTS = ["- [ ] one", "- [x] one", "- [x] two", "# h\n[[a]]", "---\ntags: a\n---\n#b", ""]


WORDS = Derivation(
    "words",
    frozenset({"tasks", "links"}),
    lambda entry: [*(task.text for task in entry.tasks), *(link.raw for link in entry.links)],
)


def derived(root: Path, what: Derivation = WORDS, folder: str = "") -> dict[str, object]:
    return {one.path: words for one, words in Vault.open(root).look([folder]).derived(what)}


def derived_afresh(root: Path) -> dict[str, object]:
    return {entry.path: WORDS.make(entry) for entry in fresh(root)}


@pytest.mark.usefixtures("settled")
def test_what_was_derived_is_not_derived_again(root: Path) -> None:
    made: list[NoteEntry] = []

    def make(entry: NoteEntry) -> object:
        made.append(entry)
        return WORDS.make(entry)

    watched = WORDS._replace(make=make)
    assert derived(root, watched, "sub") == {"sub/b.md": ["three", "[[a]]"]}
    assert derived(root, watched) == derived_afresh(root)
    count = len(made)
    assert derived(root, watched) == derived_afresh(root)
    assert len(made) == count
    (root / "a.md").write_text("- [ ] new")
    assert derived(root, watched) == derived_afresh(root)
    assert len(made) > count
    other = watched._replace(key="other")
    assert derived(root, other) == derived_afresh(root)
    assert derived(root, watched, "sub") == {"sub/b.md": ["three", "[[a]]"]}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN)
def test_of_a_broken_index_nothing_is_derived(
    root: Path, break_it: Callable[[Path], object]
) -> None:
    derived(root)
    break_it(index_file(root))
    assert derived(root) == derived_afresh(root)


def test_without_an_index_all_is_derived_anew(root: Path) -> None:
    vault = Vault.open(root, cache=False)
    assert {one.path: words for one, words in vault.look().derived(WORDS)} == derived_afresh(root)


class Notes(RuleBasedStateMachine):
    """After any sequence of changes the index is equal to one built afresh."""

    names = st.sampled_from(NAMES)

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.there: set[str] = set()

    def teardown(self) -> None:
        self.folder.cleanup()
        index_file(self.root).unlink(missing_ok=True)

    @rule(name=names, text=st.sampled_from(TEXTS))
    def write(self, name: str, text: str) -> None:
        write_notes(self.root, {name: text})
        self.there.add(name)

    @precondition(lambda self: self.there)
    @rule(text=st.sampled_from(TEXTS), choice=st.randoms(use_true_random=False))
    def rewrite_and_set_the_time_back(self, text: str, choice) -> None:
        path = self.root / choice.choice(sorted(self.there))
        state = path.stat()
        path.write_text(text)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    @precondition(lambda self: self.there)
    @rule(choice=st.randoms(use_true_random=False))
    def delete(self, choice) -> None:
        name = choice.choice(sorted(self.there))
        (self.root / name).unlink()
        self.there.remove(name)

    @precondition(lambda self: self.there)
    @rule(name=names, choice=st.randoms(use_true_random=False))
    def rename(self, name: str, choice) -> None:
        old = choice.choice(sorted(self.there))
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).rename(self.root / name)
        self.there = (self.there - {old}) | {name}

    @rule()
    def derive(self) -> None:
        assert derived(self.root) == derived_afresh(self.root)

    @rule(folder=st.sampled_from(["s", "s/t"]))
    def look_at_a_folder(self, folder: str) -> None:
        if (self.root / folder).is_dir():
            vault = Vault.open(self.root)
            alone = Vault.open(self.root, cache=False)
            assert list(vault.entries([folder])) == list(alone.entries([folder]))

    @invariant()
    def is_as_built_afresh(self) -> None:
        assert known(self.root) == fresh(self.root)


TestNotes = Notes.TestCase
TestNotes.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
