"""A row of an interaction table: "Pimozide | AUC up by 35% | High | Contraindicated"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.cells import members_of, text_of
from pharmagraph.extract.qualifiers import effect_of
from pharmagraph.extract.subjects import is_self
from pharmagraph.recognise.spelling import name_key
from pharmagraph.records import Cell, Entity, Modality, QualifierValue

_PARTNERS = frozenset(("Substance", "SubstanceClass", "Food"))
_UP = re.compile(
    r"↑|\b(?:increas|rais|rise|rises|elevat|enhanc|potentiat|higher|accelerat|doubl|tripl|prolong|up\b|up by)\w*",
    re.I,
)
_DOWN = re.compile(
    r"↓|\b(?:decreas|reduc|lower|diminish|impair|loss of|less|slow|fall|down\b|halv|weaken|antagoni[sz])\w*",
    re.I,
)
_MEASURE = re.compile(
    r"\b(?:levels?|concentrations?|exposure|auc|cmax|effects?|efficacy|effectiveness|action|absorption|bioavailability|"
    r"clearance|metabolism|elimination|excretion|requirements?|dose|activity|response)\b", re.I,
)  # fmt: skip
_ACTION = re.compile(r"\b(?:effects?|efficacy|effectiveness|action|response)\b", re.I)
_INVERSE = re.compile(r"\b(?:clearance|metabolism|elimination|excretion|requirements?|dose)\b", re.I)
_BOTH = re.compile(
    r"\brisk\b|bleeding|hypoglyc|toxicity of both|additive|syndrome|sedation|hypotension", re.I
)
_DENIED = re.compile(
    r"\bno (?:\w+\.? ){0,3}(?:interaction|effect|change|influence|problem|reduction|increase|alteration|difference)|"
    r"\bnot? (?:\w+ly )?(?:sig|relevant|affect|alter|chang|reduc|increas|potentiat|enhanc|diminish)|"
    r"\b(?:unchanged|unaltered|unaffected|untouched)\b|\b(?:retained|preserved)$|"
    r"^(?:none|nothing)\b|^(?:nil|no)\s*(?:[.;,–—-]|$)", re.I,
)  # fmt: skip
_HEDGED = re.compile(
    r"\b(?:may|might|could|possibl[ey]|potential(?:ly)?|theoretical(?:ly)?|suspected)\b", re.I
)
_FORBIDDEN = re.compile(
    r"\b(?:contra-?indicated|avoid|do not (?:use|take|combine|give)|must not|not recommended|not to be)\b",
    re.I,
)
_NOT_FORBIDDEN = re.compile(
    r"avoid (?:large|high|excess|more)|avoid [A-Za-z]|if possible|unless|no need", re.I
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """What a row says beside its partners."""

    effect: str
    severity: str
    management: str

    @property
    def modality(self) -> Modality:
        """How the interaction is stated."""
        if _DENIED.search(re.split(r"[;.]", self.effect)[0]):
            return Modality.NEGATED
        return Modality.POSSIBLE if _HEDGED.search(self.effect) else Modality.ASSERTED


def propose_interactions(sentence: Sentence, columns: Mapping[str, Cell]) -> Iterator[Proposal]:
    """Partners of a row, the direction of its effect, and what must not be taken together."""
    cells = sentence.passage.cells
    partner_cell = columns.get("partner", cells[0])
    row = PartnerRow(
        text_of(sentence, columns.get("effect") or columns.get("mechanism") or _second(sentence, columns)),
        text_of(sentence, columns.get("severity")).lower(),
        text_of(sentence, columns.get("management")),
    )
    for member in members_of(sentence, partner_cell):
        entity = sentence.ground(member, _PARTNERS)
        if (
            entity is not None
            and entity.id != sentence.names.subject.id
            and not is_self(sentence, member.text)
        ):
            yield from partner_statements(sentence, row, entity, (member.start, member.end), "table")


def _second(sentence: Sentence, columns: Mapping[str, Cell]) -> Cell | None:
    """The cell of the effect in a table whose heads say nothing: the first that has no other part to play."""
    taken = {cell.start for cell in columns.values()} | {sentence.passage.cells[0].start}
    return next((cell for cell in sentence.passage.cells if cell.start not in taken), None)


def partner_statements(
    sentence: Sentence, row: PartnerRow, entity: Entity, at: tuple[int, int] | None, rule: str
) -> Iterator[Proposal]:
    """What is said of one partner: the interaction, its direction, whether it is forbidden.

    Args:
        sentence: The passage.
        row: What happens, how severe it is, what to do.
        entity: The partner.
        at: Where its name stands.
        rule: Where it was read: ``table`` or ``label``.
    """
    me = sentence.names.subject
    mode = row.modality
    pairs: dict[str, QualifierValue] = {}
    if mode is not Modality.NEGATED:
        if row.effect:
            pairs["effect"] = effect_of(row.effect) or row.effect
        if row.severity:
            pairs["severity"] = row.severity
    yield Proposal(
        me,
        "interactsWith",
        entity,
        mode,
        f"{rule}:interactsWith",
        tuple(sorted(pairs.items())),
        None,
        None,
        at,
    )
    if mode is not Modality.NEGATED:
        yield from _direction(sentence, row, entity, at, rule)
    if _FORBIDDEN.search(row.management) and not _NOT_FORBIDDEN.search(row.management):
        yield Proposal(
            me,
            "contraindicatedIn",
            entity,
            Modality.ASSERTED,
            f"{rule}:contraindicatedIn",
            (),
            None,
            None,
            at,
        )


def _direction(
    sentence: Sentence, row: PartnerRow, partner: Entity, at: tuple[int, int] | None, rule: str
) -> Iterator[Proposal]:
    """Whose level goes up or down: the one that is named or meant by "their"; the table's substance otherwise."""
    clause = re.split(r"[;.]", row.effect)[0]
    up, down = _UP.search(clause), _DOWN.search(clause)
    if bool(up) == bool(down) or not _MEASURE.search(clause) or _BOTH.search(clause):
        return
    raises = bool(up) != bool(_INVERSE.search(clause))
    relation = "increasesEffectOf" if raises else "decreasesEffectOf"
    me = sentence.names.subject
    of_partner = _is_about_partner(sentence, clause, partner)
    if of_partner is None:
        return
    agent, target = (me, partner) if of_partner else (partner, me)
    yield Proposal(agent, relation, target, row.modality, f"{rule}:{relation}", (), None, None, at)


def _is_about_partner(sentence: Sentence, clause: str, partner: Entity) -> bool | None:
    """Whether an effect is the partner's and not the table's substance's; None where the words do not tell."""
    words = clause.split()
    names = {
        name_key(" ".join(words[i:j]))
        for i in range(len(words))
        for j in range(i + 1, min(i + 4, len(words) + 1))
    }
    mine = bool(names & sentence.names.keys)
    theirs = bool({name_key(partner.text), name_key(partner.label)} & names)
    if mine and not theirs:
        # "Sertraline raises their levels", "effect enhanced by levothyroxine": it acts; else it is acted on
        by_me = re.search(r"\bby\s+(?:the\s+)?(\S+)", clause)
        acts = name_key(words[0]) in sentence.names.keys and re.search(r"\b(?:their|its|the)\b", clause)
        return bool(acts) or (by_me is not None and name_key(by_me[1]) in sentence.names.keys)
    if theirs or "their" in clause.lower().split():
        return True
    if mine:
        return False
    # An effect without a name is the partner's where it is one of its kind; a level may be either's.
    if not _ACTION.search(clause):
        return None
    theirs, mine = (_is_of_kind(sentence, clause, end) for end in (partner, sentence.names.subject))
    return theirs if theirs != mine else None


def _is_of_kind(sentence: Sentence, clause: str, partner: Entity) -> bool:
    """Such as "anticoagulant effect enhanced" beside warfarin; a "diuretic effect" beside an NSAID is not its own."""
    lexicon = sentence.knowledge.grounder.lexicon
    named = {name_key(word) for word in re.findall(r"[\w-]{4,}", clause) if not _MEASURE.fullmatch(word)}
    kinds, seen = [partner.id], set[str]()
    while kinds:
        kind = kinds.pop()
        concept = lexicon.concept(kind)
        if concept is None or kind in seen:
            continue
        seen.add(kind)
        if named & {name_key(word) for word in concept.label.split()}:
            return True
        kinds += concept.broader
    return False
