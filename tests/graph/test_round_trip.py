from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from pharmagraph.extract import Extraction
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.fill import fill
from pharmagraph.graph import as_dataset, assertions_of
from pharmagraph.graph.book import Book
from pharmagraph.graph.former import Holding
from pharmagraph.graph.iris import external_curie, external_iri
from pharmagraph.graph.quads import number
from pharmagraph.graph.readback import statements_of
from pharmagraph.process import quads_from
from pharmagraph.read import Reading
from pharmagraph.records import Assertion, Monograph
from pharmagraph.report import Report

from .made import document, said, store_of
from .strategies import assertions


def filled(source: str, found: tuple[Assertion, ...]) -> ox.Store:
    """The store of assertions that need not be valid."""
    monograph = Monograph(source, "Title", "", {}, ())
    holding = Holding(ox.Store(), Book())
    fill(
        holding,
        [
            quads_from(
                Reading(monograph), Extraction(monograph, found, (), names_of(monograph, load_knowledge()))
            )
        ],
        None,
        Report(),
    )
    return holding.store


@settings(max_examples=60, deadline=None)
@given(assertions())
def test_assertions_come_back_from_the_store_as_they_went_in(
    given_: tuple[str, tuple[Assertion, ...]],
) -> None:
    """Any text, odd characters included, survives the way to RDF and back."""
    source, found = given_
    assert list(assertions_of(as_dataset(filled(source, found)))) == list(found)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@settings(max_examples=5, deadline=None)
@given(assertions())
def test_assertions_come_back_from_the_memory_of_rdflib(given_: tuple[str, tuple[Assertion, ...]]) -> None:
    """The way back needs nothing of Oxigraph: any rdflib graph will do."""
    source, found = given_
    dataset = Dataset(default_union=True)
    dataset.parse(
        data=ox.serialize(filled(source, found), format=ox.RdfFormat.N_QUADS).decode(), format="nquads"
    )
    assert list(assertions_of(dataset)) == list(found)


@settings(max_examples=60, deadline=None)
@given(assertions())
def test_no_graph_has_blank_nodes(given_: tuple[str, tuple[Assertion, ...]]) -> None:
    """Every node has an IRI, so that graphs can be compared and merged."""
    for quad in filled(*given_):
        for term in (quad.subject, quad.object, quad.graph_name):
            assert not isinstance(term, ox.BlankNode | ox.DefaultGraph)


def test_a_statement_of_two_monographs_comes_back_once_with_the_evidence_of_both() -> None:
    """What stands in two named graphs is one statement."""
    statement = said("Alpha", "interactsWith", "Beta", "Alpha interacts with Beta.")
    store = store_of(document("a.md", "Alpha", statement), document("b.md", "Beta", statement))
    (found,) = assertions_of(as_dataset(store))
    assert [e.source for e in found.evidence] == ["a.md", "b.md"]


def test_statements_of_a_concept_are_those_it_is_subject_or_object_of() -> None:
    """Of the statements of a graph only those that touch a concept are read."""
    store = store_of(
        document(
            "a.md", "Alpha", said("Alpha", "interactsWith", "Beta"), said("Gamma", "interactsWith", "Alpha"),
            said("Beta", "interactsWith", "Gamma"),
        )
    )  # fmt: skip
    touching = statements_of(as_dataset(store), ["https://w3id.org/pharmagraph/concept/test-alpha"])
    ends = {(s.assertion.subject.label, s.assertion.object.label) for s in touching}
    assert ends == {("Alpha", "Beta"), ("Gamma", "Alpha")}


def test_nothing_is_said_of_a_concept_that_is_not_there() -> None:
    """An unknown concept gives no statements, not all of them."""
    store = store_of(document("a.md", "Alpha", said("Alpha", "interactsWith", "Beta")))
    assert statements_of(as_dataset(store), ["https://w3id.org/pharmagraph/concept/nothing"]) == []
    assert statements_of(as_dataset(store), []) == []


@given(
    st.sampled_from(("CHEBI", "mesh", "unii", "cas", "odd.prefix")),
    st.text(min_size=1).filter(str.isprintable),
)
def test_public_identifiers_come_back(prefix: str, name: str) -> None:
    """The CURIE of an identifier survives the way to its IRI and back."""
    assert external_curie(external_iri(f"{prefix}:{name}").value) == f"{prefix}:{name}"


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (5, "5", "integer"), (5.0, "5", "integer"), (0.5, "0.5", "decimal"), (1e-7, "0.0000001", "decimal"),
        (1e15, "1" + "0" * 15, "integer"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_people_write_them(value: float, text: str, kind: str) -> None:
    """A dose is a whole number or a decimal, never one with an exponent, so that all stores compare it."""
    literal = number(value)
    assert (literal.value, literal.datatype.value.rpartition("#")[2]) == (text, kind)
