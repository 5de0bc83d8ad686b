"""What an editor should look at: contradictions and gaps of the monographs, and what was decided about each."""

from __future__ import annotations

from pharmagraph.review.decisions import Decision, Decisions, read_decisions, write_decisions
from pharmagraph.review.findings import Finding, Kind, findings, kinds
from pharmagraph.review.state import Reviewed, review, review_record

__all__ = [
    "Decision",
    "Decisions",
    "Finding",
    "Kind",
    "Reviewed",
    "findings",
    "kinds",
    "read_decisions",
    "review",
    "review_record",
    "write_decisions",
]
