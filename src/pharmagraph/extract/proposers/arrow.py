"""Arrows in terse sheets: "AV-nodal conduction ↓; vagal tone ↑" under a mechanism."""

from __future__ import annotations

from collections.abc import Iterator

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.denial import denies_interaction
from pharmagraph.records import Modality, PassageKind

_ARROWS = {"↓": "inhibits", "↑": "promotes"}


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """A process with an arrow behind it goes up or down through the substance."""
    if (
        not sentence.within("mechanism")
        or sentence.passage.kind is PassageKind.QUESTION
        or denies_interaction(sentence)
    ):
        return
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        relation = _ARROWS.get(token.text)
        if not relation or not index:
            continue
        for first in range(max(0, index - 8), index):
            phrase = sentence.reader.phrase(first, index)
            if phrase and phrase.last == index and first == phrase.first:
                entity = sentence.ground(phrase, sentence.knowledge.range_of(relation), strict=True)
                if entity:
                    yield Proposal(
                        sentence.names.subject, relation, entity, Modality.ASSERTED, f"arrow:{relation}", (), None,
                        (token.start, token.end), (phrase.start, phrase.end),
                    )  # fmt: skip
                break
