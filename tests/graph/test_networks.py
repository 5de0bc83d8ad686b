from __future__ import annotations

import io
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from pharmagraph.errors import UnknownSubstanceError
from pharmagraph.graph import as_dataset, find_concept, serialize, to_networkx
from pharmagraph.graph.iris import term
from pharmagraph.recognise.spelling import name_key

from .classes import derive, store_of_statements
from .made import document, said, store_of

CONCEPT = "https://w3id.org/pharmagraph/concept/test-"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Alpha and what is said of it, and something else."""
    return as_dataset(
        store_of(
            document(
                "a.md", "Test Alpha",
                said("Alpha", "interactsWith", "Beta", "Alpha meets Beta.", "Alpha met Beta.", modality="possible",
                     effect="harm"),
                said("Alpha", "hasDosage", "5 mg", low=5, high=5, unit="mg"),
                said("Alpha", "alternateName", '"A one"'),
                said("Beta", "comparedWith", "Gamma", property=("half-life", "price"), direction="higher"),
            )
        )
    )  # fmt: skip


def test_nodes_have_the_attributes_that_the_architecture_lists(dataset: Dataset) -> None:
    """Concepts, doses and names are nodes of the same form; the substance of the monograph is told."""
    graph = to_networkx(dataset)
    assert graph.nodes[CONCEPT + "alpha"] == {
        "label": "Alpha", "kind": "Substance", "names": ["A one", "Test Alpha"], "xrefs": [], "about": True,
    }  # fmt: skip
    others = {
        (data["label"], data["kind"], data["about"])
        for node, data in graph.nodes(data=True)
        if "alpha" not in node
    }
    assert others == {
        ("Beta", "Substance", False), ("Gamma", "Substance", False), ("5 mg", "Dosage", False),
        ("A one", "Literal", False),
    }  # fmt: skip


def test_edges_have_the_attributes_that_the_architecture_lists(dataset: Dataset) -> None:
    """An edge is keyed by its statement, and has all its evidence, the spans relative to the quote."""
    graph = to_networkx(dataset)
    ((key, edge),) = graph.get_edge_data(CONCEPT + "alpha", CONCEPT + "beta").items()
    assert key.startswith("https://w3id.org/pharmagraph/statement/")
    evidence = edge.pop("evidence")
    assert edge == {
        "relation": "interactsWith", "label": "interacts with", "group": "interactions", "modality": "possible",
        "qualifiers": {"effect": "harm"}, "support": 2,
    }  # fmt: skip
    assert evidence[0] == {
        "source": "a.md", "section": "Test Alpha", "line": 3, "start": 14, "end": 31, "quote": "Alpha meets Beta.",
        "rule": "made", "modality": "possible", "subject_span": None, "cue_span": None, "object_span": [0, 0],
    }  # fmt: skip
    assert [e["quote"] for e in evidence] == ["Alpha meets Beta.", "Alpha met Beta."]
    (compared,) = graph.get_edge_data(CONCEPT + "beta", CONCEPT + "gamma").values()
    assert compared["qualifiers"] == {"direction": "higher", "property": ["half-life", "price"]}


def test_the_graph_of_a_substance_is_what_touches_it(dataset: Dataset) -> None:
    """Statements between others are left out; any of its names will do."""
    for name in ("Alpha", "alpha", "A one", "pgc:test-alpha", CONCEPT + "alpha"):
        graph = to_networkx(dataset, name)
        assert graph.number_of_edges() == 3, name
        assert CONCEPT + "gamma" not in graph, name


def test_a_substance_of_which_nothing_is_said_is_a_node() -> None:
    """A monograph that states nothing is seen, alone."""
    dataset = as_dataset(store_of(document("a.md", "Silent Thing")))
    assert [data["label"] for _, data in to_networkx(dataset).nodes(data=True)] == ["Silent Thing"]
    assert len(to_networkx(dataset, "silent thing")) == 1


@pytest.mark.parametrize(
    "name", ["pgc:nothing", "pgc:", "pgc:%", "pgc:[x", "pgc:a b", "pgc:a> <b", CONCEPT + "}"]
)
def test_an_identifier_that_the_graph_lacks_or_that_is_none_is_unknown(name: str, dataset: Dataset) -> None:
    """Whatever is typed after pgc:, it is looked up or refused, and never part of a query."""
    with pytest.raises(UnknownSubstanceError, match="the graph has no concept"):
        find_concept(dataset, name)


@pytest.mark.parametrize("name", ["", "  ", "!!!", "Omega", "'", "\0", "Alp"])
def test_a_name_that_the_graph_lacks_is_never_called_safe(name: str, dataset: Dataset) -> None:
    """Nothing is found by guess; that nothing is known is said to mean nothing."""
    with pytest.raises(UnknownSubstanceError, match="that says nothing about its safety"):
        find_concept(dataset, name)


def test_a_name_without_letters_is_found_as_it_is_written() -> None:
    """What folds to nothing is compared as it stands, with nothing else."""
    dataset = as_dataset(store_of(document("a.md", "Alpha", said("???", "interactsWith", "!!!"))))
    assert find_concept(dataset, "!!!").endswith("test-!!!")
    with pytest.raises(UnknownSubstanceError):
        find_concept(dataset, "...")


def test_a_name_of_several_concepts_is_not_guessed() -> None:
    """The error lists them, so that one can be chosen; a preferred name comes before other names."""
    names = (said("Alpha", "alternateName", '"Twin"'), said("Beta", "alternateName", '"Twin"'))
    store = store_of(document("a.md", "Test Alpha", *names, said("Alpha", "alternateName", '"Beta"')))
    with pytest.raises(UnknownSubstanceError, match="say which: pgc:test-alpha, pgc:test-beta"):
        find_concept(as_dataset(store), "Twin")
    assert find_concept(as_dataset(store), "Beta") == CONCEPT + "beta"


def test_a_name_means_what_monographs_speak_of() -> None:
    """Of two concepts with one name the one is meant of which something is stated."""
    store = store_of(document("a.md", "Test Alpha", said("Alpha", "alternateName", '"Twin"')))
    silent = ox.NamedNode(CONCEPT + "silent")
    store.add(ox.Quad(silent, term("rdf:type"), term("skos:Concept")))
    for name, value in (("skos:prefLabel", "Silent"), ("skos:altLabel", "Twin"), ("pg:nameKey", "twin")):
        store.add(ox.Quad(silent, term(name), ox.Literal(value)))
    assert find_concept(as_dataset(store), "Twin") == CONCEPT + "alpha"


def test_a_name_of_odd_characters_is_a_node_that_graphml_can_name() -> None:
    """The node of a name is an IRI, whatever is in the name."""
    store = store_of(document("a.md", "Test Alpha", said("Alpha", "alternateName", '"\x01 <"')))
    names = [
        node for node, data in to_networkx(as_dataset(store)).nodes(data=True) if data["kind"] == "Literal"
    ]
    assert names == ["https://w3id.org/pharmagraph/name/%01%20%3C"]
    assert len(nx.read_graphml(io.BytesIO(serialize(store, "graphml")))) == 2


def test_a_name_that_the_graph_knows_is_found_without_reading_all_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each concept has its folded names: labels, wordings of texts, stated names and brands, by exact look-up."""
    store = store_of(
        document("a.md", "Test Alpha", said("Test Alpha", "alternateName", '"A-1"')),
        document("b.md", "TEST-ALPHA", said("TEST-ALPHA", "brandName", '"Alphacin"')),
    )
    monkeypatch.setattr(
        "pharmagraph.graph.names._by_name", lambda graph, name: pytest.fail("all names are read")
    )
    for name in ("test alpha", "TEST ALPHAS", "a 1", "alphacin"):
        assert find_concept(as_dataset(store), name) == CONCEPT + "test-alpha"


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(("Alpha", "alphas", "ALPHA!", "A-1", "A 1", "Béta", "!", "Beta")), min_size=1)
)
def test_the_look_up_by_folded_names_finds_what_reading_all_names_finds(names: list[str]) -> None:
    """Whatever the concepts are called, and whichever of the names is asked for."""
    from pharmagraph.graph.names import _by_key, _by_name

    statements = [said(name, "alternateName", f'"{other}"') for name, other in pairwise(names)]
    graph = as_dataset(
        store_of(document("a.md", names[0], *statements, said(names[-1], "interactsWith", "Gamma")))
    )
    for name in names:
        if found := _by_key(graph, name_key(name)):
            assert found == _by_name(graph, name)[1]
        else:
            assert name == "!"


@pytest.fixture(scope="module")
def following() -> Dataset:
    """Alpha interacts with a class that Beta belongs to; what follows is derived."""
    said_of_class = said("Alpha", "interactsWith", "Gammas:SubstanceClass", modality="possible")
    spoken = said("Beta", "usedFor", "Ache:Condition")
    return as_dataset(
        derive(store_of_statements([said_of_class, spoken], [("Beta", "Gammas:SubstanceClass")]))
    )


def test_what_is_derived_comes_only_when_asked_for(following: Dataset) -> None:
    """Who counts edges counts what texts state; derived edges say what they follow from."""
    stated = to_networkx(following)
    assert {data["relation"] for *_, data in stated.edges(data=True)} == {"interactsWith", "usedFor"}
    assert not any("derived" in data for *_, data in stated.edges(data=True))
    graph = to_networkx(following, derived=True)
    assert set(stated.edges(keys=True)) < set(graph.edges(keys=True))
    ((source, _),) = graph.get_edge_data(CONCEPT + "alpha", CONCEPT + "gammas").items()
    ((key, edge),) = graph.get_edge_data(CONCEPT + "alpha", CONCEPT + "beta").items()
    assert key.startswith("https://w3id.org/pharmagraph/derived/")
    assert edge == {
        "relation": "interactsWith", "label": "interacts with", "group": "interactions", "modality": "possible",
        "qualifiers": {}, "support": 0, "evidence": [],
        "derived": {"rule": "member-of-object", "title": "Members of the class that is the object", "from": [source],
                    "by": [CONCEPT + "gammas"]},
    }  # fmt: skip


def test_the_graph_of_a_substance_has_what_follows_for_it_and_from_what(following: Dataset) -> None:
    """The statement behind comes along, marked, though it is not of the substance; but only with what follows."""
    graph = to_networkx(following, "Beta", derived=True)
    behind = {data["relation"] for *_, data in graph.edges(data=True) if data.get("behind")}
    assert behind == {"interactsWith"}
    assert CONCEPT + "alpha" in to_networkx(following, "Beta", derived=True)
    assert CONCEPT + "alpha" not in to_networkx(following, "Beta")
    assert all(data["label"] for _, data in graph.nodes(data=True))


def test_a_dose_has_its_words_in_the_graph_of_a_substance(dataset: Dataset) -> None:
    """Also in the graph of one substance a dose is a dose, and no nameless concept."""
    doses = [data for _, data in to_networkx(dataset, "Alpha").nodes(data=True) if data["label"] == "5 mg"]
    assert [data["kind"] for data in doses] == ["Dosage"]


def test_a_dose_is_named_with_whom_it_is_for() -> None:
    """Two doses of one amount can be told apart by their names."""
    numbers = {"low": 5, "high": 5, "unit": "mg"}
    made = store_of(
        document(
            "a.md", "Test Alpha",
            said("Alpha", "hasDosage", "5 mg", **numbers, population="adults"),
            said("Alpha", "hasDosage", "5 mg", "Children take 5 mg.", **numbers, population="children",
                 condition="pain"),
        )
    )  # fmt: skip
    labels = {d["label"] for _, d in to_networkx(as_dataset(made)).nodes(data=True) if d["kind"] == "Dosage"}
    assert labels == {"5 mg (adults)", "5 mg (children, pain)"}
