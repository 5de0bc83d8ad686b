"""Saved queries on a small graph whose rows are known, and SPARQL that goes wrong."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from pharmagraph.graph.queries import as_rows, run_saved, saved_queries
from pharmagraph.graph.summary import summary_quads
from pharmagraph.vocabulary import load_vocabulary

from .classes import derive, store_of_statements
from .made import document, said, store_of

NAMES = (
    "cautions-for", "combinations", "contradictions", "derived-interactions", "derived", "doses-above", "enzymes",
    "food-sources", "hedged", "interactions", "local-concepts", "mechanism-chains", "mechanism-paths", "monographs",
    "negated", "shared-partners", "side-effects", "single-evidence",
)  # fmt: skip


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Two substances and what two monographs say of them."""
    alpha = document(
        "alpha.md", "Test Alpha",
        said("Alpha", "interactsWith", "Gamma", "Alpha interacts with Gamma.", effect="increased effect"),
        said("Alpha", "decreasesEffectOf", "Delta", "Alpha may weaken Delta.", modality="possible"),
        said("Alpha", "interactsWith", "Epsilon", "Alpha does not interact with Epsilon.", modality="negated"),
        said("Alpha", "inhibits", "Zymase:Protein", "Alpha inhibits Zymase."),
        said("Zymase:Protein", "promotes", "Growth:Process", "Zymase promotes growth.", "Zymase aids growth."),
        said("Zymase:Protein", "bindsTo", "Alpha", "Zymase does not bind to Alpha.", modality="negated"),
        said("Alpha", "hasDosage", "5 mg daily", "Take 5 mg daily.", low=5, high=5, unit="mg", per="day"),
        said("Alpha", "hasDosage", "2 g", "Take 2 g.", low=2, high=2, unit="g", population="adults"),
        said("Alpha", "hasDosage", "400 IU", "Take 400 IU.", low=400, high=400, unit="[iU]"),
        said("Alpha", "cautionIn", "Pregnancy:Population", "Take care in pregnancy."),
        said("Alpha", "foundIn", "Kale:Food", "Kale may have Alpha.", modality="possible"),
        said("Alpha", "combinedWith", "Beta", "Alpha goes with Beta for sleep.", purpose="sleep"),
        said("Alpha", "hasSideEffect", "Itch:Condition", "It itches often.", frequency="common", severity="mild"),
    )  # fmt: skip
    beta = document(
        "beta.md", "Test Beta",
        said("Beta", "interactsWith", "Gamma", "Beta interacts with Gamma."),
        said("Beta", "metabolizedBy", "Zymase:Protein", "Zymase breaks Beta down."),
        said("Beta", "contraindicatedIn", "Pregnancy:Population", "Never in pregnancy."),
        said("Beta", "foundIn", "Milk:Food", "Milk has Beta."),
        said("Alpha", "cautionIn", "Pregnancy:Population", "Alpha is no better in pregnancy.", modality="negated"),
        said("Beta", "hasSideEffect", "Rash:Condition", "A rash is seen.", "A rash was seen."),
    )  # fmt: skip
    return store_of(alpha, beta)


@pytest.fixture(scope="module")
def chained() -> ox.Store:
    """A class with a member, and a mechanism in three steps: what the derived queries and paths need."""
    thinners = "Thinners:SubstanceClass"
    made = store_of_statements(
        [
            said("Alpha", "interactsWith", thinners, "Alpha and thinners."),
            said("Warfarin", "usedFor", "Clots:Condition"),
            said("Alpha", "activates", "Carboxylase:Protein"),
            said("Carboxylase:Protein", "activates", "Calcin:Protein"),
            said("Calcin:Protein", "bindsTo", "Lime"),
            said("Calcin:Protein", "inhibits", "Carboxylase:Protein"),
            said("Lime", "bindsTo", "Chalk", modality="negated"),
        ],
        [("Warfarin", thinners)],
    )
    made.extend(list(summary_quads(made, load_vocabulary())))
    return derive(made)


def rows(store: ox.Store, name: str, *columns: str, **given: str) -> list[tuple[str, ...]]:
    """Some columns of what a saved query answers."""
    head, found = as_rows(run_saved(store, saved_queries()[name], given))
    assert set(columns) <= set(head)
    return [tuple(row[head.index(column)] for column in columns) for row in found]


def test_the_saved_queries_are_there() -> None:
    """The list is the one that the documentation gives, in alphabetical order."""
    assert tuple(saved_queries()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_query_says_what_it_answers_and_runs(name: str, store: ox.Store, chained: ox.Store) -> None:
    """Title, question and the help of each argument are there; the example values give an answer."""
    query = saved_queries()[name]
    assert query.title
    assert query.answers.endswith("?")
    assert all(argument.help for argument in query.arguments)
    given = {"substance": "Alpha", "circumstance": "Pregnancy", "milligrams": "0"}
    asked = chained if name in ("derived", "derived-interactions", "mechanism-paths") else store
    head, found = as_rows(run_saved(asked, query, {a.name: given[a.name] for a in query.arguments}))
    assert head
    assert found


def test_interactions(store: ox.Store) -> None:
    """Every partner with modality, effect, place and sentence, denied ones too."""
    found = rows(
        store,
        "interactions",
        "relation",
        "object",
        "modality",
        "effect",
        "source",
        "line",
        "quote",
        substance="alpha",
    )
    assert found == [
        ("decreases the effect of", "Delta", "possible", "", "alpha.md", "4", "Alpha may weaken Delta."),
        (
            "interacts with",
            "Epsilon",
            "negated",
            "",
            "alpha.md",
            "5",
            "Alpha does not interact with Epsilon.",
        ),
        (
            "interacts with",
            "Gamma",
            "asserted",
            "increased effect",
            "alpha.md",
            "3",
            "Alpha interacts with Gamma.",
        ),
    ]


def test_interactions_are_found_from_either_end(store: ox.Store) -> None:
    """The partner's name gives the statements of all monographs that name it."""
    found = rows(store, "interactions", "subject", "object", "source", substance="Gamma")
    assert found == [("Alpha", "Gamma", "alpha.md"), ("Beta", "Gamma", "beta.md")]


def test_mechanism_chains(store: ox.Store) -> None:
    """Two steps that are both facts; the denied step back is none."""
    expected = [("Alpha", "inhibits", "Zymase", "promotes", "Growth")]
    assert rows(store, "mechanism-chains", "from", "first", "via", "second", "to") == expected
    assert rows(store, "mechanism-chains", "from", "to", substance="Alpha") == [("Alpha", "Growth")]
    assert rows(store, "mechanism-chains", "from", "to", substance="Beta") == []


def test_mechanism_paths(chained: ox.Store) -> None:
    """Three steps that are all facts and come to no place twice."""
    expected = [("Alpha", "activates", "Carboxylase", "activates", "Calcin", "binds to", "Lime")]
    columns = ("from", "first", "via", "second", "then", "third", "to")
    assert rows(chained, "mechanism-paths", *columns) == expected
    assert rows(chained, "mechanism-paths", "to", substance="Warfarin") == []


def test_derived_statements(chained: ox.Store) -> None:
    """What follows, the rule, the class and the sentence; of one substance or of all."""
    columns = ("derived", "rule", "byWayOf", "quote")
    by_class = (
        "Alpha interacts with Warfarin (derived)",
        "member-of-object",
        "Thinners",
        "Alpha and thinners.",
    )
    turned = ("Thinners interacts with Alpha (derived)", "symmetric", "", "Alpha and thinners.")
    assert rows(chained, "derived", *columns) == [by_class, turned]
    assert rows(chained, "derived", *columns, substance="Warfarin") == [by_class]


def test_shared_partners(store: ox.Store) -> None:
    """What interacts with two or more; a denied interaction does not count."""
    assert rows(store, "shared-partners", "partner", "number", "interactsWith") == [
        ("Gamma", "2", "Alpha, Beta")
    ]


def test_doses_above(store: ox.Store) -> None:
    """Masses are compared in milligrams whatever their unit; what is no mass can't be."""
    columns = ("substance", "dose", "highMilligrams", "per", "population", "line")
    big, small = ("Alpha", "2 g", "2000", "", "adults", "11"), ("Alpha", "5 mg daily", "5", "day", "", "10")
    assert rows(store, "doses-above", *columns) == [big, small]
    assert rows(store, "doses-above", *columns, milligrams="5") == [big]
    assert rows(store, "doses-above", *columns, milligrams="4.99") == [big, small]
    assert rows(store, "doses-above", *columns, milligrams="2000") == []


def test_cautions_for(store: ox.Store) -> None:
    """Contraindications come before cautions, and a denied one is told as denied."""
    found = rows(
        store, "cautions-for", "substance", "relation", "modality", "quote", circumstance="pregnancy"
    )
    assert found == [
        ("Alpha", "needs caution in", "asserted", "Take care in pregnancy."),
        ("Alpha", "needs caution in", "negated", "Alpha is no better in pregnancy."),
        ("Beta", "is contraindicated in", "asserted", "Never in pregnancy."),
    ]


def test_food_sources(store: ox.Store) -> None:
    """Foods of one substance or of all, hedged ones told as such."""
    alpha, beta = (
        ("Alpha", "Kale", "possible", "alpha.md", "14"),
        ("Beta", "Milk", "asserted", "beta.md", "6"),
    )
    assert rows(store, "food-sources", "name", "food", "modality", "source", "line") == [alpha, beta]
    assert rows(store, "food-sources", "name", "food", "modality", "source", "line", substance="Beta") == [
        beta
    ]


def test_combinations(store: ox.Store) -> None:
    """What is taken with what, and for what."""
    assert rows(store, "combinations", "substance", "with", "purpose") == [("Alpha", "Beta", "sleep")]


def test_hedged(store: ox.Store) -> None:
    """All that is only possible, with its sentence."""
    assert rows(store, "hedged", "statement", "quote") == [
        ("Alpha is possibly found in Kale", "Kale may have Alpha."),
        ("Alpha possibly decreases the effect of Delta", "Alpha may weaken Delta."),
    ]


def test_negated(store: ox.Store) -> None:
    """All that is denied, with its sentence."""
    assert rows(store, "negated", "statement", "source") == [
        ("Alpha does NOT interact with Epsilon", "alpha.md"),
        ("Alpha does NOT need caution in Pregnancy", "beta.md"),
        ("Zymase does NOT bind to Alpha", "alpha.md"),
    ]


def test_single_evidence(store: ox.Store) -> None:
    """What stands on two sentences is not among those that stand on one."""
    found = [statement for (statement,) in rows(store, "single-evidence", "statement")]
    assert "Alpha interacts with Gamma" in found
    assert "Zymase promotes Growth" not in found
    assert "Beta has the side effect Rash" not in found
    assert len(found) == len(set(found)) == 17


def test_contradictions(store: ox.Store) -> None:
    """What one monograph says and another denies, with both places."""
    assert rows(store, "contradictions", "affirmed", "affirmedAt", "denied", "deniedAt", "deniedBy") == [
        (
            "Alpha needs caution in Pregnancy", "alpha.md:13", "Alpha does NOT need caution in Pregnancy", "beta.md:7",
            "Alpha is no better in pregnancy.",
        )
    ]  # fmt: skip


def test_enzymes(store: ox.Store) -> None:
    """Who inhibits what breaks another substance down."""
    found = rows(store, "enzymes", "substance", "does", "enzyme", "metabolizes")
    assert found == [("Alpha", "inhibits", "Zymase", "Beta")]


def test_side_effects(store: ox.Store) -> None:
    """Effects with frequency, severity and support, of one substance or of all."""
    columns = ("name", "effect", "frequency", "severity", "support")
    alpha, beta = ("Alpha", "Itch", "common", "mild", "1"), ("Beta", "Rash", "", "", "2")
    assert rows(store, "side-effects", *columns) == [alpha, beta]
    assert rows(store, "side-effects", *columns, substance="Beta") == [beta]


def test_monographs(store: ox.Store) -> None:
    """What each is about, with the number of its statements and passages."""
    found = rows(store, "monographs", "source", "substance", "statements", "passages")
    assert found == [("alpha.md", "Alpha", "13", "14"), ("beta.md", "Beta", "6", "7")]


def test_local_concepts(store: ox.Store) -> None:
    """Names that no lexicon knows, the most used first."""
    found = rows(store, "local-concepts", "name", "statements")
    assert found[0] == ("Alpha", "13")
    assert ("Itch", "1") in found
