"""The SPARQL 1.1 Protocol, spoken with a real server."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from rdflib import Graph

from pharmagraph.graph.iris import BASE

ROWS = "SELECT ?o WHERE { pgc:menaquinone-7 pg:activates/skos:prefLabel ?o } ORDER BY ?o"
TRIPLES = "CONSTRUCT { ?s pg:activates ?o } WHERE { ?s pg:activates ?o }"
Ask = Callable[..., httpx.Response]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png, text/*;q=0.5", "text/csv; charset=utf-8"),
    ],
)
def test_rows_come_in_the_format_that_the_client_likes_best(ask: Ask, accept: str, media: str) -> None:
    """The quality values of Accept decide in which format rows are sent."""
    answer = ask(ROWS, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert "osteocalcin" in answer.text


@pytest.mark.parametrize(
    ("accept", "name"),
    [("text/turtle", "turtle"), ("application/n-triples", "nt"), ("application/ld+json", "json-ld"),
     ("application/rdf+xml", "xml")],
)  # fmt: skip
def test_triples_come_in_each_format(ask: Ask, accept: str, name: str) -> None:
    """CONSTRUCT gives the same triples in each format of RDF."""
    got = Graph().parse(data=ask(TRIPLES, accept).text, format=name)
    expected = Graph().parse(data=ask(TRIPLES).text, format="turtle")
    assert len(got) > 2
    assert set(got) == set(expected)


def test_all_three_ways_to_ask_give_the_same(server: str, ask: Ask) -> None:
    """GET, POST of a form and POST of the query are answered alike."""
    expected = ask(ROWS).json()
    form = httpx.post(f"{server}/sparql", data={"query": ROWS})
    direct = httpx.post(
        f"{server}/sparql", content=ROWS, headers={"Content-Type": "application/sparql-query"}
    )
    assert form.json() == direct.json() == expected


def test_the_dataset_of_a_request_is_what_is_asked(ask: Ask) -> None:
    """Parameters of the protocol name the default graph and the named graphs."""
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    graph = BASE + "monograph/aspirin"

    def number(answer: httpx.Response) -> int:
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    own = number(ask(count, **{"default-graph-uri": graph}))
    assert 0 < own < number(ask(count))
    assert number(ask(count, **{"named-graph-uri": graph})) == 0
    found = ask(named, **{"named-graph-uri": graph}).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in found] == [graph]
    assert ask(count, **{"default-graph-uri": "no iri"}).status_code == 400


def test_a_malformed_query_is_refused_with_its_place(ask: Ask) -> None:
    """Malformed SPARQL gives 400, and the line and column of what is wrong; words in strings don't shift it."""
    query = 'SELECT * WHERE {\n  ?s ?p "a %s" .\n  ?s ?p "a %s" FILTER(?x + }'
    answers = [ask(query.replace("%s", word)) for word in ("service", "sERVice", "sarvice")]
    assert {answer.status_code for answer in answers} == {400}
    # Oxigraph stops behind the brace that it can't take, which is the last of 33 characters.
    assert {answer.text.partition(": ")[0] for answer in answers} == {"line 3, column 34"}


@pytest.mark.parametrize(
    ("method", "options", "status", "words"),
    [
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "text/csv"),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "more than one"),
        ("GET", {"params": {"update": "DROP ALL"}}, 403, "read-only"),
        ("GET", {"params": {"query": "INSERT DATA { <a:a> <a:b> 1 }"}}, 400, "only SELECT"),
        ("POST", {"data": {"update": "DROP ALL"}}, 403, "read-only"),
        ("POST", {"data": {"other": "x"}}, 400, "no field query"),
        ("POST", {"content": "LOAD <http://127.0.0.1:1/>", "headers": {"Content-Type": "application/sparql-update"}},
         403, "read-only"),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "application/sparql-query"),
        ("POST", {"content": b"\xff", "headers": {"Content-Type": "application/sparql-query"}}, 400, "UTF-8"),
        ("POST", {"content": b"#" * 1_000_001, "headers": {"Content-Type": "application/sparql-query"}}, 413, "limit"),
        ("PUT", {"content": "x"}, 405, "GET, HEAD, POST"),
        ("DELETE", {}, 405, "GET, HEAD, POST"),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_refused_with_a_reason(
    server: str, method: str, options: dict, status: int, words: str
) -> None:
    """Unknown formats, updates, bodies that are too large or of a wrong type each have their status and a reason."""
    answer = httpx.request(method, f"{server}/sparql", **options)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text


def test_browsers_of_other_pages_may_read(server: str) -> None:
    """CORS lets other pages read; OPTIONS tells the methods, and HEAD sends no body."""
    told = httpx.options(f"{server}/sparql")
    assert told.headers["access-control-allow-origin"] == "*"
    assert told.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    head = httpx.head(f"{server}/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")


def test_the_service_describes_itself(server: str) -> None:
    """Without a query the endpoint gives its description; VoID counts what is there; a browser gets the query page."""
    service = Graph().parse(data=httpx.get(f"{server}/sparql").text, format="turtle")
    assert service.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
        "ASK { ?s a sd:Service ; sd:feature sd:UnionDefaultGraph }"
    ).askAnswer
    void = Graph().parse(data=httpx.get(f"{server}/.well-known/void").text, format="turtle")
    (row,) = void.query(
        "PREFIX v: <http://rdfs.org/ns/void#> SELECT ?n ?e { ?d v:documents ?n ; v:sparqlEndpoint ?e }"
    )
    assert (int(row[0]), str(row[1])) == (3, f"{server}/sparql")
    assert httpx.get(f"{server}/sparql", headers={"Accept": "text/html"}).headers["location"] == "/"


def test_a_host_that_is_none_is_refused(server: str) -> None:
    """What a client calls the server stands in its description, so it must be a name."""
    answer = httpx.get(f"{server}/sparql", headers={"Host": "a>b"})
    assert (answer.status_code, "Host" in answer.text) == (400, True)
