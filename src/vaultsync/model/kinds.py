"""What a file is, by its name, and what is known of canvases without reading one."""

from __future__ import annotations

__all__ = ["FILE_NODE", "MAX_CANVAS_BYTES", "is_canvas", "is_note"]

FILE_NODE = "file"
"""The kind of a link that is a file node: its target is a path, not a linkpath."""

MAX_CANVAS_BYTES = 5_000_000
"""The size above which a canvas is opaque: it has a problem and no links."""


def is_note(path: str) -> bool:
    """Whether the file at `path` is a note.

    >>> is_note("a/b.MD"), is_note("a/b.png")
    (True, False)
    """
    return path[-3:].lower() == ".md"


def is_canvas(path: str) -> bool:
    """Whether the file at `path` is a canvas.

    >>> is_canvas("Map.canvas")
    True
    """
    return path.lower().endswith(".canvas")
