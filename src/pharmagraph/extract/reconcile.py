"""What the proposers found in one passage, made consistent before it becomes evidence.

They read independently of each other, so that two of them may contradict: an interaction may be denied of one partner
and stated of another in one sentence. Where they differ about the same partner the warning stays and the denial goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pharmagraph.extract.proposal import Proposal
from pharmagraph.records import Modality

# Relations that imply an interaction, or warn of one, of what they name.
_WARNINGS = frozenset(
    ("interactsWith", "increasesEffectOf", "decreasesEffectOf", "contraindicatedIn", "cautionIn")
)
_TAKEN_BACK = re.compile(
    r"\b(?:but|however|although|though|whereas|while)\b[^.;]*\b(?:may|can|might|could|does|do|will|would)\s*[.)]*$|"
    r"\bbut\b[^.;]*\b(?:should|must|may|can|might) be (?:anticipated|expected|assumed|feared)\b|"
    r"\btoo (?:small|few) to\b",
    re.I,
)
# Qualifiers that say how something is; what is denied is not in any way.
_OF_WHAT_IS = frozenset(("frequency", "severity", "effect"))


def reconcile(proposals: Iterable[Proposal], self_id: str, symmetric: frozenset[str]) -> tuple[Proposal, ...]:
    """The proposals of a passage, in their order, without contradictions.

    Args:
        proposals: What was found.
        self_id: Id of the monograph's substance, which is the subject of symmetric relations that it is part of.
        symmetric: Local names of the relations that hold both ways.
    """
    turned = [_without_idle_qualifiers(_turned(p, self_id, symmetric)) for p in proposals]
    denied = {_what(p) for p in turned if p.modality is Modality.NEGATED}
    # What only stands in a list under a heading is weaker than words that deny it.
    turned = [p for p in turned if p.modality is Modality.NEGATED or p.cue_at or _what(p) not in denied]
    affirmed = {_what(p) for p in turned if p.modality is not Modality.NEGATED}
    warned = {
        end.id
        for p in turned
        if p.relation in _WARNINGS and p.modality is not Modality.NEGATED
        for end in (p.subject, p.object)
        if end.id != self_id
    }

    def contradicted(p: Proposal) -> bool:
        of_partner = p.relation == "interactsWith" and bool({p.subject.id, p.object.id} & warned)
        return p.modality is Modality.NEGATED and (of_partner or _what(p) in affirmed)

    return tuple(p for p in turned if not contradicted(p))


def is_taken_back(text: str) -> bool:
    """Whether a sentence ends by taking a denial back: "does not raise the risk; however, at higher doses it may."."""
    return bool(_TAKEN_BACK.search(text))


def _what(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.subject.id, proposal.relation, proposal.object.key


def _turned(proposal: Proposal, self_id: str, symmetric: frozenset[str]) -> Proposal:
    if proposal.relation not in symmetric or proposal.object.id != self_id:
        return proposal
    return replace(
        proposal,
        subject=proposal.object,
        object=proposal.subject,
        subject_at=proposal.object_at,
        object_at=proposal.subject_at,
    )


def _without_idle_qualifiers(proposal: Proposal) -> Proposal:
    if proposal.modality is not Modality.NEGATED:
        return proposal
    kept = tuple(pair for pair in proposal.qualifiers if pair[0] not in _OF_WHAT_IS)
    return replace(proposal, qualifiers=kept)
