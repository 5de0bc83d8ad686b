"""Lookups a second of ``pharmagraph serve`` with 8 clients, alone and while a query runs into its time limit.

``SECONDS=60 python -m benchmarks serve`` measures for a minute; the target is 300 a second without an error.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from pharmagraph.pipeline import build

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (ROOT / "data/monographs", ROOT / "data/corpus/dev/monographs")
CLIENTS = 8
SECONDS = float(os.environ.get("SECONDS", "5"))
LOOKUP = "SELECT ?o ?name WHERE { pgc:%s pg:interactsWith ?o . ?o skos:prefLabel ?name }"
SUBSTANCES = (
    "warfarin",
    "menaquinone-7",
    "aspirin",
    "metformin",
    "omeprazole",
    "digoxin",
    "ibuprofen",
    "zinc",
)
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"


@contextmanager
def serving(folder: str) -> Iterator[int]:
    """A server in its own process; its port."""
    words = [sys.executable, "-m", "pharmagraph", "-C", folder, "serve", "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    assert process.stdout is not None
    found = re.search(r":(\d+)/ ", process.stdout.readline())
    assert found
    try:
        yield int(found[1])
    finally:
        process.terminate()
        process.wait()


def lookups(port: int, name: str, until: float, times: list[float], errors: list[int]) -> None:
    """Ask one query after the other over one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    path = f"/sparql?query={quote(LOOKUP % name)}"
    while time.monotonic() < until:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            errors.append(answer.status)


def slow(port: int, until: float, statuses: list[int]) -> None:
    """Keep one query running that ends at its time limit."""
    while time.monotonic() < until:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/sparql?query={quote(ENDLESS)}")
        statuses.append(connection.getresponse().status)


def measure(port: int, *, beside: bool) -> str:
    """Run all clients; a row of the table."""
    until = time.monotonic() + SECONDS
    times: list[float] = []
    errors: list[int] = []
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lookups, args=(port, name, until, times, errors))
        for name in SUBSTANCES[:CLIENTS]
    ]
    if beside:
        threads.append(threading.Thread(target=slow, args=(port, until, statuses)))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads[:CLIENTS]:
        thread.join()
    rate = len(times) / (time.monotonic() - began)
    for thread in threads[CLIENTS:]:
        thread.join()
    ordered = sorted(times)
    p99 = ordered[int(len(ordered) * 0.99)] * 1000
    ended = f", ended with {sorted(set(statuses))}" if beside else ""
    name = f"beside a slow query{ended}" if beside else "alone"
    return f"| {name} | {rate:,.0f} | {statistics.median(times) * 1000:.1f} | {p99:.1f} | {len(errors)} |"


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        build(*SOURCES, out=folder)
        with serving(folder) as port:
            print(f"{CLIENTS} clients, {SECONDS:g} s each; target: at least 300 lookups/s, no error\n")
            print("| lookups | a second | median ms | 99 % ms | errors |\n|---|--:|--:|--:|--:|")
            print(measure(port, beside=False))
            print(measure(port, beside=True))


if __name__ == "__main__":
    main()
