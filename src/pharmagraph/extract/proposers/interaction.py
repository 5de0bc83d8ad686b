"""Interactions: which partners a passage names, and who raises or lowers what of whom.

Under an interactions heading every substance or class that is named is a partner. Elsewhere a co-medication cue is
needed ("when taken with", "concomitant use of"). Direction comes from a verb of change and a measure: "reduces
the efficacy of warfarin", "levels of X are increased by Y".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.qualifiers import effect_of
from pharmagraph.extract.subjects import Unknown, subject_of
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.recognise.tokens import Tag
from pharmagraph.records import Entity, Modality, PassageKind

_ENGLISH = load_english()
_PARTNERS = frozenset(("Substance", "SubstanceClass", "Food"))
_RAISE = _ENGLISH.classes["raise"]
_LOWER = _ENGLISH.classes["lower"]
# What of a partner is raised or lowered.
_MEASURES = _ENGLISH.classes["measure"]
_INVERSE = _ENGLISH.classes["inverse_measure"]
_BESIDE_MEASURE = _ENGLISH.classes["beside_measure"]
_CO_MEDICATION = _ENGLISH.classes["co_medication"]
_NEGATORS = _ENGLISH.classes["negator"]
# What a negator must be near to in order to deny an interaction.
_INTERACTIVE = _ENGLISH.classes["interactive"]
_TOGETHER = frozenset(
    ("taken", "used", "combined", "given", "administered", "combining", "taking", "use", "combination")
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A verb of change: its token and whether it raises."""

    at: int
    raises: bool


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Interaction partners of a passage, and the directions it gives."""
    if sentence.passage.kind in (PassageKind.QUESTION, PassageKind.ROW):
        return
    partners = list(_partners(sentence))
    for phrase, entity, mode in partners:
        effect = effect_of(sentence.text)
        yield Proposal(
            sentence.names.subject, "interactsWith", entity, mode, "interaction:partner",
            (("effect", effect),) if effect else (), None, None, (phrase.start, phrase.end),
        )  # fmt: skip
    if not partners and not sentence.within("interactions", "contraindications", "precautions"):
        return
    for change in _changes(sentence):
        yield from _directed(
            sentence, change, [entity for _, entity, mode in partners if mode is not Modality.NEGATED]
        )


def _partners(sentence: Sentence) -> Iterator[tuple[Phrase, Entity, Modality]]:
    inside = sentence.kind == "interactions"
    if sentence.within("combinations", "food") or (not inside and not _together(sentence)):
        return
    excused = {i for m in sentence.matches if m.cue.negating for i in m.used}
    denied = _denies_interaction(sentence)
    at = 0
    seen: set[str] = set()
    while at < len(sentence.tokens):
        members, last = read_list(sentence.reader, at)
        for member in members:
            entity = _partner(sentence, member)
            if entity and entity.key not in seen and (inside or _after_with(sentence, members[0].first)):
                seen.add(entity.key)
                end = clause_end(sentence.starts, member.first)
                mode = modality(sentence.tokens, sentence.starts, end, excused, end)
                mode = Modality.NEGATED if denied else mode
                yield member, entity, mode
        at = max(last, at + 1)


def _denies_interaction(sentence: Sentence) -> bool:
    """Such as "No interaction was seen when X was given with A or B": what is denied holds for every partner named."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.tag is not Tag.NEGATOR and token.word not in _NEGATORS:
            continue
        if (
            token.word in ("not", "cannot")
            and index + 1 < len(tokens)
            and tokens[index + 1].word in ("only", "recommended")
        ):
            continue
        if any(t.word in _INTERACTIVE for t in tokens[index + 1 : index + 8] if t.tag is not Tag.COMMA):
            return True
    return False


def _partner(sentence: Sentence, member: Phrase) -> Entity | None:
    if member.role == "synonym":
        return None
    words = member.text.split()
    if singular(member.head) in _MEASURES or singular(member.head) in _INVERSE or member.head in _MEASURES:
        text = _measured(member)
        if not text or "Measurement" in sentence.knowledge.grounder.types.types(text.split()[-1]):
            return None  # "serum potassium levels" are watched; they are no partner
        member = Phrase(
            text, member.start, member.end, fold_word(text.split()[-1]), member.first, member.last
        )
    elif len(words) > 6:
        return None
    entity = sentence.ground(member, _PARTNERS, strict=True)
    return entity if entity and entity.id != sentence.names.subject.id else None


def _measured(phrase: Phrase) -> str:
    """Such as "the serum levels of digoxin" or "serum digoxin levels" -> "digoxin"; "" where no name is left."""
    _, of, complement = phrase.text.partition(" of ")
    if of:
        return complement.removeprefix("the ")
    words = [
        w
        for w in phrase.text.split()[:-1]
        if fold_word(w) not in _BESIDE_MEASURE and fold_word(w) not in _MEASURES
    ]
    return " ".join(words)


def _together(sentence: Sentence) -> bool:
    words = [token.word for token in sentence.tokens]
    if any(word in _CO_MEDICATION for word in words):
        return True
    together = any(
        words[i] in _TOGETHER and words[i + 1] in ("with", "together") for i in range(len(words) - 1)
    )
    return together and bool({"when", "if", "while"} & set(words)) and bool(_RAISES_OR_LOWERS & set(words))


def _after_with(sentence: Sentence, first: int) -> bool:
    at = first - 1
    while at >= 0 and sentence.tokens[at].tag in (Tag.DETERMINER, Tag.ADVERB):
        at -= 1
    return at >= 0 and sentence.tokens[at].word in ("with", "of", "and", "between")


def _forms(lemmas: frozenset[str]) -> dict[str, str]:
    return {fold_word(form): lemma for lemma in lemmas for form in _ENGLISH.forms(lemma).all()}


_RAISING = _forms(_RAISE)
_LOWERING = _forms(_LOWER)
_RAISES_OR_LOWERS = frozenset(_RAISING) | frozenset(_LOWERING) | {"risk", "additive"}


def _changes(sentence: Sentence) -> Iterator[_Change]:
    for index, token in enumerate(sentence.tokens):
        if token.word in _RAISING:
            yield _Change(index, True)
        elif token.word in _LOWERING:
            yield _Change(index, False)


def _directed(sentence: Sentence, change: _Change, partners: list[Entity]) -> Iterator[Proposal]:
    """Direction of one change: active ("reduces the level of Y") or passive ("Y's level is reduced by X")."""
    tokens = sentence.tokens
    at = change.at + 1
    while at < len(tokens) and (tokens[at].tag is Tag.ADVERB or tokens[at].word in ("with", "in", "the")):
        at += 1
    limit = clause_end(sentence.starts, change.at)
    if at >= limit:
        return
    passive = tokens[change.at].tag is Tag.PAST and tokens[at].word == "by"
    if passive:
        yield from _passive(sentence, change, at + 1, limit)
        return
    phrase = sentence.reader.phrase(at, limit)
    if phrase is None or tokens[change.at].tag is Tag.PAST:
        return
    affected = _affected(sentence, phrase, at, partners)
    if not affected:
        return
    raises = change.raises != (singular(phrase.head) in _INVERSE)
    agent, agent_at = subject_of(sentence, change.at)
    if isinstance(agent, Unknown) or agent.type not in _PARTNERS:
        return
    for entity in affected:
        yield from _effect(
            sentence, change, raises, agent, agent_at, entity, (phrase.start, phrase.end), phrase.last
        )


def _affected(sentence: Sentence, phrase: Phrase, at: int, partners: list[Entity]) -> list[Entity]:
    """Whose effect or level it is that changes; empty where the phrase is no measure."""
    possessive = next(
        (t.word for t in sentence.tokens[max(at - 1, 0) : phrase.first] if t.word in ("its", "their")), ""
    )
    head = singular(phrase.head)
    measured = phrase.text.partition(" of ")[0].split()[-1].lower() if " of " in phrase.text else phrase.head
    if fold_word(measured) not in _MEASURES and head not in _MEASURES and fold_word(measured) not in _INVERSE:
        return []
    if possessive:
        return partners if possessive == "their" or len(partners) == 1 else []
    text = _measured(phrase)
    if not text:
        return []
    members, _ = read_list(sentence.reader, _index_of(sentence, phrase, text))
    found = [sentence.ground(m, _PARTNERS, strict=True) for m in members if m.role != "synonym"]
    if not members or not any(found):
        found = [
            sentence.knowledge.grounder.entity(
                text, fold_word(text.split()[-1]), _PARTNERS, sentence.names, strict=True
            )
        ]
    return [entity for entity in found if entity]


def _index_of(sentence: Sentence, phrase: Phrase, text: str) -> int:
    start = sentence.text.find(text, phrase.start, phrase.end)
    return next(
        (i for i in range(phrase.first, phrase.last) if sentence.tokens[i].start >= start >= 0), phrase.last
    )


def _passive(sentence: Sentence, change: _Change, agents_at: int, limit: int) -> Iterator[Proposal]:
    agents, last = read_list(sentence.reader, agents_at, limit)
    start = sentence.starts[change.at]
    phrase = next((p for i in range(start, change.at) if (p := sentence.reader.phrase(i, change.at))), None)
    if phrase is None:
        return
    affected = _affected(sentence, phrase, phrase.first, []) or [sentence.names.subject]
    raises = change.raises != (singular(phrase.head) in _INVERSE)
    for agent in agents:
        entity = sentence.ground(agent, _PARTNERS, strict=True)
        if entity and agent.role != "synonym":
            for target in affected:
                yield from _effect(
                    sentence,
                    change,
                    raises,
                    entity,
                    (agent.start, agent.end),
                    target,
                    (phrase.start, phrase.end),
                    last,
                )


def _effect(
    sentence: Sentence, change: _Change, raises: bool, agent: Entity, agent_at: tuple[int, int] | None,
    target: Entity, target_at: tuple[int, int], last: int,
) -> Iterator[Proposal]:  # fmt: skip
    me = sentence.names.subject
    if agent.id == target.id or me.id not in (agent.id, target.id):
        return
    relation = "increasesEffectOf" if raises else "decreasesEffectOf"
    mode = modality(sentence.tokens, sentence.starts, change.at + 1, (), last)
    cue_at = sentence.span(change.at, change.at + 1)
    yield Proposal(agent, relation, target, mode, f"change:{relation}", (), agent_at, cue_at, target_at)
    partner = target if agent.id == me.id else agent
    at = target_at if agent.id == me.id else agent_at
    yield Proposal(me, "interactsWith", partner, mode, "change:interactsWith", (), None, cue_at, at)
