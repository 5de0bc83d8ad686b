"""A triple store elsewhere, by the SPARQL 1.1 Protocol: it is asked as the store on disk is, by the same code.

SPARQL text is handed over as it is; results come back as JSON, graphs as N-Triples, and are given on as Oxigraph's own
objects. Servers differ in three things, which are found out when a store is opened: at which address they take
queries, how they are told that the default graph is the union of all, and whether the graph is all there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import pyoxigraph as ox

from pharmagraph.address import check_url
from pharmagraph.errors import StoreError
from pharmagraph.graph.http import Answer, AnswerError, Http
from pharmagraph.graph.iris import BASE, PREFIXES, RUN_GRAPH
from pharmagraph.graph.readable import Results
from pharmagraph.graph.runs import LAID_OUT_SO, OTHER_LAYOUT

QUERY = "PHARMAGRAPH_STORE_QUERY"
# While a build is being written to a store, this graph is in it; see publish.py.
WRITING = ox.NamedNode(BASE + "graph/writing")

# Oxigraph and Fuseki; Fuseki, Virtuoso and Pharmagraph's own server; RDF4J and GraphDB.
_PATHS = ("query", "sparql", "")
# How the default graph becomes the union of all: Oxigraph, and all that have it so anyway and pass over parameters
# that they don't know; those that don't; Jena.
_UNIONS: tuple[Mapping[str, str], ...] = (
    {"union-default-graph": "true"},
    {},
    {"default-graph-uri": "urn:x-arq:UnionGraph"},
)
_ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
_ROWS = ("application/sparql-results+json", "application/json")
_NOT_HERE = (400, 404, 405, 406, 415, 501)  # what a server says at an address where no queries are answered
_TRUE = ox.Literal(True)
# The run names the monographs that it used. Whether each is seen in the default graph, and has a graph, tells whether
# the default graph is the union, and whether all of it is there.
_STATE = f"""SELECT ?there ?known ?union ?whole ?since WHERE {{
  BIND(EXISTS {{ GRAPH {RUN_GRAPH} {{ ?r prov:used ?m }} }} AS ?there)
  BIND(EXISTS {{ {LAID_OUT_SO} }} AS ?known)
  BIND(NOT EXISTS {{ GRAPH {RUN_GRAPH} {{ ?r prov:used ?m }} FILTER NOT EXISTS {{ ?r prov:used ?m }} }} AS ?union)
  BIND(NOT EXISTS {{ GRAPH {RUN_GRAPH} {{ ?r prov:used ?m }}
    FILTER NOT EXISTS {{ GRAPH ?m {{ ?m schema:sha256 ?hash }} }} }} AS ?whole)
  OPTIONAL {{ GRAPH {WRITING} {{ ?writing prov:startedAtTime ?since }} }} }}"""
# Other data may be in the store: only our graphs are taken.
_OURS = f"""SELECT ?s ?p ?o ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
  FILTER(STRSTARTS(STR(?g), "{BASE}") && ?g != {WRITING}) }}"""
_SIZES = f"""SELECT ?g (COUNT(*) AS ?n) WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
  FILTER(STRSTARTS(STR(?g), "{BASE}") && ?g != {WRITING}) }} GROUP BY ?g"""


class NoResultsError(StoreError):
    """An answer that holds no results of SPARQL: a web page, say."""


@dataclass(frozen=True, slots=True)
class State:
    """What a store says of the graph in it.

    Attributes:
        there: Whether there is one.
        known: Whether it is laid out as this program reads it.
        union: Whether a query sees it without naming graphs.
        whole: Whether each monograph of its run has a graph.
        since: When a build began to be written that has not ended yet; "" when there is none.
    """

    there: bool
    known: bool
    union: bool
    whole: bool
    since: str


class RemoteStore:
    """A store behind HTTP, with as much of ``pyoxigraph.Store`` as readers and rdflib need.

    Args:
        url: The address that it was given by.
        query_url: Where it takes queries.
        union: Parameters that make its default graph the union of all.
        since: When a build began to be written to it that has not ended yet; "" when there is none.
        http: What it is reached by.
    """

    def __init__(self, url: str, query_url: str, union: Mapping[str, str], since: str, http: Http) -> None:
        self.url = url
        self.since = since
        self._query_url = query_url
        self._union = union
        self._http = http

    def query(
        self,
        query: str,
        *,
        prefixes: dict[str, str] | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: ox.NamedNode | None = None,
        substitutions: Mapping[ox.Variable, object] | None = None,
    ) -> Results:
        """Answer a query, as ``pyoxigraph.Store.query`` does.

        Raises:
            SyntaxError: It is malformed.
            StoreError: The server can't be reached, refuses, or does not answer in SPARQL's formats.
        """
        if substitutions:
            remedy = "put them into the text: VALUES ?name { ... }"
            raise StoreError("a store behind HTTP takes no bindings", remedy=remedy, source=self.url)
        graphs = self._union if use_default_graph_as_union else {}
        if default_graph is not None:
            graphs = {"default-graph-uri": default_graph.value}
        text = _with_prefixes(query, prefixes or {})
        try:
            return _results(_ask(self._http, self._query_url, graphs, text), self._query_url)
        except AnswerError as error:
            if error.status == 400:
                # Oxigraph itself knows the line and the column, and words them as it does for a store on disk.
                ox.Store().query(query, prefixes=prefixes)
            raise

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None,
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads that match, as ``pyoxigraph.Store.quads_for_pattern`` has it; one request."""
        given = {"s": subject, "p": predicate, "o": object}
        values = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in given.items() if term is not None)
        pattern = f"{values}?s ?p ?o"
        if isinstance(graph_name, ox.DefaultGraph):
            text = f"SELECT ?s ?p ?o WHERE {{ {pattern} }}"
        else:
            graph = f"VALUES ?g {{ {graph_name} }} " if graph_name is not None else ""
            text = f"SELECT ?s ?p ?o ?g WHERE {{ {graph}GRAPH ?g {{ {pattern} }} }}"
        yield from _quads(self.query(text))

    def named_graphs(self) -> Iterator[ox.NamedNode]:
        """The names of the project's graphs."""
        yield from map(ox.NamedNode, self.sizes())

    def __iter__(self) -> Iterator[ox.Quad]:
        """The quads of the project's graphs, in one request."""
        return _quads(self.query(_OURS))

    def sizes(self) -> dict[str, int]:
        """Names of the project's graphs, and how many triples each has."""
        rows = self.query(_SIZES)
        assert isinstance(rows, ox.QuerySolutions)
        return {str(row["g"].value): int(row["n"].value) for row in rows}


def open_remote(url: str) -> RemoteStore:
    """Open a store behind HTTP for reading.

    Args:
        url: Its address; where it takes queries is found out, or told by ``$PHARMAGRAPH_STORE_QUERY``.

    Raises:
        StoreError: It can't be reached, takes no queries, has no graph, not all of one, or one that another
            version of this program laid out.
    """
    http = Http()
    query_url, union, state = find_query_url(url, http)
    remedy = f"put it there with: pharmagraph build SRC --store {url}"
    if not state.there:
        wait = (
            f"; a build is being written to it since {state.since}, or was interrupted" if state.since else ""
        )
        raise StoreError(f"there is no graph in this store{wait}", remedy=remedy, source=url)
    if not state.known:
        raise StoreError(OTHER_LAYOUT, remedy=remedy, source=url)
    if not state.union:
        union, state = _seeing_all(http, query_url, url)
    if not state.whole:
        problem = "the graph in this store is not whole: graphs of monographs are missing"
        raise StoreError(problem, remedy=remedy, source=url)
    return RemoteStore(url, query_url, union, state.since, http)


def _seeing_all(http: Http, query_url: str, url: str) -> tuple[Mapping[str, str], State]:
    """The parameters with which a query sees the union of all graphs, and what the store says then."""
    for union in _UNIONS:
        if (state := state_of(http, query_url, union)) and state.union:
            return union, state
    raise StoreError(
        "a query of this store sees only its default graph, where nothing would be found",
        remedy="configure it so that the default graph is the union of all graphs",
        source=url,
    )


def find_query_url(url: str, http: Http) -> tuple[str, Mapping[str, str], State]:
    """Where a store takes queries, with which parameters it did, and what it said of its state.

    Raises:
        StoreError: It can't be reached, or there is no such address.
    """
    base = check_url(url).rstrip("/") + "/"
    told = os.environ.get(QUERY)
    tried = [check_url(told)] if told else [base + path if path else url for path in _PATHS]
    for candidate in tried:
        for union in _UNIONS[:2]:
            if state := state_of(http, candidate, union):
                return candidate, union, state
    raise StoreError(
        f"there is no SPARQL endpoint (tried {', '.join(tried)})",
        remedy=f"check the address, or set {QUERY} to where queries go",
        source=url,
    )


def state_of(http: Http, url: str, union: Mapping[str, str]) -> State | None:
    """What a store says of itself; None where no queries are answered, or not in this form."""
    try:
        results = _results(_ask(http, url, union, _with_prefixes(_STATE, PREFIXES)), url)
    except AnswerError as error:
        if error.status in _NOT_HERE:
            return None
        raise
    except NoResultsError:
        return None
    for row in results if isinstance(results, ox.QuerySolutions) else ():
        there, known, seen, whole = (row[name] == _TRUE for name in ("there", "known", "union", "whole"))
        return State(there, known, seen, whole, str(getattr(row["since"], "value", "")))
    return None


def _ask(http: Http, url: str, parameters: Mapping[str, str], text: str) -> Answer:
    joint = "&" if "?" in url else "?"
    headers = {"Content-Type": "application/sparql-query", "Accept": _ACCEPT}
    target = url + (joint + urlencode(parameters) if parameters else "")
    return http.send("POST", target, text.encode(), headers)


def _results(answer: Answer, url: str) -> Results:
    try:
        if answer.type in _ROWS:
            return ox.parse_query_results(answer.body, format=ox.QueryResultsFormat.JSON)
        if (form := ox.RdfFormat.from_media_type(answer.type)) is not None and answer.type != "text/html":
            triples = ox.Store()
            triples.bulk_load(answer.body, format=form)
            return triples.query("CONSTRUCT WHERE { ?s ?p ?o }")
    except SyntaxError as error:  # not the query's: whoever asked must not look for it there
        raise _no_results(answer, url) from error
    raise _no_results(answer, url)


def _no_results(answer: Answer, url: str) -> NoResultsError:
    return NoResultsError(
        f"the answer holds no results of SPARQL (it is {answer.type or 'of no type'})",
        remedy="check the address",
        source=url,
    )


def _with_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """A query with the prefixes that it uses and does not declare, on its first line: line numbers stay."""
    heads = [
        f"PREFIX {name}: <{iri}> "
        for name, iri in prefixes.items()
        if re.search(rf"(?<![\w.-]){re.escape(name)}:", text)
        and not re.search(rf"\bPREFIX\s+{re.escape(name)}:", text, re.IGNORECASE)
    ]
    return "".join(heads) + text


def _quads(results: Results) -> Iterator[ox.Quad]:
    assert isinstance(results, ox.QuerySolutions)
    names = [variable.value for variable in results.variables]
    for row in results:
        graph = row["g"] if "g" in names else ox.DefaultGraph()
        yield ox.Quad(row["s"], row["p"], row["o"], graph)
