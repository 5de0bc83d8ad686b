"""Tables: a row is read with its column heads ("Drug | Effect | Severity", "Population | Dose | Maximum")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.dose import dose
from pharmagraph.extract.qualifiers import effect_of
from pharmagraph.recognise.doses import Amount, amounts
from pharmagraph.recognise.lists import read_list
from pharmagraph.recognise.phrases import Phrase
from pharmagraph.records import Cell, Entity, Modality, PassageKind, QualifierValue

_HEADS = (
    ("partner", re.compile((r"\b(?:drug|drugs|medicine|medication|substance|interact\w*|agent|interacting|supplement|"
r"class|partner|food)\b"), re.I)),
    (
        "effect",
        re.compile(r"\b(?:effect|mechanism|comment|consequence|clinical|result|outcome|description|note)s?\b", re.I),
    ),
    ("severity", re.compile(r"\b(?:severity|significance|risk level|rating|grade)\b", re.I)),
    ("maximum", re.compile(r"\b(?:max\w*|upper limit|ceiling)\b", re.I)),
    ("dose", re.compile(r"\b(?:dos\w*|amount|intake|regimen|starting|initial|maintenance)\b", re.I)),
    ("population", re.compile(r"\b(?:population|patients?|age|group|who)\b", re.I)),
    ("condition", re.compile(r"\b(?:indication|condition|use|purpose|for)\b", re.I)),
    ("frequency", re.compile(r"\b(?:frequency|incidence|how common)\b", re.I)),
    ("reaction", re.compile(r"\b(?:reaction|side effect|adverse|system organ|event)s?\b", re.I)),
    ("food", re.compile(r"\b(?:food|source)s?\b", re.I)),
    ("test", re.compile(r"\b(?:test|parameter|monitor\w*)\b", re.I)),
)  # fmt: skip
_UP = re.compile(r"↑|\b(?:increas|rais|elevat|enhanc|potentiat|higher|exposure up|level up)\w*", re.I)
_DOWN = re.compile(r"↓|\b(?:decreas|reduc|lower|diminish|impair|loss of|less)\w*", re.I)
_PARTNERS = frozenset(("Substance", "SubstanceClass", "Food"))


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """What a table row states, by the kind of its section and its column heads."""
    if sentence.passage.kind is not PassageKind.ROW or not sentence.passage.cells:
        return
    columns = {role: cell for cell in reversed(sentence.passage.cells) if (role := _role(cell.head))}
    if sentence.within("interactions") or ("partner" in columns and "effect" in columns):
        yield from _interaction(sentence, columns)
    elif sentence.within("dosage") or "dose" in columns or "maximum" in columns:
        yield from _doses(sentence, columns)
    elif sentence.within("side-effects") or "reaction" in columns:
        yield from _listed(sentence, "hasSideEffect", columns.get("reaction"), columns)
    elif sentence.within("food"):
        yield from _listed(sentence, "foundIn", columns.get("food"), columns)
    elif sentence.within("monitoring"):
        yield from _listed(sentence, "requiresMonitoring", columns.get("test"), columns)
    elif sentence.within("contraindications"):
        yield from _listed(sentence, "contraindicatedIn", None, columns)


def _role(head: str) -> str:
    return next((role for role, pattern in _HEADS if pattern.search(head)), "")


def _members(sentence: Sentence, cell: Cell) -> list[Phrase]:
    first = next((i for i, t in enumerate(sentence.tokens) if t.start >= cell.start), None)
    last = next((i for i, t in enumerate(sentence.tokens) if t.start >= cell.end), len(sentence.tokens))
    if first is None:
        return []
    found: list[Phrase] = []
    at = first
    while at < last:
        members, end = read_list(sentence.reader, at, last)
        found += members
        at = max(end, at + 1)
        if at < last and sentence.tokens[at - 1].text not in (",", ";", "/"):
            break
    return [member for member in found if member.role != "synonym"]


def _interaction(sentence: Sentence, columns: dict[str, Cell]) -> Iterator[Proposal]:
    cell = columns.get("partner", sentence.passage.cells[0])
    effect_cell = columns.get("effect")
    effect = sentence.text[effect_cell.start : effect_cell.end] if effect_cell else ""
    pairs: dict[str, QualifierValue] = {}
    if effect:
        pairs["effect"] = effect_of(effect) or effect
    if severity := columns.get("severity"):
        pairs["severity"] = sentence.text[severity.start : severity.end].lower()
    me = sentence.names.subject
    for member in _members(sentence, cell):
        entity = sentence.ground(member, _PARTNERS)
        if entity is None or entity.id == me.id:
            continue
        at = (member.start, member.end)
        yield Proposal(
            me,
            "interactsWith",
            entity,
            Modality.ASSERTED,
            "table:interactsWith",
            tuple(sorted(pairs.items())),
            None,
            None,
            at,
        )
        yield from _direction(sentence, entity, effect, at)


def _direction(sentence: Sentence, partner: Entity, effect: str, at: tuple[int, int]) -> Iterator[Proposal]:
    """Such as "Exposure up" in the row of a partner: of the table's substance, unless it names the other."""
    up, down = _UP.search(effect), _DOWN.search(effect)
    if bool(up) == bool(down) or re.search(
        r"\brisk\b|bleeding|hypoglyc|toxicity of both|additive", effect, re.I
    ):
        return
    relation = "increasesEffectOf" if up else "decreasesEffectOf"
    words = effect.lower()
    of_partner = partner.text.lower() in words or partner.label.lower() in words
    agent, target = (sentence.names.subject, partner) if of_partner else (partner, sentence.names.subject)
    yield Proposal(agent, relation, target, Modality.ASSERTED, f"table:{relation}", (), None, None, at)


def _doses(sentence: Sentence, columns: dict[str, Cell]) -> Iterator[Proposal]:
    population = _words(sentence, columns.get("population"))
    condition = _words(sentence, columns.get("condition"))
    if not population and not condition:
        first = sentence.passage.cells[0]
        population = sentence.text[first.start : first.end]
    for cell in sentence.passage.cells:
        role = _role(cell.head)
        if role not in ("dose", "maximum"):
            continue
        for amount in amounts(sentence.text[cell.start : cell.end]):
            shifted = Amount(
                None if role == "maximum" and amount.low == amount.high else amount.low, amount.high, amount.unit,
                amount.per or ("day" if re.search(r"\b(?:daily|day)\b", cell.head, re.I) else ""), amount.route,
                amount.start + cell.start, amount.end + cell.start,
            )  # fmt: skip
            yield dose(sentence, shifted, population, condition)


def _words(sentence: Sentence, cell: Cell | None) -> str:
    return sentence.text[cell.start : cell.end] if cell else ""


def _listed(
    sentence: Sentence, relation: str, cell: Cell | None, columns: dict[str, Cell]
) -> Iterator[Proposal]:
    pairs: list[tuple[str, QualifierValue]] = []
    if frequency := _words(sentence, columns.get("frequency")):
        pairs.append(("frequency", frequency.lower()))
    cells = [cell] if cell else [sentence.passage.cells[0]]
    for each in cells:
        for member in _members(sentence, each):
            entity = sentence.ground(member, sentence.knowledge.range_of(relation))
            if entity:
                yield Proposal(
                    sentence.names.subject,
                    relation,
                    entity,
                    Modality.ASSERTED,
                    f"table:{relation}",
                    tuple(pairs),
                    None,
                    None,
                    (member.start, member.end),
                )
