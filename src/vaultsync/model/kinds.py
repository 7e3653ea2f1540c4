"""What a file is, by its name."""

from __future__ import annotations

__all__ = ["is_canvas", "is_note"]


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
