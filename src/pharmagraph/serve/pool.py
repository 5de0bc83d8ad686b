"""The processes that read the store, and who may use them when.

A request waits for a free worker, in the order of arrival. One that takes longer than ``lane`` seconds makes room: a
fresh worker takes its place, and it goes on beside them with low priority, so that looking things up stays quick. It is
ended at the time limit, process and all.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pharmagraph.serve.answer import Answer, said
from pharmagraph.serve.limits import Limits
from pharmagraph.serve.worker import work

_BUSY = "the server is busy; ask again in a moment"
_LOW_PRIORITY = 10
_SHUTDOWN = 1.0  # seconds that a process is given to end when its pipe is closed


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe

    def asked(self, job: tuple[str, Mapping[str, Any]], seconds: float) -> Answer | None:
        """Hand over a job and wait for the answer; None if it takes longer."""
        try:
            self.pipe.send(job)
        except OSError:
            return _died()
        return self.answer(seconds)

    def answer(self, seconds: float) -> Answer | None:
        """Wait for the answer; None if it takes longer."""
        try:
            if not self.pipe.poll(max(seconds, 0.0)):
                return None
            answer = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(_SHUTDOWN)
            return _died()
        assert isinstance(answer, Answer)
        return answer

    def slow_down(self) -> None:
        """Let others go first."""
        with contextlib.suppress(OSError, AttributeError):  # it has ended; not on Windows
            os.setpriority(os.PRIO_PROCESS, self.process.pid or 0, _LOW_PRIORITY)

    def end(self) -> None:
        """End the process, now."""
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Pool:
    """Worker processes for the store of a folder.

    Args:
        folder: The folder that ``build`` wrote.
        limits: The bounds of the server.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder, self._limits = folder, limits
        # Forked from a small process that has all imported: a new worker is there in milliseconds.
        methods = multiprocessing.get_all_start_methods()
        self._context: ForkServerContext | SpawnContext = multiprocessing.get_context("spawn")
        if "forkserver" in methods:
            self._context = multiprocessing.get_context("forkserver")
            self._context.set_forkserver_preload(["pharmagraph.serve.worker"])
        self._threads = ThreadPoolExecutor(limits.workers + limits.long, "worker")
        self._idle: deque[_Worker] = deque()
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._all: set[_Worker] = set()
        self._free, self._long = limits.workers, limits.long
        self._closed = False

    def start(self) -> None:
        """Start all workers."""
        self._idle.extend(self._started() for _ in range(self._limits.workers))

    def close(self) -> None:
        """End all workers, whatever they are doing; who waits for them is answered at once."""
        self._closed = True
        for worker in self._all:
            worker.process.kill()

    async def ask(self, name: str, arguments: Mapping[str, Any]) -> Answer:
        """Have a job done.

        Args:
            name: One of the jobs of :mod:`pharmagraph.serve.worker`.
            arguments: What it is given.

        Returns:
            Its answer; 503 if it takes too long or too much, or too many others wait.
        """
        if not await self._place():
            return said(503, _BUSY, Retry_After="1")
        if self._closed:
            self._release()
            return said(503, "the server is ending")
        return await asyncio.shield(asyncio.ensure_future(self._run(name, arguments)))

    async def _place(self) -> bool:
        """Wait for a place among the workers; False if there are too many waiting, or none comes free in time."""
        if self._free > 0:
            self._free -= 1
            return True
        if len(self._waiting) >= self._limits.waiting:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait_for(asyncio.shield(turn), self._limits.seconds)
        except TimeoutError:
            if not turn.done():
                self._waiting.remove(turn)
                return False
        except asyncio.CancelledError:  # the client has gone
            if turn.done():
                self._release()
            else:
                self._waiting.remove(turn)
            raise
        return True

    def _release(self) -> None:
        """Hand a place on to who waits longest."""
        if self._waiting:
            self._waiting.popleft().set_result(None)
        else:
            self._free += 1

    async def _run(self, name: str, arguments: Mapping[str, Any]) -> Answer:
        """Do a job in the place that was taken, and give that back."""
        loop = asyncio.get_running_loop()
        worker = self._alive()
        if worker is None:
            try:
                worker = await loop.run_in_executor(None, self._started)
            except OSError:  # the system has no process or no memory left for it
                self._release()
                return said(503, _BUSY, Retry_After="5")
        lane = min(self._limits.lane, self._limits.seconds)
        answer = await loop.run_in_executor(self._threads, worker.asked, (name, arguments), lane)
        if answer is None and self._long > 0:
            self._release()
            return await self._run_long(worker, self._limits.seconds - lane)
        if answer is not None and worker.process.is_alive():
            self._idle.append(worker)
        else:
            self._ended(worker)
        self._release()
        return answer or said(
            503, "too many long queries are running; ask again in a moment", Retry_After="5"
        )

    async def _run_long(self, worker: _Worker, seconds: float) -> Answer:
        """Wait on for a job that has made room for others."""
        self._long -= 1
        worker.slow_down()
        try:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, worker.answer, seconds)
        finally:
            self._long += 1
            self._ended(worker)  # it would stay slow
        return answer or said(
            503, f"ended: this takes longer than {self._limits.seconds:g} s, the time limit"
        )

    def _alive(self) -> _Worker | None:
        """An idle worker; those that were ended from outside are no use."""
        while self._idle:
            worker = self._idle.popleft()
            if worker.process.is_alive():
                return worker
            self._ended(worker)
        return None

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work, args=(theirs, self._folder, self._limits), name="pharmagraph-worker", daemon=True
        )
        process.start()
        theirs.close()  # or the end of the process would not be seen
        worker = _Worker(process, ours)
        self._all.add(worker)
        return worker

    def _ended(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()


def _died() -> Answer:
    return said(
        503, "ended: this needs more memory than one request may have, or its process was ended from outside"
    )
