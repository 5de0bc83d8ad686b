"""Contradictions and gaps: what is one, what is none, and that each has both sentences and a name that lasts."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from graph.classes import derive, store_with
from graph.made import Said, document, said
from pharmagraph.graph.store import as_dataset
from pharmagraph.process import Processed
from pharmagraph.review import Finding, findings, kinds

THINNERS = "Thinners:SubstanceClass"
MEMBERS = (("Warfarin", THINNERS),)


def found(
    *documents: Processed, members: Iterable[tuple[str, str]] = (), only: tuple[str, ...] = ()
) -> list[Finding]:
    """What is to be looked at in these documents."""
    return findings(as_dataset(derive(store_with(documents, members))), only)


def two(one: Said, other: Said, **options) -> list[str]:
    """The kinds of findings of two monographs with one statement each."""
    return [f.kind for f in found(document("a.md", "Alpha", one), document("b.md", "Beta", other), **options)]


def no(subject: str, relation: str, obj: str) -> Said:
    """A denial."""
    return said(subject, relation, obj, modality="negated")


CONTRADICTIONS = {
    "denied": (said("A", "cautionIn", "B"), no("A", "cautionIn", "B")),
    "denied, hedged": (said("A", "interactsWith", "B", modality="possible"), no("A", "interactsWith", "B")),
    "denied, the other way round": (said("A", "interactsWith", "B"), no("B", "interactsWith", "A")),
    "denied, by what is entailed": (said("A", "increasesEffectOf", "B"), no("A", "interactsWith", "B")),
    "denied-of-member": (said("A", "interactsWith", THINNERS), no("A", "interactsWith", "Warfarin")),
    "denied-of-member, round": (said("A", "interactsWith", THINNERS), no("Warfarin", "interactsWith", "A")),
    "denied-of-class": (said("A", "interactsWith", "Warfarin"), no("A", "interactsWith", THINNERS)),
    "denied-of-class, entailed": (said("Warfarin", "increasesEffectOf", "A"), no("A", "interactsWith", THINNERS)),
    "caution": (said("A", "contraindicatedIn", "Asthma:Condition"), said("A", "cautionIn", "Asthma:Condition")),
    "frequency": (
        said("A", "hasSideEffect", "Rash:Condition", frequency="common (1–10 %)"),
        said("A", "hasSideEffect", "Rash:Condition", frequency="rare"),
    ),
    "dose": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day", population="adults"),
        said("A", "hasDosage", "4 g", low=4, high=4, unit="g", per="day", population="Adults"),
    ),
    "dose, open above": (
        said("A", "hasDosage", "up to 900 ug", high=900, unit="ug", per="day", condition="pain"),
        said("A", "hasDosage", "1 mg or more", low=1, unit="mg", per="day", condition="pain"),
    ),
    "dose, by weight": (
        said("A", "hasDosage", "500 ug/kg", low=500, high=500, unit="ug/kg", per="day", population="children"),
        said("A", "hasDosage", "1 mg/kg", low=1, high=2, unit="mg/kg", per="day", population="children"),
    ),
}  # fmt: skip
NONE = {
    "two denials": (no("A", "cautionIn", "B"), no("A", "cautionIn", "B")),
    "a relation that does not turn round": (said("A", "cautionIn", "B"), no("B", "cautionIn", "A")),
    "another object": (said("A", "interactsWith", "B"), no("A", "interactsWith", "C")),
    "what is affirmed does not entail what is denied": (
        said("A", "interactsWith", "B"), no("A", "increasesEffectOf", "B"),
    ),
    "other people": (
        said("A", "cautionIn", "B", population="children"),
        said("A", "cautionIn", "B", modality="negated", population="adults"),
    ),
    "a class and a use": (said("A", "combinedWith", THINNERS), no("A", "combinedWith", "Warfarin")),
    "a denied contraindication and a caution": (
        no("A", "contraindicatedIn", "Asthma:Condition"), said("A", "cautionIn", "Asthma:Condition"),
    ),
    "neighbouring frequencies": (
        said("A", "hasSideEffect", "Rash:Condition", frequency="very common"),
        said("A", "hasSideEffect", "Rash:Condition", frequency="common"),
    ),
    "another severity": (
        said("A", "hasSideEffect", "Rash:Condition", frequency="common", severity="mild"),
        said("A", "hasSideEffect", "Rash:Condition", frequency="rare", severity="severe"),
    ),
    "doses that overlap": (
        said("A", "hasDosage", "5-10 mg", low=5, high=10, unit="mg", per="day", population="adults"),
        said("A", "hasDosage", "0.01 g", low=0.01, high=0.02, unit="g", per="day", population="adults"),
    ),
    "doses for others": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day", population="adults"),
        said("A", "hasDosage", "1 mg", low=1, high=1, unit="mg", per="day", population="children"),
    ),
    "doses by another route": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day", population="adults", route="oral"),
        said("A", "hasDosage", "1 mg", low=1, high=1, unit="mg", per="day", population="adults", route="intravenous"),
    ),
    "doses for nobody in particular": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day"),
        said("A", "hasDosage", "1 mg", low=1, high=1, unit="mg", per="day"),
    ),
    "a daily and a weekly dose": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day", population="adults"),
        said("A", "hasDosage", "50 mg", low=50, high=50, unit="mg", per="week", population="adults"),
    ),
    "amounts that can't be compared": (
        said("A", "hasDosage", "5 mg", low=5, high=5, unit="mg", per="day", population="adults"),
        said("A", "hasDosage", "400 IU", low=400, high=400, unit="[iU]", per="day", population="adults"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_a_contradiction_is_found(name: str) -> None:
    """Two monographs of which one contradicts the other, in either order of the files."""
    one, other = CONTRADICTIONS[name]
    assert two(one, other, members=MEMBERS) == [name.partition(",")[0]]
    assert two(other, one, members=MEMBERS) == [name.partition(",")[0]]


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_contradiction_is_not_called_one(name: str) -> None:
    """Nothing is found, in either order of the files."""
    one, other = NONE[name]
    assert two(one, other, members=MEMBERS) == []
    assert two(other, one, members=MEMBERS) == []


def test_every_kind_is_seen_and_explained() -> None:
    """No kind stands in the ontology without a case; each has a title and explains itself."""
    assert {name.partition(",")[0] for name in CONTRADICTIONS} | {"gap"} == set(kinds())
    assert all(kind.title and kind.explains for kind in kinds().values())


@pytest.mark.parametrize(
    "pair", [CONTRADICTIONS["denied"], CONTRADICTIONS["caution"], CONTRADICTIONS["denied-of-class"]]
)
def test_one_paragraph_qualifies_itself(pair: tuple[Said, Said]) -> None:
    """Two statements of one passage, and so of one line, are no contradiction between places."""
    one, other = (
        Said(s.subject, s.relation, s.object, ("Both here.",), s.modality, s.qualifiers) for s in pair
    )
    assert found(document("a.md", "Alpha", one, other), members=MEMBERS) == []


def test_doses_within_one_monograph_are_steps_of_a_treatment() -> None:
    """Start low, go up: no contradiction."""
    assert found(document("a.md", "Alpha", *CONTRADICTIONS["dose"])) == []


def test_a_finding_has_both_sentences_with_file_line_and_section() -> None:
    """Each side is a statement with all its evidence."""
    denial = said("A", "cautionIn", "B", "A is fine with B.", modality="negated")
    warning = said("A", "cautionIn", "B", "Mind A with B.", "Really mind.")
    (finding,) = found(document("a.md", "Alpha", warning), document("b.md", "Beta", denial))
    told = [
        [(e.source, e.line, e.section, e.quote) for s in side for e in s.assertion.evidence]
        for side in (finding.stated, finding.against)
    ]
    assert told == [
        [("a.md", 3, "Alpha", "Mind A with B."), ("a.md", 4, "Alpha", "Really mind.")],
        [("b.md", 3, "Beta", "A is fine with B.")],
    ]
    assert finding.about == "A needs caution in B | A does NOT need caution in B"


def test_all_that_one_denial_contradicts_is_one_finding() -> None:
    """Three affirmations of one denial are looked at once."""
    affirmed = [
        said("A", "interactsWith", "B"),
        said("A", "increasesEffectOf", "B"),
        said("B", "interactsWith", "A"),
    ]
    denial = document("b.md", "Beta", no("A", "interactsWith", "B"))
    (finding,) = found(document("a.md", "Alpha", *affirmed), denial, only=("denied",))
    assert len(finding.stated) == 3


def test_the_id_depends_on_what_is_said_and_on_nothing_else() -> None:
    """Other files, lines and words leave it; another statement on either side gives another."""
    yes, denial = CONTRADICTIONS["denied"]
    (first,) = found(document("a.md", "Alpha", yes), document("b.md", "Beta", denial))
    moved = said("A", "cautionIn", "B", "In other words.")
    (second,) = found(document("z.md", "Alpha", said("C", "usedFor", "Pain:Condition"), moved, denial))
    assert second.id == first.id
    more = said("A", "cautionIn", "B", modality="possible")
    (third,) = found(document("a.md", "Alpha", yes, more), document("b.md", "Beta", denial))
    assert third.id != first.id
    assert len(first.id) == 12


def test_a_graph_without_contradictions_has_no_findings() -> None:
    """Nothing comes of nothing."""
    assert found(document("a.md", "Alpha")) == []


def gaps(*documents: Processed, members: Iterable[tuple[str, str]] = ()) -> list[str]:
    """The gaps, in words."""
    return [finding.about for finding in found(*documents, members=members, only=("gap",))]


def monograph(substance: str, *statements: Said) -> Processed:
    """A document about a substance."""
    return document(f"{substance.lower()}.md", f"Test {substance}", *statements)


def test_a_partner_that_does_not_mention_it_is_a_gap() -> None:
    """Whoever is subject, the monograph that is silent is named; statements of one pair are one finding."""
    alpha = monograph(
        "Alpha", said("Alpha", "interactsWith", "Beta"), said("Beta", "decreasesEffectOf", "Alpha")
    )
    beta = monograph("Beta", said("Beta", "usedFor", "Pain:Condition"))
    assert gaps(alpha, beta) == [
        "Beta decreases the effect of Alpha, Alpha interacts with Beta | beta.md is silent"
    ] or gaps(alpha, beta) == [
        "Alpha interacts with Beta, Beta decreases the effect of Alpha | beta.md is silent"
    ]
    assert gaps(alpha) == []


@pytest.mark.parametrize(
    "mention",
    [
        said("Beta", "interactsWith", "Alpha"),
        said("Alpha", "cautionIn", "Beta", modality="possible"),
        no("Beta", "interactsWith", "Alpha"),
        said("Beta", "interactsWith", "Alphas:SubstanceClass"),
        said("Alphas:SubstanceClass", "decreasesEffectOf", "Beta"),
    ],
    ids=lambda s: f"{s.subject} {s.relation} {s.object} {s.modality}",
)
def test_a_partner_that_mentions_it_in_any_way_is_no_gap(mention: Said) -> None:
    """By name or by class, either way round, hedged or denied: the partner's monograph is not silent."""
    alpha = monograph("Alpha", said("Alpha", "interactsWith", "Beta"))
    assert gaps(alpha, monograph("Beta", mention), members=[("Alpha", "Alphas:SubstanceClass")]) == []


def test_what_only_others_say_of_the_two_does_not_fill_a_gap() -> None:
    """It is the partner's own monograph that counts; a denial makes no gap."""
    alpha = monograph("Alpha", said("Alpha", "interactsWith", "Beta"))
    gamma = monograph("Gamma", said("Beta", "interactsWith", "Alpha"))
    assert gaps(alpha, gamma, monograph("Beta")) == ["Alpha interacts with Beta | beta.md is silent"]
    denied = monograph("Alpha", no("Alpha", "interactsWith", "Beta"))
    assert gaps(denied, monograph("Beta")) == []
