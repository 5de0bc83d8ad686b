"""Whatever goes wrong with a store elsewhere, one message says what and what to do; it never holds a password."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from conftest import complaints
from pharmagraph.errors import StoreError
from pharmagraph.graph import open_ox
from pharmagraph.graph.places import open_graph
from pharmagraph.graph.publish import publish

from .conftest import Pharmagraph
from .servers import free_port, like_fuseki, oxigraph, relay

SECRET = "f1sh:&chips"


def said_by(pharmagraph: Pharmagraph, address: str) -> str:
    """The one line that a command has to say."""
    result = pharmagraph("--store", address, "show", "Alpha")
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = complaints(result)
    assert SECRET not in result.output
    return line


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (301, "somewhere else (301: the disk is full); give that address: http://other.test/"),
        (401, "the store asks who you are (401: the disk is full); set PHARMAGRAPH_STORE_USER and"),
        (403, "the store does not allow this (403: the disk is full)"),
        (404, "there is no SPARQL endpoint (tried http://"),
        (429, "the store refuses the request (429: the disk is full)"),
        (500, "the store failed (500: the disk is full); see what it has logged"),
        (503, "the store failed (503: the disk is full); see what it has logged"),
        (0, "broke off its answer"),
    ],
)
def test_refusals_have_one_clear_message(pharmagraph: Pharmagraph, status: int, words: str) -> None:
    """What the status means, what the server said, and what to do."""
    with relay("http://unused.test/", lambda *_: status) as address:
        assert words in said_by(pharmagraph, address)


def test_a_store_that_is_not_there(pharmagraph: Pharmagraph) -> None:
    """Nothing listens, or there is no such host."""
    address = f"http://127.0.0.1:{free_port()}/"
    assert "can't be reached (Connection refused); check the address" in said_by(pharmagraph, address)
    assert "can't be reached (" in said_by(pharmagraph, "http://nowhere.invalid/")


def _take_in(connection: socket.socket) -> None:
    """Read a whole request: to close a connection with some of it unread would be a reset, not an end."""
    with connection.makefile("rb") as request:
        length = 0
        while (line := request.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        request.read(length)


@contextmanager
def answering(data: bytes, *, ends: bool = False) -> Iterator[str]:
    """Something that listens, takes what comes, answers this and then says nothing, or ends the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        open_: list[socket.socket] = []

        def answer() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                _take_in(connection)
                connection.sendall(data)
                if ends:
                    connection.close()
                else:
                    open_.append(connection)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in open_:
            connection.close()


def test_a_store_that_is_too_slow(pharmagraph: Pharmagraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence, before or in the middle of an answer, ends with the time limit."""
    monkeypatch.setenv("PHARMAGRAPH_STORE_TIMEOUT", "0.2")
    part = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"head"'
    for data in (b"", part):
        with answering(data) as address:
            assert "did not answer within 0.2 seconds; try again, or give it more time" in said_by(
                pharmagraph, address
            )


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none(
    pharmagraph: Pharmagraph, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """It must be a number of seconds."""
    monkeypatch.setenv("PHARMAGRAPH_STORE_TIMEOUT", text)
    assert "PHARMAGRAPH_STORE_TIMEOUT must be a number of seconds" in said_by(
        pharmagraph, "http://127.0.0.1:1/"
    )


def test_what_speaks_no_http_or_no_sparql(pharmagraph: Pharmagraph) -> None:
    """A mail server, a web page."""
    with answering(b"220 mail.test ready\r\n") as address:
        assert "does not speak HTTP" in said_by(pharmagraph, address)
    page = b"<!doctype html><p>Welcome"
    head = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        % len(page)
    )
    with answering(head + page) as address:
        assert "there is no SPARQL endpoint (tried" in said_by(pharmagraph, address)


@pytest.mark.parametrize("address", ["http://", "http://host:port/", "http://a b/", "http:///path"])
def test_what_is_no_address(pharmagraph: Pharmagraph, address: str) -> None:
    """It is refused before anything is asked."""
    assert "this is no address of a store; write http://HOST:PORT/PATH" in said_by(pharmagraph, address)


def test_passwords_come_from_the_environment(
    pharmagraph: Pharmagraph, first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without, with a wrong one, with the right one; in an address it is refused and not repeated."""
    right = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()
    with like_fuseki(ox.Store(), right) as address:
        assert "the store asks who you are (401); set PHARMAGRAPH_STORE_USER" in said_by(pharmagraph, address)
        monkeypatch.setenv("PHARMAGRAPH_STORE_USER", "bob")
        monkeypatch.setenv("PHARMAGRAPH_STORE_PASSWORD", SECRET)
        assert "the store refuses this user or password (401); check" in said_by(pharmagraph, address)
        monkeypatch.setenv("PHARMAGRAPH_STORE_USER", "ann")
        publish(open_ox(first), address)
        assert "Alpha" in pharmagraph("--store", address, "show", "Alpha").stdout
        named = address.replace("http://", f"http://ann:{SECRET.replace('&', '%26')}@")
        line = said_by(pharmagraph, named)
        assert "credentials do not belong into the address; set PHARMAGRAPH_STORE_USER" in line
        assert "f1sh" not in line


def test_a_store_that_takes_no_graphs(
    first: Path, pharmagraph: Pharmagraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it can be asked but not written, all addresses that were tried are named."""
    with like_fuseki(ox.Store()) as address:
        monkeypatch.setenv("PHARMAGRAPH_STORE_GRAPHS", f"{address}/nothing")
        with pytest.raises(
            StoreError, match=r"takes no graphs .* \(tried .*/ds/nothing\); check .*STORE_GRAPHS"
        ):
            publish(open_ox(first), address)


def test_an_answer_that_is_cut_is_no_short_answer(server: str, first: Path) -> None:
    """A server that loses its patience in the middle of the rows must not make them look complete."""
    publish(open_ox(first), server)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"
    part = b'{"head":{"vars":["s"]},"results":{"bindings":['
    chunk = head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\nERROR\r\n" % (len(part), part)
    short = head + b"Connection: close\r\nContent-Length: 999\r\n\r\n" + part
    for data, ends in ((chunk, False), (short, True)):
        graph = open_graph(server)
        with answering(data, ends=ends) as address:
            graph._query_url = address
            with pytest.raises(StoreError, match="broke off its answer"):
                graph.query("SELECT ?s { ?s ?p ?o }")


def test_a_server_that_ends_a_slow_query(tmp_path: Path, first: Path, pharmagraph: Pharmagraph) -> None:
    """The time limit of Oxigraph itself ends in one message, and no rows."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
    with oxigraph(tmp_path / "server", "--timeout-s", "1") as address:
        publish(open_ox(first), address)
        asked = pharmagraph("--store", address, "query", slow)
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert len(complaints(asked)) == 1
