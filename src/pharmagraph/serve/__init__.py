"""The server: a read-only SPARQL 1.1 endpoint and pages over the graph of one folder."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from pharmagraph.errors import PharmagraphError
from pharmagraph.serve.limits import Limits

__all__ = ["Limits", "listen", "serve"]

_BACKLOG = 512
_LAST_WORDS = 2  # seconds for what is being answered when the server is told to end


def listen(host: str, port: int) -> socket.socket:
    """A socket that clients can connect to.

    Args:
        host: Name or address of this machine.
        port: The port; 0 for one that is free.

    Raises:
        PharmagraphError: The port is taken or forbidden, or the host is none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PharmagraphError(
            f"can't listen on {host}:{port} ({reason})",
            remedy="is another server running there? choose another port with --port, or a host with --host",
        ) from error
    # Head and body are written one after the other: without this, the body waits 40 ms for the client's word.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def serve(folder: Path, listening: socket.socket, limits: Limits) -> None:
    """Serve the graph of a folder until the process is told to end (Ctrl-C, SIGTERM).

    Args:
        folder: The folder that ``build`` wrote.
        listening: From :func:`listen`.
        limits: What clients may ask.
    """
    # Here: only this command pays for them.
    import uvicorn

    from pharmagraph.serve.app import Server, make_app
    from pharmagraph.serve.connections import BoundedProtocol

    server = Server(folder, limits)

    class Uvicorn(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """End the workers first: what is still being evaluated need not be waited for."""
            server.pool.close()
            await super().shutdown(sockets)

    protocol = type("Protocol", (BoundedProtocol,), {"limits": limits})
    config = uvicorn.Config(
        make_app(server),
        http=protocol,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_LAST_WORDS,
    )
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn ends in order, and then raises what it was told by
        Uvicorn(config).run(sockets=[listening])
