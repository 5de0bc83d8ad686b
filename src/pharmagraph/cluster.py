"""Reading on a Dask cluster: the bytes of the files go to workers on other machines, what they gave comes back.

Bytes travel, not paths: a worker need not see the disk that the monographs lie on. They travel inside the task, not by
Dask's ``scatter``, so that the scheduler can hand them to another worker when one is lost; what only a lost worker had
in its memory would be gone. A few chunks a thread are under way at a time, so memory does not grow with their number.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pharmagraph.cluster_task import Chunk, ClusterError, Text, other_program, read_chunk
from pharmagraph.errors import PharmagraphError, ReadError
from pharmagraph.graph.runs import fingerprint
from pharmagraph.process import Processed, process
from pharmagraph.read import SourceFile, file_bytes

if TYPE_CHECKING:
    from distributed import Client, Future

_CHUNK = 25  # files a task
_CHUNK_BYTES = 2**20  # of a task; it goes through the memory of the scheduler
_AHEAD = 3  # tasks a thread of the cluster that may be under way
_REACHED_WITHIN = 10  # seconds in which a scheduler answers
_PATIENCE = 30.0  # seconds without a result after which it is asked whether there are workers at all


def read_on_cluster(files: Sequence[SourceFile], scheduler: str) -> Iterator[Processed]:
    """Read files with the workers of a Dask cluster.

    A worker that is lost costs time: what it was reading, and what it had read and not yet sent, is read by another.
    A file that workers are lost at again and again, read alone too, gets a problem like one that can't be read.

    Args:
        files: What to read.
        scheduler: Where the scheduler of the cluster listens: ``HOST:PORT`` or ``tcp://HOST:PORT``.

    Returns:
        One result a file, in any order.

    Raises:
        ClusterError: The cluster can't be reached, has no workers, or has another program than this one.
        PharmagraphError: Dask is not installed here, or the ontology is damaged.
    """
    if not files:  # a rebuild that finds nothing new needs no cluster
        return
    unread: list[SourceFile] = []
    with _connected(scheduler) as client:
        yield from _Run(client, scheduler).read(_chunks(files, unread))
    yield from map(process, unread)


def _chunks(files: Iterable[SourceFile], unread: list[SourceFile]) -> Iterator[list[Text]]:
    """Files as tasks; those that can't even be opened are left for this process to tell why."""
    chunk: list[Text] = []
    size = 0
    for file in files:
        try:
            file.source.encode()
            data = file_bytes(file.path, file.source)
        except (ReadError, UnicodeEncodeError):
            unread.append(file)
            continue
        if chunk and (len(chunk) == _CHUNK or size + len(data) > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append((file.source, data))
        size += len(data)
    if chunk:
        yield chunk


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        remedy = "install it: pip install 'pharmagraph[cluster]'"
        raise PharmagraphError("Dask is not installed", remedy=remedy) from error
    check_scheduler(scheduler)
    try:
        client = Client(scheduler, timeout=_REACHED_WITHIN, set_as_default=False)
    except OSError as error:
        raise ClusterError(
            f"no scheduler of Dask answers here ({_first_line(error)})",
            remedy="check the address; a scheduler is started with: dask scheduler",
            source=scheduler,
        ) from error
    logging.getLogger("distributed.client").setLevel(
        logging.ERROR
    )  # of lost workers it is no news to the user
    try:
        yield client
    except (OSError, CancelledError) as error:
        raise ClusterError(
            "the connection to the scheduler of Dask was lost",
            remedy="see that it runs, and build again; what was built before is as it was",
            source=scheduler,
        ) from error
    finally:
        client.close(timeout=_REACHED_WITHIN)  # what is still under way is given up


def check_scheduler(scheduler: str) -> None:
    """Refuse what can't be an address; Dask's own client would wait for it until long after the program's end.

    Raises:
        ClusterError: It can't be one.
    """
    try:
        place = urlsplit(scheduler if "://" in scheduler else f"tcp://{scheduler}")
        right = place.scheme in ("tcp", "tls") and place.hostname and place.port
    except ValueError:
        right = False
    if not right:
        raise ClusterError(
            "this is no address of a scheduler of Dask",
            remedy="write tcp://HOST:PORT",
            source=repr(scheduler),
        )


class _Run:
    """Chunks on their way through a cluster.

    Args:
        client: The connection to it.
        scheduler: Its address, for messages.
    """

    def __init__(self, client: Client, scheduler: str) -> None:
        self._client = client
        self._scheduler = scheduler
        self._program = fingerprint()
        self._running: dict[Future[list[Processed]], list[Text]] = {}
        self._suspects: list[Text] = []  # files of chunks that workers were lost at

    def read(self, chunks: Iterator[list[Text]]) -> Iterator[Processed]:
        """Send the chunks, a few at a time, and give what comes back; suspects are read last, one at a time."""
        self._check_workers()
        yield from self._all(chunks, at_once=None)
        suspects, self._suspects = self._suspects, []
        # Alone, since Dask suspects all that a lost worker had been given, not only what it was at.
        yield from self._all(([text] for text in suspects), at_once=1)
        for source, _ in self._suspects:
            problem = ReadError(
                "the workers of the cluster that read it were ended each time, perhaps for want of memory",
                remedy="give workers more memory, or read it here",
                source=source,
            )
            yield Processed(source, problem=problem)

    def _check_workers(self) -> None:
        """Refuse workers without this program before a task is sent, which would end them; later ones check it."""
        for worker, mark in self._client.run(fingerprint, on_error="return").items():
            if isinstance(mark, OSError):  # it has just gone
                continue
            if isinstance(mark, Exception):
                raise _failed(mark, worker)
            if mark != self._program:
                raise other_program(worker)

    def _all(self, chunks: Iterator[list[Text]], at_once: int | None) -> Iterator[Processed]:
        rest = True
        while rest or self._running:
            while rest and len(self._running) < (at_once or self._threads() * _AHEAD):
                if chunk := next(chunks, None):
                    self._send(chunk)
                rest = chunk is not None
            for future in self._ended() if self._running else ():
                yield from self._taken(future)

    def _threads(self) -> int:
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def _send(self, chunk: list[Text]) -> None:
        task = Chunk(self._program, tuple(chunk))
        self._running[self._client.submit(read_chunk, task, pure=False)] = chunk

    def _ended(self) -> list[Future[list[Processed]]]:
        """At least one task that has ended.

        Raises:
            ClusterError: There are no workers, or not any more.
        """
        from distributed import wait

        futures = list(self._running)
        while True:
            try:
                with self._client.as_current():
                    return list(wait(futures, timeout=_PATIENCE, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                self._need_workers()

    def _need_workers(self) -> None:
        if not self._client.nthreads():
            raise ClusterError(
                "the cluster has no workers, or has lost them all",
                remedy=f"start some: dask worker {self._scheduler} --nthreads 1 --nworkers auto",
                source=self._scheduler,
            )

    def _taken(self, future: Future[list[Processed]]) -> list[Processed]:
        """What a task gave; nothing where it is to be done again."""
        from distributed import KilledWorker

        chunk = self._running.pop(future)
        try:
            return future.result(timeout=_PATIENCE)
        except Exception as error:
            if future.status != "error" and isinstance(error, TimeoutError):
                # The worker that had the results was lost before they were here: another reads the files again.
                self._need_workers()
                self._running[future] = chunk
                return []
            if isinstance(error, KilledWorker):
                self._suspects += chunk
                return []
            if future.status != "error" or isinstance(error, PharmagraphError):
                raise
            raise _failed(error, self._scheduler) from error


def _failed(error: Exception, source: str) -> ClusterError:
    remedy = "see that Pharmagraph is installed there, in the same version as here"
    return ClusterError(
        f"a worker of the cluster failed ({_first_line(error)})", remedy=remedy, source=source
    )


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
