"""What becomes of the rules' proposals, and what is added to them, by the model's probabilities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pharmagraph.extract.judge.encode import encode
from pharmagraph.extract.judge.guards import may_add
from pharmagraph.extract.judge.model import NEGATED, POSSIBLE, Model
from pharmagraph.extract.judge.network import Array
from pharmagraph.extract.judge.observe import INVERSE, NOT_JUDGED, Observation, allowed, is_judged, observe
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.qualifiers import describe
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import Entity, Modality

# A statement is added only if it is sure enough whether it is denied: a lost "not" is the worst error.
_SURELY, _HARDLY = 0.6, 0.15
_MOST_SURELY = 0.85
_SURELY_DENIED = 0.7  # what a rule affirms is then dropped, not turned round
_LIKELY_DENIAL = 0.4  # a denial that is surely one needs not be as likely as what is affirmed
_LIKELY = 0.5
_AT_ONCE = 64  # passages that are scored together: memory does not grow with the document


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the model says of one output of one candidate; how likely it is denied, and hedged."""

    output: str
    p: float
    seen: Observation
    denied: float
    hedged: float


Read = tuple[Sentence, tuple[Proposal, ...]]


def judged(passages: Iterable[Read], model: Model) -> Iterator[Read]:
    """For each passage the proposals that stand, with their confidence, and those that the model adds.

    Args:
        passages: Passages with what the rules propose, without contradictions. Each is looked at before the next is
            asked for, since what was spoken of before changes from one to the next.
        model: The model.
    """
    part: list[tuple[Sentence, tuple[Proposal, ...], list[Observation]]] = []
    for sentence, proposals in passages:
        part.append((sentence, proposals, list(observe(sentence, proposals)) if is_judged(sentence) else []))
        if len(part) == _AT_ONCE:
            yield from _scored(part, model)
            part.clear()
    yield from _scored(part, model)


def _scored(
    part: Sequence[tuple[Sentence, tuple[Proposal, ...], list[Observation]]], model: Model
) -> Iterator[Read]:
    encoded = [encode(sentence, seen, model.vocabularies) for sentence, _, seen in part if seen]
    scores = iter(model.network.scores(encoded))
    needed = _needed(model)
    for sentence, proposals, seen in part:
        if seen:
            verdicts = list(_verdicts(seen, next(scores).round(3), model.outputs, needed))
            yield sentence, _decided(sentence, proposals, verdicts, model)
        else:
            yield sentence, tuple(_not_judged(proposal, model) for proposal in proposals)


def _needed(model: Model) -> tuple[Array, Array]:
    """How likely each output must be to be added, and how likely where it is surely denied; never, if no relation."""
    needed = np.array([model.accept.get(output, math.inf) for output in model.outputs])
    return needed, np.where(np.isinf(needed), needed, np.minimum(needed, _LIKELY_DENIAL))


def _verdicts(
    observed: Sequence[Observation], scores: Array, outputs: Sequence[str], needed: tuple[Array, Array]
) -> Iterator[_Verdict]:
    """Outputs that are claimed or likely, by candidate."""
    denied, hedged = outputs.index(NEGATED), outputs.index(POSSIBLE)
    plain, eased = needed
    likely = scores >= np.where(scores[:, denied, None] >= _MOST_SURELY, eased, plain)
    for seen, row, wanted in zip(observed, scores.tolist(), likely, strict=True):
        chosen = set(np.flatnonzero(wanted).tolist())
        chosen.update(outputs.index(claim.output) for claim in seen.claims if claim.output in outputs)
        for index in sorted(chosen):
            yield _Verdict(outputs[index], row[index], seen, row[denied], row[hedged])


def _decided(
    sentence: Sentence, proposals: Sequence[Proposal], verdicts: Sequence[_Verdict], model: Model
) -> tuple[Proposal, ...]:
    best: dict[int, _Verdict] = {}
    for verdict in verdicts:
        for claim in verdict.seen.claims:
            if claim.output == verdict.output:
                key = id(claim.proposal)
                best[key] = max(verdict, best.get(key, verdict), key=lambda v: v.p)
    kept = []
    for proposal in proposals:
        found = best.get(id(proposal))
        if found is None:
            kept.append(_not_judged(proposal, model))
        elif found.p >= model.reject.get(found.output, 0.0) and not _turned_round(sentence, proposal, found):
            kept.append(replace(proposal, confidence=model.confidence(found.p)))
    return (*kept, *_added(sentence, verdicts, kept, model))


def _turned_round(sentence: Sentence, proposal: Proposal, verdict: _Verdict) -> bool:
    """Whether a rule affirms what the model is sure is denied; a warning stands all the same."""
    if (
        proposal.modality is Modality.NEGATED
        or sentence.knowledge.vocabulary.relations[proposal.relation].risk
    ):
        return False
    return verdict.denied >= _SURELY_DENIED


def _not_judged(proposal: Proposal, model: Model) -> Proposal:
    known = model.measured.get(proposal.relation if proposal.relation in NOT_JUDGED else "other")
    return proposal if known is None else replace(proposal, confidence=known)


def _added(
    sentence: Sentence, verdicts: Sequence[_Verdict], kept: Sequence[Proposal], model: Model
) -> Iterator[Proposal]:
    """Statements that no rule proposes, the likeliest of overlapping readings first."""
    own = sentence.names.subject.id
    taken, known = _stated(kept, own)
    ordered = sorted(
        verdicts, key=lambda v: (-v.p, v.seen.candidate.phrase.start, v.seen.candidate.phrase.end, v.output)
    )
    for verdict in ordered:
        output = verdict.output
        if any(claim.output == output for claim in verdict.seen.claims):
            continue  # a rule has said it, and it was decided
        phrase = verdict.seen.candidate.phrase
        label = verdict.seen.candidate.part == "label"
        spans = taken.setdefault(output, [])
        if not label and any(start < phrase.end and end > phrase.start for start, end in spans):
            continue
        if not label and _another_name(sentence, phrase, spans):
            continue
        other = sentence.ground(phrase, allowed(sentence, output))
        mode = _modality(verdict)
        if other is None or mode is None or other.id == own or (output, other.id) in known:
            continue
        if not may_add(sentence, verdict.seen.candidate, output, mode, verdict.seen.subject):
            continue
        known.add((output, other.id))
        at = None if label else (phrase.start, phrase.end)
        if at:
            spans.append(at)
        yield _proposal(sentence, verdict, other, mode, at, model.confidence(verdict.p))


def _stated(
    kept: Sequence[Proposal], own: str
) -> tuple[dict[str, list[tuple[int, int]]], set[tuple[str, str]]]:
    """By output the places that what stands already takes up, and each output with its other end."""
    taken: dict[str, list[tuple[int, int]]] = {}
    known: set[tuple[str, str]] = set()
    for p in kept:
        inverse = p.object.id == own
        output = p.relation + (INVERSE if inverse else "")
        known.add((output, p.subject.id if inverse else p.object.id))
        if at := p.subject_at if inverse else p.object_at:
            taken.setdefault(output, []).append(at)
    return taken, known


def _another_name(sentence: Sentence, phrase: Phrase, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether it alone fills a bracket right after what is stated already: "natto (fermented soybeans)"."""
    tokens, first, last = sentence.tokens, phrase.first, phrase.last
    if first < 2 or last >= len(tokens) or (tokens[first - 1].tag, tokens[last].tag) != (Tag.OPEN, Tag.CLOSE):
        return False
    return any(end == tokens[first - 2].end for _, end in spans)


def _modality(verdict: _Verdict) -> Modality | None:
    """How it is stated; None where it is not sure whether it is denied."""
    if verdict.denied >= _SURELY:
        return Modality.NEGATED
    if verdict.denied > _HARDLY:
        return None
    return Modality.POSSIBLE if verdict.hedged >= _LIKELY else Modality.ASSERTED


def _proposal(
    sentence: Sentence, verdict: _Verdict, other: Entity, mode: Modality, at: tuple[int, int] | None,
    confidence: float,
) -> Proposal:  # fmt: skip
    own, inverse = sentence.names.subject, verdict.output.endswith(INVERSE)
    relation = verdict.output.removesuffix(INVERSE)
    candidate = verdict.seen.candidate
    qualifiers = describe(sentence, relation, candidate.phrase, candidate.last, candidate.last) if at else ()
    cue = next((m for m in sentence.matches if m.cue.relation == relation), None)
    return Proposal(
        subject=other if inverse else own, relation=relation, object=own if inverse else other, modality=mode,
        rule=f"model:{relation}", qualifiers=qualifiers, subject_at=at if inverse else None,
        cue_at=sentence.span(cue.first, cue.last) if cue else None, object_at=None if inverse else at,
        confidence=confidence,
    )  # fmt: skip
