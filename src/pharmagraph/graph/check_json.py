"""A check as plain values: what ``check --format json`` prints, and a server may answer."""

from __future__ import annotations

from pharmagraph.graph.check import Check, Finding
from pharmagraph.graph.linked import Link
from pharmagraph.serialize import record

NOTE = "No statement found does not mean that a combination is safe."


def check_record(found: Check) -> dict[str, object]:
    """What a check found, as values that JSON has.

    Returns:
        ``warns``, ``substances``, ``unknown``, ``sameSubstance``, ``findings``, ``sharedEnzymes``, ``sharedTargets``,
        ``noStatementFound``, ``withoutMonograph``, ``monographs`` and ``note``; see ``docs/reasoning.md``.
    """
    return {
        "warns": found.warns,
        "substances": dict(found.known),
        "unknown": dict(found.unknown),
        "sameSubstance": [list(pair) for pair in found.same],
        "findings": [_finding(finding) for finding in found.findings],
        "sharedEnzymes": [_link(link) for link in found.links if link.kind == "enzyme"],
        "sharedTargets": [_link(link) for link in found.links if link.kind == "target"],
        "noStatementFound": [list(pair) for pair in found.silent],
        "withoutMonograph": list(found.without_monograph),
        "monographs": found.monographs,
        "note": NOTE,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "between": [finding.one, finding.other],
        "warns": finding.warns,
        "how": finding.how,
        "by": list(finding.by),
        "derived": finding.derived,
        "rule": finding.rule,
        "deniedElsewhere": finding.denied,
        "iri": finding.statement.iri,
        "statement": record(finding.statement.assertion),
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "warns": link.warns,
        "actor": link.actor,
        "relation": link.acting.assertion.relation,
        "at": link.at,
        "other": link.other,
        "words": link.words,
        "statements": [record(link.acting.assertion), record(link.meeting.assertion)],
    }
