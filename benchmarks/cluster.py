"""Reading on a Dask cluster and publishing to a triple store, both on this machine: seconds, processor time, bytes.

``MONOGRAPHS=1000 python -m benchmarks cluster`` for the figures of docs/cluster.md.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from unittest.mock import patch

from benchmarks.builds import alter
from benchmarks.monographs import write_monographs
from pharmagraph.cluster import read_on_cluster
from pharmagraph.engine import Engine, read_here
from pharmagraph.graph.http import Answer, Http
from pharmagraph.graph.publish import publish
from pharmagraph.graph.store import open_ox
from pharmagraph.pipeline import build
from pharmagraph.process import Processed
from pharmagraph.read import find_monographs

MONOGRAPHS = int(os.environ.get("MONOGRAPHS", "100"))
WORKERS = 2
DASK = (sys.executable, "-m", "dask")
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(*words: object) -> Iterator[subprocess.Popen[bytes]]:
    """A program, as long as it is needed; what it logs is thrown away."""
    command = list(map(str, words))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait(process: subprocess.Popen[bytes], ready: Callable[[], object]) -> None:
    """Wait until a program is ready; it must not have ended."""
    while not ready():
        assert process.poll() is None, process.args
        time.sleep(0.1)


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """A scheduler and workers of one thread; its address, and their process numbers."""
    from distributed import Client

    place = folder / "scheduler.json"
    with ExitStack() as stack:
        words = ("--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--no-show", "--scheduler-file", place)
        wait(stack.enter_context(running(*DASK, "scheduler", *words)), place.exists)
        address = json.loads(place.read_text())["address"]
        own = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--local-directory", folder)
        workers = [stack.enter_context(running(*DASK, "worker", address, *own)) for _ in range(WORKERS)]
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(WORKERS)
        yield address, [worker.pid for worker in workers]


def processor(pids: Iterable[int]) -> float:
    """Seconds that processes had the processor so far."""
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / _TICKS


def own_processor() -> float:
    """Seconds that this process and those it started and that have ended had the processor."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(name: str, action: Callable[[], str], workers: Sequence[int] = ()) -> None:
    """Print a row: how long it took, whose processor time, and what the action says that it gave."""
    start, here, there = time.perf_counter(), own_processor(), processor(workers)
    gave = action()
    took = time.perf_counter() - start
    used = f"{own_processor() - here:.1f} | {processor(workers) - there:.1f}"
    print(f"| {name} | {took:.1f} | {used} | {gave} |", flush=True)


def size_of(results: Iterator[Processed]) -> str:
    """Read everything, and tell how much came."""
    return f"{sum(len(one.nquads) for one in results) / 1e6:.0f} MB of N-Quads"


def publishing(name: str, out: Path, url: str) -> None:
    """Print a row: how long it took, processor time here, and what was sent."""
    sizes: list[int] = []
    send = Http.send

    def counted(
        http: Http, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        sizes.append(len(body or b""))
        return send(http, method, url, body, headers)

    start, here = time.perf_counter(), time.process_time()
    with patch.object(Http, "send", counted):
        made = publish(open_ox(out), url)
    took, used = time.perf_counter() - start, time.process_time() - here
    print(
        f"| {name} | {took:.1f} | {used:.1f} | {len(sizes)} | {made.sent} | {sum(sizes) / 1e6:.2f} |",
        flush=True,
    )


@contextmanager
def triple_store(folder: Path) -> Iterator[str]:
    """An empty ``oxigraph serve``; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = free.getsockname()
    program = Path(sys.executable).with_name("oxigraph")
    bind = f"{place[0]}:{place[1]}"
    with running(program, "serve", "--location", folder, "--bind", bind) as process:
        wait(process, lambda: _listens(place))
        yield f"http://{bind}/"


def _listens(place: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(place) == 0


def read_all(root: Path, out: Path) -> None:
    """Print the table of reading, and of builds, by a cluster and by processes of this machine."""
    files = find_monographs([root]).files

    def whole(engine: Engine) -> str:
        report = build(root, out=out, engine=engine, fresh=True, exports=False).report
        return f"{report.triples:,} triples"

    print("| what | s | processor s here | in workers | gave |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as (address, workers):
        far = partial(read_on_cluster, scheduler=address)
        timed(
            f"reading, {WORKERS} workers that had read nothing before", lambda: size_of(far(files)), workers
        )
        timed("reading, the same again", lambda: size_of(far(files)), workers)
        timed("the whole build, read by these", lambda: whole(far), workers)
    timed("reading, one process", lambda: size_of(read_here(files)))
    timed(f"reading, {WORKERS} processes started for it", lambda: size_of(read_here(files, WORKERS)))
    timed("the whole build, read by such", lambda: whole(partial(read_here, jobs=WORKERS)))


def publish_all(root: Path, out: Path) -> None:
    """Print the table of publishing a graph that was built, and what changes of it."""
    print("\n| publication | s | processor s here | requests | monographs sent | MB sent |")
    print("|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder, triple_store(Path(folder)) as url:
        publishing("the first", out, url)
        publishing("nothing new", out, url)
        alter(root / "000" / "00000.md")
        build(root, out=out, exports=False)
        publishing("one monograph changed", out, url)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        root = write_monographs(Path(folder) / "monographs", MONOGRAPHS)
        print(f"{MONOGRAPHS:,} monographs; all parts share this machine\n")
        read_all(root, Path(folder) / "out")
        publish_all(root, Path(folder) / "out")


if __name__ == "__main__":
    main()
