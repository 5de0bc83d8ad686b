"""What a page can be made of: a networkx graph, or RDF of the project's vocabulary, which becomes one."""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import quote

import networkx as nx
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Node

from pharmagraph.errors import PharmagraphError
from pharmagraph.vocabulary import PG, load_vocabulary

Drawable: TypeAlias = "nx.MultiDiGraph[Any] | Graph | Result"


def network_of(source: Drawable) -> nx.MultiDiGraph[Any]:
    """The graph to draw.

    Args:
        source: A networkx graph is taken as it is. Of RDF the associations are drawn, and what is derived; where it
            has neither, as in the result of a small CONSTRUCT query, its plain triples.

    Raises:
        PharmagraphError: When a query's result is no graph.
    """
    if isinstance(source, Result):
        if source.graph is None:
            raise PharmagraphError(
                f"the result of a query by {source.type} can't be drawn",
                remedy="ask by CONSTRUCT or DESCRIBE",
            )
        source = source.graph
    if not isinstance(source, Graph):
        return source
    from pharmagraph.graph.networks import to_networkx  # only here: a networkx graph needs no RDF

    graph = to_networkx(source, derived=True)
    if (None, RDF.predicate, None) not in source:
        _add_plain(graph, source)
    for name in [name for name, attributes in graph.nodes(data=True) if not attributes]:
        _node(graph, source, URIRef(name))
    return graph


def _add_plain(graph: nx.MultiDiGraph[Any], source: Graph) -> None:
    """Plain triples as edges without a modality, which the view takes as fact only where it can't be hedged."""
    relations = load_vocabulary().relations
    for subject, predicate, object_ in source:
        relation = relations.get(str(predicate).removeprefix(PG)) if str(predicate).startswith(PG) else None
        if relation is None:
            continue
        start, end = (_node(graph, source, term) for term in (subject, object_))
        key = "urn:triple:" + quote(f"{start} {relation.name} {end}", safe="")
        graph.add_edge(
            start,
            end,
            key=key,
            relation=relation.name,
            label=relation.label,
            group=relation.group,
            evidence=[],
        )


def _node(graph: nx.MultiDiGraph[Any], source: Graph, term: Node) -> str:
    if isinstance(term, Literal):
        iri = "urn:name:" + quote(str(term), safe="")
        graph.add_node(iri, label=str(term), kind="Literal")
        return iri
    kinds = sorted(str(kind).removeprefix(PG) for kind in source.objects(term, RDF.type))
    label = source.value(term, SKOS.prefLabel)
    graph.add_node(str(term), label=str(label or ""), kind=next(iter(kinds), "Other"))
    return str(term)
