"""Bytes to text and back, with nothing lost.

Invalid UTF-8 becomes lone surrogates (PEP 383) and comes back as the same
bytes; a BOM stays in the text as U+FEFF; newlines are left as they are.
"""

from __future__ import annotations

__all__ = ["decode", "encode", "invalid_utf8_at"]


def decode(raw: bytes) -> str:
    r"""The text of `raw`; `encode(decode(raw)) == raw` for all bytes.

    >>> decode(b"caf\xe9\r\n")
    'caf\udce9\r\n'
    """
    return raw.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    r"""The bytes of a text that `decode` gave, edited or not.

    >>> encode("caf\udce9\r\n")
    b'caf\xe9\r\n'
    """
    return text.encode("utf-8", "surrogateescape")


def invalid_utf8_at(raw: bytes) -> int | None:
    r"""The offset of the first byte that isn't UTF-8, or None.

    >>> invalid_utf8_at(b"caf\xe9")
    3
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None
