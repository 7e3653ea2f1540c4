"""What a rename plans, as edits on the text of a canvas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from json import loads

from vaultsync.errors import UneditableError
from vaultsync.model.canvas import FILE_NODE, Canvas, CanvasLink, read_canvas
from vaultsync.model.edits.again import splice
from vaultsync.model.renaming.rename import Retarget
from vaultsync.syntax.links import display_of
from vaultsync.text import Edit, Span, apply_edits, encode

__all__ = ["canvas_edits"]


def canvas_edits(canvas: Canvas, retargets: Iterable[Retarget]) -> list[Edit]:
    r"""Write links of a canvas anew, all at once; `retargets` hold links of `canvas` itself.

    What is written is escaped as the file does it. Raises `ValueError` for a
    link of another file, and `UneditableError` where the canvas, read again,
    would not hold the links that were asked for.

    >>> raw = rb'{"nodes": [{"type": "text", "text": "see\n[[a\/N#H|N]]"}]}'
    >>> canvas = read_canvas("Map.canvas", raw)
    >>> edits = canvas_edits(canvas, [Retarget(canvas.links[0], "é/M", display="M")])
    >>> print(apply_edits(canvas.text, edits))
    {"nodes": [{"type": "text", "text": "see\n[[é\/M#H|M]]"}]}
    """
    index = {link: at for at, link in enumerate(canvas.links)}
    wanted = list(canvas.links)
    edits: list[Edit] = []
    for one in retargets:
        if not isinstance(one.link, CanvasLink) or one.link not in index:
            raise ValueError(f"no link of {canvas.path}: {one.link.raw!r}")
        changed = _changed(one.link, one)
        wanted[index[one.link]] = changed
        edits += _splices(canvas, one.link, changed)
    after = read_canvas(canvas.path, encode(apply_edits(canvas.text, edits)))
    if list(map(_facts, after.links)) != list(map(_facts, wanted)):
        raise UneditableError(canvas.path, "its links can't be written anew")
    return edits


def _changed(link: CanvasLink, one: Retarget) -> CanvasLink:
    """The link as it shall be read afterwards."""
    subpath = link.subpath if one.subpath is None else one.subpath
    display = link.display if one.display is None else one.display
    if link.kind == FILE_NODE or "|" not in link.raw:
        display = display_of(one.target + subpath)
    return link._replace(target=one.target, subpath=subpath, display=display)


def _splices(canvas: Canvas, link: CanvasLink, wanted: CanvasLink) -> Iterator[Edit]:
    text, behind = canvas.text, link.subpath_span
    yield from splice(text, link.target_span, canvas.escaped(wanted.target))
    if behind is not None and wanted.subpath != link.subpath:
        yield from splice(text, behind, canvas.escaped(wanted.subpath))
    if behind is not None and "|" in link.raw and wanted.display != link.display:
        rest = Span(behind.end, link.span.end)
        said: str = loads(f'"{rest.of(text)}"')
        new = said.removesuffix(f"{link.display}]]") + f"{wanted.display}]]"
        yield from splice(text, rest, canvas.escaped(new))


def _facts(link: CanvasLink) -> tuple[object, ...]:
    return link.kind, link.target, link.subpath, link.display, link.embed, link.line, link.key
