"""Where two readings of one passage contradict, the warning stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.extract.proposal import Proposal
from pharmagraph.extract.reconcile import reconcile
from pharmagraph.records import Entity, Modality

ME = Entity("Zincol", "Zincol", "pgc:zincol", "Substance")
OTHERS = [Entity(name, name, f"pgc:{name}", "Substance") for name in ("warfarin", "digoxin")]
SYMMETRIC = frozenset({"interactsWith"})
WARNINGS = ("interactsWith", "increasesEffectOf", "decreasesEffectOf", "contraindicatedIn", "cautionIn")


def proposal(
    relation: str, other: Entity, modality: Modality, *, cue: bool = True, turned: bool = False
) -> Proposal:
    """A statement between the substance and another."""
    ends = (other, ME) if turned else (ME, other)
    qualifiers = (("effect", "increased level"),)
    return Proposal(ends[0], relation, ends[1], modality, "rule", qualifiers, cue_at=(0, 1) if cue else None)


PROPOSALS = st.lists(
    st.builds(
        lambda relation, other, modality, cue, turned: proposal(
            relation, other, modality, cue=cue, turned=turned
        ),
        st.sampled_from(WARNINGS),
        st.sampled_from(OTHERS),
        st.sampled_from(Modality),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


@given(PROPOSALS)
def test_no_partner_is_warned_of_and_cleared_in_one_passage(proposals: list[Proposal]) -> None:
    """Whoever is named in a warning is named in no denied interaction."""
    kept = reconcile(proposals, ME.id, SYMMETRIC)
    warned = {e.id for p in kept if p.modality is not Modality.NEGATED for e in (p.subject, p.object)} - {
        ME.id
    }
    cleared = {p.object.id for p in kept if p.relation == "interactsWith" and p.modality is Modality.NEGATED}
    assert not warned & cleared


@given(PROPOSALS)
def test_no_warning_with_words_of_its_own_is_lost(proposals: list[Proposal]) -> None:
    """A warning that a cue states is kept, whatever else is read."""
    kept = reconcile(proposals, ME.id, SYMMETRIC)
    for p in proposals:
        if p.cue_at and p.modality is not Modality.NEGATED:
            assert any(
                {k.subject, k.object} == {p.subject, p.object} and k.relation == p.relation for k in kept
            )


def test_a_symmetric_relation_is_told_from_the_side_of_the_monograph() -> None:
    """That antacids interact with zincol is an interaction of zincol."""
    (kept,) = reconcile(
        [proposal("interactsWith", OTHERS[0], Modality.ASSERTED, turned=True)], ME.id, SYMMETRIC
    )
    assert (kept.subject, kept.object) == (ME, OTHERS[0])


def test_what_is_denied_has_no_effect() -> None:
    """A denied interaction carries no words that say what it would do."""
    (kept,) = reconcile([proposal("interactsWith", OTHERS[0], Modality.NEGATED)], ME.id, SYMMETRIC)
    assert kept.qualifiers == ()


def test_a_list_under_a_heading_yields_to_words_that_deny() -> None:
    """What is listed under Precautions but denied in words is no caution."""
    listed = proposal("cautionIn", OTHERS[0], Modality.ASSERTED, cue=False)
    denied = proposal("cautionIn", OTHERS[0], Modality.NEGATED)
    assert reconcile([denied, listed], ME.id, SYMMETRIC) == (reconcile([denied], ME.id, SYMMETRIC))
