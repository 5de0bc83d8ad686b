"""The service (SPARQL 1.1 Service Description) and its dataset (VoID), as triples without blank nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from pharmagraph.graph.iris import BASE, PREFIXES, term
from pharmagraph.graph.queries import run
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
    "entities": "SELECT (COUNT(*) AS ?found) { ?c a skos:Concept }",
    "documents": "SELECT (COUNT(*) AS ?found) { ?m a pg:Monograph }",
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
        if (count := _first(store, query)) is not None:
            yield ox.Triple(dataset, _void(name), count)
    for prefix in ("pg", "biolink", "skos", "oa", "prov", "schema", "dcterms"):
        yield ox.Triple(dataset, _void("vocabulary"), ox.NamedNode(PREFIXES[prefix]))
    example = _first(store, "SELECT ?found { ?m schema:about ?found } ORDER BY ?found LIMIT 1")
    if isinstance(example, ox.NamedNode):
        yield ox.Triple(dataset, _void("exampleResource"), example)


def _first(store: ox.Store, query: str) -> ox.NamedNode | ox.Literal | None:
    """What the first row of a query has as ``?found``."""
    rows = run(store, query)
    assert isinstance(rows, ox.QuerySolutions)
    found = next((row["found"] for row in rows), None)
    return found if isinstance(found, ox.NamedNode | ox.Literal) else None


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
