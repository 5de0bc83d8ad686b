"""What is known of a statement only when all monographs are read: its label, and how many passages support it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

from pharmagraph.graph.iris import CONCEPT_GRAPH, PREFIXES, STATEMENT_GRAPH, SUPPORT_GRAPH, term
from pharmagraph.graph.quads import LABEL, NAME_KEY, TYPE
from pharmagraph.vocabulary import Vocabulary
from pharmagraph.wording import says

SUPPORT = term("pg:support")
_CHUNK = 2_000  # statements asked for at once: what is held in memory does not grow with the graph
# Monographs name the same concept differently ("Vitamin K2-7", "Menaquinone-7"): the preferred labels are used.
_STATEMENTS = """SELECT ?statement ?subject ?relation ?object ?modality WHERE {{
  VALUES ?statement {{ {chosen} }}
  ?statement rdf:subject/skos:prefLabel ?subject ; rdf:predicate ?relation ; rdf:object ?o ; pg:modality ?modality .
  OPTIONAL {{ ?o skos:prefLabel ?name }} OPTIONAL {{ ?o rdfs:label ?dose }}
  BIND(COALESCE(?name, ?dose, STR(?o)) AS ?object) }}"""
_SUPPORT = """SELECT ?statement (COUNT(?evidence) AS ?number) WHERE {{
  VALUES ?statement {{ {chosen} }} ?statement pg:hasEvidence ?evidence }} GROUP BY ?statement"""
_QUOTES = """SELECT (SUM(?more) AS ?number) WHERE {{
  {{ SELECT ?statement (COUNT(?text) - COUNT(DISTINCT ?text) AS ?more) WHERE {{
    VALUES ?statement {{ {chosen} }} ?statement biolink:supporting_text ?text }} GROUP BY ?statement }} }}"""
_NAMES = (term("skos:altLabel"), term("schema:proprietaryName"), NAME_KEY)


def all_statements(store: ox.Store) -> Iterator[ox.NamedNode]:
    """All statements of a graph."""
    for quad in store.quads_for_pattern(None, TYPE, term("biolink:Association"), STATEMENT_GRAPH):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def summary_quads(
    store: ox.Store, vocabulary: Vocabulary, statements: Iterable[ox.NamedNode] | None = None
) -> Iterator[ox.Quad]:
    """Label and support of statements, for a graph of their own; a passage counts once.

    Args:
        store: All monographs and concepts.
        vocabulary: The relations.
        statements: Those that are meant; all by default.
    """
    for chosen in _chunks(all_statements(store) if statements is None else statements):
        for row in _rows(store, _STATEMENTS.format(chosen=chosen)):
            subject, relation, obj, modality = (
                str(row[name].value) for name in ("subject", "relation", "object", "modality")
            )
            name = relation.removeprefix(PREFIXES["pg"])
            known = vocabulary.relations.get(
                name
            )  # a statement that was kept may be of a relation that is gone
            words = says(known.label if known else name, modality)
            yield ox.Quad(row["statement"], LABEL, ox.Literal(f"{subject} {words} {obj}"), SUPPORT_GRAPH)
        for row in _rows(store, _SUPPORT.format(chosen=chosen)):
            number = int(row["number"].value)
            yield ox.Quad(row["statement"], SUPPORT, ox.Literal(number), SUPPORT_GRAPH)


def count_triples(store: ox.Store) -> int:
    """Number of triples of a graph, each once in however many named graphs it stands.

    What monographs share stands in one graph; only two kinds of triples can stand in several: the same sentence as
    the text of one statement in two monographs, and names that both a statement and the lexicon give.
    """
    repeated = sum(
        int(row["number"].value)
        for chosen in _chunks(all_statements(store))
        for row in _rows(store, _QUOTES.format(chosen=chosen))
    )
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, predicate, None, STATEMENT_GRAPH):
            repeated += ox.Quad(quad.subject, quad.predicate, quad.object, CONCEPT_GRAPH) in store
    return len(store) - repeated


def count_kinds(store: ox.Store) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Number of statements by relation, and by modality."""

    def by(name: str) -> list[tuple[str, int]]:
        graph = f"GRAPH <{STATEMENT_GRAPH.value}>"
        text = f"SELECT ?kind (COUNT(*) AS ?number) {{ {graph} {{ ?s {name} ?kind }} }} GROUP BY ?kind"
        return [(str(row["kind"].value), int(row["number"].value)) for row in _rows(store, text)]

    relations = [(iri.removeprefix(PREFIXES["pg"]), number) for iri, number in by("rdf:predicate")]
    return relations, by("pg:modality")


def _chunks(statements: Iterable[ox.NamedNode]) -> Iterator[str]:
    rest = iter(statements)
    while chunk := list(islice(rest, _CHUNK)):
        yield " ".join(map(str, chunk))


def _rows(store: ox.Store, text: str) -> ox.QuerySolutions:
    results = store.query(text, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
    assert isinstance(results, ox.QuerySolutions)
    return results
