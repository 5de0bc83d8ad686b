"""What the view makes of a graph that is not as specified: nothing gets firmer than it was said."""

from __future__ import annotations

import math
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pharmagraph.view.model import Statement, view_model
from pharmagraph.view.style import MODALITIES
from pharmagraph.wording import says

from .gold_graph import gold_graph

ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)
FIELDS = (
    "relation",
    "label",
    "group",
    "modality",
    "qualifiers",
    "support",
    "evidence",
    "confidence",
    "names",
)


def statement(**attributes: Any) -> Statement:
    graph = nx.MultiDiGraph()
    graph.add_edge("urn:a", "urn:b", key="urn:s", **attributes)
    return view_model(graph).statements[0]


@pytest.mark.parametrize("word", ["Asserted", "derived", "certain", "yes", "3"])
def test_an_unknown_modality_reads_as_possible(word: str) -> None:
    """A modality that the view does not know is shown as possible, never as a fact."""
    assert statement(modality=word, relation="usedFor").modality == "possible"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (["negated"], "negated"),
        (["possible", "possible"], "possible"),
        (["asserted"], "asserted"),
        (["asserted", "negated"], "possible"),
        (["derived"], "possible"),
    ],
)
def test_without_a_modality_the_evidence_decides(said: list[str], shown: str) -> None:
    """A statement without a modality takes that of its evidence, and is possible where that disagrees."""
    evidence = [{"quote": "q", "modality": modality} for modality in said]
    assert statement(relation="usedFor", evidence=evidence).modality == shown


@pytest.mark.parametrize(("relation", "shown"), [("interactsWith", "possible"), ("usedFor", "asserted")])
def test_a_plain_triple_of_a_risk_is_not_taken_for_a_fact(relation: str, shown: str) -> None:
    """A plain triple is a fact, but not where hedged risks have plain triples too."""
    assert statement(relation=relation).modality == shown


@pytest.mark.parametrize("support", [None, "9", True, -1, 0, math.nan, math.inf, [3]])
def test_a_malformed_support_counts_as_the_pieces_of_evidence(support: object) -> None:
    """A support that is no positive number never reads as more passages than there are."""
    assert statement(support=support, evidence=[{"quote": "a"}, {"quote": "b"}]).support == 2
    assert statement(support=support).support == 1


@pytest.mark.parametrize(
    ("given_", "shown"), [(0.5, 0.5), (1, 1.0), (1.01, None), (math.nan, None), ("0.9", None)]
)
def test_confidence_is_optional_and_from_0_to_1(given_: object, shown: float | None) -> None:
    """A confidence outside 0 to 1 is left out, since it says nothing."""
    assert statement(confidence=given_).confidence == shown


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANYTHING)))
def test_any_attributes_give_a_statement(attributes: dict[str, Any]) -> None:
    """Whatever the attributes of an edge are, the view has a statement with a known modality and group."""
    made = statement(**attributes)
    assert made.modality in MODALITIES
    assert made.label
    assert made.support >= 1


def test_the_order_of_insertion_does_not_matter() -> None:
    """The same graph, put in the other way round, gives the same model."""
    graph = gold_graph()
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert view_model(other) == view_model(graph)


@pytest.mark.parametrize("unfit", ["\x00", "\x1b", "\ud800", "\u202e", "\u2066", "\ufffe"])
def test_labels_have_no_characters_that_hide_or_turn_words(unfit: str) -> None:
    """Control characters, lone surrogates and marks that turn the direction are taken out of names."""
    graph = nx.MultiDiGraph()
    graph.add_node("urn:a", label=f"war{unfit}farin", names=[f"a{unfit}b"])
    concept = view_model(graph).concepts[0]
    assert (concept.label, concept.names) == ("war farin", ("a b",))


@pytest.mark.parametrize(
    ("label", "possible", "negated"),
    [
        ("interacts with", "possibly interacts with", "does NOT interact with"),
        ("is used for", "is possibly used for", "is NOT used for"),
        ("has the side effect", "possibly has the side effect", "does NOT have the side effect"),
        ("needs caution in", "possibly needs caution in", "does NOT need caution in"),
        ("found in", "possibly found in", "NOT found in"),
        ("is", "is possibly", "is NOT"),
    ],
)
def test_relations_are_worded_by_modality(label: str, possible: str, negated: str) -> None:
    """The words of a relation say by themselves whether it is possible or denied."""
    assert (says(label, "asserted"), says(label, "possible"), says(label, "negated")) == (
        label,
        possible,
        negated,
    )


@settings(deadline=None)  # what is tested is not how busy the machine is
@given(st.text(min_size=1))
def test_no_two_modalities_are_worded_alike(label: str) -> None:
    """Whatever a relation is called, its three modalities have three wordings."""
    assert len({says(label, modality) for modality in MODALITIES}) == 3


@pytest.mark.parametrize("mark", [True, 1, "yes", {}, {"rule": 3, "from": "urn:a"}, ["urn:a"], 0, ""])
def test_any_mark_makes_a_statement_derived(mark: object) -> None:
    """What is marked as derived in a form that is not known must not pass for stated; it has no support of its own."""
    one = statement(derived=mark, support=7, evidence=[{"quote": "No text says this."}])
    assert one.derived is not None
    assert (one.support, one.evidence) == (0, ())


@pytest.mark.parametrize("mark", [None, False])
def test_what_is_not_marked_is_stated(mark: object) -> None:
    """A plain no is no mark."""
    assert statement(derived=mark, support=2).derived is None
    assert statement(derived=mark, support=2).support == 2
