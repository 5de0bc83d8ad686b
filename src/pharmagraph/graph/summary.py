"""What is known of a statement only when all monographs are read: its label, its support, its confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice

import pyoxigraph as ox

from pharmagraph.graph.iris import CONCEPT_GRAPH, PREFIXES, STATEMENT_GRAPH, SUPPORT_GRAPH, term
from pharmagraph.graph.quads import DEGREE, LABEL, NAME_KEY, OBJECT_FORM, SUBJECT_FORM, TYPE
from pharmagraph.vocabulary import Vocabulary
from pharmagraph.wording import narrowed, says

SUPPORT, CONFIDENCE = term("pg:support"), term("pg:confidence")
_READING = term("pg:hasReading")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_MODALITY, _EVIDENCE, _LABEL = term("pg:modality"), term("pg:hasEvidence"), term("skos:prefLabel")
_MOST_NAMES = 50_000  # remembered at once
_CHUNK = 2_000  # statements asked for at once: what is held in memory does not grow with the graph
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
    """Label, support and confidence of statements, for a graph of their own.

    A passage counts once. A statement is as sure as its surest reading.

    Args:
        store: All monographs and concepts.
        vocabulary: The relations.
        statements: Those that are meant, all of them in the store; all by default.
    """
    names: dict[object, str] = {}
    for statement in all_statements(store) if statements is None else statements:
        said = {
            q.predicate: q.object for q in store.quads_for_pattern(statement, None, None, STATEMENT_GRAPH)
        }
        words = _words(vocabulary, said[_PREDICATE], said[_MODALITY])
        subject, obj = (_named(store, said[end], names) for end in (_SUBJECT, _OBJECT))
        subject = narrowed(subject, form=_text(said.get(SUBJECT_FORM)))
        obj = narrowed(obj, degree=_text(said.get(DEGREE)), form=_text(said.get(OBJECT_FORM)))
        yield ox.Quad(statement, LABEL, ox.Literal(f"{subject} {words} {obj}"), SUPPORT_GRAPH)
        number = sum(1 for _ in store.quads_for_pattern(statement, _EVIDENCE, None, None))
        yield ox.Quad(statement, SUPPORT, ox.Literal(number), SUPPORT_GRAPH)
        if (sure := _surest(store, statement)) is not None:
            yield ox.Quad(statement, CONFIDENCE, sure, SUPPORT_GRAPH)


def _text(value: object) -> str:
    return str(getattr(value, "value", ""))


def _surest(store: ox.Store, statement: ox.NamedNode) -> ox.Literal | None:
    """The highest confidence of a statement's readings; None where they have none."""
    readings = [q.object for q in store.quads_for_pattern(statement, _READING, None, None)]
    found = [
        quad.object
        for reading in readings
        if isinstance(reading, ox.NamedNode)
        for quad in store.quads_for_pattern(reading, CONFIDENCE, None, None)
        if isinstance(quad.object, ox.Literal)
    ]
    return max(found, key=lambda literal: Decimal(literal.value), default=None)


def _words(vocabulary: Vocabulary, relation: object, modality: object) -> str:
    name = str(getattr(relation, "value", "")).removeprefix(PREFIXES["pg"])
    known = vocabulary.relations.get(name)  # a statement that was kept may be of a relation that is gone
    return says(known.label if known else name, str(getattr(modality, "value", "")))


def _named(store: ox.Store, end: object, names: dict[object, str]) -> str:
    """What subject or object is called. Monographs name a concept differently: its preferred label is used."""
    if not isinstance(end, ox.NamedNode):
        return str(getattr(end, "value", end))
    if end not in names:
        if len(names) > _MOST_NAMES:
            names.clear()
        found = [*store.quads_for_pattern(end, _LABEL, None, CONCEPT_GRAPH)]
        found += store.quads_for_pattern(end, LABEL, None, STATEMENT_GRAPH)  # a dose
        names[end] = str(getattr(found[0].object, "value", "")) if found else end.value
    return names[end]


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
