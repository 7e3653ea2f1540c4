"""The command that says what changed since a commit, in terms of notes and tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from vaultsync.cli.main import Session, pass_session
from vaultsync.cli.output import answer, format_option, say, say_json, say_lines, warn
from vaultsync.model.diffing.diff import Diff, NoteDiff
from vaultsync.model.progress.counts import Counts

__all__ = ["diff"]

_COLUMNS = ("path", "old_path", "what", "kind", "line", "text", "before")


@click.command()
@click.argument("revisions", metavar="[REV[..REV]]", default="HEAD")
@click.option("--message", is_flag=True, help="Print the commit message that says it.")
@format_option
@pass_session
def diff(session: Session, revisions: str, form: str, *, message: bool) -> None:
    """Say what changed since a commit, in terms of tasks.

    That is since the last commit, or REV, up to the files as they are; or
    between two commits. Which tasks were done, reopened, added, removed, reworded or moved, whose
    fields changed; which links and headings came, went or broke; which notes
    were added, renamed or removed; and the progress before and after. The
    written report is left out.
    """
    from vaultsync.service.past.comparing import compare

    compared = compare(session.vault, *_ends(revisions))
    found = compared.diff
    if message:
        from vaultsync.model.diffing.message import commit_message

        say_lines(commit_message(found).split("\n"))
    elif form == "json":
        say_json(_json(found))
    elif form == "text":
        say_lines(_lines(found))
        if len(found.notes) > 1:
            say(f"{len(found.notes)} notes{_progress(found.before, found.after)}")
    else:
        answer(form, _rows(found), _COLUMNS, str)
    for line in compared.unread:
        warn(line)
    if compared.unread:
        raise click.exceptions.Exit(1)


def _ends(revisions: str) -> tuple[str, str | None]:
    if "..." in revisions:
        raise click.UsageError("REV...REV is not known; name both ends with two dots: REV..REV")
    old, dots, new = revisions.partition("..")
    return old or "HEAD", (new or "HEAD") if dots else None


def _lines(found: Diff) -> Iterator[str]:
    for note in found.notes:
        was = f" (was {note.old_path})" if note.old_path else ""
        kind = f" {note.kind}" if note.kind in ("added", "removed") else ""
        yield f"{note.path}{kind}{was}{_progress(note.before, note.after)}"
        rows = list(_note_rows(note))
        for row in rows:
            before = f"  ({row['before']})" if row["before"] else ""
            what = row["kind"] if row["what"] == "task" else f"{row['what']} {row['kind']}"
            yield f"  {row['line']:>5}  {what:<15} {row['text']}{before}"
        if not rows and note.kind == "changed":
            yield f"  {'':>5}  only other text"


def _progress(before: Counts | None, after: Counts | None) -> str:
    shares = [_share(counts) for counts in (before, after) if counts is not None and counts.total]
    if not shares:
        return ""
    return f": {shares[0]}" if shares[0] == shares[-1] else f": {' -> '.join(shares)}"


def _share(counts: Counts) -> str:
    return f"{counts.done}/{counts.total} done ({counts.percent} %)"


def _rows(found: Diff) -> Iterator[dict[str, Any]]:
    for note in found.notes:
        about = {"path": note.path, "old_path": note.old_path}
        yield {**about, "what": "note", "kind": note.kind}
        yield from ({**about, **row} for row in _note_rows(note))


def _note_rows(note: NoteDiff) -> Iterator[dict[str, Any]]:
    for task in note.tasks:
        before = task.old_text or ""
        if task.kind == "moved":
            places = [*([task.old_path] if task.old_path else []), *(task.old_section or ())]
            before = f"from {' > '.join(places) or 'above all headings'}"
        elif task.kind == "fields":
            before = ", ".join(
                f"{one.name} {one.before or 'none'} -> {one.after or 'none'}" for one in task.fields
            )
        yield _row("task", task.kind, task.line, task.text, before)
    for link in note.links:
        nowhere = "leads nowhere" if link.kind == "added" and link.resolved is None else ""
        before = f"was {link.resolved}" if link.kind == "broken" else nowhere
        yield _row("link", link.kind, link.line, link.raw, before)
    for heading in note.headings:
        text = f"{'#' * heading.level} {heading.text}"
        yield _row("heading", heading.kind, heading.line, text, heading.before or "")


def _row(what: str, kind: str, line: int, text: str, before: str) -> dict[str, Any]:
    return {"what": what, "kind": kind, "line": line, "text": text, "before": before}


def _json(found: Diff) -> dict[str, Any]:
    return {
        "before": _counts(found.before),
        "after": _counts(found.after),
        "notes": [
            {
                **note._asdict(),
                "before": _counts(note.before),
                "after": _counts(note.after),
                "tasks": [
                    {**task._asdict(), "fields": [field._asdict() for field in task.fields]}
                    for task in note.tasks
                ],
                "links": [link._asdict() for link in note.links],
                "headings": [heading._asdict() for heading in note.headings],
            }
            for note in found.notes
        ],
    }


def _counts(counts: Counts | None) -> dict[str, int | None] | None:
    if counts is None:
        return None
    return {
        "total": counts.total,
        "done": counts.done,
        "open": counts.open,
        "in_progress": counts.in_progress,
        "cancelled": counts.cancelled,
        "percent": counts.percent,
    }
