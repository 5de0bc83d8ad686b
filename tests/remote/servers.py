"""Triple stores that are real, each in a process of its own; and one that fails when it is told to."""

from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *options: str, verb: str = "serve") -> Iterator[str]:
    """A server of Oxigraph over a folder; its address."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program
    port = free_port()
    process = subprocess.Popen(
        [program, verb, "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options],
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait(address)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


def quads(address: str) -> list[str]:
    """All that a server of Oxigraph holds, as sorted N-Quads."""
    answer = httpx.get(f"{address}store", headers={"Accept": "application/n-quads"}, timeout=30)
    answer.raise_for_status()
    return sorted(answer.text.splitlines())


Wish = Callable[[str, str], int | None]


@contextmanager
def relay(address: str, wish: Wish) -> Iterator[str]:
    """A server before another one: it refuses what ``wish(method, path)`` has a status for; 0 breaks off."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def relay(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status = wish(self.command, self.path)
            if status == 0:
                self.close_connection = True
                return
            if status is not None:
                self._answer(status, "text/plain", b"the disk is full\n", {"Location": "http://other.test/"})
                return
            kept = {name: self.headers[name] for name in ("Content-Type", "Accept") if self.headers[name]}
            url = address.rstrip("/") + self.path
            answer = httpx.request(self.command, url, content=body, headers=kept, timeout=30)
            self._answer(answer.status_code, answer.headers.get("Content-Type", ""), answer.content, {})

        def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Type": kind, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = relay  # noqa: N815 - the names that the library calls

        def log_message(self, *_: object) -> None:
            pass

    with _served(Handler) as place:
        yield place


class _Fuseki(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: ox.Store
    password: str

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(place.query).items()}
        if self.password and self.headers["Authorization"] != self.password:
            self._answer(401)
        elif (self.command, place.path) == ("POST", "/ds/sparql"):
            self._query(body.decode(), union=given.get("default-graph-uri") == "urn:x-arq:UnionGraph")
        elif (self.command, place.path) == ("POST", "/ds/update"):
            self.store.update(body.decode())
            self._answer(204)
        elif place.path == "/ds/data":
            self._graph(ox.NamedNode(given["graph"]), body)
        else:
            self._answer(404, "text/html", b"<p>Error 404")

    def _query(self, text: str, *, union: bool) -> None:
        results = self.store.query(text, use_default_graph_as_union=union)
        if isinstance(results, ox.QueryTriples):
            self._answer(200, "text/turtle", results.serialize(format=ox.RdfFormat.TURTLE) or b"")
        else:
            data = results.serialize(format=ox.QueryResultsFormat.JSON) or b""
            self._answer(200, "application/sparql-results+json", data)

    def _graph(self, graph: ox.NamedNode, body: bytes) -> None:
        there = any(True for _ in self.store.quads_for_pattern(None, None, None, graph))
        if self.command in ("GET", "DELETE") and not there:
            self._answer(404)
            return
        if self.command == "GET":
            data = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
            self._answer(200, "application/n-triples", data)
            return
        if self.command in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if body:
            self.store.load(body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self._answer(204)

    def _answer(self, status: int, kind: str = "text/plain", body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind};charset=utf-8")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = handle_any  # noqa: N815 - the names that the library calls

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def like_fuseki(store: ox.Store, password: str = "") -> Iterator[str]:
    """A store with the addresses of Fuseki, whose default graph is the union only if it is asked for as Jena has it."""
    with _served(type("Handler", (_Fuseki,), {"store": store, "password": password})) as place:
        yield f"{place}ds"


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    # Results of Oxigraph may be freed only by the thread that made them: none of the server's may collect garbage.
    gc.collect()
    gc.disable()
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        gc.enable()
