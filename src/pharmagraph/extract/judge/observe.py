"""A passage -> what the model looks at: each candidate with its features and with what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pharmagraph.extract.judge import features
from pharmagraph.extract.judge.candidates import Candidate, candidates
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.records import Entity, PassageKind

# Relations that have rules of their own for what they take: amounts and names.
NOT_JUDGED = frozenset(("hasDosage", "alternateName", "brandName"))
# Relations of which the monograph's substance may be the object; the output is then marked with "^".
DIRECTED = frozenset(("increasesEffectOf", "decreasesEffectOf"))
INVERSE = "^"


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposal of the rules as a statement about the monograph's substance.

    Attributes:
        output: The relation, marked with ``^`` where the substance is its object.
        other: The other end.
        at: Where its words stand in the passage's text, None if they stand elsewhere.
        proposal: The proposal.
    """

    output: str
    other: Entity
    at: tuple[int, int] | None
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Observation:
    """A candidate as the model sees it.

    Attributes:
        candidate: The candidate.
        shared: Features that other candidates have too, a tuple for the passage and one for the list.
        own: Features of this one.
        claims: What the rules say of it.
        kinds: Classes that its name may have; empty if nothing is known of it.
        subject: Whose verb governs it: ``self``, ``other``, ``unknown`` or ``none``.
    """

    candidate: Candidate
    shared: tuple[frozenset[str], frozenset[str]]
    own: frozenset[str]
    claims: tuple[Claim, ...]
    kinds: tuple[str, ...]
    subject: str


def is_judged(sentence: Sentence) -> bool:
    """Whether a passage may make statements at all."""
    silent = bool(sentence.kinds) and sentence.kinds[0].silent
    return bool(sentence.tokens) and not silent and sentence.passage.kind is not PassageKind.QUESTION


def claim_of(proposal: Proposal, self_id: str) -> Claim | None:
    """A proposal as a claim; None if it is about other things, or of a relation that is not judged."""
    if proposal.relation in NOT_JUDGED:
        return None
    if proposal.subject.id == self_id:
        return Claim(proposal.relation, proposal.object, proposal.object_at, proposal)
    if proposal.object.id == self_id and proposal.relation in DIRECTED:
        return Claim(proposal.relation + INVERSE, proposal.subject, proposal.subject_at, proposal)
    return None


def allowed(sentence: Sentence, output: str) -> frozenset[str]:
    """Classes that the other end of a statement may have."""
    if output.endswith(INVERSE):
        return sentence.knowledge.domain_of(output.removesuffix(INVERSE))
    return sentence.knowledge.range_of(output)


def observe(sentence: Sentence, proposals: Sequence[Proposal]) -> Iterator[Observation]:
    """All candidates of a passage, those of the rules included, without the substance itself.

    Args:
        sentence: The passage.
        proposals: What the rules propose for it.
    """
    self_id = sentence.names.subject.id
    claims = [claim for claim in (claim_of(p, self_id) for p in proposals) if claim]
    found = [c for c in candidates(sentence) if not is_self(sentence, c.phrase.text)]
    told: set[int] = set()
    pairs: list[tuple[Candidate, tuple[Claim, ...]]] = []
    for candidate in found:
        mine = tuple(claim for claim in claims if _same(sentence, candidate, claim))
        told.update(map(id, mine))
        pairs.append((candidate, mine))
    left = [claim for claim in claims if id(claim) not in told]
    pairs += [(_claimed(sentence, claim), (claim,)) for claim in left]
    yield from _with_features(sentence, pairs, claims)


def _same(sentence: Sentence, candidate: Candidate, claim: Claim) -> bool:
    """Whether a claim is about a candidate: the same words, or the same thing in the same place."""
    phrase = candidate.phrase
    if claim.at is None:
        pass  # a rule that does not say where: the same thing wherever it stands, in the label too
    elif candidate.part == "label" or claim.at[0] >= phrase.end or claim.at[1] <= phrase.start:
        return False
    elif claim.at == (phrase.start, phrase.end) and claim.other.text == phrase.text:
        return True
    entity = sentence.ground(phrase, allowed(sentence, claim.output))
    return entity is not None and entity.id == claim.other.id


def _claimed(sentence: Sentence, claim: Claim) -> Candidate:
    """A candidate for what a rule found by ways of its own."""
    text = claim.other.text
    head = fold_word(text.split()[-1]) if text.split() else ""
    if claim.at is None:
        return Candidate(Phrase(text, 0, 0, head, 0, 0), 1, 0, 0, "label")
    inside = [
        i for i, token in enumerate(sentence.tokens) if token.end > claim.at[0] and token.start < claim.at[1]
    ]
    first, last = (inside[0], inside[-1] + 1) if inside else (0, 0)
    return Candidate(Phrase(text, *claim.at, head, first, last), 1, first, last, "claimed")


def _with_features(
    sentence: Sentence, pairs: Sequence[tuple[Candidate, tuple[Claim, ...]]], claims: Sequence[Claim]
) -> Iterator[Observation]:
    if not pairs:
        return
    of_sentence = frozenset(features.of_sentence(sentence))
    places: dict[tuple[int, int], tuple[frozenset[str], features.Verbs]] = {}
    for candidate, mine in pairs:
        key = (candidate.first, candidate.last)
        if key not in places:
            places[key] = (
                frozenset(features.of_place(sentence, *key)),
                features.verbs_of_place(sentence, *key),
            )
        of_place, verbs = places[key]
        kinds = sentence.knowledge.grounder.kinds(candidate.phrase.text, candidate.phrase.head)
        own = features.of_candidate(sentence, candidate, kinds, verbs)
        own.update(_said(mine), _near(candidate, claims, mine))
        yield Observation(candidate, (of_sentence, of_place), frozenset(own), mine, kinds, verbs[-1])


def _said(claims: Sequence[Claim]) -> Iterator[str]:
    """What the rules say, by which rule."""
    for claim in claims:
        rule = claim.proposal.rule
        yield f"rule={claim.output}"
        yield f"rule={claim.output}:{rule.partition(':')[0]}"
        yield f"by={rule}"
        yield f"said={claim.proposal.modality}"


def _near(candidate: Candidate, claims: Sequence[Claim], mine: Sequence[Claim]) -> Iterator[str]:
    """What the rules say of others in the same list, or of other readings of the same words."""
    phrase = candidate.phrase
    own = {claim.output for claim in mine}
    for output in {
        c.output for c in claims if c.at and c.at[0] < phrase.end and c.at[1] > phrase.start
    } - own:
        yield f"over={output}"
    for output in {c.output for c in claims} - own:
        yield f"passage={output}"
