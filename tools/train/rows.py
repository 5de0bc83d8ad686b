"""Annotated documents -> rows to learn from: what the model sees of each candidate, and what the gold says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pharmagraph.evaluate import GoldLine, fold, read_gold
from pharmagraph.extract import passages_of
from pharmagraph.extract.judge.observe import DIRECTED, INVERSE, NOT_JUDGED, Observation, allowed, is_judged, observe
from pharmagraph.extract.knowledge import Knowledge
from pharmagraph.extract.proposal import Sentence
from pharmagraph.read import read_monograph
from pharmagraph.records import Modality


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate.

    Attributes:
        document: Stem of the document's file.
        features: What the model sees.
        labels: Output -> modality, for the statements that the gold makes of it.
        optional: Outputs that the gold marks as hard or unsure.
        claimed: Outputs that the rules propose.
        text: Its words, to look at.
        quote: Its passage, to look at.
    """

    document: str
    features: tuple[str, ...]
    labels: dict[str, Modality]
    optional: frozenset[str]
    claimed: frozenset[str]
    text: str
    quote: str


def rows_of(gold: Path, monograph: Path, knowledge: Knowledge) -> Iterator[Row]:
    """The rows of one document.

    Args:
        gold: Its annotation.
        monograph: Its text.
        knowledge: What the rules know; without a model.
    """
    lines = [line for line in read_gold(gold) if line.relation not in NOT_JUDGED]
    read = read_monograph(monograph).monograph
    symmetric = frozenset(r.name for r in knowledge.vocabulary.relations.values() if r.symmetric)
    own: frozenset[str] = frozenset()
    for sentence, proposals in passages_of(read, knowledge):
        if not own:
            own = _own_names(read.title, sentence, gold)
        if not is_judged(sentence):
            continue
        passage = sentence.passage
        quote = read.raw[passage.start : passage.end]
        here = [line for line in lines if _about(line, quote)]
        for seen in observe(sentence, proposals):
            labels, optional = _labels(sentence, seen, here, own, symmetric)
            yield Row(
                gold.stem, (*seen.shared[0], *seen.shared[1], *seen.own), labels, optional,
                frozenset(claim.output for claim in seen.claims), seen.candidate.phrase.text, quote,
            )  # fmt: skip


def _own_names(title: str, sentence: Sentence, gold: Path) -> frozenset[str]:
    named = [
        form
        for line in read_gold(gold)
        if line.relation in ("alternateName", "brandName")
        for form in line.object
    ]
    return frozenset((fold(title), *sentence.names.keys, *map(fold, named)))


def _about(line: GoldLine, quote: str) -> bool:
    wanted = line.quote.strip()
    return bool(wanted) and (wanted in quote or quote.strip() in wanted)


def _labels(
    sentence: Sentence, seen: Observation, lines: Sequence[GoldLine], own: frozenset[str], symmetric: frozenset[str]
) -> tuple[dict[str, Modality], frozenset[str]]:
    labels: dict[str, Modality] = {}
    optional: set[str] = set()
    forms = _forms(sentence, seen)
    for line in lines:
        subject, target = {fold(s) for s in line.subject}, {fold(o) for o in line.object}
        output = ""
        if forms & target and subject & own:
            output = line.relation
        elif forms & subject and target & own and line.relation in symmetric:
            output = line.relation
        elif forms & subject and target & own and line.relation in DIRECTED:
            output = line.relation + INVERSE
        if not output or not sentence.ground(seen.candidate.phrase, allowed(sentence, output)):
            continue
        labels[output] = line.modality
        if line.optional:
            optional.add(output)
    return labels, frozenset(optional)


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
