"""What a check found as plain values: what ``check --format json`` prints and the server answers."""

from __future__ import annotations

from pharmagraph.graph.check import Check, Finding, Shared
from pharmagraph.serialize import record

NOTE = "No statement found does not mean that a combination is safe."


def check_record(found: Check) -> dict[str, object]:
    """What a check found, as values that JSON has."""
    return {
        "warns": found.warns,
        "substances": dict(found.known),
        "unknown": dict(found.unknown),
        "findings": [_finding(finding) for finding in found.findings],
        "sharedEnzymes": [_shared(shared) for shared in found.shared],
        "noStatementFound": [list(pair) for pair in found.silent],
        "monographs": found.monographs,
        "note": NOTE,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "between": [finding.one, finding.other],
        "warns": finding.warns,
        "by": [finding.by] if finding.by else [],
        "iri": finding.statement.iri,
        "statement": record(finding.statement.assertion),
    }


def _shared(shared: Shared) -> dict[str, object]:
    return {
        "actor": shared.actor,
        "relation": shared.relation,
        "at": shared.enzyme,
        "other": shared.substance,
        "words": f"{shared.actor} {shared.relation} {shared.enzyme}, which metabolises {shared.substance}",
    }
