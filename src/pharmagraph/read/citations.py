"""Marks that point to a reference list: they stand in the text, but say nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERS = r"\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}"
_WORDS = r"(?:citation|clarification|verification|medical citation) needed|(?:note|nb|ref\.?) \d{1,3}|dubious"
# "[1]" and "[2,3]" but not "[1,4]benzodiazepine"; "[ 4 ]" as converters leave it.
_CITATION = re.compile(rf"\s?\[\s?(?:{_NUMBERS}|{_WORDS})\s?\](?![\w-])", re.IGNORECASE)
_SUPERSCRIPT = re.compile(rf"\[?{_NUMBERS}\]?")
# What stands before the 2 of "kg/m<sup>2</sup>"
_UNIT = re.compile(r"(?:(?<![^\W_])|(?<=\d))[kcdmnµμ]?m\Z")
_LONGEST_UNIT = 2


def citation_spans(text: str, superscripts: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Find the citation marks of a visible text.

    Args:
        text: Visible text.
        superscripts: Slices of it that were raised: numbers after a word, a full stop or another number are
            citations; after "^" and a unit of length they are exponents, before a letter they are isotopes.

    Returns:
        Slices of ``text`` to take out, in order, not overlapping, with the space before a mark that
        stands at the end of a word group.
    """
    found = [mark.span() for mark in _CITATION.finditer(text)]
    for start, end in superscripts:
        before = text[start - 1 : start]
        if not before or before == "^" or not _SUPERSCRIPT.fullmatch(text, start, end):
            continue
        exponent = text[start:end] in {"2", "3"} and _UNIT.search(text, max(start - _LONGEST_UNIT, 0), start)
        isotope = before in " ([" and text[end : end + 1].isalpha()
        if not exponent and not isotope:
            found.append((start - (before == " "), end))
    found.sort()
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if not spans or start >= spans[-1][1]:
            spans.append((start, end))
    return spans
