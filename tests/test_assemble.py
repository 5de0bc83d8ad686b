from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.made import entity
from pharmagraph.assemble import assemble
from pharmagraph.records import Assertion, Evidence, Modality

ASSERTED, POSSIBLE, NEGATED = Modality.ASSERTED, Modality.POSSIBLE, Modality.NEGATED


def loose(
    start: int,
    subject: str = "Alpha",
    relation: str = "inhibits",
    obj: str = "Beta",
    mode: Modality = ASSERTED,
    **qualifiers,
) -> Assertion:
    """A statement as it was read in one passage."""
    evidence = Evidence("a.md", start, start + 5, "quote", rule=f"rule-{start}", modality=mode)
    return Assertion(
        entity(subject), relation, entity(obj), mode, tuple(sorted(qualifiers.items())), (evidence,)
    )


def dose(start: int, label: str, **numbers) -> Assertion:
    """A dose as it was read in one passage."""
    made = loose(start, relation="hasDosage", **numbers)
    return replace(made, object=replace(entity(label), id="", type="Dosage"))


def test_the_same_statement_made_twice_is_one_with_two_pieces_of_evidence() -> None:
    """Evidence stands in the order of the text, whatever the order it was found in."""
    (found,) = assemble([loose(50), loose(10)])
    assert [e.start for e in found.evidence] == [10, 50]
    assert found.support == 2


def test_a_passage_counts_once() -> None:
    """Of two rules that find the same in one passage, the first speaks."""
    second = replace(loose(10), evidence=(replace(loose(10).evidence[0], rule="other"),))
    (found,) = assemble([loose(10), second])
    assert [e.rule for e in found.evidence] == ["rule-10"]
    assert found.support == 1


@pytest.mark.parametrize(("first", "second"), [(ASSERTED, POSSIBLE), (POSSIBLE, ASSERTED)])
def test_the_strongest_affirmed_modality_is_kept(first: Modality, second: Modality) -> None:
    """A statement that is hedged here and asserted there is asserted; each passage keeps its own modality."""
    (found,) = assemble([loose(1, mode=first), loose(20, mode=second)])
    assert found.modality is ASSERTED
    assert [e.modality for e in found.evidence] == [first, second]


def test_what_is_only_hedged_stays_hedged() -> None:
    """Two hedges do not make a fact."""
    (found,) = assemble([loose(1, mode=POSSIBLE), loose(20, mode=POSSIBLE)])
    assert found.modality is POSSIBLE


@pytest.mark.parametrize("affirmed", [ASSERTED, POSSIBLE])
def test_a_denial_is_a_statement_of_its_own(affirmed: Modality) -> None:
    """What is affirmed in one place and denied in another is never merged."""
    found = assemble([loose(1, mode=affirmed), loose(20, mode=NEGATED), loose(40, mode=affirmed)])
    assert [(a.modality, [e.start for e in a.evidence]) for a in found] == [
        (affirmed, [1, 40]),
        (NEGATED, [20]),
    ]


def test_denials_are_merged_with_denials() -> None:
    """The same denied twice is one denied statement."""
    (found,) = assemble([loose(1, mode=NEGATED), loose(20, mode=NEGATED)])
    assert (found.modality, found.support) == (NEGATED, 2)


def test_qualifiers_are_put_together_unless_they_contradict() -> None:
    """What is "common" and "mild" is one side effect; what is "common" and "rare" is two."""
    (found,) = assemble([loose(1, frequency="common"), loose(20, severity="mild"), loose(40)])
    assert found.qualifiers == (("frequency", "common"), ("severity", "mild"))
    apart = assemble([loose(1, frequency="common"), loose(20, frequency="rare")])
    assert [a.qualifiers for a in apart] == [(("frequency", "common"),), (("frequency", "rare"),)]


def test_a_symmetric_relation_is_one_statement_in_both_directions() -> None:
    """The direction that was read first is kept; without symmetry there are two statements."""
    both = [loose(1, "Alpha", obj="Beta"), loose(20, "Beta", obj="Alpha")]
    (found,) = assemble(both, frozenset({"inhibits"}))
    assert (found.subject.label, found.object.label, found.support) == ("Alpha", "Beta", 2)
    assert len(assemble(both)) == 2


def test_doses_are_the_same_when_their_numbers_are() -> None:
    """In which words a dose is put does not matter; its bounds, unit and period do."""
    first = dose(1, "5 mg daily", low=5, high=5, unit="mg", per="day")
    same = dose(20, "5 mg a day", low=5, high=5, unit="mg", per="day", route="oral")
    (found,) = assemble([first, same])
    assert (found.object.label, dict(found.qualifiers)["route"]) == ("5 mg daily", "oral")
    assert len(assemble([first, dose(20, "5 mg daily", low=5, high=5, unit="mg", per="dose")])) == 2
    assert len(assemble([first, dose(20, "5 mg", low=5, high=5, unit="mg")])) == 2
    assert len(assemble([first, dose(20, "5 mg daily", low=5, high=6, unit="mg", per="day")])) == 2


def test_a_dose_is_for_those_only_whom_its_own_sentence_names() -> None:
    """The same amount for a child and against pain is not a dose for a child in pain, nor is the plain one."""
    plain = dose(1, "5 mg", low=5, high=5, unit="mg")
    child = dose(20, "5 mg", low=5, high=5, unit="mg", population="children")
    pain = dose(40, "5 mg", low=5, high=5, unit="mg", condition="pain")
    assert assemble([plain, child, pain]) == (plain, child, pain)


def test_a_brand_and_its_substance_are_two_statements() -> None:
    """A trade name that stands beside its substance is kept."""
    brand = loose(1)
    brand = replace(brand, object=replace(brand.object, text="Brandix", brand=True))
    assert len(assemble([loose(1), brand])) == 2


_LOOSE = st.builds(
    lambda start, subject, obj, mode, frequency: loose(start, subject, obj=obj, mode=mode, **frequency),
    st.integers(0, 4),
    st.sampled_from(("Alpha", "Beta")),
    st.sampled_from(("Beta", "Gamma")),
    st.sampled_from(Modality),
    st.sampled_from(({}, {"frequency": "rare"}, {"frequency": "common"})),
)


@given(st.lists(_LOOSE, max_size=8))
def test_merging_loses_no_passage_and_states_nothing_twice(statements: list[Assertion]) -> None:
    """Every passage that said something still does, and no two merged statements are the same."""
    found = assemble(statements)

    def key(a: Assertion) -> tuple[object, ...]:
        return a.subject.key, a.relation, a.object.key, a.modality is NEGATED

    assert {(key(a), a.evidence[0].start) for a in statements} == {
        (key(a), e.start) for a in found for e in a.evidence
    }
    assert len({(key(a), a.qualifiers) for a in found}) == len(found)
    assert assemble(found) == found
