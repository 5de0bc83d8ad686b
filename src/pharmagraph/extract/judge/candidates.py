"""What a statement of a passage may be about: noun phrases, names inside of them, the label that it stands under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.extract.proposal import Sentence
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase, PhraseReader
from pharmagraph.recognise.tokens import Tag, tokenize

_LONGEST_NAME = 4  # tokens of a name that is looked for inside a phrase
_TRIMMED = (Tag.NOUN_VERB, Tag.VERB, Tag.PAST, Tag.ING, Tag.ADVERB)
_NAMING = (Tag.WORD, Tag.NOUN_VERB, Tag.ING, Tag.NUMBER, Tag.DETERMINER)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be the other end of a statement about the monograph's substance.

    Attributes:
        phrase: Its words.
        members: How many members the list has that it stands in; 1 where it stands alone.
        first: Index of the list's first token.
        last: Index after the list's last token.
        part: What it is of the phrase that was read: ``whole``, ``name`` (a known name inside), ``head`` and
            ``of`` (before and after "of"), ``tail`` and ``front`` (without the first or the last word), ``label``
            (it stands in the label or heading above; its offsets say nothing then).
    """

    phrase: Phrase
    members: int
    first: int
    last: int
    part: str = "whole"


def candidates(sentence: Sentence) -> Iterator[Candidate]:
    """All candidates of a passage in the order of the text, each once."""
    seen: set[tuple[int, int, str]] = set()
    for candidate in _all(sentence):
        place = (candidate.phrase.start, candidate.phrase.end, candidate.phrase.text)
        if place not in seen:
            seen.add(place)
            yield candidate
    yield from _of_label(sentence)


def _all(sentence: Sentence) -> Iterator[Candidate]:
    at = 0
    while at < len(sentence.tokens):
        phrases, after = read_list(sentence.reader, at)
        if phrases:
            first = min(phrase.first for phrase in phrases)
            last = max(phrase.last for phrase in phrases)
            for phrase in phrases:
                whole = Candidate(phrase, len(phrases), first, last)
                yield whole
                yield from _parts(sentence, whole)
        at = max(after if phrases else at + 1, at + 1)


def _parts(sentence: Sentence, whole: Candidate) -> Iterator[Candidate]:
    """Shorter readings of a phrase: "effectiveness of [oral contraceptives]", "correct [hypokalemia]"."""
    first, last = whole.phrase.first, whole.phrase.last
    tokens = sentence.tokens
    if last - first < 2 or whole.phrase.text != sentence.text[tokens[first].start : tokens[last - 1].end]:
        return
    for at in range(first + 1, last - 1):
        if tokens[at].word == "of":
            yield _part(sentence, whole, first, at, "head")
            inner = at + 1 + (tokens[at + 1].tag is Tag.DETERMINER and at + 2 < last)
            yield _part(sentence, whole, inner, last, "of")
            break
    if tokens[first].tag in _TRIMMED:
        yield _part(sentence, whole, first + 1, last, "tail")
    if tokens[last - 1].tag in _TRIMMED:
        yield _part(sentence, whole, first, last - 1, "front")
    for start, end in _known(sentence, first, last):
        yield _part(sentence, whole, start, end, "name")


def _known(sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The longest names in a phrase that the lexicon knows, left to right; not the phrase itself."""
    at = first
    tokens = sentence.tokens
    while at < last:
        found = at
        for end in range(min(last, at + _LONGEST_NAME), at, -1):
            if (
                (at, end) == (first, last)
                or tokens[at].tag not in _NAMING
                or tokens[end - 1].tag not in _NAMING
            ):
                continue
            if sentence.knowledge.knows(sentence.text[tokens[at].start : tokens[end - 1].end]):
                yield at, end
                found = end
                break
        at = max(found, at + 1)


def _part(sentence: Sentence, whole: Candidate, first: int, last: int, part: str) -> Candidate:
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    text, head = sentence.text[start:end], tokens[last - 1].word
    of = whole.phrase
    phrase = Phrase(text, start, end, head, first, last, of.role, of.degree, of.group)
    return Candidate(phrase, whole.members, whole.first, whole.last, part)


def _of_label(sentence: Sentence) -> Iterator[Candidate]:
    """The names in the label that governs the passage ("**Carbamazepine, phenytoin:** half-life shortened")."""
    if sentence.headings:
        phrases = _names_of_label(sentence.headings[0], sentence.knowledge)
        yield from (Candidate(phrase, members, 0, 0, "label") for phrase, members in phrases)


@lru_cache(maxsize=1024)
def _names_of_label(label: str, knowledge: Knowledge) -> tuple[tuple[Phrase, int], ...]:
    """The phrases of a label, each with the number of members of its list; the same for all that stands under it."""
    tokens = tokenize(label)
    reader = PhraseReader(label, tokens, knowledge.knows)
    found: dict[str, tuple[Phrase, int]] = {}
    at = 0
    while at < len(tokens):
        phrases, after = read_list(reader, at)
        for phrase in phrases:
            found.setdefault(phrase.text, (phrase, len(phrases)))
        at = max(after if phrases else at + 1, at + 1)
    return tuple(found.values())
