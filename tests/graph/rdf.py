"""RDF of pyoxigraph as RDF of rdflib, to compare what their parsers read."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.term import Node

STRING = "http://www.w3.org/2001/XMLSchema#string"


def node(term: ox.NamedNode | ox.Literal) -> Node:
    """A term without blank nodes, as rdflib has it, character by character."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    assert isinstance(term, ox.Literal)
    kind = None if term.datatype.value == STRING else URIRef(term.datatype.value)
    return Literal(term.value, datatype=kind, normalize=False)


def union(store: ox.Store) -> set[tuple[Node, ...]]:
    """The triples of all graphs."""
    return {(node(q.subject), node(q.predicate), node(q.object)) for q in store}


def quads(store: ox.Store) -> set[tuple[Node, ...]]:
    """The quads."""
    return {(node(q.subject), node(q.predicate), node(q.object), node(q.graph_name)) for q in store}


def plain(graph: Graph) -> set[tuple[Node, ...]]:
    """The triples that rdflib read; strings with and without their datatype are the same."""
    return {(s, p, _string(o)) for s, p, o in graph}


def plain_quads(dataset: Dataset) -> set[tuple[Node, ...]]:
    """The quads that rdflib read."""
    return {(s, p, _string(o), g) for s, p, o, g in dataset.quads()}


def _string(term: Node) -> Node:
    if isinstance(term, Literal) and term.datatype == URIRef(STRING):
        return Literal(str(term), normalize=False)
    return term
