"""Positions: UTF-8 byte offsets to character offsets, and character offsets to line numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

_LINE_END = re.compile(r"\r\n?|\n")
_CHUNK = 8  # 2**8 bytes between two checkpoints: small enough to count fast, large enough to be few
_CONTINUATION = bytes(range(0x80, 0xC0))


class Lines:
    """Line numbers of a text.

    A line ends with LF, CRLF or CR, as CommonMark 0.31 section 2.1 has it; the other separators of Unicode
    (NEL, U+2028) do not end one, because editors do not count them.

    Args:
        text: The whole decoded file.
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
        else:
            self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]

    def at(self, offset: int) -> int:
        """The line, counted from 1, of a character offset."""
        return bisect_right(self._starts, offset)


def byte_to_char(text: str, base: int = 0) -> Callable[[int], int]:
    """Make a function from byte offsets of ``text`` in UTF-8 to character offsets.

    Args:
        text: The text whose UTF-8 form the byte offsets refer to.
        base: What to add to every result, for a text that is the tail of a file.

    Returns:
        A function that takes constant time a call, whatever the order of the calls.
    """
    if text.isascii():
        return lambda offset: base + offset
    data = text.encode()
    step = 1 << _CHUNK
    before = [base]
    for at in range(0, len(data), step):
        before.append(before[-1] + len(data[at : at + step].translate(None, _CONTINUATION)))

    def convert(offset: int) -> int:
        chunk = offset >> _CHUNK
        return before[chunk] + len(data[chunk << _CHUNK : offset].translate(None, _CONTINUATION))

    return convert
