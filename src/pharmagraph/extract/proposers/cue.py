"""Cue between two mentions: "X activates Y", "is metabolised by Y", "Y may occur", "Y inhibition"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pharmagraph.extract.clauses import clause_end
from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.coordination import list_before
from pharmagraph.extract.proposers.cue_statements import statements
from pharmagraph.extract.proposers.names import is_name, named, split_names
from pharmagraph.extract.subjects import Unknown, is_self, stands_for_self, subject_of
from pharmagraph.recognise.doses import load_units
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.recognise.spelling import name_key
from pharmagraph.recognise.tokens import AUXILIARIES, Tag
from pharmagraph.records import Entity, Modality, PassageKind

_ENGLISH = load_english()
_STRENGTH = _ENGLISH.classes["strength"]
# A noun cue names a process only where something is done through it.
_THROUGH = frozenset(
    [
        "by",
        "through",
        "via",
        "involves",
        "involve",
        "including",
        "include",
        "includes",
        "is",
        "of",
        "from",
        "mediates",
        "to",
        "causes",
        "with",
    ]
)
_LITERAL = frozenset(("literal",))
_CLAUSE_END = re.compile(r"(?<!\bSt)[.;](?:\s|$)|\s[–—-]\s|, (?:among|which|and (?:is|was|are|it))\b")
_NAME_WORDS = frozenset("brand brands trade proprietary synonym synonyms abbreviated".split())
_FEW = 2  # words before a cue that opens its clause
_NEAR = 40  # characters between the substance's name and "also known as"
_AGENTS = frozenset(
    ("agonist", "activator", "inhibitor", "antagonist", "blocker", "substrate", "substrates", "inhibitors")
)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """All statements that the cue table finds in a passage."""
    if sentence.passage.kind is PassageKind.ROW and sentence.within("interactions", "dosage"):
        return  # cells are no sentences: the table reader has them
    taken: dict[tuple[str, int], int] = {}
    for match in sentence.matches:
        place = (match.cue.relation, sentence.starts[match.first])
        if match.cue.side == "context" or not _at_home(sentence, match) or match.first < taken.get(place, -1):
            continue  # not here, or inside a longer cue of the same relation that spoke already
        found = list(_READERS[match.cue.side](sentence, match))
        if found:
            taken[place] = match.last
        yield from found


def _at_home(sentence: Sentence, match: CueMatch) -> bool:
    """Whether a cue speaks where it stands: sections, a participle that only describes, what must follow."""
    cue, tokens = match.cue, sentence.tokens
    if (cue.sections and not sentence.within(*cue.sections)) or sentence.within(*cue.outside):
        return False
    before = tokens[match.first - 1].word if match.first else ""
    if (
        cue.relation == "inhibits"
        and tokens[match.first].word == "lower"
        and (
            match.first == 0
            or tokens[match.first - 1].tag in (Tag.COMMA, Tag.DETERMINER, Tag.OPEN)
            or (tokens[match.first - 1].tag is Tag.PREPOSITION and before != "to")
        )
    ):
        return False  # "lower strength": an adjective
    if cue.relation == "hasSideEffect" and tokens[match.first].word == "suffering":
        return False  # "those suffering from X" had it before
    if tokens[match.first].tag is Tag.ING and before in ("but", "the", "a", "an"):
        return False  # "but supporting data are scarce"
    if cue.then_self:
        phrase = sentence.reader.phrase(match.last)
        pronoun = match.last < len(tokens) and tokens[match.last].word in ("it", "this")
        return pronoun or (phrase is not None and stands_for_self(sentence, phrase))
    if cue.relation == "usedFor" and any(
        t.word in _CAREFUL for t in tokens[max(0, match.first - 3) : match.last]
    ):
        return False  # "should be used cautiously in patients with X"
    if cue.relation == "combinedWith" and _is_forbidding(sentence, match):
        return False  # "must not be combined with"
    return not (cue.relation == "usedFor" and _is_forbidden(sentence, match))


def _is_forbidding(sentence: Sentence, match: CueMatch) -> bool:
    return any(
        other.cue.relation == "contraindicatedIn" and set(other.used) & set(match.used)
        for other in sentence.matches
    )


def _is_forbidden(sentence: Sentence, match: CueMatch) -> bool:
    """Whether "used for" is part of "should not be used for X in Y", which forbids it in Y and denies no use."""
    return _is_forbidding(sentence, match) and any(
        token.word in ("in", "among", "during", "by", "with") for token in sentence.tokens[match.first :]
    )


def _right(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    cue = match.cue
    if cue.transitive and sentence.tokens[match.last - 1].tag is Tag.PAST:
        if _passive(sentence, match.first):
            yield from _swapped(sentence, match)
            return
        if _adjectival(sentence, match):
            return
    if sentence.knowledge.range_of(cue.relation) == _LITERAL:
        yield from _names(sentence, match)
        return
    at = _object_at(sentence, match.last)
    if cue.relation == "combinedWith" or cue.then_self:
        at = _past_self(sentence, at)
    members, last = read_list(sentence.reader, at, clause_end(sentence.starts, max(at - 1, match.last - 1)))
    if not members:
        return
    subject, subject_at = _subject(sentence, match)
    if isinstance(subject, Unknown):
        return
    if cue.relation == "classifiedAs":
        members = [*members, *_apposed(sentence, last)]
    yield from statements(sentence, match, members, last, subject, subject_at)
    yield from _but_not(sentence, match, last, subject, subject_at)
    if subject_at is not None and subject.id != sentence.names.subject.id:
        for other, other_at in _coordinated(sentence, match, subject):
            yield from statements(sentence, match, members, last, other, other_at)


def _but_not(
    sentence: Sentence, match: CueMatch, last: int, subject: Entity, subject_at: tuple[int, int] | None
) -> Iterator[Proposal]:
    """Such as "inhibits factor Xa [but not thrombin]", "is used for arthritis [but not for gout]": denied too."""
    tokens = sentence.tokens
    at = last + (last < len(tokens) and tokens[last].tag is Tag.COMMA)
    if [t.word for t in tokens[at : at + 2]] not in (["but", "not"], ["and", "not"]):
        return
    at += 2
    if at < len(tokens) and tokens[at].tag is Tag.PREPOSITION:
        at += 1
    members, end = read_list(sentence.reader, at)
    for proposal in statements(sentence, match, members, end, subject, subject_at):
        yield replace(proposal, modality=Modality.NEGATED)


def _subject(sentence: Sentence, match: CueMatch) -> tuple[Entity | Unknown, tuple[int, int] | None]:
    cue = match.cue
    # Whoever watches it, it is watched in users of the substance; "The most common side effects include" are its own.
    before = sentence.tokens[sentence.starts[match.first] : match.first]
    its_own = cue.relation == "hasSideEffect" and not any(
        t.tag in (*AUXILIARIES, Tag.VERB, Tag.PREPOSITION) for t in before
    )  # fmt: skip
    named = sentence.tokens[match.first].word
    effects = its_own and (named in _EFFECTS or named in load_english().classes["population_head"])
    spoken_of = {t.word for t in sentence.tokens[sentence.starts[match.first] : match.last]}
    effects = effects or (
        cue.relation == "hasSideEffect" and "include" in spoken_of and bool(spoken_of & _EFFECTS)
    )
    if cue.relation == "requiresMonitoring" or cue.then_self or effects:
        return sentence.names.subject, None
    return subject_of(sentence, match.first)


def _coordinated(
    sentence: Sentence, match: CueMatch, first: Entity
) -> Iterator[tuple[Entity, tuple[int, int]]]:
    """The other subjects of "Trimethoprim [and pyrimethamine] inhibit"."""
    listed, _ = list_before(sentence, match.first, sentence.starts[match.first])
    allowed = sentence.knowledge.domain_of(match.cue.relation)
    for phrase in listed if len(listed) > 1 else ():
        entity = None if phrase.role == "synonym" else sentence.ground(phrase, allowed, strict=True)
        if entity and entity.id not in (first.id, sentence.names.subject.id):
            yield entity, (phrase.start, phrase.end)


def _apposed(sentence: Sentence, last: int) -> list[Phrase]:
    """Such as "a biguanide, [an oral antihyperglycemic drug]", "an anticonvulsant ([a gabapentinoid])"."""
    tokens = sentence.tokens
    opens = last + 1 < len(tokens) and tokens[last].tag in (Tag.COMMA, Tag.OPEN)
    if opens and tokens[last + 1].word in ("a", "an"):
        phrase = sentence.reader.phrase(last + 1)
        return [phrase] if phrase else []
    return []


def _past_self(sentence: Sentence, at: int) -> int:
    """Such as "products pair [X with] benazepril": the substance stands between the cue and its partner."""
    phrase = sentence.reader.phrase(at)
    if phrase is None or not is_self(sentence, phrase.text) or phrase.last + 1 >= len(sentence.tokens):
        return at
    at_verb = phrase.last
    while at_verb < len(sentence.tokens) and (
        sentence.tokens[at_verb].tag in (*AUXILIARIES, Tag.COLON, Tag.EXAMPLE, Tag.NUMBER)
        or sentence.tokens[at_verb].word
        in ("with", "and", "to", "include", "includes", "for", "against", "off-label")
        or sentence.tokens[at_verb].text in load_units()
    ):
        at_verb += 1
    return at_verb if at_verb > phrase.last else at


def _object_at(sentence: Sentence, at: int) -> int:
    """Where the object begins; "binds to AND ACTIVATES gamma-glutamyl carboxylase" shares it with the next verb."""
    tokens = sentence.tokens
    if (
        at + 2 < len(tokens)
        and tokens[at].tag is Tag.CONJUNCTION
        and tokens[at + 1].tag in (Tag.VERB, Tag.NOUN_VERB, Tag.PAST, Tag.ING)
    ):
        at += 2
        while at < len(tokens) and tokens[at].tag in (Tag.PREPOSITION, Tag.ADVERB):
            at += 1
    return at


def _passive(sentence: Sentence, first: int) -> bool:
    at = first - 1
    while at >= 0 and sentence.tokens[at].tag in (Tag.ADVERB, Tag.NEGATOR):
        at -= 1
    return at >= 0 and sentence.tokens[at].tag is Tag.BE


def _adjectival(sentence: Sentence, match: CueMatch) -> bool:
    """Such as "activated osteocalcin", "with enhanced absorption": the participle only describes a noun."""
    before = sentence.tokens[match.first - 1] if match.first else None
    return before is None or before.tag in (
        Tag.DETERMINER, Tag.PREPOSITION, Tag.CONJUNCTION, Tag.COMMA, Tag.STOP, Tag.ADVERB,
    )  # fmt: skip


def _swapped(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    """Such as "Osteocalcin is activated by X": what stands left of the cue is the object, "by" names the subject.

    Without "by" it is the substance's doing where its mechanism or interactions are spoken of.
    """
    at = match.last
    while at < len(sentence.tokens) and sentence.tokens[at].tag is Tag.ADVERB:
        at += 1
    patients, _ = list_before(sentence, match.first, sentence.starts[match.first])
    if not patients:
        return
    if at < len(sentence.tokens) and sentence.tokens[at].word == "by":
        agents, _ = read_list(sentence.reader, at + 1, clause_end(sentence.starts, at))
        for agent in agents:
            subject = sentence.ground(agent, sentence.knowledge.domain_of(match.cue.relation), strict=True)
            if subject:
                yield from statements(sentence, match, patients, at, subject, (agent.start, agent.end))
    elif sentence.within("mechanism", "interactions") and match.cue.relation in ("inhibits", "activates"):
        yield from statements(sentence, match, patients, match.last, sentence.names.subject, None)


def _left(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    start = sentence.starts[match.first]
    members, last = list_before(sentence, match.first, start)
    if not members:
        return
    yield from statements(sentence, match, members, max(last, match.last), sentence.names.subject, None)


def _before(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    """Such as "a potent CYP3A4 inhibitor": the object is the noun phrase's own beginning."""
    tokens = sentence.tokens
    first = match.first
    while first > sentence.starts[match.first] and (
        tokens[first - 1].tag in (Tag.WORD, Tag.NUMBER) or tokens[first - 1].text in ("-", "+", "/")
    ):
        first -= 1
    while first < match.first and (tokens[first].word in _STRENGTH or tokens[first].word.endswith("ly")):
        first += 1
    if first >= match.first or not _stands_for_statement(sentence, match, first):
        return
    start, end = tokens[first].start, tokens[match.first - 1].end
    phrase = Phrase(sentence.text[start:end], start, end, tokens[match.first - 1].word, first, match.first)
    subject, subject_at = subject_of(sentence, first)
    if not isinstance(subject, Unknown):
        yield from statements(sentence, match, [phrase], match.last, subject, subject_at)


def _stands_for_statement(sentence: Sentence, match: CueMatch, first: int) -> bool:
    tokens = sentence.tokens
    at = first - 1
    while at >= 0 and (tokens[at].word in _STRENGTH or tokens[at].tag in (Tag.DETERMINER, Tag.ADVERB)):
        at -= 1
    agent = tokens[match.last - 1].word in _AGENTS
    if at < 0:
        return (
            not agent and sentence.within("mechanism", "pharmacokinetics") and len(tokens) <= match.last + 4
        )
    if agent:
        return tokens[at].tag is Tag.BE or tokens[at].word in ("as", "undergoes", "undergo")
    return tokens[at].word in _THROUGH or tokens[at].word in (
        "undergo",
        "undergoes",
        "undergoing",
        "extensive",
        "primarily",
    )


def _names(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    """Such as "X (also known as Y)", "Brand names include Y and Z": the names up to the end of the clause.

    They are taken where the substance stands right before the cue, or where the cue opens its clause.
    """
    start = sentence.tokens[match.first].start
    before = sentence.tokens[match.first - 1].word if match.first else ""
    if before in load_english().classes["drug_head"] and before not in load_english().classes["self_noun"]:
        return  # "a group of medicines known as proton pump inhibitors"
    if match.cue.relation == "alternateName" and _names_another(sentence, match):
        return
    subject, subject_at = subject_of(sentence, match.first)
    opens = match.first - sentence.starts[match.first] <= _FEW and bool(
        match.cue.elements[0].words & _NAME_WORDS
    )
    if not opens and (isinstance(subject, Unknown) or subject.id != sentence.names.subject.id):
        return
    pronoun = subject_at is None and match.first <= _FEW + 2
    if not (opens or pronoun or (subject_at is not None and start - subject_at[1] <= _NEAR)):
        return
    first = match.last
    while first < len(sentence.tokens) and sentence.tokens[first].tag in (Tag.COLON, Tag.DETERMINER):
        first += 1
    if first >= len(sentence.tokens):
        return
    at = sentence.tokens[first].start
    for name, begin, end in split_names(_clause_text(sentence.text[at:]), told=True):
        if name_key(name) not in ("", name_key(sentence.names.subject.label)) and is_name(
            sentence, name, brand=match.cue.relation == "brandName"
        ):
            yield named(sentence, match.cue.relation, name, (at + begin, at + end), match.cue.rule)


def _names_another(sentence: Sentence, match: CueMatch) -> bool:
    """Whether the noun right before "known as" is another thing: "steroidal lactones known as withanolides"."""
    if match.first == 0 or sentence.tokens[match.first - 1].tag not in (Tag.WORD, Tag.ING, Tag.NOUN_VERB):
        return False
    before = next(
        (p for at in range(max(0, match.first - 4), match.first)
         if (p := sentence.reader.phrase(at)) and p.last == match.first), None,
    )  # fmt: skip
    return before is not None and not stands_for_self(sentence, before)


def _clause_text(text: str) -> str:
    """Up to the end of the clause: a list of names does not go over a stop, a semicolon or a dash."""
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return text[:index]  # the bracket that the cue stands in closes here
    found = _CLAUSE_END.search(text)
    return text[: found.start()] if found else text


_CAREFUL = frozenset("cautiously caution carefully care sparingly".split())
_EFFECTS = load_english().classes["effect_noun"]
_READERS = {"right": _right, "left": _left, "before": _before}
