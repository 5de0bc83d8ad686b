"""The clients that the endpoint is for."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import httpx
import pandas as pd
import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, XML, SPARQLWrapper

from pharmagraph.graph.iris import CONCEPTS, PREFIXES

ACTIVATED = [
    "gamma-glutamyl carboxylase",
    "matrix Gla protein",
    "osteocalcin",
    "vitamin K-dependent proteins",
]
QUERY = "SELECT ?name WHERE { pgc:menaquinone-7 pg:activates/skos:prefLabel ?name } ORDER BY ?name"


@pytest.mark.parametrize("form", [JSON, XML])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(server: str, form: str, method: str) -> None:
    """SPARQLWrapper reads rows as JSON and as XML, by GET and by POST."""
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery(QUERY)
    client.setReturnFormat(form)
    client.setMethod(method)
    assert "osteocalcin" in str(
        client.query().convert() if form == JSON else client.query().convert().toxml()
    )


def test_rdflib(server: str) -> None:
    """The SPARQLStore of rdflib is a graph whose patterns and queries the endpoint answers."""
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    assert [str(row[0]) for row in graph.query(QUERY)] == ACTIVATED
    found = list(graph.objects(URIRef(CONCEPTS + "menaquinone-7"), URIRef(PREFIXES["pg"] + "activates")))
    assert len(found) == len(ACTIVATED)


def test_pandas_and_curl(server: str) -> None:
    """CSV is read by pandas straight from the endpoint, and so does curl."""
    address = f"{server}/sparql?query={quote(QUERY)}"
    frame = pd.read_csv(address, storage_options={"Accept": "text/csv"})
    assert list(frame["name"]) == ACTIVATED
    ran = subprocess.run(
        ["curl", "-sS", "-H", "Accept: text/csv", "--data-urlencode", f"query={QUERY}", f"{server}/sparql"],
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert list(pd.read_csv(StringIO(ran.stdout))["name"]) == ACTIVATED


def test_another_server_asks_us(server: str, tmp_path: Path) -> None:
    """A federated query of a real Oxigraph server is answered from our endpoint."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    other = subprocess.Popen(
        [program, "serve", "--location", tmp_path / "other", "--bind", f"127.0.0.1:{port}"],
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        query = f"PREFIX skos: <{PREFIXES['skos']}> SELECT ?name WHERE {{ SERVICE <{server}/sparql> {{ "
        query += (
            f"<{CONCEPTS}menaquinone-7> <{PREFIXES['pg']}activates>/skos:prefLabel ?name }} }} ORDER BY ?name"
        )
        answer = httpx.get(
            f"http://127.0.0.1:{port}/query", params={"query": query}, headers={"Accept": "text/csv"}
        )
        assert answer.text.splitlines()[1:] == ACTIVATED
    finally:
        other.kill()
        other.wait()
