"""What is known of a statement only when all monographs are read: its label, and how many passages support it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from pharmagraph.graph.iris import PREFIXES, SUPPORT_GRAPH, term
from pharmagraph.graph.quads import LABEL
from pharmagraph.vocabulary import Vocabulary
from pharmagraph.wording import says

# Monographs name the same concept differently ("Vitamin K2-7", "Menaquinone-7"): the preferred labels are used.
_STATEMENTS = """SELECT DISTINCT ?statement ?subject ?relation ?object ?modality WHERE {
  ?statement a biolink:Association ; rdf:subject/skos:prefLabel ?subject ; rdf:predicate ?relation ; rdf:object ?o ;
    pg:modality ?modality .
  OPTIONAL { ?o skos:prefLabel ?name } OPTIONAL { ?o rdfs:label ?dose }
  BIND(COALESCE(?name, ?dose, STR(?o)) AS ?object) }"""
_SUPPORT = """SELECT ?statement (COUNT(DISTINCT ?evidence) AS ?number) WHERE {
  ?statement a biolink:Association . OPTIONAL { ?statement pg:hasEvidence ?evidence } } GROUP BY ?statement"""


_CONFIDENCE = """SELECT ?statement (MAX(?c) AS ?highest) WHERE {
  ?statement pg:hasReading/pg:confidence ?c } GROUP BY ?statement"""


def summary_quads(store: ox.Store, vocabulary: Vocabulary) -> Iterator[ox.Quad]:
    """Label, support and confidence of each statement, in a graph of their own; a passage counts once.

    A statement is as sure as its surest reading.

    Args:
        store: All monographs and concepts.
        vocabulary: The relations.
    """
    for row in _rows(store, _STATEMENTS):
        subject, relation, obj, modality = (
            str(row[name].value) for name in ("subject", "relation", "object", "modality")
        )
        words = says(vocabulary.relations[relation.removeprefix(PREFIXES["pg"])].label, modality)
        yield ox.Quad(row["statement"], LABEL, ox.Literal(f"{subject} {words} {obj}"), SUPPORT_GRAPH)
    for row in _rows(store, _SUPPORT):
        yield ox.Quad(
            row["statement"], term("pg:support"), ox.Literal(int(row["number"].value)), SUPPORT_GRAPH
        )
    for row in _rows(store, _CONFIDENCE):
        yield ox.Quad(row["statement"], term("pg:confidence"), row["highest"], SUPPORT_GRAPH)


def count(store: ox.Store) -> tuple[int, int, int]:
    """Number of statements, of pieces of evidence, and of triples of a graph."""
    statements = _rows(store, _SUPPORT)
    evidence = sum(int(row["number"].value) for row in statements)
    return len(statements), evidence, len({quad.triple for quad in store})


def _rows(store: ox.Store, text: str) -> list[ox.QuerySolution]:
    results = store.query(text, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
    assert isinstance(results, ox.QuerySolutions)
    return list(results)
