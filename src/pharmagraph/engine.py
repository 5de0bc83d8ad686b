"""Who reads the monographs: this process, or several of this machine. Another engine is a function of the same kind."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from pharmagraph.errors import PharmagraphError
from pharmagraph.process import Processed, process, settle, start_worker
from pharmagraph.read import SourceFile

# Gives one result a file, in any order: the graph is the same. What can't be read is a result with its problem.
Engine = Callable[[Sequence[SourceFile]], Iterator[Processed]]
_CHUNK = 25  # files a task: small enough to spread, large enough not to be felt
_AHEAD = 3  # tasks a process that may be done before their results are taken: memory stays bounded


def read_here(files: Sequence[SourceFile], jobs: int = 1) -> Iterator[Processed]:
    """Read files with the processes of this machine, in their order.

    Args:
        files: What to read.
        jobs: Number of processes.

    Raises:
        PharmagraphError: A process was ended from outside.
    """
    if jobs <= 1 or len(files) < 2:
        settle()
        try:
            yield from map(process, files)
        finally:
            gc.unfreeze()
        return
    # spawn: a forked child would share the open store; the same on all systems
    context = multiprocessing.get_context("spawn")
    jobs = min(jobs, len(files))
    size = max(1, min(_CHUNK, len(files) // (jobs * 4)))
    chunks = (files[start : start + size] for start in range(0, len(files), size))
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=start_worker) as pool:
        running: deque[Future[list[Processed]]] = deque()
        try:
            running.extend(pool.submit(_process_all, chunk) for chunk in islice(chunks, jobs * _AHEAD))
            while running:
                yield from running.popleft().result()
                running.extend(pool.submit(_process_all, chunk) for chunk in islice(chunks, 1))
        except BrokenProcessPool as error:
            raise PharmagraphError(
                "a process that was reading was ended from outside, perhaps for want of memory",
                remedy="read with fewer processes: -j 1",
            ) from error


def _process_all(files: Sequence[SourceFile]) -> list[Processed]:
    return list(map(process, files))
