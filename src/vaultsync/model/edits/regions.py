"""A managed region of a note: its body replaced as a whole, or the region appended.

The body is ours; all text around the markers is the user's and stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vaultsync.errors import EditedRegionError, UneditableError, UnreadableNoteError
from vaultsync.model.edits.again import read_again, splice
from vaultsync.model.note import Note, parse_note
from vaultsync.syntax.regions import (
    begin_marker,
    digest,
    end_marker,
    is_edited,
    seal_span,
    sealed,
)
from vaultsync.text import Edit, LineMap, Span, apply_edits, encode, newline_of, split_lines

__all__ = ["is_region_name", "region_text", "resealed", "set_region"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NEWLINE = re.compile(r"\r\n?|\n")


def is_region_name(name: str) -> bool:
    """Whether a region may be called that.

    >>> is_region_name("next-steps"), is_region_name("Next steps")
    (True, False)
    """
    return _NAME.fullmatch(name) is not None


def set_region(note: Note, name: str, body: str, *, overwrite: bool = False) -> list[Edit]:
    r"""The edits that bring all regions `name` of a note up to date with `body`; none if so.

    The body takes the newlines of the note, a final one, and a seal by which a
    hand edit is noticed. Without a region one is appended, or put at the top
    where the note ends inside something that is never closed. Raises
    `ValueError` for no name of a region, `UnreadableNoteError` for a note too
    large to be read, `EditedRegionError` where somebody has written into the
    region, unless `overwrite` is set, and `UneditableError` for a body that
    would hide its own end, such as an opened code block.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", b"Mine\r\n")
    >>> [edit.new[:33] for edit in set_region(note, "toc", "[[Langchain]]")]
    ['\r\n%% vaultsync:begin toc %%\r\n[[La']
    """
    if not is_region_name(name):
        raise ValueError(f"no name of a region: {name!r}")
    if any(problem.code == "too-large" for problem in note.problems):
        raise UnreadableNoteError(note.path, "too large; nothing is written into it")
    body = body if not body or body.endswith(("\n", "\r")) else f"{body}\n"
    newline = newline_of(note.text)
    regions = [region for region in note.regions if region.name == name]
    for one in regions:
        if is_edited(one.body_span.of(note.text)) and not overwrite:
            raise EditedRegionError(note.path, one.line)
    wanted = _with_newlines(sealed(body), newline)
    if regions:
        edits = [edit for one in regions for edit in splice(note.text, one.body_span, wanted)]
    else:
        edits = [_new_region(note, name, region_text(name, body, newline), newline)]
    if edits and not (_is_closed(body) and _holds(read_again(note, edits), name, wanted)):
        reason = f"the text would hide the end of the region {name} (does it open code or %%?)"
        raise UneditableError(note.path, reason, regions[0].line if regions else None)
    return edits


def region_text(name: str, body: str, newline: str = "\n") -> str:
    r"""A whole region with its markers and a final newline.

    >>> print(region_text("toc", "[[Langchain]]\n"), end="")
    %% vaultsync:begin toc %%
    [[Langchain]]
    %% vaultsync:sha 5af323e7d0f01f51 %%
    %% vaultsync:end toc %%
    """
    return _with_newlines(f"{begin_marker(name)}\n{sealed(body)}{end_marker(name)}\n", newline)


def resealed(note: Note, edits: Sequence[Edit]) -> list[Edit]:
    r"""Edits that are none of the user's, with the seals of the regions that they touch.

    A region that somebody has written into keeps its seal, so that it still shows.

    >>> from vaultsync.model.note import parse_note
    >>> note = parse_note("a.md", region_text("toc", "[[N]]\n").encode())
    >>> [edit.new for edit in resealed(note, [Edit(Span(28, 29), "M")])]
    ['M', '257d9abeb2a538d4']
    """
    seals = []
    for region in note.regions:
        body, first = region.body_span.of(note.text), region.body_span.start
        within = [
            Edit(Span(start - first, end - first), new)
            for (start, end), new in edits
            if first <= start and end <= region.body_span.end
        ]
        place = seal_span(body)
        if place is None or not within or is_edited(body):
            continue
        after = apply_edits(body, within)
        new = digest(after[: after.rfind("%% vaultsync:sha ")])
        seals.append(Edit(Span(first + place.start, first + place.end), new))
    return [*edits, *seals]


def _with_newlines(text: str, newline: str) -> str:
    return _NEWLINE.sub(newline, text)


def _new_region(note: Note, name: str, region: str, newline: str) -> Edit:
    """The region at the end, or before all else in the body, where nothing can be open."""
    end = len(note.text)
    appended = Edit(Span(end, end), f"{_gap(note.text, newline)}{region}")
    after = read_again(note, [appended])
    found = any(one.name == name for one in after.regions)
    if found and after.sections[: len(note.sections)] == note.sections:
        return appended
    front = note.front_matter
    top = LineMap(note.text).starts[front.end_row] if front else note.text.startswith("\ufeff")
    return Edit(Span(int(top), int(top)), f"{region}{newline}")


def _gap(text: str, newline: str) -> str:
    """What parts the end of `text` from a region: one blank line, where there's a line at all."""
    *above, last = split_lines(text.removeprefix("\ufeff"))[0]
    ends = newline if last else ""
    line = last or (above[-1] if above else "")
    return ends + (newline if line.strip(" \t") else "")


def _is_closed(body: str) -> bool:
    """Whether no comment goes on behind the body: the seal's own `%%` would end it."""
    return all(one.code != "unclosed-comment" for one in parse_note("", encode(body)).problems)


def _holds(note: Note, name: str, body: str) -> bool:
    """Whether there are regions of that name, and each holds that body."""
    bodies = [one.body_span.of(note.text) for one in note.regions if one.name == name]
    return bodies != [] and all(one == body for one in bodies)
