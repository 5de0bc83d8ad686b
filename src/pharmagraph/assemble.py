"""Loose statements of one monograph -> assertions: the same one merged, its evidence in the order of the text.

Two statements are the same when subject, relation, object and polarity agree and no qualifier contradicts. The
modality kept is the strongest affirmed one (each piece of evidence keeps its own). A denied statement is a statement
of its own. For symmetric relations the two directions are one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pharmagraph.records import Assertion, Evidence, Modality, QualifierValue

Qualifiers = tuple[tuple[str, QualifierValue], ...]
# Qualifiers that make two doses different amounts.
_DOSE_NUMBERS = ("low", "high", "unit", "per")


def assemble(loose: Iterable[Assertion], symmetric: frozenset[str] = frozenset()) -> tuple[Assertion, ...]:
    """Merge what says the same.

    Args:
        loose: One assertion a piece of evidence, in the order of the text.
        symmetric: Local names of the relations that hold both ways.

    Returns:
        Assertions in the order of their first evidence.
    """
    groups: dict[tuple[str, ...], list[Assertion]] = {}
    for assertion in loose:
        kept = groups.setdefault(_key(assertion, symmetric), [])
        for index, other in enumerate(kept):
            merged = _merge(other, assertion)
            if merged is not None:
                kept[index] = merged
                break
        else:
            kept.append(assertion)
    found = [assertion for kept in groups.values() for assertion in kept]
    return tuple(sorted(found, key=_position))


def _position(assertion: Assertion) -> tuple[str, int, str, str, str, str, str]:
    """Where it stands first; what stands in one passage has an order that does not depend on how it was found."""
    first = assertion.evidence[0]
    return (
        first.source, first.start, assertion.relation, assertion.object.label, assertion.subject.label,
        assertion.modality, repr(assertion.qualifiers),
    )  # fmt: skip


def _key(assertion: Assertion, symmetric: frozenset[str]) -> tuple[str, ...]:
    ends = [assertion.subject.key, assertion.object.key]
    if assertion.object.type == "Dosage":
        numbers = dict(assertion.qualifiers)
        ends[1] = "dose:" + "|".join(str(numbers.get(name, "")) for name in _DOSE_NUMBERS)
    if assertion.relation in symmetric:
        ends.sort()
    return (*ends, assertion.relation, "no" if assertion.modality is Modality.NEGATED else "yes")


def _merge(one: Assertion, other: Assertion) -> Assertion | None:
    """Both as one statement, or None where their qualifiers contradict each other."""
    merged = _merge_qualifiers(one.qualifiers, other.qualifiers)
    if merged is None or (one.object.type == "Dosage" and _for_whom(one) != _for_whom(other)):
        return None
    mode = one.modality
    if Modality.ASSERTED in (one.modality, other.modality) and mode is not Modality.NEGATED:
        mode = Modality.ASSERTED
    return replace(
        one, modality=mode, qualifiers=merged, evidence=_merge_evidence(one.evidence, other.evidence)
    )


def _for_whom(dose: Assertion) -> tuple[QualifierValue | None, ...]:
    """Whom a dose is for and against what: "10 mg in status epilepticus" and "10 mg for children" are two."""
    qualifiers = dict(dose.qualifiers)
    return qualifiers.get("population"), qualifiers.get("condition")


def _merge_qualifiers(one: Qualifiers, other: Qualifiers) -> Qualifiers | None:
    mine, theirs = dict(one), dict(other)
    for name in mine.keys() & theirs.keys():
        if mine[name] != theirs[name]:
            return None
    return tuple(sorted({**theirs, **mine}.items()))


def _merge_evidence(one: tuple[Evidence, ...], other: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """One piece of evidence a passage: the rule that spoke first stays."""
    known = {(e.source, e.start, e.end) for e in one}
    return tuple(sorted((*one, *(e for e in other if (e.source, e.start, e.end) not in known)), key=_order))


def _order(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.source, evidence.start, evidence.end
