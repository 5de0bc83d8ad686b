"""A mention under a heading: bare lists state the relation of their section, or of the sentence that opens them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pharmagraph.extract.clauses import clause_starts, modality
from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.denial import denies_interaction
from pharmagraph.extract.proposers.fragments import is_fragment
from pharmagraph.extract.proposers.list_starts import groups_what_follows, names_a_group, start_of_list
from pharmagraph.extract.proposers.table_interaction import PartnerRow, partner_statements
from pharmagraph.extract.qualifiers import describe
from pharmagraph.extract.subjects import stands_for_self
from pharmagraph.recognise.english import load_english
from pharmagraph.recognise.entities import curie, tidy
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase, PhraseReader
from pharmagraph.recognise.spelling import fold_word, singular
from pharmagraph.recognise.tokens import Tag, tokenize
from pharmagraph.records import Entity, Modality, PassageKind

# Relations whose fragments are read elsewhere: names and doses have proposers of their own.
_ELSEWHERE = frozenset(("alternateName", "brandName", "hasDosage", "absorbedIn"))
# Relations for which an object of unknown class may be taken from a bare list.
_OPEN = frozenset(
    (
        "hasSideEffect",
        "foundIn",
        "contraindicatedIn",
        "combinedWith",
        "classifiedAs",
    )
)
_VERDICTS = frozenset(("contraindicatedIn", "cautionIn"))
# A label that opens a list of conditions: "Do not use if you have ever had", "Ask a doctor before use if you are".
_CONDITION = re.compile(r"\b(?:if|when|while|before)\b", re.I)
# Such as "Routine levels: not needed".
_NOT_NEEDED = re.compile(r":\s*(?:not (?:needed|required|necessary|useful)|unnecessary)\W*$", re.I)
# Among uses, "Not for: X" denies a use; elsewhere it opens a list of contraindications.
_NOT_FOR = re.compile(
    r"not (?:for|used|indicated|suitable|recommended|effective|helpful|useful|licensed|approved)\b", re.I
)
_CLASS = frozenset(("SubstanceClass",))
_SUBSTANCES = frozenset(("Substance", "SubstanceClass"))
_CHANGED = load_english().classes["changed"]
# Relations of which a sentence may end in a bare list after a colon.
_AFTER_COLON = frozenset(("hasSideEffect", "foundIn", "interactsWith", "combinedWith", "contraindicatedIn"))
_SENSITIVITIES = frozenset(("hypersensitivity", "allergy", "intolerance", "allergic reaction"))
_GROUPS = frozenset(("disorder", "disease", "condition", "system"))
_SYSTEMS = load_english().classes["system_word"]
_DASHES = frozenset(("-", "–", "—", ":", "→", "="))


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """Statements that a fragment makes by standing where it stands."""
    if sentence.passage.kind in (PassageKind.QUESTION, PassageKind.ROW) or sentence.text.endswith("?"):
        return
    relation, mode, rule = _stated_relation(sentence)
    if not relation or relation in _ELSEWHERE:
        return
    if (relation == "interactsWith" and denies_interaction(sentence)) or _NOT_NEEDED.search(sentence.text):
        mode = Modality.NEGATED
    if labelled := _labelled_partners(sentence, relation):
        for entity in labelled:
            yield from _partner(sentence, relation, entity, None, mode, sentence.text)
        return
    yield from _listed(sentence, relation, mode, rule)
    yield from _after_colon(sentence, relation, mode, rule)


def _stated_relation(sentence: Sentence) -> tuple[str, Modality, str]:
    """The relation of the sentence or label that opens the list, else that of the innermost section kind."""
    if sentence.within("side-effects"):
        return "hasSideEffect", _section_mode(sentence), "section:side-effects"
    if sentence.within("usage") and any(_NOT_FOR.match(label) for label in sentence.passage.labels):
        return "usedFor", Modality.NEGATED, "section:usage"
    if opened := _opened_by(sentence):
        relation, mode = opened
        if relation == "cautionIn" and sentence.within("interactions"):
            relation = "interactsWith"  # "Tell your doctor if you take any of these:" lists partners
        return relation, mode, f"intro:{relation}"
    if sentence.kinds and sentence.kinds[0].relation:
        kind = sentence.kinds[0]
        return kind.relation, _section_mode(sentence), f"section:{kind.name}"
    return "", Modality.ASSERTED, ""


def _section_mode(sentence: Sentence) -> Modality:
    return Modality.NEGATED if _denying_label(sentence) else Modality.ASSERTED


def _opened_by(sentence: Sentence) -> tuple[str, Modality] | None:
    """What the sentence or label before a list says of its items: "Ask a doctor before use if you have"."""
    labels = sentence.passage.labels[-1:]
    for text in filter(None, (sentence.passage.intro, *labels)):
        if text != sentence.passage.intro and not _CONDITION.search(text):
            continue
        tokens = tokenize(text)
        matches = [
            m
            for m in sentence.knowledge.cues.matches(tokens)
            if m.cue.side in ("right", "context") and not m.cue.then_self
        ]
        if matches:
            last = max(matches, key=lambda m: (m.cue.relation == "contraindicatedIn", m.last))
            mode = modality(tokens, clause_starts(tokens), last.last, last.used, last.last)
            if last.cue.side == "context" and mode is Modality.POSSIBLE:
                mode = Modality.ASSERTED
            return last.cue.relation, mode
    return None


def _denying_label(sentence: Sentence) -> bool:
    """Such as "**No proven benefit:** tinnitus": what stands under it is denied."""
    return any(tokens[0].word == "no" for label in sentence.passage.labels if (tokens := tokenize(label)))


def _listed(sentence: Sentence, relation: str, mode: Modality, rule: str) -> Iterator[Proposal]:
    """The members of a bare list; each piece between semicolons is a list of its own."""
    for first, end in _pieces(sentence):
        fragment = is_fragment(sentence, first, end)
        at = first
        while (at := start_of_list(sentence, at, first, end, relation)) < end:
            members, last = read_list(sentence.reader, at, end)
            heads_item = last < len(sentence.tokens) and sentence.tokens[last].text in _DASHES
            if members and groups_what_follows(relation, sentence, last):
                at = last + 1
                continue
            if members and relation == "usedFor" and names_a_group(sentence, members[0], last):
                break
            if not members or not (fragment or heads_item):
                break
            local = mode if at == first or not _denied_here(sentence, at) else Modality.NEGATED
            if heads_item and relation == "interactsWith":
                yield from _with_effect(sentence, members, local, last)
                return
            yield from _stated(sentence, relation, members, local, rule, last)
            if heads_item:
                return
            at = _past_aside(sentence, last, end)


def _with_effect(sentence: Sentence, members: list[Phrase], mode: Modality, last: int) -> Iterator[Proposal]:
    """Such as "lithium, digoxin – ibuprofen can raise their levels": partners, a dash, what happens."""
    effect = sentence.text[sentence.tokens[last].end :].strip()
    allowed = sentence.knowledge.range_of("interactsWith")
    for member in members:
        entity = None if member.role == "synonym" else sentence.ground(member, allowed)
        if entity and entity.id != sentence.names.subject.id:
            yield from _partner(sentence, "interactsWith", entity, member, mode, effect)


def _pieces(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Token ranges between semicolons that stand in no bracket."""
    start = depth = 0
    for index, token in enumerate(sentence.tokens):
        depth += (token.tag is Tag.OPEN) - (token.tag is Tag.CLOSE)
        if token.text == ";" and depth <= 0:
            yield start, index
            start = index + 1
    yield start, len(sentence.tokens)


def _past_aside(sentence: Sentence, last: int, end: int) -> int:
    """Past what qualifies the member just read ("from any cause", "with or without X") to the next comma."""
    tokens = sentence.tokens
    if last < end and (
        tokens[last].tag in (Tag.PREPOSITION, Tag.OPEN, Tag.PAST) or tokens[last].word == "without"
    ):
        if tokens[last].word == "from" and tokens[0].word in ("are", "is"):
            return end  # "are dehydrated from vomiting, diarrhoea": what follows are its causes
        return next((i for i in range(last, end) if tokens[i].tag is Tag.COMMA), end)
    return last


def _denied_here(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at - 1].word in ("no", "not")


def _stated(
    sentence: Sentence, relation: str, members: list[Phrase], mode: Modality, rule: str, last: int
) -> Iterator[Proposal]:
    allowed = sentence.knowledge.range_of(relation)
    # A thing that nothing is known of is taken from what looks like a list; from a stray sentence it is noise.
    classed = relation == "classifiedAs" and bool(
        sentence.passage.labels
    )  # "**Class:** essential trace element"
    listed = sentence.passage.kind is PassageKind.ITEM or len(members) > 1
    open_ = relation in _OPEN and (listed or classed)
    for member in _allergies(sentence, relation, members):
        if member.role == "synonym" or stands_for_self(sentence, member):
            continue
        if relation == "hasSideEffect" and _names_a_system(member):
            continue
        entity = sentence.ground(member, allowed, strict=not open_)
        if entity is None and relation == "hasSideEffect" and _is_change(member):
            entity = Entity(tidy(member.text), member.text, curie(member.text), "Condition")
        if entity is None and relation == "usedFor" and sentence.passage.labels:
            entity = sentence.ground(member, _CLASS, strict=True)  # "**Purpose:** antihistamine"
        if entity is None or entity.id == sentence.names.subject.id:
            continue
        stated = "classifiedAs" if entity.type == "SubstanceClass" and relation == "usedFor" else relation
        yield _proposal(sentence, stated, member, entity, mode, rule, last)
        if relation in _VERDICTS and _is_taken(sentence, member) and entity.type in _SUBSTANCES:
            yield _proposal(sentence, "interactsWith", member, entity, mode, rule, last)


def _allergies(sentence: Sentence, relation: str, members: list[Phrase]) -> list[Phrase]:
    """Such as "hypersensitivity to X or other nitroimidazoles": the class is no circumstance but another allergy."""
    opened = members[0].text.partition(" to ")[0] if members else ""
    if relation not in _VERDICTS or singular(fold_word(opened)) not in _SENSITIVITIES:
        return members

    def named_last(member: Phrase) -> bool:
        around = {t.word for t in sentence.tokens[max(0, member.first - 2) : member.first + 1]}
        return bool(around & {"other", "any", "related"})

    ends = max((i for i, member in enumerate(members) if named_last(member)), default=0)

    def whole(index: int, member: Phrase) -> Phrase:
        kinds = set(sentence.knowledge.grounder.kinds(member.text, member.head))
        if not 0 < index <= ends or not kinds & _SUBSTANCES or "Condition" in kinds:
            return member
        return replace(member, text=f"{opened} to {member.text}", head=fold_word(opened.split()[-1]))

    return [whole(index, member) for index, member in enumerate(members)]


def _names_a_system(member: Phrase) -> bool:
    """Whether a member of a list is the head of a group of reactions ("Respiratory and mediastinal disorders")."""
    words = [fold_word(word) for word in re.findall(r"[A-Za-z]+", member.text)]
    *system, head = [word for word in words if word != "and"] or [""]
    return singular(head) in _GROUPS and bool(system) and all(word in _SYSTEMS for word in system)


def _is_taken(sentence: Sentence, member: Phrase) -> bool:
    """Whether an item is about what is taken besides ("taking ketoconazole"): then it is an interaction as well."""
    return any(token.word in ("taking", "take", "using") for token in sentence.tokens[: member.first])


def _is_change(member: Phrase) -> bool:
    """Whether a phrase names a change of something measured ("low blood counts"): a condition, whatever its head."""
    words = member.text.lower().split()
    return len(words) > 1 and words[0] in _CHANGED


def _after_colon(sentence: Sentence, relation: str, mode: Modality, rule: str) -> Iterator[Proposal]:
    """Such as "Most point to a dose that is too high: palpitations, tremor": a sentence that ends in a list."""
    colon = next((i for i, token in enumerate(sentence.tokens) if token.tag is Tag.COLON), None)
    if colon is None or relation not in _AFTER_COLON or is_fragment(sentence):
        return
    members, last = read_list(sentence.reader, colon + 1)
    ends = last >= len(sentence.tokens) or sentence.tokens[last].tag is Tag.STOP
    if len(members) > 1 and ends:
        yield from _stated(sentence, relation, members, mode, rule, last)


def _labelled_partners(sentence: Sentence, relation: str) -> list[Entity]:
    """Such as "**Warfarin:** increased risk of bleeding" under Interactions: the label names the partners."""
    if (
        relation not in ("interactsWith", "combinedWith")
        or not sentence.passage.labels
        or not sentence.headings
    ):
        return []
    label = sentence.passage.labels[-1]
    if label != sentence.headings[0]:
        return []
    members, _ = read_list(PhraseReader(label, tokenize(label), sentence.knowledge.knows), 0)
    allowed = sentence.knowledge.range_of(relation)
    found = [
        sentence.knowledge.grounder.entity(member.text, member.head, allowed, sentence.names, strict=True)
        for member in members
        if member.role != "synonym"
    ]
    return [entity for entity in found if entity and entity.id != sentence.names.subject.id]


def _partner(
    sentence: Sentence, relation: str, entity: Entity, phrase: Phrase | None, mode: Modality, effect: str
) -> Iterator[Proposal]:
    """A partner with the words that say what happens, as in the row of a table."""
    at = (phrase.start, phrase.end) if phrase and phrase.last > phrase.first else None
    if relation == "interactsWith" and mode is not Modality.NEGATED:
        yield from partner_statements(sentence, PartnerRow(effect, "", ""), entity, at, "label")
        return
    qualifiers = (
        describe(sentence, relation, Phrase("", 0, 0, "", 0, 0), 0, 0) if mode is not Modality.NEGATED else ()
    )
    yield Proposal(
        sentence.names.subject, relation, entity, mode, f"label:{relation}", qualifiers, None, None, at
    )


def _proposal(
    sentence: Sentence, relation: str, phrase: Phrase, entity: Entity, mode: Modality, rule: str, last: int
) -> Proposal:
    at = (phrase.start, phrase.end) if phrase.last > phrase.first else None
    qualifiers = describe(sentence, relation, phrase, last, last)
    return Proposal(sentence.names.subject, relation, entity, mode, rule, qualifiers, None, None, at)
