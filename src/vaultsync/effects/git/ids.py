"""The ids that git gives to contents; apart from what runs git, which takes long to load."""

from __future__ import annotations

import hashlib

__all__ = ["blob_id"]


def blob_id(raw: bytes, digits: int = 40) -> str:
    """The id that git gives to a content: SHA-1, or SHA-256 where ids have 64 digits.

    >>> blob_id(b"")
    'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    told = hashlib.sha256 if digits == 64 else hashlib.sha1
    return told(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
