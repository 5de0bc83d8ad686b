"""Builds of many monographs: monographs a second, memory, a rebuild after one change, and the first answers.

``MONOGRAPHS=10000 python -m benchmarks builds`` for the figures of docs/builds.md; half an hour, 10 GB of disk.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from benchmarks.graph import GIVEN, bind, in_memory, seconds
from benchmarks.monographs import write_monographs
from pharmagraph.graph.iris import PREFIXES
from pharmagraph.graph.queries import run_saved, saved_queries
from pharmagraph.graph.store import open_ox

MONOGRAPHS = int(os.environ.get("MONOGRAPHS", "400"))
JOBS = os.environ.get("JOBS", "2")
_FIRST = """import time; start = time.perf_counter()
from pathlib import Path
from pharmagraph.graph.queries import run
from pharmagraph.graph.store import open_ox
imported = time.perf_counter()
rows = list(run(open_ox(Path({folder!r})), "SELECT ?s {{ ?s pg:interactsWith pgc:warfarin }}"))
print(1000 * (time.perf_counter() - imported), 1000 * (imported - start), len(rows))"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took.

    Attributes:
        seconds: From start to end.
        processor: Seconds of all its processes on the processor.
        megabytes: The most memory that it and the processes it started held, what they share counted once.
    """

    seconds: float
    processor: float
    megabytes: float


def measured(*words: object) -> Run:
    """Run the command line in a process of its own."""
    start, before, most = time.perf_counter(), _processor(), 0.0
    command = [sys.executable, "-m", "pharmagraph", *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        while process.poll() is None:
            most = max(most, sum(map(_share, [process.pid, *_children(process.pid)])))
            time.sleep(0.1)
    return Run(time.perf_counter() - start, _processor() - before, most / 1000)


def _processor() -> float:
    """Seconds that all processes that were started and have ended had the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(parent: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(stat.parent.name)
        except OSError:  # it has ended
            continue


def _share(process: int) -> float:
    """Kilobytes of memory of a process, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return float(next((line.split()[1] for line in lines if line.startswith("Pss:")), 0))


def builds(root: Path, out: Path, count: int) -> Run:
    """Print the row of a build from nothing, of one that finds nothing new, and of those after one change."""
    first = measured("build", root, "-o", out, "-j", JOBS, "-q")
    again = measured("build", root, "-o", out, "-q")
    changes = []
    for number, change in enumerate((add, alter, remove)):
        change(root / "000" / f"{number:05}.md")
        changes.append(measured("build", root, "-o", out, "-q").seconds)
    store = sum(path.stat().st_size for path in (out / "store").iterdir()) / 1e6
    each = f"{1000 * first.processor / count:.0f} ms"
    cells = [f"{first.seconds:.0f} s", f"{count / first.seconds:.0f}", each, f"{first.megabytes:.0f} MB"]
    cells += [f"{took:.2f} s" for took in (again.seconds, *changes)]
    print(f"| {count:,} | {' | '.join(cells)} | {store:,.0f} MB |", flush=True)
    return first


def add(path: Path) -> None:
    """One more monograph."""
    path.with_name("new.md").write_bytes(path.read_bytes())


def alter(path: Path) -> None:
    """One that says more."""
    path.write_text(path.read_text(encoding="utf-8") + "\nIt may interact with warfarin.\n", encoding="utf-8")


def remove(path: Path) -> None:
    """One that is gone."""
    path.unlink()


def first_answer(out: Path) -> str:
    """Milliseconds to open the store and to answer a first query, in a process of its own."""
    code = _FIRST.format(folder=str(out))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    took, imports, rows = done.stdout.split()
    return f"{float(took):.0f} ms ({rows} rows; imports {float(imports):.0f} ms)"


def queries(large: Path, small: Path, counts: Sequence[int]) -> None:
    """Print each saved query: ours and pyoxigraph's own on the large graph, rdflib's memory on the small one."""
    store, few = open_ox(large), open_ox(small)
    memory = in_memory(few)
    head = (
        f"ours, {counts[1]:,} ms | pyoxigraph ms | ratio | ours, {counts[0]:,} ms | rdflib memory ms | ratio"
    )
    print(f"\n| query | rows | {head} |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, query in saved_queries().items():
        given = GIVEN.get(name, {})
        text, little = bind(store, given, query.text), bind(few, given, query.text)
        rows = len(_rows(run_saved(store, query, given)))
        ours = seconds(lambda query=query, given=given: _rows(run_saved(store, query, given)), 3)
        own = seconds(lambda text=text: _rows(_own(store, text)), 3)
        here = seconds(lambda query=query, given=given: _rows(run_saved(few, query, given)), 3)
        theirs = _patiently(lambda little=little: list(memory.query(little, initNs=PREFIXES)))
        told = f"{1000 * theirs:,.0f} | {theirs / here:.0f}" if theirs else "> 20,000 | "
        times = f"{1000 * ours:.1f} | {1000 * own:.1f} | {ours / own:.2f} | {1000 * here:.1f}"
        print(f"| {name} | {rows:,} | {times} | {told} |", flush=True)


def _own(store: ox.Store, text: str) -> object:
    return store.query(text, use_default_graph_as_union=True, prefixes=dict(PREFIXES))


def _rows(results: object) -> list[object]:
    return list(results)  # type: ignore[call-overload]  # no saved query is an ASK


def _patiently(action: Callable[[], object]) -> float | None:
    from benchmarks.graph import at_most

    return at_most(action)


def main() -> None:
    """Print the tables."""
    counts = (max(1, MONOGRAPHS // 10), MONOGRAPHS)
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / str(count) for count in counts]
        print(f"{JOBS} processes read; a rebuild is a command of its own, start of Python included\n")
        head = (
            "a second | processor, each | memory | nothing new | one added | one changed | one gone | store"
        )
        print(f"| monographs | build | {head} |")
        print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
        runs = []
        for place, count in zip(places, counts, strict=True):
            write_monographs(place / "monographs", count)
            runs.append(builds(place / "monographs", place / "out", count))
        print(f"\nmemory, {counts[1]:,} to {counts[0]:,}: {runs[1].megabytes / runs[0].megabytes:.2f} times")
        print(f"store opened and first query answered: {first_answer(places[1] / 'out')}")
        queries(places[1] / "out", places[0] / "out", counts)


if __name__ == "__main__":
    main()
