"""A graph behind HTTP answers as the same graph in a folder does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from pharmagraph.errors import StoreError
from pharmagraph.graph import as_dataset, assertions_of, open_ox, open_store
from pharmagraph.graph.iris import BASE, PREFIXES
from pharmagraph.graph.places import local_copy, open_graph
from pharmagraph.graph.publish import publish
from serve.conftest import serving

from .conftest import Pharmagraph, lines
from .servers import like_fuseki, oxigraph

ALPHA = f"{BASE}concept/test-alpha"
ASKED = (
    ("show", "alpha"),
    ("show", "Beta", "--format", "jsonl"),
    ("show", "Omega"),
    ("check", "Alpha", "Gamma", "beta", "Omega"),
    ("check", "Alpha", "Beta", "--format", "json"),
    ("query", "monographs"),
    ("query", "interactions", "substance=Beta", "--format", "csv"),
    ("query", "interactions", "--format", "json"),
    ("query", "SELECT ?s ?o { ?s pg:interactsWith ?o } ORDER BY ?s", "--format", "xml"),
    ("query", "# a comment\nPREFIX pg: <http://else/>\nSELECT ?s { ?s pg:interactsWith ?o }"),
    ("query", "ASK { ?s pg:interactsWith ?o }"),
    ("query", "CONSTRUCT { ?o pg:met ?s } WHERE { ?s pg:interactsWith ?o }", "--format", "ttl"),
    ("query", "SELECT ?s WHERE {\n ?s pg:interactsWith }"),
    ("query", "DROP ALL"),
    ("validate",),
    ("review",),
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, first: Path) -> Iterator[tuple[Path, str]]:
    """The same graph in a folder and in a server, where other data are too."""
    with oxigraph(tmp_path_factory.mktemp("both") / "server") as address:
        put = {"content": "<http://x/a> <http://x/b> 'other' .", "headers": {"Content-Type": "text/turtle"}}
        httpx.put(f"{address}store", params={"graph": "http://x/other"}, **put).raise_for_status()
        publish(open_ox(first), address)
        yield first, address


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_commands_say_the_same(
    both: tuple[Path, str], pharmagraph: Pharmagraph, words: tuple[str, ...]
) -> None:
    """Output, messages and exit status do not depend on where the graph is."""
    here, there = (
        pharmagraph(*words, option, place) for option, place in zip(("-C", "--store"), both, strict=True)
    )
    assert here.stdout == there.stdout
    assert here.stderr == there.stderr
    assert here.exit_code == there.exit_code
    assert here.output


@pytest.mark.parametrize("name", ["g.nq", "g.ttl", "g.jsonld", "g.graphml", "g.xml"])
def test_exports_are_the_same_bytes(
    both: tuple[Path, str], pharmagraph: Pharmagraph, tmp_path: Path, name: str
) -> None:
    """An export holds the graph and nothing else that the server may have."""
    folder, address = both
    assert pharmagraph("-C", folder, "export", name).exit_code == 0
    expected = (tmp_path / name).read_bytes()
    assert pharmagraph("--store", address, "export", name).exit_code == 0
    assert (tmp_path / name).read_bytes() == expected


@pytest.mark.parametrize("substance", [(), ("Alpha",)])
def test_pages_are_the_same(
    both: tuple[Path, str], pharmagraph: Pharmagraph, tmp_path: Path, substance: tuple[str, ...]
) -> None:
    """The page of all and that of one substance; without -o it is written here."""
    folder, address = both
    name = "test-alpha.html" if substance else "graph.html"
    assert pharmagraph("-C", folder, "view", *substance, "-o", "local.html").exit_code == 0
    assert pharmagraph("--store", address, "view", *substance).stdout.strip() == name
    assert (tmp_path / name).read_bytes() == (tmp_path / "local.html").read_bytes()


def test_the_store_is_found_where_it_is_said_to_be(
    both: tuple[Path, str], pharmagraph: Pharmagraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the command, before it, in the environment; never together with a folder."""
    folder, address = both
    words = ("query", "ASK { ?s pg:interactsWith ?o }", "--format", "csv")
    for given in (("-C", "nowhere", *words, "--store", address), ("--store", address, *words)):
        assert pharmagraph(*given).stdout == "true\n"
    monkeypatch.setenv("PHARMAGRAPH_STORE", address)
    assert pharmagraph(*words).stdout == "true\n"
    assert pharmagraph(*words, "-C", "nowhere").exit_code == 1
    monkeypatch.setenv("PHARMAGRAPH_DIR", str(folder))
    assert pharmagraph(*words).exit_code == 2
    assert pharmagraph("--store", address, "-C", folder, *words).exit_code == 2
    assert pharmagraph("--store", "localhost:7878", *words).exit_code == 2


def test_python_reads_it_as_rdflib_does(both: tuple[Path, str]) -> None:
    """The dataset can be asked, walked, and read back into assertions."""
    folder, address = both
    here, there = open_store(folder), as_dataset(open_graph(address))
    assert list(assertions_of(there)) == list(assertions_of(here))
    assert list(assertions_of(there))
    for pattern in ((None, None, None), (None, None, next(iter(here.objects())))):
        assert set(there.triples(pattern)) == set(here.triples(pattern)) if pattern[2] else True
    graph = next(iter(here.subjects(None, None)))
    assert {*there.predicate_objects(graph)} == {*here.predicate_objects(graph)}
    with pytest.raises(StoreError, match="takes no bindings"):
        there.query("SELECT ?o { ?s ?p ?o }", initBindings={"s": graph})


def test_a_copy_is_the_graph(both: tuple[Path, str]) -> None:
    """What goes through all of a graph reads it once, and gets all of its named graphs."""
    folder, address = both
    copy = local_copy(open_graph(address))
    assert sorted(f"{quad} ." for quad in copy) == lines(folder)
    assert local_copy(copy) is copy


def test_our_own_server_is_such_a_store(first: Path, pharmagraph: Pharmagraph) -> None:
    """What one machine serves, another one asks."""
    with serving(first) as address:
        for words in (("show", "Alpha"), ("check", "Alpha", "Beta"), ("validate",)):
            assert pharmagraph("--store", address, *words).output == pharmagraph("-C", first, *words).output


def test_addresses_as_fuseki_has_them(first: Path, pharmagraph: Pharmagraph) -> None:
    """Where queries, graphs and updates go, and how Jena is told of the union, is found out."""
    store = ox.Store()
    with like_fuseki(store) as address:
        publish(open_ox(first), address)
        for words in (("show", "Alpha"), ("query", "interactions"), ("check", "Alpha", "Beta")):
            assert pharmagraph("--store", address, *words).output == pharmagraph("-C", first, *words).output
    assert sorted(f"{quad} ." for quad in store) == lines(first)


def test_addresses_can_be_told(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three variables of the environment name where queries, graphs and updates go."""
    store = ox.Store()
    with like_fuseki(store) as address:
        monkeypatch.setenv("PHARMAGRAPH_STORE_QUERY", f"{address}/sparql")
        monkeypatch.setenv("PHARMAGRAPH_STORE_GRAPHS", f"{address}/data")
        monkeypatch.setenv("PHARMAGRAPH_STORE_UPDATE", f"{address}/update")
        elsewhere = address.replace("/ds", "/nothing/here")
        publish(open_ox(first), elsewhere)
        assert sorted(f"{quad} ." for quad in local_copy(open_graph(elsewhere))) == lines(first)


def test_a_default_graph_that_hides_the_graph_is_refused(server: str, first: Path) -> None:
    """A former copy in the default graph must not be taken for the graph: nothing found would read as nothing there."""
    store = ox.Store()
    with like_fuseki(store) as address:
        publish(open_ox(first), address)
        old = ox.Quad(
            ox.NamedNode("http://x/run"), ox.NamedNode(PREFIXES["prov"] + "used"), ox.NamedNode("http://x/m")
        )
        store.add(old)
        # Asked as Jena wants it, the union is seen.
        assert open_graph(address)
    httpx.put(f"{server}store?default", content=f"{old.triple} .", headers={"Content-Type": "text/turtle"})
    with pytest.raises(StoreError, match="there is no graph in this store"):
        open_graph(server)
