"""Bytes to text and back: nothing is lost, whatever the bytes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultsync.text.codec import decode, encode, invalid_utf8_at

DECODED = {
    "ascii": (b"- [ ] a\n", "- [ ] a\n"),
    "utf-8": ("café 😀 漢".encode(), "café 😀 漢"),
    "bom-stays": (b"\xef\xbb\xbfa", "\ufeffa"),
    "newlines-stay": (b"a\r\nb\rc\n\rd", "a\r\nb\rc\n\rd"),
    "nul-and-controls": (b"\x00\x01\x1a\x7f", "\x00\x01\x1a\x7f"),
    "latin-1": (b"caf\xe9", "caf\udce9"),
    "cut-off": (b"\xf0\x9f\x98", "\udcf0\udc9f\udc98"),
    "overlong": (b"\xc0\xaf", "\udcc0\udcaf"),
    "surrogate-in-utf-8": (b"\xed\xa0\x80", "\udced\udca0\udc80"),
    "beyond-unicode": (b"\xf4\x90\x80\x80", "\udcf4\udc90\udc80\udc80"),
    "utf-16": ("a\n".encode("utf-16"), "\udcff\udcfea\x00\n\x00"),
    "separators": ("a\u2028b\u2029c\x85d".encode(), "a\u2028b\u2029c\x85d"),
}


@pytest.mark.parametrize(("raw", "text"), DECODED.values(), ids=DECODED)
def test_decodes_and_encodes(raw: bytes, text: str) -> None:
    assert decode(raw) == text
    assert encode(text) == raw


@given(st.binary())
@example(bytes(range(256)))
@example(b"\xef\xbb\xbf\xef\xbb\xbf\xff")
def test_all_bytes_come_back(raw: bytes) -> None:
    assert encode(decode(raw)) == raw


@given(st.binary(), st.text(), st.binary())
def test_invalid_bytes_stay_where_they_are(before: bytes, valid: str, after: bytes) -> None:
    """What is valid between them is read as it is."""
    text = decode(before + b"\n" + valid.encode() + b"\n" + after)
    assert f"\n{valid}\n" in text


INVALID_AT = {
    "none": (b"caf\xc3\xa9", None),
    "empty": (b"", None),
    "first": (b"\xffabc", 0),
    "after-two-byte-character": (b"\xc3\xa9\xe9", 2),
    "cut-off-at-end": (b"ab\xf0\x9f", 2),
    "first-of-two": (b"a\xe9b\xe9", 1),
}


@pytest.mark.parametrize(("raw", "at"), INVALID_AT.values(), ids=INVALID_AT)
def test_finds_the_first_invalid_byte(raw: bytes, at: int | None) -> None:
    assert invalid_utf8_at(raw) == at


@given(st.binary())
def test_is_valid_up_to_the_first_invalid_byte(raw: bytes) -> None:
    at = invalid_utf8_at(raw)
    valid = raw if at is None else raw[:at]
    assert not any("\udc80" <= char <= "\udcff" for char in decode(valid))
    assert at is None or "\udc80" <= decode(raw)[len(decode(valid))] <= "\udcff"
