"""A process that reads the store: it does one job after the other, and can be ended at any moment.

Oxigraph can't be interrupted while it evaluates, so what takes too long or too much memory ends with its process.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pharmagraph.errors import PharmagraphError, StoreError, UnknownSubstanceError
from pharmagraph.serve import jobs
from pharmagraph.serve.answer import Answer, said
from pharmagraph.serve.limits import Limits
from pharmagraph.serve.opened import Keeper, Opened

_GRACE = 5.0  # seconds after which a process ends itself when nobody is left to end it

JOBS: Mapping[str, Callable[..., Answer]] = {
    "sparql": jobs.sparql,
    "saved": jobs.saved,
    "graph": jobs.graph_page,
    "check": jobs.check_page,
    "find": jobs.find,
    "resource": jobs.resource,
    "void": jobs.void,
}


def work(pipe: Connection, folder: Path, limits: Limits) -> None:
    """Answer what comes through a pipe, until that is closed.

    Args:
        pipe: Gives pairs of a job's name and its arguments; takes answers.
        folder: The folder that ``build`` wrote.
        limits: The bounds of the server.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the pipe
    _bound_memory(limits.memory)
    keeper = Keeper(folder)
    while True:
        try:
            name, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        _alarm(limits.seconds + _GRACE)
        pipe.send(_done(keeper, name, arguments))
        _alarm(0)


def _done(keeper: Keeper, name: str, arguments: Mapping[str, Any]) -> Answer:
    try:
        opened: Opened = keeper.opened()
        return JOBS[name](opened, **arguments)
    except UnknownSubstanceError as error:
        return said(404, str(error))
    except StoreError as error:
        return said(503, str(error))
    except PharmagraphError as error:
        return said(400, str(error))
    except MemoryError:
        return said(503, "this needs more memory than one request may have")
    except Exception as error:  # noqa: BLE001 - a defect of one page must not end the process that others use
        traceback.print_exc(file=sys.stderr)
        return said(
            500, f"Pharmagraph failed ({type(error).__name__}); report it, with what the server printed"
        )


def _bound_memory(size: int | None) -> None:
    """Let the process have so many bytes of its own; what the store's files take in memory is not counted."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if size is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (size, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _alarm(seconds: float) -> None:
    """End this process after some time, whatever it is doing; 0 for never.

    The server does that. Should it be killed itself, an endless query must not go on without it.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
