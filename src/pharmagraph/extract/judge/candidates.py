"""What a statement of a passage may be about: its noun phrases, members of lists one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase that may be the other end of a statement about the monograph's substance.

    Attributes:
        phrase: The phrase.
        members: How many members the list has that it stands in; 1 where it stands alone.
        first: Index of the list's first token.
        last: Index after the list's last token.
    """

    phrase: Phrase
    members: int
    first: int
    last: int


def candidates(sentence: Sentence) -> Iterator[Candidate]:
    """All noun phrases of a passage in the order of the text, each once."""
    seen: set[tuple[int, int, str]] = set()
    at = 0
    while at < len(sentence.tokens):
        phrases, after = read_list(sentence.reader, at)
        first = min((phrase.first for phrase in phrases), default=at)
        last = max((phrase.last for phrase in phrases), default=at)
        for phrase in phrases:
            place = (phrase.start, phrase.end, phrase.text)
            if place not in seen:
                seen.add(place)
                yield Candidate(phrase, len(phrases), first, last)
        at = max(after if phrases else at + 1, at + 1)
