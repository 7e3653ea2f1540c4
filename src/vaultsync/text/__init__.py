"""Floor 0: text, spans, edits, lines. Knows nothing of Markdown."""

from vaultsync.text.codec import decode, encode
from vaultsync.text.edits import Edit, InvalidEditError, Span, apply_edits
from vaultsync.text.lines import LineMap, Unit, newline_of, split_lines

__all__ = [
    "Edit",
    "InvalidEditError",
    "LineMap",
    "Span",
    "Unit",
    "apply_edits",
    "decode",
    "encode",
    "newline_of",
    "split_lines",
]
