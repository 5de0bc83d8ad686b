"""What one client may ask of the server, so that there is something left for the others."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of the server.

    Attributes:
        seconds: Time of one query or page; then its process is ended.
        result: Bytes of one answer to a query.
        body: Bytes of one request's body.
        memory: Bytes that the process of a query may use; None for as many as there are.
        workers: Processes that answer.
        long: Queries past ``lane`` seconds that may go on at a time, each in a process beside the workers.
        lane: Seconds after which a query makes room for a fresh worker.
        waiting: Requests that may wait for a worker.
        connections: Open connections; beyond it those that wait longest for their client are closed.
        patience: Seconds that a client may take to send its request, or to read some of its answer.
    """

    seconds: float = 10.0
    result: int = 50 * MEGABYTE
    body: int = MEGABYTE
    memory: int | None = 1000 * MEGABYTE
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    long: int = 2
    lane: float = 1.0
    waiting: int = 200
    connections: int = 500
    patience: float = 10.0
