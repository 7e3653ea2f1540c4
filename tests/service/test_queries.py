"""What Python can ask of a vault is what the commands print."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run, write
from vaultsync import Vault
from vaultsync.errors import NoteNotFoundError
from vaultsync.model.progress.counts import counts_json
from vaultsync.model.progress.measure import Policy

Rows = Callable[[Vault], Iterable[Any]]

QUERIES: dict[str, tuple[Rows, list[str]]] = {
    "tasks": (lambda vault: vault.tasks(), ["tasks"]),
    "tasks-of-some": (
        lambda vault: vault.tasks("Topics", "Home", done=True),
        ["tasks", "Topics", "Home", "--done"],
    ),
    "tasks-todo": (
        lambda vault: vault.tasks("Langchain", todo=True, under="learn"),
        ["tasks", "Langchain", "--todo", "--under", "learn"],
    ),
    "tasks-by-status-and-tag": (
        lambda vault: vault.tasks(status=" ", tag="errand"),
        ["tasks", "--status", " ", "--tag", "errand"],
    ),
    "links": (lambda vault: vault.links(), ["links"]),
    "links-of-a-note": (lambda vault: vault.links("rag"), ["links", "RAG"]),
    "links-of-a-canvas": (lambda vault: vault.links("Map.canvas"), ["links", "Map.canvas"]),
    "backlinks": (lambda vault: vault.backlinks("RAG"), ["backlinks", "RAG"]),
    "backlinks-of-an-attachment": (
        lambda vault: vault.backlinks("roadmap.png"),
        ["backlinks", "roadmap.png"],
    ),
    "mentions": (
        lambda vault: [*vault.backlinks("Home"), *vault.mentions("Home")],
        ["backlinks", "Home", "--mentions"],
    ),
    "unresolved": (lambda vault: vault.unresolved(), ["unresolved"]),
    "aliases": (lambda vault: vault.aliases(), ["aliases"]),
    "aliases-of-a-note": (lambda vault: vault.aliases("Langchain"), ["aliases", "Langchain"]),
}


@pytest.mark.parametrize(("ask", "words"), QUERIES.values(), ids=QUERIES)
def test_rows(ask: Rows, words: list[str], vault: Path) -> None:
    rows = [row._asdict() for row in ask(Vault.open(vault))]
    assert rows
    assert json.loads(json.dumps(rows)) == asked(vault, words)


def asked(vault: Path, words: list[str]) -> Any:
    answer = run("-C", str(vault), *words, "--format", "json")
    assert (answer.code in (0, 1), answer.err) == (True, "")
    return answer.json


@pytest.mark.parametrize("attachments", [False, True])
@pytest.mark.parametrize("name", ["orphans", "deadends"])
def test_paths(name: str, attachments: bool, vault: Path) -> None:
    found = getattr(Vault.open(vault), name)(attachments=attachments)
    assert list(found) == asked(vault, [name, *(["--attachments"] if attachments else [])])


def test_counts(vault: Path) -> None:
    asker = Vault.open(vault)
    tags = [{"tag": one.tag, "count": one.times} for one in asker.tags()]
    assert tags == asked(vault, ["tags"])
    properties = [{"property": one.key, "count": one.times} for one in asker.properties()]
    assert properties == asked(vault, ["properties"])
    total = asker.progress("Topics", policy=Policy.ALL).total
    found = asked(vault, ["progress", "Topics", "--policy", "all"])["total"]
    assert counts_json(total) == found


@pytest.mark.parametrize("names", [[], ["Plans"], ["Home"]], ids=["vault", "folder", "note"])
def test_findings(names: list[str], vault: Path) -> None:
    found = Vault.open(vault).findings(*names)
    rows = [{**one._asdict(), "severity": one.severity.value} for one in found]
    assert rows == asked(vault, ["check", *names])


def test_a_note_stands_for_its_name(vault: Path) -> None:
    asker = Vault.open(vault)
    note = asker.note("RAG")
    assert list(asker.links(note)) == list(asker.links("RAG"))
    assert list(asker.backlinks(note)) == list(asker.backlinks("RAG"))
    assert list(asker.mentions(note)) == list(asker.mentions("RAG"))


RESOLVED = {
    "text": ("rag", "Topics/RAG.md"),
    "subpath": ("RAG#Use", "Topics/RAG.md"),
    "brackets": ("[[RAG#Use|it]]", "Topics/RAG.md"),
    "embed": ("![[roadmap.png|300]]", "Attachments/roadmap.png"),
    "nothing": ("MLOps", None),
    "alias": ("LangChain agents", None),
    "itself": ("#Plan", "Plans/Week 47.md"),
    "relative": ("../Home", "Home.md"),
}


@pytest.mark.parametrize(("text", "path"), RESOLVED.values(), ids=RESOLVED)
def test_resolves_a_text(text: str, path: str | None, vault: Path) -> None:
    asker = Vault.open(vault)
    week = asker.note("Week 47")
    assert asker.resolve(text, week) == path
    assert asker.resolve(text, week.path, files=asker.files()) == path


def test_resolves_links_as_they_are_listed(vault: Path) -> None:
    asker = Vault.open(vault)
    files = asker.files()
    for note in asker.notes:
        found = [asker.resolve(link, note, files=files) for link in note.links]
        assert found == [row.resolved for row in asker.links(note)]
    for canvas in asker.canvases():
        found = [asker.resolve(link, canvas.path) for link in canvas.links]
        assert found == [row.resolved for row in asker.links(canvas.path)]


def test_a_text_without_a_source_leads_to_no_file_itself(vault: Path) -> None:
    assert Vault.open(vault).resolve("#Plan") is None


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "both": ({"todo": True, "done": True}, "either todo or done"),
    "two": ({"status": "xx"}, "no box holds 'xx'"),
    "none": ({"status": ""}, "no box holds ''"),
}


@pytest.mark.parametrize(("wanted", "said"), WRONG.values(), ids=WRONG)
def test_refuses_at_once_what_no_task_can_be(
    wanted: dict[str, Any], said: str, vault: Path
) -> None:
    with pytest.raises(ValueError, match=said):
        Vault.open(vault).tasks(**wanted)


def test_names_that_mean_nothing(vault: Path) -> None:
    asker = Vault.open(vault)
    for ask in (asker.links, asker.backlinks, asker.mentions, asker.findings):
        with pytest.raises(NoteNotFoundError):
            list(ask("Nope"))


def test_passes_over_what_can_not_be_read(vault: Path) -> None:
    before = list(Vault.open(vault).tasks())
    (vault / "Out-there.md").symlink_to("../out.md")
    write(vault, {"Bad.canvas": "["})
    asker = Vault.open(vault)
    assert list(asker.tasks()) == before
    assert list(asker.mentions("Out-there")) == []
    assert asker.status().notes == 18
