"""Findings and decisions side by side: what is open, what is decided, and which decisions are about nothing now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import Graph

from pharmagraph.review.decisions import Decision, DecisionError, Decisions
from pharmagraph.review.findings import Finding, findings, kinds
from pharmagraph.serialize import record


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The state of a review.

    Attributes:
        findings: All that was found.
        made: Decisions by the id of the finding.
        stale: Decisions whose finding no longer exists: a text was changed, or is read differently.
        problems: Lines of the file of decisions that can't be read.
    """

    findings: tuple[Finding, ...]
    made: Mapping[str, Decision]
    stale: tuple[Decision, ...]
    problems: tuple[DecisionError, ...]

    def status(self, finding: Finding) -> str:
        """open, accepted or rejected."""
        decision = self.made.get(finding.id)
        return decision.verdict if decision else "open"

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody has decided about."""
        return tuple(finding for finding in self.findings if finding.id not in self.made)


def review(graph: Graph, decisions: Decisions) -> Reviewed:
    """Find what is to be looked at, and what was decided.

    Args:
        graph: The graph.
        decisions: From :func:`~pharmagraph.review.decisions.read_decisions`.
    """
    found = tuple(findings(graph))
    ids = {finding.id for finding in found}
    stale = tuple(decision for _, decision in sorted(decisions.made.items()) if decision.finding not in ids)
    return Reviewed(found, dict(decisions.made), stale, tuple(decisions.problems))


def review_record(state: Reviewed, shown: Sequence[Finding] | None = None) -> dict[str, object]:
    """A review as values that JSON has.

    Args:
        state: The review.
        shown: The findings to be given; all by default.
    """
    return {
        "findings": [_finding(state, f) for f in (state.findings if shown is None else shown)],
        "open": len(state.open),
        "stale": [_decision(decision) for decision in state.stale],
        "problems": [str(problem) for problem in state.problems],
    }


def _finding(state: Reviewed, finding: Finding) -> dict[str, object]:
    decision = state.made.get(finding.id)
    return {
        "id": finding.id,
        "kind": finding.kind,
        "title": kinds()[finding.kind].title,
        "status": state.status(finding),
        "about": finding.about,
        "stated": [{"iri": s.iri, **record(s.assertion)} for s in finding.stated],
        "against": [{"iri": s.iri, **record(s.assertion)} for s in finding.against],
        "silent": finding.silent,
        "decision": _decision(decision) if decision else None,
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        "finding": decision.finding,
        "verdict": decision.verdict,
        "by": decision.by,
        "reason": decision.reason,
        "about": decision.about,
    }
