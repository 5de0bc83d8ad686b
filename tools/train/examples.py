"""Annotated documents -> rows to learn from: what the model sees of each candidate, and what the gold says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.evaluate import GoldLine, fold, own_names, read_gold
from pharmagraph.extract import passages_of
from pharmagraph.extract.judge.observe import (
    DIRECTED,
    INVERSE,
    NOT_JUDGED,
    Observation,
    allowed,
    is_judged,
    observe,
)
from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.extract.proposal import Sentence
from pharmagraph.read import read_monograph
from pharmagraph.records import Modality


@dataclass(frozen=True, slots=True)
class Example:
    """One passage with its candidates, and what the gold says of each.

    Attributes:
        document: Stem of the document's file.
        sentence: The passage.
        observed: Its candidates.
        labels: For each candidate, output -> modality of the statements that the gold makes of it here.
        elsewhere: For each candidate, outputs of statements that the gold reads from another passage: one who reads
            them here too is not wrong, so they teach nothing.
    """

    document: str
    sentence: Sentence
    observed: tuple[Observation, ...]
    labels: tuple[dict[str, Modality], ...]
    elsewhere: tuple[frozenset[str], ...]


def examples_of(gold: Path, monograph: Path, knowledge: Knowledge) -> Iterator[Example]:
    """The examples of one document.

    Args:
        gold: Its annotation.
        monograph: Its text.
        knowledge: What the rules know; without a model.
    """
    annotated = read_gold(gold)
    lines = [line for line in annotated if line.relation not in NOT_JUDGED]
    read = read_monograph(monograph).monograph
    names, symmetric = names_of(read, knowledge), knowledge.vocabulary.symmetric
    own = own_names(read.title, names.keys, annotated)
    for sentence, proposals in passages_of(read, names, knowledge):
        observed = tuple(observe(sentence, proposals)) if is_judged(sentence) else ()
        if not observed:
            continue
        quote = read.raw[sentence.passage.start : sentence.passage.end]
        here = [line for line in lines if _about(line, quote)]
        others = [line for line in lines if not _about(line, quote)]
        labels = tuple(_labels(sentence, seen, here, own, symmetric) for seen in observed)
        elsewhere = tuple(
            frozenset(_labels(sentence, seen, others, own, symmetric)) - frozenset(mine)
            for seen, mine in zip(observed, labels, strict=True)
        )
        yield Example(gold.stem, sentence, observed, labels, elsewhere)


def _about(line: GoldLine, quote: str) -> bool:
    wanted = line.quote.strip()
    return bool(wanted) and (wanted in quote or quote.strip() in wanted)


def _labels(
    sentence: Sentence,
    seen: Observation,
    lines: Sequence[GoldLine],
    own: frozenset[str],
    symmetric: frozenset[str],
) -> dict[str, Modality]:
    labels: dict[str, Modality] = {}
    forms = _forms(sentence, seen)
    for line in lines:
        subject, target = {fold(s) for s in line.subject}, {fold(o) for o in line.object}
        output = ""
        if (forms & target and subject & own) or (
            forms & subject and target & own and line.relation in symmetric
        ):
            output = line.relation
        elif forms & subject and target & own and line.relation in DIRECTED:
            output = line.relation + INVERSE
        if not output or not sentence.ground(seen.candidate.phrase, allowed(sentence, output)):
            continue
        labels[output] = line.modality
    return labels


def _forms(sentence: Sentence, seen: Observation) -> set[str]:
    """All names under which the extraction may give this candidate."""
    phrase = seen.candidate.phrase
    found = {fold(phrase.text)}
    for kind in sentence.knowledge.grounder.kinds(phrase.text, phrase.head):
        entity = sentence.ground(phrase, frozenset((kind,)))
        if entity:
            found |= {fold(entity.text), fold(entity.label)}
    for claim in seen.claims:
        found |= {fold(claim.other.text), fold(claim.other.label)}
    return found
