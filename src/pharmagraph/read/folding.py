"""Words: sets of them, and what makes two texts the same."""

from __future__ import annotations

import re


def words(text: str) -> frozenset[str]:
    """A set of words, written as one text."""
    return frozenset(text.split())


_NOT_A_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The words of a text in lower case, joined by single spaces: what is compared to find repetitions."""
    return _NOT_A_WORD.sub(" ", text.casefold()).strip()
