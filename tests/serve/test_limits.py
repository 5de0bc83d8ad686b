"""What one client asks for does not take the server away from the others."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from conftest import ASPIRIN, SENNA, command, in_process
from pharmagraph import build

from .conftest import ENDLESS, serving

LOOKUP = {"query": "SELECT ?o WHERE { pgc:menaquinone-7 pg:activates ?o }"}


@pytest.fixture(scope="module")
def strict(graph: Path) -> Iterator[str]:
    """A server with narrow limits."""
    options = ("--timeout", 2.5, "--max-result", 0.02, "--workers", 1, "--memory", 300, "--connections", 40)
    with serving(graph, *options) as address:
        yield address


def test_a_slow_query_ends_while_others_are_answered(strict: str) -> None:
    """Queries past the time limit get 503; lookups go on meanwhile, and after."""
    with ThreadPoolExecutor(4) as threads:
        slow = [
            threads.submit(httpx.get, f"{strict}/sparql", params={"query": ENDLESS}, timeout=30)
            for _ in range(2)
        ]
        during = 0
        while not all(one.done() for one in slow):
            assert httpx.get(f"{strict}/sparql", params=LOOKUP, timeout=30).status_code == 200
            during += 1
    assert during > 1
    assert [one.result().status_code for one in slow] == [503, 503]
    assert "2.5 s" in slow[0].result().text
    assert httpx.get(f"{strict}/sparql", params=LOOKUP).status_code == 200


def test_a_query_that_eats_memory_ends(strict: str) -> None:
    """A query that needs more memory than it may have gets 503, and the next one is answered."""
    greedy = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a"
    assert httpx.get(f"{strict}/sparql", params={"query": greedy}, timeout=30).status_code == 503
    assert httpx.get(f"{strict}/sparql", params=LOOKUP).status_code == 200


@pytest.mark.parametrize("query", ["SELECT * WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_result_is_never_cut(strict: str, query: str) -> None:
    """A result past its limit is an error with a reason, not a part of it."""
    answer = httpx.get(f"{strict}/sparql", params={"query": query}, timeout=30)
    assert (answer.status_code, "larger than 0.02 MB" in answer.text) == (403, True)


def ended(one: socket.socket) -> bool:
    """Whether the other side has closed a connection."""
    one.settimeout(0.5)
    try:
        return one.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


def test_clients_that_never_finish_asking_are_bounded(strict: str) -> None:
    """Many half-open requests do not keep others out: the oldest are closed."""
    host, port = strict.removeprefix("http://").split(":")
    opened = [socket.create_connection((host, int(port))) for _ in range(150)]
    try:
        for one in opened:
            one.sendall(b"GET /sparql HTTP/1.1\r\nX: ")
        assert httpx.get(f"{strict}/sparql", params=LOOKUP, timeout=30).status_code == 200
        assert ended(opened[0])
        assert not ended(opened[-1])
    finally:
        for one in opened:
            one.close()


def test_a_new_graph_is_served_without_a_restart(tmp_path: Path) -> None:
    """After a build of the same folder the server answers from the new graph."""
    sources = tmp_path / "monographs"
    sources.mkdir()
    (sources / "aspirin.md").write_text(ASPIRIN, encoding="utf-8")
    build(sources, out=tmp_path / "out")
    with serving(tmp_path / "out") as address:
        assert httpx.get(f"{address}/monograph/senna").status_code == 404
        (sources / "senna.md").write_text(SENNA, encoding="utf-8")
        build(sources, out=tmp_path / "out")
        assert httpx.get(f"{address}/monograph/senna").status_code == 200


def test_a_taken_port_is_told_in_one_line(graph: Path) -> None:
    """A port that is taken, and a folder without a graph, give one message and exit status 1."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = in_process("-C", graph, "serve", "--port", taken.getsockname()[1])
    assert (ran.returncode, ran.stderr.count(b"\n"), b"--port" in ran.stderr) == (1, 1, True)
    ran = in_process("-C", graph / "nowhere", "serve", "--port", 0)
    assert (ran.returncode, ran.stdout, ran.stderr.count(b"\n")) == (1, b"", 1)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(graph: Path, how: signal.Signals) -> None:
    """The help's example serves ./out; Ctrl-C and SIGTERM end it without a word, also while a query runs."""
    example = in_process("serve", "--help").stdout.decode().rpartition("Example: pharmagraph ")[2].split()
    process = subprocess.Popen(
        command(*example, "--port", 0),
        cwd=graph.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"http://\S+(?=/ )", process.stdout.readline())
    assert found
    httpx.get(f"{found[0]}/", timeout=30).raise_for_status()
    with pytest.raises(httpx.TimeoutException):
        httpx.get(f"{found[0]}/sparql", params={"query": ENDLESS}, timeout=0.3)
    process.send_signal(how)
    _, errors = process.communicate(timeout=20)
    assert errors == ""
