"""Cautions and contraindications: a verdict, and whom or what it is about.

The verdict is a cue ("caution is advised", "should not be used"); its object stands after "in", "with", "during",
before it ("Patients with X should avoid"), elsewhere in the sentence (a population), in the label ("**Renal
impairment:** Caution is advised") or in the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pharmagraph.extract.clauses import clause_end, modality
from pharmagraph.extract.cues import CueMatch
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.coordination import list_before
from pharmagraph.extract.proposers.verdicts import of_another, speaks_of_avoiding
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase, PhraseReader
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.recognise.tokens import AUXILIARIES, Tag, Token, tokenize
from pharmagraph.records import Entity, Modality

_LINKS = frozenset(
    [
        "in",
        "with",
        "during",
        "by",
        "for",
        "among",
        "if",
        "when",
        "while",
        "to",
        "within",
        "alongside",
        "on",
        "after",
        "before",
        "through",
    ]
)
_FILLERS = load_english().classes["context_filler"]
_NO_CIRCUMSTANCE = frozenset(
    "doctor dose doses physician supervision treatment therapy use course courses".split()
)
_CO_USE = frozenset(
    "use administration co-administration coadministration combination intake treatment therapy".split()
)
_GIVEN = frozenset(
    "given taken used combined administered coadministered together you they have has had ever".split()
)
_ACTS = frozenset("withdrawal discontinuation cessation contact exposure driving interruption".split())
_SAFETY = ("contraindications", "precautions", "pregnancy", "interactions", "dosage", "side-effects")
_VERDICTS = ("contraindicatedIn", "cautionIn")


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Cautions and contraindications of a passage; a contraindication silences a caution in its clause."""
    decided: set[int] = set()
    matches = [m for m in sentence.matches if m.cue.side == "context"]
    for relation in _VERDICTS:
        for match in matches:
            clause = sentence.starts[match.first]
            if match.cue.relation != relation or clause in decided:
                continue
            found = list(_verdict(sentence, match))
            if found:
                decided.add(clause)
            yield from found


def _verdict(sentence: Sentence, match: CueMatch) -> Iterator[Proposal]:
    def of_people() -> bool:
        found = _grounded(sentence, _after(sentence, match)[0], match)
        return any(entity.type in ("Population", "Condition") for _, entity in found)

    if speaks_of_avoiding(sentence, match) or of_another(sentence, match, of_people):
        return
    objects, last = _objects(sentence, match)
    mode = modality(sentence.tokens, sentence.starts, match.last, match.used, last)
    clause = sentence.tokens[sentence.starts[match.first] : clause_end(sentence.starts, match.first)]
    if mode is Modality.NEGATED and clause[0].word in ("if", "unless", "when", "whenever"):
        return  # "if the combination cannot be avoided" denies nothing
    if mode is Modality.NEGATED and _only_with(clause):
        mode = Modality.ASSERTED
    if mode is Modality.POSSIBLE:
        mode = _advice(match)
    for phrase, entity in objects:
        yield Proposal(
            sentence.names.subject, match.cue.relation, entity, mode, match.cue.rule, (), None,
            sentence.span(match.first, match.last), (phrase.start, phrase.end) if phrase.last > phrase.first else None,
        )  # fmt: skip


def _only_with(clause: Sequence[Token]) -> bool:
    """Such as "not without medical advice": a caution, though two words deny."""
    negators = [token.word for token in clause if token.tag is Tag.NEGATOR]
    return "without" in negators and len(negators) > 1


def _advice(match: CueMatch) -> Modality:
    """Such as "Dose adjustment may be necessary" is a caution that is given, not one that may be."""
    return Modality.ASSERTED if match.cue.relation == "cautionIn" else Modality.POSSIBLE


def _objects(sentence: Sentence, match: CueMatch) -> tuple[list[tuple[Phrase, Entity]], int]:
    if match.cue.relation == "contraindicatedIn" and _for_a_use(sentence, match) is None:
        return [], match.last  # what it must not be used for is no circumstance
    for search in (_after, _before, _used_with, _elsewhere):
        phrases, last = search(sentence, match)
        if match.cue.relation == "contraindicatedIn" and any(p.head in _ACTS for p in phrases):
            return [], match.last  # "Avoid abrupt withdrawal in patients with epilepsy" forbids an act
        found = _grounded(sentence, phrases, match)
        if found:
            return found, last
    if _conditional(sentence, match):
        return [], match.last  # "avoid if clearance is below 30": the heading alone would say too much
    return _from_headings(sentence, match), match.last


def _conditional(sentence: Sentence, match: CueMatch) -> bool:
    """Whether a condition follows that could not be read."""
    tokens = sentence.tokens
    return match.cue.relation == "contraindicatedIn" and any(
        token.word in ("if", "when", "unless", "until") for token in tokens[match.last : match.last + 3]
    )


def _after(sentence: Sentence, match: CueMatch) -> tuple[list[Phrase], int]:
    tokens = sentence.tokens
    start = _for_a_use(sentence, match) if match.cue.relation == "contraindicatedIn" else match.last
    if start is None:
        return [], match.last
    at = start
    stop = len(tokens)
    linked = tokens[at - 1].word in _LINKS  # "must not be combined with"
    if at < stop and tokens[at].tag is Tag.COLON:
        return _after_colon(sentence, at + 1), stop
    while at < stop and (
        tokens[at].word in _LINKS or tokens[at].word in _FILLERS
        or tokens[at].tag is Tag.ADVERB or tokens[at].tag in AUXILIARIES
    ):  # fmt: skip
        linked = linked or tokens[at].word in _LINKS or tokens[at].word == "have"
        at += 1
    at, named = _past_self(sentence, at)
    linked = linked or named
    while named and at < stop and (
        tokens[at].word in _LINKS or tokens[at].word in _FILLERS or tokens[at].tag is Tag.ADVERB
        or tokens[at].tag in AUXILIARIES or tokens[at].word in _GIVEN
    ):  # fmt: skip
        at += (
            1  # "when X [is given with] potassium-sparing diuretics", "before taking X [if you have] asthma"
        )
    direct = match.cue.elements[-1].words & {
        "avoid",
        "contraindications",
        "contraindication",
        "use",
        "take",
        "include",
        "includes",
    }
    if at >= stop or not (linked or direct) or tokens[at].tag in (Tag.STOP, Tag.SEMICOLON):
        return [], match.last
    return read_list(sentence.reader, at, clause_end(sentence.starts, at))


def _past_self(sentence: Sentence, at: int) -> tuple[int, bool]:
    """Past the substance and the link after it: "Do not use [X with] sildenafil"."""
    phrase = sentence.reader.phrase(at) if at < len(sentence.tokens) else None
    if phrase is None or not is_self(sentence, phrase.text) or phrase.last >= len(sentence.tokens):
        return at, False
    at = phrase.last
    while at < len(sentence.tokens) and (
        sentence.tokens[at].word in _LINKS
        or sentence.tokens[at].word in _FILLERS
        or sentence.tokens[at].tag is Tag.ADVERB
    ):
        at += 1
    return (at, True) if at > phrase.last else (phrase.first, False)


def _for_a_use(sentence: Sentence, match: CueMatch) -> int | None:
    """Such as "should not be used for weight loss in children": where the people begin, None where none are named."""
    tokens = sentence.tokens
    if match.last >= len(tokens) or tokens[match.last].word != "for":
        return match.last
    members, last = read_list(sentence.reader, match.last + 1)
    grounder = sentence.knowledge.grounder
    if any("Population" in grounder.kinds(m.text, m.head) or m.role == "complement" for m in members):
        return match.last
    return last if last < len(tokens) and tokens[last].word in ("in", "during", "by", "with") else None


def _after_colon(sentence: Sentence, at: int) -> list[Phrase]:
    """Such as "Use with caution in: heart failure; diabetes; epilepsy": each piece between semicolons."""
    found: list[Phrase] = []
    while at < len(sentence.tokens):
        members, last = read_list(sentence.reader, at)
        found += members
        at = next(
            (i + 1 for i in range(last, len(sentence.tokens)) if sentence.tokens[i].text == ";"),
            len(sentence.tokens),
        )
    return found


def _before(sentence: Sentence, match: CueMatch) -> tuple[list[Phrase], int]:
    """Such as "Patients with X should avoid ...", "In patients with X, caution is advised"."""
    start = sentence.starts[match.first]
    tokens = sentence.tokens
    at = start
    while at < match.first and (
        tokens[at].tag in (Tag.ADVERB, Tag.CONJUNCTION, Tag.COMMA, Tag.SUBORDINATOR, Tag.SEMICOLON)
        or tokens[at].word in _FILLERS
    ):
        at += 1
    if at < match.first and tokens[at].word in _LINKS:
        phrases, _ = read_list(sentence.reader, at + 1, match.first)
        if phrases:
            return phrases, match.last
    phrases, _ = list_before(sentence, match.first, start)
    modal = next((i for i in range(start, match.first) if tokens[i].tag is Tag.MODAL), None)
    if not phrases and modal is not None:  # "[People with liver disease] should use it with caution"
        phrases, _ = list_before(sentence, modal, start)
    if not phrases and start > 0:  # "If you have X, ask ...": the condition is the clause before
        before = sentence.starts[start - 1]
        at = before
        while at < start and (
            tokens[at].word in _FILLERS or tokens[at].word in _LINKS or tokens[at].tag is Tag.SUBORDINATOR
        ):
            at += 1
        if at > before:
            phrases, _ = read_list(sentence.reader, at, start)
    return [p for p in phrases if p.role != "item" or _is_party(sentence, p)], match.last


def _used_with(sentence: Sentence, match: CueMatch) -> tuple[list[Phrase], int]:
    """Such as "Concomitant use [with MAO inhibitors] is contraindicated"."""
    tokens = sentence.tokens
    for at in range(sentence.starts[match.first], match.first):
        if (
            tokens[at].word in _CO_USE
            and at + 1 < match.first
            and tokens[at + 1].word in ("with", "of", "in")
        ):
            phrases, _ = read_list(sentence.reader, at + 2, match.first)
            if phrases and not is_self(sentence, phrases[0].text):
                return phrases, match.last
    return [], match.last


def _is_party(sentence: Sentence, phrase: Phrase) -> bool:
    """Left of a verdict people, conditions and other drugs are meant, not "the dose" or the substance itself."""
    kinds = sentence.knowledge.grounder.kinds(phrase.text, phrase.head)
    parties = {"Population", "Condition", "Substance", "SubstanceClass"}
    return bool(parties & set(kinds)) and not is_self(sentence, phrase.text)


def _elsewhere(sentence: Sentence, match: CueMatch) -> tuple[list[Phrase], int]:
    """A population named elsewhere: "considered safe during pregnancy and breastfeeding, consult a doctor"."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.word in ("during", "in", "while") and not match.first <= index < match.last:
            phrases, last = read_list(sentence.reader, index + 1)
            populations = [
                p for p in phrases
                if "Population" in sentence.knowledge.grounder.kinds(p.text, p.head) or p.role == "complement"
            ]  # fmt: skip
            if populations:
                return populations, max(last, match.last)
    return [], match.last


def _grounded(sentence: Sentence, phrases: list[Phrase], match: CueMatch) -> list[tuple[Phrase, Entity]]:
    allowed = sentence.knowledge.range_of(match.cue.relation)
    found = []
    for phrase in phrases:
        if phrase.role == "synonym" or phrase.head in _NO_CIRCUMSTANCE:
            continue
        entity = sentence.ground(
            phrase, allowed, strict=phrase.role == "item" and match.cue.relation == "cautionIn"
        )
        if entity and entity.id != sentence.names.subject.id:
            found.append((phrase, entity))
    return found


def _from_headings(sentence: Sentence, match: CueMatch) -> list[tuple[Phrase, Entity]]:
    """The label or heading ("Patients with Renal Impairment"), else the question's population."""
    if not sentence.within(*_SAFETY) and not sentence.passage.question:
        return []
    titles = sentence.headings[:1] if sentence.headings else ()
    for title in (*titles, sentence.passage.question):
        found = _title_objects(sentence, title, match)
        if found:
            # "Pregnancy and breastfeeding": a sentence that names one of them is about that one.
            named = [(p, e) for p, e in found if fold_word(p.head)[:6] in sentence.text.lower()]
            return named or found
    return []


def _title_objects(sentence: Sentence, title: str, match: CueMatch) -> list[tuple[Phrase, Entity]]:
    allowed = sentence.knowledge.range_of(match.cue.relation)
    reader = PhraseReader(title, tokenize(title))
    starts = (
        [0]
        if not title.endswith("?")
        else [i + 1 for i, t in enumerate(reader.tokens) if t.word in ("during", "in", "with", "while")]
    )
    found = []
    for start in starts:
        for phrase in read_list(reader, start)[0]:
            entity = sentence.knowledge.grounder.entity(
                phrase.text, phrase.head, allowed, sentence.names, strict=True
            )
            if entity and entity.id != sentence.names.subject.id and singular(phrase.head) != "dose":
                found.append((Phrase(phrase.text, 0, 0, phrase.head, 0, 0, phrase.role), entity))
    return found
