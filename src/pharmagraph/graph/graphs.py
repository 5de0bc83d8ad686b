"""Named graphs of a triple store elsewhere, read and written by the SPARQL 1.1 Graph Store Protocol."""

from __future__ import annotations

import os
from typing import IO
from urllib.parse import urlencode

from pharmagraph.address import check_url
from pharmagraph.errors import StoreError
from pharmagraph.graph.http import AnswerError, Http

GRAPHS, UPDATE = "PHARMAGRAPH_STORE_GRAPHS", "PHARMAGRAPH_STORE_UPDATE"

# Oxigraph; Fuseki; RDF4J and GraphDB; Virtuoso.
_GRAPHS_PATHS = ("store", "data", "rdf-graphs/service", "sparql-graph-crud")
# Oxigraph and Fuseki; RDF4J and GraphDB; those that take all at one address.
_UPDATE_PATHS = ("update", "statements", "")
_NOT_HERE = (404, 405, 415, 501)
_NO_GRAPH = 404
_TRIPLES = "application/n-triples"


class RemoteGraphs:
    """The graphs of a store. Where it takes graphs and updates is found out by the first of each, or told.

    Args:
        url: The address of the store.
        http: What it is reached by.

    Raises:
        StoreError: The address can't be one.
    """

    def __init__(self, url: str, http: Http) -> None:
        self.url = check_url(url)
        self._http = http
        self._graphs = _candidates(url, GRAPHS, _GRAPHS_PATHS)
        self._updates = _candidates(url, UPDATE, _UPDATE_PATHS)

    def put(self, graph: str, data: bytes) -> None:
        """Make a graph what the N-Triples say, whatever it was."""
        self._write("PUT", graph, data)

    def add(self, graph: str, data: bytes) -> None:
        """Add N-Triples to a graph; those that it has already stay as they are."""
        self._write("POST", graph, data)

    def remove(self, graph: str, data: bytes) -> None:
        """Take N-Triples out of a graph, by SPARQL 1.1 Update: the Graph Store Protocol has no way to."""
        text = b"DELETE DATA { GRAPH <%s> {\n%s} }" % (graph.encode(), data)
        headers = {"Content-Type": "application/sparql-update"}
        self._updates = self._at_first("POST", self._updates, "", text, headers, UPDATE)

    def drop(self, graph: str) -> None:
        """Remove a graph, if there is one."""
        self._unless_absent("DELETE", graph)

    def read(self, graph: str) -> IO[bytes] | None:
        """A graph as N-Triples; None where there is none."""
        return self._unless_absent("GET", graph)

    def _write(self, method: str, graph: str, data: bytes) -> None:
        query = urlencode({"graph": graph})
        self._graphs = self._at_first(method, self._graphs, query, data, {"Content-Type": _TRIPLES}, GRAPHS)

    def _unless_absent(self, method: str, graph: str) -> IO[bytes] | None:
        url = _with_query(self._graphs[0], urlencode({"graph": graph}))
        try:
            answer = self._http.send(method, url, headers={"Accept": _TRIPLES})
        except AnswerError as error:
            if error.status == _NO_GRAPH:
                return None
            raise
        if method == "GET" and answer.type != _TRIPLES:
            raise StoreError(f"a graph came as {answer.type or 'no type'}, not as N-Triples", source=self.url)
        return answer.body

    def _at_first(
        self, method: str, urls: list[str], query: str, data: bytes, headers: dict[str, str], variable: str
    ) -> list[str]:
        """Send to the first address that takes such requests, and keep to it."""
        for url in urls:
            try:
                self._http.send(method, _with_query(url, query), data, headers)
            except AnswerError as error:
                if error.status not in _NOT_HERE:
                    raise
            else:
                return [url]
        what = "graphs (SPARQL 1.1 Graph Store Protocol)" if query else "updates (SPARQL 1.1 Update)"
        raise StoreError(
            f"the store takes no {what} (tried {', '.join(urls)})",
            remedy=f"check the address, or set {variable} to where they go",
            source=self.url,
        )


def _candidates(url: str, variable: str, paths: tuple[str, ...]) -> list[str]:
    if told := os.environ.get(variable):
        return [check_url(told)]
    base = url.rstrip("/") + "/"
    return [base + path if path else url for path in paths]


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
