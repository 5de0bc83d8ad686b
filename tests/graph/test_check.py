"""What is stated of substances taken together: by themselves, by class, by what they act on; and what is not known."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pharmagraph import check
from pharmagraph.graph.check import Check, Finding
from pharmagraph.graph.check_json import check_record
from pharmagraph.graph.iris import concept_curie
from pharmagraph.graph.linked import carriers
from pharmagraph.graph.store import as_dataset
from pharmagraph.recognise.lexicon import load_lexicon

from .classes import derive, store_with
from .made import Said, document, said

THINNERS = "Thinners:SubstanceClass"
USED = said("Warfarin", "usedFor", "Clots:Condition")  # only what the graph speaks of inherits from a class
MEMBERS = (("Warfarin", THINNERS), ("Heparin", THINNERS))


def checked(names: Iterable[str], *statements: Said, members: Iterable[tuple[str, str]] = MEMBERS) -> Check:
    """What a check of names finds in one document about Alpha."""
    return check(
        as_dataset(derive(store_with([document("a.md", "Test Alpha", *statements)], members))), list(names)
    )


def told(finding: Finding) -> tuple[object, ...]:
    """A finding in short."""
    a = finding.statement.assertion
    return (finding.how, a.relation, a.modality.value, finding.by, finding.derived, finding.warns)


def test_what_is_stated_is_found_from_either_side() -> None:
    """Whoever is subject and whatever the order of the names."""
    for names in (("Alpha", "Beta"), ("beta", "ALPHA")):
        found = checked(names, said("Beta", "increasesEffectOf", "Alpha"))
        assert list(map(told, found.findings)) == [("stated", "increasesEffectOf", "asserted", (), "", True)]
        assert found.warns
        assert found.silent == ()


@pytest.mark.parametrize("relation", ["interactsWith", "contraindicatedIn", "cautionIn", "decreasesEffectOf"])
def test_what_is_stated_of_a_class_is_derived(relation: str) -> None:
    """By way of which class, in which modality, and that it warns."""
    found = checked(["Alpha", "Warfarin"], said("Alpha", relation, THINNERS, modality="possible"), USED)
    (finding,) = found.findings
    assert told(finding)[:4] == ("derived", relation, "possible", ("Thinners",))
    assert finding.derived.startswith("Alpha possibly ") or "is possibly contraindicated" in finding.derived
    assert finding.derived.endswith("Warfarin (derived)")
    assert finding.rule == "member-of-object"
    assert found.warns


def test_a_denial_of_the_member_stands_beside_what_is_derived() -> None:
    """Both are shown, the warning first and marked; the denial takes nothing away."""
    no = said("Alpha", "interactsWith", "Warfarin", modality="negated")
    found = checked(["Alpha", "Warfarin"], said("Alpha", "interactsWith", THINNERS), no)
    assert [(f.how, f.warns, f.denied) for f in found.findings] == [
        ("derived", True, True),
        ("stated", False, False),
    ]
    assert found.warns


def test_a_denial_of_the_class_is_shown_as_said_of_it_and_derives_nothing() -> None:
    """It is no answer about the member, and no warning."""
    found = checked(["Alpha", "Warfarin"], said("Alpha", "interactsWith", THINNERS, modality="negated"))
    assert list(map(told, found.findings)) == [
        ("related", "interactsWith", "negated", ("Thinners",), "", False)
    ]
    assert not found.warns


def test_a_sentence_that_names_class_and_member_is_shown_once() -> None:
    """As in "anticoagulants such as warfarin": what would be derived is stated by the same words."""
    words = "Alpha interacts with thinners such as warfarin."
    statements = [
        said("Alpha", "interactsWith", THINNERS, words),
        said("Alpha", "interactsWith", "Warfarin", words),
    ]
    assert [f.how for f in checked(["Alpha", "Warfarin"], *statements).findings] == ["stated"]
    assert [
        f.how
        for f in checked(
            ["Alpha", "Heparin"], *statements, said("Heparin", "usedFor", "Clots:Condition")
        ).findings
    ] == ["derived"]


def test_a_sentence_that_says_something_else_of_the_two_hides_no_derived_warning() -> None:
    """A combination, or an interaction beside a contraindication of the class, is not the same said."""
    words = "Alpha goes with warfarin, never with thinners."
    for relation in ("combinedWith", "interactsWith"):
        statements = [
            said("Alpha", "contraindicatedIn", THINNERS, words),
            said("Alpha", relation, "Warfarin", words),
        ]
        found = checked(["Alpha", "Warfarin"], *statements)
        assert {(f.how, f.statement.assertion.relation) for f in found.findings} == {
            ("derived", "contraindicatedIn"),
            ("stated", relation),
        }
        assert found.warns


def test_what_is_said_of_a_member_is_shown_for_the_class_that_was_asked_for() -> None:
    """As vitamin K2 is menaquinone-7, too; it is told of whom it is said."""
    found = checked(
        ["Alpha", "Thinners"],
        said("Alpha", "interactsWith", "Warfarin"),
        said("Alpha", "usedFor", "Pain:Condition"),
    )
    assert list(map(told, found.findings)) == [
        ("related", "interactsWith", "asserted", ("Warfarin",), "", True)
    ]


def test_a_combination_is_shown_and_does_not_warn() -> None:
    """What is deliberately taken together is no risk that a text states."""
    found = checked(["Alpha", "Beta"], said("Alpha", "combinedWith", "Beta"))
    assert list(map(told, found.findings)) == [("stated", "combinedWith", "asserted", (), "", False)]
    assert not found.warns


@pytest.mark.parametrize("relation", ["inhibits", "activates"])
@pytest.mark.parametrize("names", [("Alpha", "Beta"), ("Beta", "Alpha")])
def test_who_acts_on_what_metabolises_the_other(relation: str, names: tuple[str, str]) -> None:
    """One link, with both sentences, whatever the order of the names; a hedge stays one."""
    acting = said("Alpha", relation, "Zymase:Protein", "It acts.", modality="possible")
    (link,) = (found := checked(names, acting, said("Beta", "metabolizedBy", "Zymase:Protein"))).links
    assert (link.kind, link.actor, link.other, link.at) == ("enzyme", "Alpha", "Beta", "Zymase")
    assert link.words == f"Alpha possibly {relation} Zymase; Beta is metabolised by Zymase"
    assert [e.quote for e in link.acting.assertion.evidence] == ["It acts."]
    assert found.warns


def test_both_act_on_the_same_target() -> None:
    """Told once, not once each way round."""
    (link,) = (
        found := checked(
            ["Beta", "Alpha"], said("Alpha", "inhibits", "P:Protein"), said("Beta", "activates", "P:Protein")
        )
    ).links
    assert (link.kind, link.actor, link.other) == ("target", "Beta", "Alpha")
    assert link.words == "Beta activates P, and Alpha inhibits P"
    assert found.warns


@pytest.mark.parametrize(
    "statements",
    [
        (
            said("Alpha", "inhibits", "P:Protein", modality="negated"),
            said("Beta", "metabolizedBy", "P:Protein"),
        ),
        (
            said("Alpha", "inhibits", "P:Protein"),
            said("Beta", "metabolizedBy", "P:Protein", modality="negated"),
        ),
        (said("Alpha", "metabolizedBy", "P:Protein"), said("Beta", "metabolizedBy", "P:Protein")),
        (said("Alpha", "inhibits", "P:Protein"), said("Beta", "inhibits", "Q:Protein")),
        (said("Alpha", "usedFor", "Pain:Condition"), said("Beta", "usedFor", "Pain:Condition")),
    ],
)
def test_what_links_nothing(statements: tuple[Said, Said]) -> None:
    """Denials, other proteins and common uses are no link; the pair is silent."""
    found = checked(["Alpha", "Beta"], *statements)
    assert found.links == ()
    assert found.silent == (("Alpha", "Beta"),)
    assert not found.warns


def test_carriers_are_concepts_of_the_lexicon() -> None:
    """The proteins that merely carry drugs are named as the lexicon names them."""
    lexicon = load_lexicon()
    assert len(carriers()) > 3
    assert all(
        (found := lexicon.concept(concept_curie(iri))) and found.type == "Protein" for iri in carriers()
    )


def test_two_names_of_one_substance_are_told() -> None:
    """A brand beside its substance is the same taken twice, and no pair of silent ones."""
    found = checked(["Alpha", "alpha", "Beta"], said("Alpha", "interactsWith", "Beta"))
    assert found.same == (("Alpha", "alpha"),)
    assert found.silent == ()
    assert found.warns


def test_names_without_a_monograph_of_their_own_are_told() -> None:
    """Silence about them weighs less; a class whose member has one is not among them."""
    found = checked(
        ["Alpha", "Beta", "Alphas"],
        said("Alpha", "interactsWith", "Beta"),
        members=[("Alpha", "Alphas:SubstanceClass")],
    )
    assert found.without_monograph == ("Beta",)
    assert found.monographs == 1


def test_unknown_names_get_a_hint_and_no_answer() -> None:
    """What begins like the name is only a hint: nothing is found for it."""
    found = checked(["Alph", "Beta"], said("Alpha", "interactsWith", "Beta"))
    assert "did you mean 'Alpha'" in found.unknown["Alph"]
    assert "says nothing about its safety" in found.unknown["Alph"]
    assert (found.findings, found.links, found.silent) == ((), (), ())


def test_the_record_has_all_of_it() -> None:
    """What JSON and a server give: every list, with statements in the form of extract."""
    statements = [
        said("Alpha", "interactsWith", THINNERS, effect="bleeding"), USED, said("Alpha", "inhibits", "Zymase:Protein"),
        said("Beta", "metabolizedBy", "Zymase:Protein"), said("Beta", "inhibits", "Zymase:Protein"),
    ]  # fmt: skip
    record = check_record(checked(["Alpha", "Warfarin", "Beta", "nothing"], *statements))
    (finding,) = record["findings"]
    assert finding["between"] == ["Alpha", "Warfarin"]
    assert (finding["how"], finding["by"], finding["rule"]) == ("derived", ["Thinners"], "member-of-object")
    assert finding["statement"]["qualifiers"] == {"effect": "bleeding"}
    assert finding["statement"]["evidence"][0]["line"] == 3
    assert [link["words"] for link in record["sharedEnzymes"]] == [
        "Alpha inhibits Zymase; Beta is metabolised by Zymase"
    ]
    assert [link["at"] for link in record["sharedTargets"]] == ["Zymase"]
    assert record["noStatementFound"] == [["Warfarin", "Beta"]]
    assert record["withoutMonograph"] == ["Warfarin", "Beta"]
    assert list(record["unknown"]) == ["nothing"]
    assert record["warns"] is True
    assert "does not mean" in record["note"]
