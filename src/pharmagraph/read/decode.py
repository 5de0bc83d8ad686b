"""Bytes to text, refusing what is no text."""

from __future__ import annotations

from pharmagraph.errors import Note, ReadError

MOST_BYTES = 20_000_000
BOM = "\ufeff"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def check_size(size: int, source: str) -> None:
    """Refuse a file that is too large to be a monograph.

    Args:
        size: In bytes.
        source: The name to complain about.

    Raises:
        ReadError: The file is larger than ``MOST_BYTES``.
    """
    if size > MOST_BYTES:
        raise ReadError(
            f"the file has {size / 1e6:,.0f} MB, more than the {MOST_BYTES / 1e6:.0f} MB that are read",
            remedy="split it into one monograph a file",
            source=source,
        )


def decode(data: bytes, source: str) -> tuple[str, tuple[Note, ...]]:
    """Decode the bytes of a monograph.

    A byte order mark and the line ends stay in the text, so that offsets count the characters of the file.

    Args:
        data: The whole file.
        source: The name to complain about.

    Returns:
        The text and what was noticed.

    Raises:
        ReadError: The file is too large, empty, binary or not UTF-8.
    """
    check_size(len(data), source)
    if not data.strip():
        raise ReadError("the file is empty", remedy="write the monograph or remove the file", source=source)
    if data.startswith(_UTF16):
        raise ReadError("the file is UTF-16", remedy="save it as UTF-8", source=source, line=1)
    if (nul := data.find(b"\0")) >= 0:
        raise ReadError(
            "the file is binary (it has a zero byte)",
            remedy="give Markdown text, saved as UTF-8",
            source=source,
            line=_line(data, nul),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"the file is not UTF-8 (byte 0x{data[error.start]:02x})",
            remedy="save it as UTF-8",
            source=source,
            line=_line(data, error.start),
        ) from error
    if not text.strip(BOM).strip():
        raise ReadError("the file is empty", remedy="write the monograph or remove the file", source=source)
    if text.startswith(BOM):
        return text, (Note(source, 1, "byte-order-mark", "A byte order mark at the start was passed over."),)
    return text, ()


def _line(data: bytes, offset: int) -> int:
    """The line of a byte offset, counted from 1."""
    before = data[:offset]
    return 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
