"""Interactions: which partners a passage names, and what it denies of them; who raises or lowers what of whom.

Under an interactions heading every substance or class that is named is a partner. Elsewhere a co-medication cue is
needed ("when taken with", "concomitant use of"). Directions are read in ``direction``, denials in ``denial``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.measure import measured_name
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.denial import CHANGES, denies_interaction
from pharmagraph.extract.proposers.direction import directions, foreign_targets, in_the_body
from pharmagraph.extract.qualifiers import effect_of
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import Entity, Modality, PassageKind

_CLASSES = load_english().classes
_PARTNERS = frozenset(("Substance", "SubstanceClass", "Food"))
_CO_MEDICATION = _CLASSES["co_medication"]
_TOGETHER = frozenset(
    ["taken", "used", "combined", "given", "administered", "combining", "taking", "use", "combination"]
)
_BODY = frozenset(["blood", "serum", "plasma", "urinary", "urine", "tissue"])
_TRIALS = frozenset("trial trials medications participants".split())
_WARNING = _CLASSES["warning"]
_LONGEST = 6  # words of a partner's name


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Interaction partners of a passage, and the directions it gives."""
    if sentence.passage.kind in (PassageKind.QUESTION, PassageKind.ROW):
        return
    partners = list(_partners(sentence))
    foreign = foreign_targets(sentence, [entity for _, entity, _ in partners]) if partners else frozenset()
    partners = [found for found in partners if found[1].id not in foreign]
    effects = _effects(sentence) if partners else {}
    for phrase, entity, mode in partners:
        effect = effects[sentence.starts[phrase.first]]
        yield Proposal(
            sentence.names.subject, "interactsWith", entity, mode, "interaction:partner",
            (("effect", effect),) if effect and mode is not Modality.NEGATED else (), None, None,
            (phrase.start, phrase.end),
        )  # fmt: skip
    if partners or sentence.within("interactions", "contraindications", "precautions"):
        yield from directions(
            sentence, [entity for _, entity, mode in partners if mode is not Modality.NEGATED]
        )


def _effects(sentence: Sentence) -> dict[int, str]:
    """For the start of each clause the effect that it tells, else the only one that the passage tells."""
    own = {}
    for start in dict.fromkeys(sentence.starts):
        end = clause_end(sentence.starts, start)
        own[start] = effect_of(sentence.text[sentence.tokens[start].start : sentence.tokens[end - 1].end])
    only = effect_of(sentence.text) if len(set(own.values()) - {""}) <= 1 else ""
    return {start: effect or only for start, effect in own.items()}


def _partners(sentence: Sentence) -> Iterator[tuple[Phrase, Entity, Modality]]:
    inside = sentence.kind == "interactions"
    if sentence.within("combinations", "food") or (not inside and not _together(sentence)):
        return
    combined = any(match.cue.relation == "combinedWith" for match in sentence.matches)
    if combined and not (inside and _changes(sentence)):
        return  # "is often combined with X", under whatever heading
    excused = {i for m in sentence.matches if m.cue.negating for i in m.used}
    at = 0
    found: dict[str, tuple[Phrase, Entity, Modality | None]] = {}
    while at < len(sentence.tokens):
        members, last = read_list(sentence.reader, at)
        for member in members:
            entity = _partner(sentence, member)
            if entity is None or not (inside or _after_with(sentence, members[0].first)):
                continue
            known = found.get(entity.key)
            # "Although it did not alter levels of A, giving it with A raises the risk": only a denial gives way
            if known is None or known[2] is Modality.NEGATED:
                mode = _mode(sentence, member.first, excused)
                if known is None or mode is not None:
                    found[entity.key] = member, entity, mode
        at = max(last, at + 1)
    yield from ((member, entity, mode) for member, entity, mode in found.values() if mode is not None)


def _mode(sentence: Sentence, at: int, excused: set[int]) -> Modality | None:
    """How the interaction with a partner is stated; None where something is denied, but not the interaction.

    Such as "A dose reduction of warfarin is not needed".
    """
    if denies_interaction(sentence, at):
        return Modality.NEGATED
    if _tells_of_a_trial(sentence):
        return None
    end = clause_end(sentence.starts, at)
    mode = modality(sentence.tokens, sentence.starts, end, excused, end)
    return None if mode is Modality.NEGATED else mode


def _tells_of_a_trial(sentence: Sentence) -> bool:
    """Such as "has been used in clinical trials concomitantly with A and B": nothing is said of an effect."""
    words = {token.word for token in sentence.tokens}
    tells = words & _TRIALS and words & {"used", "given", "grouped", "excluded", "included", "permitted"}
    return bool(tells) and not words & (CHANGES | _WARNING)


def _changes(sentence: Sentence) -> bool:
    """Whether the sentence warns or tells of a change, so that what is combined with it is no mere companion."""
    words = {token.word for token in sentence.tokens}
    warns = any(m.cue.relation in ("contraindicatedIn", "cautionIn") for m in sentence.matches)
    return warns or bool(words & (CHANGES | {"risk", "risks", "additive", "not", "never"}))


def _partner(sentence: Sentence, member: Phrase) -> Entity | None:
    if member.role == "synonym" or is_self(sentence, member.text):
        return None
    name = measured_name(member)
    if name is not None:
        if not name or "Measurement" in sentence.knowledge.grounder.types.types(name.split()[-1]):
            return None  # "serum potassium levels" are watched; they are no partner
        member = Phrase(
            name, member.start, member.end, fold_word(name.split()[-1]), member.first, member.last
        )
    member = _without_verb(sentence, member)
    words = member.text.split()
    if len(words) > _LONGEST or words[0].lower() in _BODY or is_self(sentence, member.text):
        return None
    if in_the_body(sentence, member):
        return None
    entity = sentence.ground(_bare_name(sentence, member), _PARTNERS, strict=True)
    if entity is None or entity.id == sentence.names.subject.id:
        return None
    if _is_aside(sentence, member.first):
        return None
    before = sentence.tokens[member.first - 1] if member.first else None
    spoken_of = entity.type == "SubstanceClass" and len(words) == 1 and not words[0].endswith("s")
    return (
        None if spoken_of and before is not None and before.word == "the" else entity
    )  # "take the antibiotic later"


def _is_aside(sentence: Sentence, first: int) -> bool:
    """Whether a name is what something else is said to be or is set against: "is [an inhibitor of A]", "unlike [A]"."""
    at = first - 1
    while at >= 0 and (
        sentence.tokens[at].tag in (Tag.DETERMINER, Tag.ADVERB, Tag.PRONOUN)
        or sentence.tokens[at].word in ("of", "those")
    ):
        at -= 1
    if at < 0:
        return False
    word = sentence.tokens[at].word
    against = word in ("to", "with") and at > 0 and sentence.tokens[at - 1].word in ("contrast", "contrary")
    return word in ("is", "unlike") or against


def _bare_name(sentence: Sentence, member: Phrase) -> Phrase:
    """Such as "immediate-release [aspirin]", "minimal [hyperforin]": the known substance at the end of a phrase."""
    if sentence.knowledge.knows(member.text) or " of " in member.text:
        return member
    words = member.text.split()
    for first in range(1, len(words)):
        rest = " ".join(words[first:])
        if not sentence.knowledge.knows(rest):
            continue
        kinds = sentence.knowledge.grounder.kinds(rest, member.head)
        if "Substance" in kinds:
            return Phrase(rest, member.end - len(rest), member.end, member.head, member.first, member.last)
        break
    return member


def _without_verb(sentence: Sentence, member: Phrase) -> Phrase:
    """Such as "volunteers who [cut] phenytoin": a verb that was read as the phrase's first word."""
    first, rest = sentence.tokens[member.first], member.text.partition(" ")[2]
    verbal = first.tag in (Tag.PAST, Tag.VERB, Tag.NOUN_VERB) and member.text.startswith(first.text)
    if not (verbal and rest) or sentence.knowledge.knows(member.text) or not sentence.knowledge.knows(rest):
        return member
    start = member.end - len(rest)
    return Phrase(rest, start, member.end, member.head, member.first + 1, member.last)


def _together(sentence: Sentence) -> bool:
    words = [token.word for token in sentence.tokens]
    if any(word in _CO_MEDICATION for word in words):
        return True
    together = any(
        words[i] in _TOGETHER and words[i + 1] in ("with", "together") for i in range(len(words) - 1)
    )
    return together and bool({"when", "if", "while"} & set(words)) and _changes(sentence)


def _after_with(sentence: Sentence, first: int) -> bool:
    at = first - 1
    while at >= 0 and sentence.tokens[at].tag in (Tag.DETERMINER, Tag.ADVERB):
        at -= 1
    return at >= 0 and sentence.tokens[at].word in ("with", "of", "and", "between")
