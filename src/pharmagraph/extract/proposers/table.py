"""Tables: a row is read with its column heads ("Drug | Effect | Severity", "Population | Dose | Maximum")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pharmagraph.extract.proposal import Proposal, Sentence
from pharmagraph.extract.proposers.cells import columns_of, members_of, role_of, text_of
from pharmagraph.extract.proposers.dose import CONDITIONS, ELSEWHERE, IMPAIRED, dose
from pharmagraph.extract.proposers.table_interaction import propose_interactions
from pharmagraph.extract.qualifiers import side_effect
from pharmagraph.recognise.doses import Amount, amounts, as_upper, is_liquid, is_upper
from pharmagraph.records import Cell, Modality, PassageKind, QualifierValue

_DAILY = re.compile(r"\b(?:daily|day|24 ?h)\b", re.I)
# Columns that never give a dose, whatever amounts they name, and those that always do.
_NO_DOSE = frozenset("effect mechanism severity partner food test reaction frequency population".split())
_DOSE = frozenset(("dose", "maximum"))
_OPENING = 12  # characters that may stand before the amount of a cell: "Start at 5 mg"
_BARE = re.compile(r"[\d.,]+(?:\s?[-–]\s?[\d.,]+)?")
_UNIT_OF_HEAD = re.compile(
    r"\b(?:mg|mcg|µg|μg|ug|g|IU)\b(?:\s?(?:/|per) ?kg)?(?:\s?(?:/|per|a|each) ?(?:day|d\b|dose|week))?"
)
_NEVER = re.compile(r"(?:not|never|none)\b(?! known)")
_LISTS = (
    ("side-effects", "reaction", "hasSideEffect"),
    ("food", "food", "foundIn"),
    ("monitoring", "test", "requiresMonitoring"),
    ("contraindications", "condition", "contraindicatedIn"),
    ("precautions", "condition", "cautionIn"),
    ("usage", "condition", "usedFor"),
)


def propose(sentence: Sentence) -> Iterator[Proposal]:
    """What a table row states, by the kind of its section and its column heads."""
    if sentence.passage.kind is not PassageKind.ROW or not sentence.passage.cells:
        return
    columns = columns_of(sentence)
    if sentence.within("interactions") or ("partner" in columns and "effect" in columns):
        yield from propose_interactions(sentence, columns)
    elif _is_dose_table(sentence, columns):
        yield from _doses(sentence, columns)
    else:
        for kind, role, relation in _LISTS:
            if sentence.within(kind):
                yield from _listed(sentence, relation, columns.get(role), columns)
                return


def _doses(sentence: Sentence, columns: Mapping[str, Cell]) -> Iterator[Proposal]:
    population = text_of(sentence, columns.get("population"))
    condition = text_of(sentence, columns.get("condition"))
    if not population and not condition:
        population, condition = _who_or_what(sentence)
    for number, cell in enumerate(sentence.passage.cells):
        role = role_of(cell.head)
        if role in _NO_DOSE or (number == 0 and role not in _DOSE):
            continue
        upper = role == "maximum" or is_upper(text_of(sentence, sentence.passage.cells[0]))
        for amount, unit in _amounts(sentence, cell, certain=role in _DOSE):
            per = amount.per or ("day" if _DAILY.search(cell.head) else "")
            placed = replace(amount, per=per, start=amount.start + cell.start, end=amount.end + cell.start)
            yield dose(sentence, as_upper(placed) if upper else placed, population, condition, unit=unit)
    if condition:
        yield from _uses(sentence, columns.get("condition") or sentence.passage.cells[0])


def _amounts(sentence: Sentence, cell: Cell, *, certain: bool) -> Iterator[tuple[Amount, str]]:
    """The amounts of a cell, each with the words of its unit where those stand in the column's head.

    Args:
        sentence: The row.
        cell: The cell.
        certain: Whether the column's head says that it gives doses; else an amount must open the cell or say how often.
    """
    text = text_of(sentence, cell)
    if _BARE.fullmatch(text.strip()):
        if unit := _UNIT_OF_HEAD.search(cell.head):
            number = text.rstrip()
            for amount in amounts(f"{number} {unit[0]}"):
                yield replace(amount, end=len(number)), unit[0]
        return
    for amount in amounts(text):
        if not is_liquid(text, amount) and (certain or amount.per or amount.start <= _OPENING):
            yield amount, ""


def _is_dose_table(sentence: Sentence, columns: Mapping[str, Cell]) -> bool:
    """Whether a row gives doses: its section or a column's head says so, or who is to take what amount a day."""
    if sentence.within("dosage") or "dose" in columns or "maximum" in columns:
        return True
    heads = [cell.head for cell in sentence.passage.cells]
    if "population" in columns and any(_UNIT_OF_HEAD.search(h) and _DAILY.search(h) for h in heads):
        return True
    if sentence.within(*ELSEWHERE):
        return False
    cells = [cell for cell in sentence.passage.cells[1:] if role_of(cell.head) not in _NO_DOSE]
    return any(a.per and a.start <= _OPENING for cell in cells for a in amounts(text_of(sentence, cell)))


def _uses(sentence: Sentence, cell: Cell) -> Iterator[Proposal]:
    """What the doses of a row are for; "renal impairment" is no use but a reason for another dose."""
    for member in members_of(sentence, cell):
        entity = None if member.head in IMPAIRED else sentence.ground(member, CONDITIONS, strict=True)
        if entity:
            at = (member.start, member.end)
            yield Proposal(
                sentence.names.subject,
                "usedFor",
                entity,
                Modality.ASSERTED,
                "table:usedFor",
                (),
                None,
                None,
                at,
            )


def _who_or_what(sentence: Sentence) -> tuple[str, str]:
    """The first cell of a dose table names a population ("Adults") or what the dose is for ("Panic disorder")."""
    first = sentence.passage.cells[0]
    text = text_of(sentence, first)
    members = members_of(sentence, first)
    kinds = sentence.knowledge.grounder.kinds(members[0].text, members[0].head) if members else ()
    return ("", text) if "Condition" in kinds else (text, "")


def _listed(
    sentence: Sentence, relation: str, cell: Cell | None, columns: Mapping[str, Cell]
) -> Iterator[Proposal]:
    frequency = text_of(sentence, columns.get("frequency")).lower()
    mode = Modality.NEGATED if _NEVER.match(frequency) else Modality.ASSERTED
    for member in members_of(sentence, cell or _first_named(sentence)):
        entity = sentence.ground(member, sentence.knowledge.range_of(relation))
        if entity is None or entity.id == sentence.names.subject.id:
            continue
        pairs: tuple[tuple[str, QualifierValue], ...] = ()
        if relation == "hasSideEffect" and mode is Modality.ASSERTED:
            pairs = (("frequency", frequency),) if frequency else side_effect(sentence, member)
        yield Proposal(
            sentence.names.subject, relation, entity, mode, f"table:{relation}", pairs, None, None,
            (member.start, member.end),
        )  # fmt: skip


def _first_named(sentence: Sentence) -> Cell:
    """The first cell that does not merely say how often: "Frequency | Effects" lists in its second column."""
    cells = sentence.passage.cells
    return next((cell for cell in cells if role_of(cell.head) not in ("frequency", "severity")), cells[0])
