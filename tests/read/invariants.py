"""What holds for every reading of every file."""

from __future__ import annotations

import re
from itertools import pairwise

from pharmagraph.records import Monograph, Passage

_LINE_END = re.compile(r"\r\n?|\n")


def check(monograph: Monograph) -> None:
    """Assert all that holds for every monograph, whatever its text."""
    for passage in monograph.passages:
        check_place(monograph.raw, passage)
        check_alignment(monograph.raw, passage)
    starts = [passage.start for passage in monograph.passages]
    assert starts == sorted(starts)
    blocks = [passage.block for passage in monograph.passages]
    assert all(block > 0 for block in blocks)


def check_place(raw: str, passage: Passage) -> None:
    """Assert that a passage stands in the file, on its line, and reads as folded text."""
    assert 0 <= passage.start < passage.end <= len(raw)
    assert passage.line == 1 + len(_LINE_END.findall(raw[: passage.start] + "x"))
    assert passage.text == " ".join(passage.text.split()) != ""
    assert passage.section.line <= passage.line
    for cell in passage.cells:
        assert 0 <= cell.start <= cell.end <= len(passage.text)


def check_alignment(raw: str, passage: Passage) -> None:
    """Assert that runs are in order, inside of the quote, and copied (or one character of an entity)."""
    for text_at, raw_at, length in passage.alignment:
        assert length > 0
        assert passage.start <= raw_at < raw_at + length <= passage.end
        copied = passage.text[text_at : text_at + length] == raw[raw_at : raw_at + length]
        assert copied or (length == 1 and raw[raw_at] in "&\\'`"), passage.text
    for (text_at, raw_at, length), (next_text_at, next_raw_at, _) in pairwise(passage.alignment):
        assert text_at + length <= next_text_at
        assert raw_at + length <= next_raw_at
    start, end = passage.raw_span(0, len(passage.text))
    assert passage.start <= start < end <= passage.end
