"""Directions: who raises or lowers what of whom.

"X reduces the efficacy of Y", "Y's level is increased by X", "X can oppose its action", "results in elevated Y levels".
One of the two is always the monograph's substance; a statement between two others is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.measure import is_inverse, measure_of, measured_name
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.coordination import list_before
from pharmagraph.extract.subjects import Unknown, is_self, subject_of
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.recognise.tokens import AUXILIARIES, Tag
from pharmagraph.records import Entity, Modality

_ENGLISH = load_english()
_BODY_SUBSTANCES = _ENGLISH.classes["body_substance"]
_FLUIDS = frozenset("blood serum plasma urinary urine circulating".split())
_PARTNERS = frozenset(("Substance", "SubstanceClass", "Food"))
_SKIPPED = frozenset("with in the of on both also a an any up down".split())
# Verbs whose object may be the substance itself: "antagonises warfarin", not "reduces warfarin".
_DIRECT = frozenset(
    "potentiate antagonize counteract oppose augment blunt weaken attenuate dampen deepen".split()
)


def _forms(name: str) -> dict[str, str]:
    lemmas = _ENGLISH.classes[name]
    return {fold_word(form): lemma for lemma in lemmas for form in _ENGLISH.forms(lemma).all()}


_RAISING = _forms("raise")
_LOWERING = _forms("lower")
_THE_SUBSTANCE = frozenset(
    ("drug", "this drug", "medicine", "supplement", "herb", "the drug", "this medicine")
)
_QUALITIES = frozenset("effective active potent available reliable toxic sedating".split())
_RISING_NOUNS = frozenset(
    [
        "increase",
        "increases",
        "elevation",
        "elevations",
        "rise",
        "rises",
        "potentiation",
        "enhancement",
        "doubling",
    ]
)
_FALLING_NOUNS = frozenset(
    ["decrease", "decreases", "reduction", "reductions", "fall", "falls", "loss", "impairment", "inhibition"]
)


@dataclass(frozen=True, slots=True)
class _Change:
    """A word of change: its token, its lemma, whether it raises."""

    at: int
    lemma: str
    raises: bool


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a direction, and where its words stand."""

    entity: Entity
    at: tuple[int, int] | None


def directions(sentence: Sentence, partners: Sequence[Entity]) -> Iterator[Proposal]:
    """The directions that a passage gives between the substance and its partners.

    Args:
        sentence: The passage.
        partners: The interaction partners that it names and does not deny.
    """
    for change in _changes(sentence):
        near = _of_clause(sentence, change.at, partners)
        targets, measure, last = _targets(sentence, change, near)
        if not targets:
            continue
        raises = change.raises != is_inverse(measure)
        for agent in _agents(sentence, change, targets, near):
            for target in targets:
                yield from _effect(sentence, change, raises, agent, target, last)


def _of_clause(sentence: Sentence, at: int, partners: Sequence[Entity]) -> Sequence[Entity]:
    """The partners that a change's own clause names, if it names any: "A raises, while B lowers the level of X"."""
    first, last = sentence.starts[at], clause_end(sentence.starts, at)
    clause = sentence.text[sentence.tokens[first].start : sentence.tokens[last - 1].end].lower()
    return [partner for partner in partners if partner.text.lower() in clause] or partners


def foreign_targets(sentence: Sentence, partners: Sequence[Entity]) -> frozenset[str]:
    """Ids of what only another substance acts on: "Piperine raises the level of phenytoin" says nothing of curcumin."""
    me = sentence.names.subject.id
    found = set()
    for change in _changes(sentence):
        targets, _, _ = _targets(sentence, change, partners)
        agents = _agents(sentence, change, targets, partners) if targets else []
        if agents and all(agent.entity.id != me and agent.at is not None for agent in agents):
            found |= {target.entity.id for target in targets if target.entity.id != me}
    return frozenset(found)


def _changes(sentence: Sentence) -> Iterator[_Change]:
    for index, token in enumerate(sentence.tokens):
        if token.word in ("make", "makes", "made", "making") and (made := _made_less(sentence, index)):
            yield _Change(index, "make", made[0])
        elif token.word in _RAISING or token.word in _RISING_NOUNS:
            yield _Change(index, _RAISING.get(token.word, ""), True)
        elif token.word in _LOWERING or token.word in _FALLING_NOUNS:
            yield _Change(index, _LOWERING.get(token.word, ""), False)


def _made_less(sentence: Sentence, index: int) -> tuple[bool, Phrase] | None:
    """Such as "makes clopidogrel less effective": whether it raises, and the phrase between."""
    phrase = sentence.reader.phrase(index + 1)
    tokens = sentence.tokens
    if phrase is None or phrase.last + 1 >= len(tokens) or tokens[phrase.last].word not in ("less", "more"):
        return None
    if tokens[phrase.last + 1].word not in _QUALITIES:
        return None
    return tokens[phrase.last].word == "more", phrase


def _is_passive(sentence: Sentence, change: _Change) -> bool:
    tokens = sentence.tokens
    before = change.at - 1
    while before >= 0 and tokens[before].tag in (Tag.ADVERB, Tag.NEGATOR):
        before -= 1
    if tokens[change.at].tag is not Tag.PAST:
        return False
    by = change.at + 1 < len(tokens) and tokens[change.at + 1].word == "by"
    return by or (before >= 0 and tokens[before].tag is Tag.BE)  # "serum phenytoin increased by X"


def _targets(sentence: Sentence, change: _Change, partners: Sequence[Entity]) -> tuple[list[_End], str, int]:
    """Whose level or effect changes, by which measure, and the index after the words that say so."""
    if change.lemma == "make" and (made := _made_less(sentence, change.at)):
        return _named(sentence, read_list(sentence.reader, made[1].first, made[1].last)[0]), "", made[1].last
    if _is_passive(sentence, change):
        phrases, _ = list_before(sentence, change.at, sentence.starts[change.at])
        if phrases and change.lemma in _DIRECT and not measure_of(phrases[0]):
            return _named(sentence, phrases), "", change.at + 1
        return (
            _measured(sentence, phrases[:1], partners, ""),
            measure_of(phrases[0]) if phrases else "",
            change.at + 1,
        )
    tokens = sentence.tokens
    at, possessive = change.at + 1, ""
    while at < len(tokens) and (
        tokens[at].tag is Tag.ADVERB or tokens[at].word in _SKIPPED or tokens[at].word in ("its", "their")
    ):
        possessive = tokens[at].word if tokens[at].word in ("its", "their") else possessive
        at += 1
    limit = clause_end(sentence.starts, change.at)
    if at >= limit:
        return [], "", at
    if tokens[at].word in ("it", "them") and tokens[change.at].tag is not Tag.PAST:
        return _pronoun(sentence, tokens[at].word, partners), "level", at + 1
    phrase = sentence.reader.phrase(at, limit)
    if phrase is None:
        return [], "", at
    if not measure_of(phrase) and change.lemma in _DIRECT:
        members, last = read_list(sentence.reader, at, limit)
        return _named(sentence, members), "", last
    return _measured(sentence, [phrase], partners, possessive), measure_of(phrase), phrase.last


def _pronoun(sentence: Sentence, word: str, partners: Sequence[Entity]) -> list[_End]:
    """Such as "CYP3A inducers may lower it": under interactions "it" is the substance, "them" are the partners."""
    if not sentence.within("interactions"):
        return []
    return [_End(sentence.names.subject, None)] if word == "it" else [_End(p, None) for p in partners]


def _measured(
    sentence: Sentence, phrases: Sequence[Phrase], partners: Sequence[Entity], possessive: str
) -> list[_End]:
    found: list[_End] = []
    for phrase in phrases:
        if not measure_of(phrase):
            continue
        if not possessive and (ends := _pronoun_after(sentence, phrase, partners)):
            found += ends
            continue
        name = measured_name(phrase) or ""
        if possessive and not is_self(sentence, name):
            found += _possessed(sentence, possessive, partners)
        elif name and (is_self(sentence, name) or name.lower() in _THE_SUBSTANCE):
            found.append(_End(sentence.names.subject, (phrase.start, phrase.end)))
        elif name:
            found += _named(sentence, _members(sentence, phrase, name))
        elif measured_name(phrase) == "" and sentence.within("interactions"):
            found.append(
                _End(sentence.names.subject, None)
            )  # "Coffee hinders absorption": that of the substance
    return found


def _pronoun_after(sentence: Sentence, phrase: Phrase, partners: Sequence[Entity]) -> list[_End]:
    """Such as "raise exposure [to it]"."""
    words = [token.word for token in sentence.tokens[phrase.last : phrase.last + 2]]
    if len(words) == 2 and words[0] in ("to", "of") and words[1] in ("it", "them"):
        return _pronoun(sentence, words[1], partners)
    return []


def _possessed(sentence: Sentence, possessive: str, partners: Sequence[Entity]) -> list[_End]:
    """Whose "its action" is: the substance's where another acts, else the one partner's; "their" is the partners'."""
    if possessive == "their":
        return [_End(partner, None) for partner in partners]
    return [
        _End(sentence.names.subject, None),
        *(_End(partner, None) for partner in partners[:1] if len(partners) == 1),
    ]


def _members(sentence: Sentence, phrase: Phrase, name: str) -> list[Phrase]:
    start = sentence.text.find(name, phrase.start)
    first = next(
        (i for i in range(phrase.first, phrase.last) if sentence.tokens[i].start >= start >= 0), phrase.first
    )
    if sentence.text[phrase.start : phrase.end].endswith(name):
        members, _ = read_list(sentence.reader, first)
        if members:
            return members
    return [Phrase(name, phrase.start, phrase.end, fold_word(name.split()[-1]), phrase.first, phrase.last)]


def in_the_body(sentence: Sentence, member: Phrase) -> bool:
    """Whether what is raised or lowered is a value of the body's own: "serum potassium", "blood glucose"."""
    words = [fold_word(word) for word in member.text.split()]
    if not words or singular(words[-1]) not in _BODY_SUBSTANCES:
        return False
    around = sentence.tokens[max(0, member.first - 1) : member.last]
    return any(token.word in _FLUIDS for token in around)


def _named(sentence: Sentence, members: Sequence[Phrase]) -> list[_End]:
    found = []
    for member in members:
        if member.role == "synonym" or in_the_body(sentence, member):
            continue
        if is_self(sentence, member.text):
            found.append(_End(sentence.names.subject, (member.start, member.end)))
        elif entity := sentence.ground(member, _PARTNERS, strict=True):
            found.append(_End(entity, (member.start, member.end)))
    return found


def _agents(
    sentence: Sentence, change: _Change, targets: Sequence[_End], partners: Sequence[Entity]
) -> list[_End]:
    """Who does it: named after "by", the subject with all that is coordinated with it, else the other side."""
    tokens = sentence.tokens
    me = sentence.names.subject
    if _is_passive(sentence, change):
        by = next(
            (i for i in range(change.at + 1, min(change.at + 5, len(tokens))) if tokens[i].word == "by"), None
        )
        if by is not None:
            return _named(sentence, read_list(sentence.reader, by + 1)[0])
        if not sentence.within("interactions"):
            return []
    verbal = tokens[change.at].tag is not Tag.PAST and change.lemma and not _is_noun(sentence, change)
    if verbal:
        listed, _ = list_before(sentence, change.at, sentence.starts[change.at])
        if named := _named(sentence, listed):
            return named
        subject, at = subject_of(sentence, change.at)
        if isinstance(subject, Unknown) or subject.type not in _PARTNERS:
            return []
        return [_End(subject, at)]
    on_me = any(target.entity.id == me.id for target in targets)
    return [_End(partner, None) for partner in partners] if on_me else [_End(me, None)]


def _is_noun(sentence: Sentence, change: _Change) -> bool:
    """Whether the word of change is a noun: "an increase in", "results in elevated ...", "reduction of"."""
    before = sentence.tokens[change.at - 1] if change.at else None
    after = sentence.tokens[change.at + 1] if change.at + 1 < len(sentence.tokens) else None
    determined = before is not None and (
        before.tag in (Tag.DETERMINER, Tag.PREPOSITION) and before.word != "to"
    )
    return determined or (
        after is not None
        and after.word in ("in", "of")
        and before is not None
        and before.tag not in (*AUXILIARIES, Tag.ADVERB)
    )


def _effect(
    sentence: Sentence, change: _Change, raises: bool, agent: _End, target: _End, last: int
) -> Iterator[Proposal]:
    me = sentence.names.subject
    if agent.entity.id == target.entity.id or me.id not in (agent.entity.id, target.entity.id):
        return
    relation = "increasesEffectOf" if raises else "decreasesEffectOf"
    mode = modality(sentence.tokens, sentence.starts, change.at + 1, (), last)
    if mode is Modality.NEGATED and "rather than" in sentence.text.lower():
        return  # "A lowers B rather than B A": which of them is denied takes more than a clause
    cue_at = sentence.span(change.at, change.at + 1)
    yield Proposal(
        agent.entity, relation, target.entity, mode, f"change:{relation}", (), agent.at, cue_at, target.at
    )
    mine = agent.entity.id == me.id
    partner = target if mine else agent
    yield Proposal(
        me, "interactsWith", partner.entity, mode, "change:interactsWith", (), None, cue_at, partner.at
    )
