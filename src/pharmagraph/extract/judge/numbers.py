"""A passage in numbers, and what the numbers stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UNKNOWN_WORD = 1  # 0 is no word
UNKNOWN_KIND = "?"


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Numbers of what the network knows; what is missing is left out, or read as unknown.

    Attributes:
        words: Folded word -> number, from 2 on; 0 is no word, 1 an unknown one.
        kinds: Class of a name -> number, from 1 on; 0 is no name.
        features: Feature -> number, from 0 on.
    """

    words: Mapping[str, int]
    kinds: Mapping[str, int]
    features: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One passage in numbers.

    Attributes:
        words: A number a token, those of headings and labels first.
        tags: Its word class, or one more than the last for a token of a heading.
        kinds: The class of the name that it is part of.
        flags: Whether it stands in the passage, outside of it, or is the substance's own name.
        spans: For each candidate the first token, the last token, and the token before its list.
        shared: Numbers of features of the passage, then of each place; ``places`` says which is whose.
        places: For each candidate the index of its place in ``shared``, from 1 on.
        own: Numbers of features of each candidate.
    """

    words: tuple[int, ...]
    tags: tuple[int, ...]
    kinds: tuple[int, ...]
    flags: tuple[int, ...]
    spans: tuple[tuple[int, int, int], ...]
    shared: tuple[tuple[int, ...], ...]
    places: tuple[int, ...]
    own: tuple[tuple[int, ...], ...]
