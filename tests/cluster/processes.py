"""A Dask cluster on this machine, each part of it in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Client


@contextmanager
def _process(*words: str, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            stdout=stream,
            stderr=stream,
            env={**os.environ, **environment},
            cwd=log.parent,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@dataclass
class Cluster:
    """A scheduler and its workers.

    Attributes:
        address: Where the scheduler listens.
        workers: The processes.
    """

    address: str
    folder: Path
    stack: ExitStack
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, count: int = 1, *options: str, **environment: str) -> None:
        """Start some workers more, and wait until the scheduler has them all."""
        for _ in range(count):
            number = len(self.workers)
            process = _process(
                "distributed.cli.dask_worker", self.address, "--nthreads", "1", "--no-dashboard",
                "--local-directory", str(self.folder / f"worker{number}"), "--death-timeout", "60", *options,
                log=self.folder / f"worker{number}.log", **environment,
            )  # fmt: skip
            self.workers.append(self.stack.enter_context(process))
        alive = sum(worker.poll() is None for worker in self.workers)
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(alive, timeout=60)


@contextmanager
def cluster(folder: Path, workers: int = 0, **environment: str) -> Iterator[Cluster]:
    """A scheduler, and workers that are not started again when they are lost."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = stack.enter_context(
            _process(
                "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                "--no-show", "--scheduler-file", str(place), log=folder / "scheduler.log", **environment,
            )
        )  # fmt: skip
        until = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < until, (folder / "scheduler.log").read_text()
            time.sleep(0.05)
        client = Client(scheduler_file=str(place), set_as_default=False)
        address = client.scheduler.address
        client.close()
        made = Cluster(address, folder, stack, scheduler)
        if workers:
            made.start(workers, "--no-nanny")
        yield made
