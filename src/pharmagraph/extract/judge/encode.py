"""Passages as the network reads them: numbers for words, word classes, kinds of names and features."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pharmagraph.extract.judge.numbers import UNKNOWN_KIND, UNKNOWN_WORD, Encoded, Vocabularies
from pharmagraph.extract.judge.observe import Observation
from pharmagraph.extract.proposal import Sentence
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.tokens import Tag, tokenize

_CONTEXT, _WORDS = 24, 90  # tokens of headings and labels, tokens of the passage, that are read at most
_PER_TITLE = 14  # tokens of one heading or label
_CONTEXT_TAG, _BAR = len(Tag), "|"
_PLAIN, _SELF, _OUTSIDE = 1, 2, 3


def encode(sentence: Sentence, seen: Sequence[Observation], vocabularies: Vocabularies) -> Encoded:
    """A passage with its candidates, at least one, in numbers."""
    context = list(_context(sentence))[:_CONTEXT]
    tokens = sentence.tokens[:_WORDS]
    before, size = len(context), len(context) + len(tokens)
    known = vocabularies.words
    kinds = [0] * len(tokens)
    for each in seen:
        phrase = each.candidate.phrase
        if each.candidate.part in ("whole", "name"):
            number = vocabularies.kinds.get(each.kinds[0] if each.kinds else UNKNOWN_KIND, 0)
            for index in range(phrase.first, min(phrase.last, len(kinds))):
                kinds[index] = number
    shared: list[tuple[int, ...]] = [_numbers(seen[0].shared[0], vocabularies)]
    number_of: dict[int, int] = {}
    for each in seen:
        place = each.shared[1]
        if id(place) not in number_of:
            number_of[id(place)] = len(shared)
            shared.append(_numbers(place, vocabularies))
    return Encoded(
        words=(*(known.get(w, UNKNOWN_WORD) for w in context), *(known.get(t.word, UNKNOWN_WORD) for t in tokens)),
        tags=(*(_CONTEXT_TAG for _ in context), *(int(t.tag) for t in tokens)),
        kinds=(*(0 for _ in context), *kinds),
        flags=(*(_OUTSIDE for _ in context), *(_SELF if is_self(sentence, t.text) else _PLAIN for t in tokens)),
        spans=tuple(_span(each, before, size) for each in seen),
        shared=tuple(shared),
        places=tuple(number_of[id(each.shared[1])] for each in seen),
        own=tuple(_numbers(each.own, vocabularies) for each in seen),
    )  # fmt: skip


def _context(sentence: Sentence) -> Iterator[str]:
    """What stands above a passage, word by word: heading, labels, opening sentence, question."""
    passage = sentence.passage
    for title in (passage.section.title, *passage.labels[-2:], passage.intro, passage.question):
        if title:
            yield from (token.word for token in tokenize(title)[:_PER_TITLE])
            yield _BAR


def _span(seen: Observation, before: int, size: int) -> tuple[int, int, int]:
    candidate = seen.candidate
    if candidate.part == "label":
        return 0, max(before - 1, 0), max(before - 1, 0)
    first = min(before + candidate.phrase.first, size - 1)
    last = min(max(before + candidate.phrase.last - 1, first), size - 1)
    return first, last, max(min(before + candidate.first - 1, size - 1), 0)


def _numbers(features: frozenset[str], vocabularies: Vocabularies) -> tuple[int, ...]:
    """Numbers of known features, ascending: a sum depends on its order in the last bit."""
    known = vocabularies.features
    return tuple(sorted(map(known.__getitem__, known.keys() & features)))
