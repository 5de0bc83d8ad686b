"""No query makes the server ask another one, however it is written."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pharmagraph.graph.iris import PREFIXES
from pharmagraph.serve.guard import FederationError, without_service


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """A port that nobody may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def sprung(trap: socket.socket) -> bool:
    try:
        trap.accept()[0].close()
    except BlockingIOError:
        return False
    return True


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "ASK { OPTIONAL { { SELECT * { SERVICE ?x { ?s ?p ?o } VALUES ?x { <http://127.0.0.1:PORT/> } } } } }",
        "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } } }",
        "ASK { VALUES ?x {UNDEF}service<http://127.0.0.1:PORT/>{ ?s ?p ?o } }",
        "ASK { VALUES ?x {1}service<http://127.0.0.1:PORT/>{ ?s ?p ?o } }",
        "ASK { # a comment\rSERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:PORT/>\nASK { VALUES ?x {0} FILTER(?x<1)service:a#>\n{ ?s ?p ?o } }",
        "ASK { '''it's \\''' ''' SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }",
    ],
)
def test_federation_is_refused(ask: Callable[..., httpx.Response], trap: socket.socket, query: str) -> None:
    """SERVICE is refused in any place and any spelling, and nobody is asked."""
    answer = ask(query.replace("PORT", str(trap.getsockname()[1])))
    assert answer.status_code in (400, 403)
    assert not sprung(trap)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('SELECT ("a \\\\ Service" AS ?x) {}', "a \\ Service"),
        ("SELECT ('''my 'SERVICE' ''' AS ?service) {} # service", "my 'SERVICE' "),
        ("SELECT (STR(<http://service.example/SERVICE>) AS ?x) {}", "http://service.example/SERVICE"),
        ("SELECT (STR(pg:service) AS ?x) {}", PREFIXES["pg"] + "service"),
    ],
)
def test_the_word_may_stand_where_it_is_no_keyword(query: str, expected: str) -> None:
    """In strings, IRIs, comments, variables and local names the word means what it meant."""
    (row,) = ox.Store().query(without_service(query), prefixes=dict(PREFIXES))
    assert row[0].value == expected


_PIECES = st.sampled_from(
    ["SERVICE", "service", "<http://127.0.0.1:PORT/>", "{", "}", "{ ?s ?p ?o }", "FILTER(?x<1)", "'", '"', '"""', "'''",
     "#",
     "\n", "\r", "<", ">", "\\", "\\u0053", ":a", "?x", ".", " ", "VALUES ?x {1}", "UNDEF", "true", "pg:a", "(", ")"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14))
def test_what_passes_asks_nobody(trap: socket.socket, pieces: list[str]) -> None:
    """Whatever is let through, Oxigraph evaluates without a connection."""
    port = str(trap.getsockname()[1])
    query = "PREFIX : <http://127.0.0.1:PORT/> ASK { VALUES ?x {0} " + "".join(pieces) + " }"
    with suppress(FederationError, SyntaxError):
        ox.Store().query(without_service(query.replace("PORT", port)), prefixes=dict(PREFIXES))
    assert not sprung(trap)
