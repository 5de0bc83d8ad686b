"""Triples a second of the build stage, and the saved queries against rdflib's memory store, in one run."""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.queries import run, run_saved, saved_queries
from pharmagraph.graph.store import open_ox
from pharmagraph.pipeline import build

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (ROOT / "data/monographs", ROOT / "data/corpus/dev/monographs")
GIVEN = {
    "interactions": {"substance": "warfarin"},
    "derived-interactions": {"substance": "warfarin"},
    "cautions-for": {"circumstance": "pregnancy"},
}
RUNS = 5
PATIENCE = 20  # seconds for one query of the slower store


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median time of an action, after one run to warm up."""
    action()
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        made = build(*SOURCES, out=folder)
        took = time.perf_counter() - start
        report = made.report
        rate = f"{report.triples / took:,.0f} triples/s, page and exports included"
        print(f"build: {report.summary()} in {took:.1f} s, {rate}")
        store = open_ox(Path(folder))
        memory = in_memory(store)
        print("\n| query | rows | Oxigraph ms | rdflib memory ms | ratio |\n|---|--:|--:|--:|--:|")
        for name, query in saved_queries().items():
            measure(store, memory, name, GIVEN.get(name, {}), query.text)


def in_memory(store: ox.Store) -> Graph:
    """The same triples in rdflib's memory store."""
    graph = Graph()
    data = ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES) or b""
    return graph.parse(data=data, format="nt")


def measure(store: ox.Store, memory: Graph, name: str, given: dict[str, str], text: str) -> None:
    """Print the row of one query."""
    query = saved_queries()[name]
    rows = len(list(run_saved(store, query, given)))  # type: ignore[arg-type]
    bound = bind(store, given, text)  # the same text for both; finding the concept by its name is not counted
    ours = seconds(lambda: list(run(store, bound)))  # type: ignore[arg-type]
    theirs = at_most(lambda: list(memory.query(bound, initNs=PREFIXES)))
    if theirs is None:
        print(
            f"| {name} | {rows} | {ours * 1000:.1f} | > {PATIENCE * 1000} | > {PATIENCE / ours:.0f} |",
            flush=True,
        )
    else:
        print(
            f"| {name} | {rows} | {ours * 1000:.1f} | {theirs * 1000:.0f} | {theirs / ours:.0f} |", flush=True
        )


def at_most(action: Callable[[], object]) -> float | None:
    """Seconds that an action takes in a process of its own; None if it is not done in time."""
    context = multiprocessing.get_context("fork")  # the child has the graph without reading it again
    took = context.Value("d", -1.0)

    def work() -> None:
        start = time.perf_counter()
        action()
        took.value = time.perf_counter() - start

    process = context.Process(target=work)
    process.start()
    process.join(PATIENCE)
    process.kill()
    return took.value if took.value >= 0 else None


def bind(store: ox.Store, given: dict[str, str], text: str) -> str:
    """The text of a saved query with its arguments put in, for a store that has no saved queries."""
    from pharmagraph.graph.names import find_concept
    from pharmagraph.graph.store import as_dataset

    if "?milligrams" in text:
        text = text.replace("?milligrams", "0")
    values = "".join(
        f"VALUES ?{name} {{ <{find_concept(as_dataset(store), value)}> }} " for name, value in given.items()
    )
    return text.replace("WHERE {", "WHERE { " + values, 1)


if __name__ == "__main__":
    main()
