"""The service (SPARQL 1.1 Service Description) and its dataset (VoID), as triples without blank nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from pharmagraph.graph.iris import BASE, CONCEPTS, PREFIXES, term
from pharmagraph.serve.answer import GRAPHS, RESULTS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
_COUNTS = {
    "entities": "SELECT (COUNT(*) AS ?n) { ?c a skos:Concept }",
    "documents": "SELECT (COUNT(*) AS ?n) { ?m a pg:Monograph }",
}


def service_description(base: str) -> list[ox.Triple]:
    """What the endpoint is and can do.

    Args:
        base: Address of the server, without a slash at the end.
    """
    return list(_service(base))


def _service(base: str) -> Iterator[ox.Triple]:
    endpoint, dataset = ox.NamedNode(f"{base}/sparql"), ox.NamedNode(f"{base}/.well-known/void#dataset")
    graph = ox.NamedNode(f"{base}/.well-known/void#union")
    yield ox.Triple(endpoint, term("rdf:type"), _sd("Service"))
    yield ox.Triple(endpoint, _sd("endpoint"), endpoint)
    yield ox.Triple(endpoint, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(endpoint, _sd("feature"), _sd("UnionDefaultGraph"))
    for media in (*RESULTS, *GRAPHS):
        if media in _FORMATS:
            formats = ox.NamedNode(f"http://www.w3.org/ns/formats/{_FORMATS[media]}")
            yield ox.Triple(endpoint, _sd("resultFormat"), formats)
    yield ox.Triple(endpoint, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, term("rdf:type"), _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), graph)
    yield ox.Triple(graph, term("rdf:type"), _sd("Graph"))


def dataset_description(store: ox.Store, base: str) -> list[ox.Triple]:
    """What the dataset has.

    Args:
        store: The graph.
        base: Address of the server, without a slash at the end.
    """
    return list(_dataset(store, base))


def _dataset(store: ox.Store, base: str) -> Iterator[ox.Triple]:
    document, dataset = (
        ox.NamedNode(f"{base}/.well-known/void"),
        ox.NamedNode(f"{base}/.well-known/void#dataset"),
    )
    yield ox.Triple(document, term("rdf:type"), _void("DatasetDescription"))
    yield ox.Triple(document, ox.NamedNode("http://xmlns.com/foaf/0.1/primaryTopic"), dataset)
    yield ox.Triple(dataset, term("rdf:type"), _void("Dataset"))
    yield ox.Triple(dataset, term("dcterms:title"), ox.Literal("Pharmagraph"))
    yield ox.Triple(dataset, _void("sparqlEndpoint"), ox.NamedNode(f"{base}/sparql"))
    yield ox.Triple(dataset, _void("uriSpace"), ox.Literal(BASE))
    yield ox.Triple(dataset, _void("triples"), ox.Literal(len(store)))
    for name, query in _COUNTS.items():
        yield ox.Triple(dataset, _void(name), _count(store, query))
    for prefix in ("pg", "biolink", "skos", "oa", "prov", "schema", "dcterms"):
        yield ox.Triple(dataset, _void("vocabulary"), ox.NamedNode(PREFIXES[prefix]))
    example = "SELECT ?c { ?m schema:about ?c } ORDER BY ?c LIMIT 1"
    for row in store.query(example, use_default_graph_as_union=True, prefixes=dict(PREFIXES)):
        concept = row["c"]  # type: ignore[index]
        if isinstance(concept, ox.NamedNode) and concept.value.startswith(CONCEPTS):
            yield ox.Triple(dataset, _void("exampleResource"), concept)


def _count(store: ox.Store, query: str) -> ox.Literal:
    (row,) = store.query(query, use_default_graph_as_union=True, prefixes=dict(PREFIXES))  # type: ignore[misc]
    found = row["n"]
    assert isinstance(found, ox.Literal)
    return found


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
